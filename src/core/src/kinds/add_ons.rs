//! The kinds of network add-ons that rules name as a group (`ANY_IN_CILIUM`, `ANY_IN_CALICO`): hosts need to know which
//! of them live in a namespace. From the CustomResourceDefinitions of Cilium 1.18 and Calico 3.30.

use super::Kind;

const CILIUM: &str = "cilium.io";
const CALICO: &str = "crd.projectcalico.org";

/// The kinds of Cilium and Calico.
pub static NETWORK_ADD_ONS: &[Kind] = &[
    Kind::cluster(CILIUM, &["v2"], "CiliumCIDRGroup", "ciliumcidrgroups"),
    Kind::cluster(CILIUM, &["v2"], "CiliumClusterwideNetworkPolicy", "ciliumclusterwidenetworkpolicies"),
    Kind::namespaced(CILIUM, &["v2"], "CiliumEndpoint", "ciliumendpoints"),
    Kind::cluster(CILIUM, &["v2"], "CiliumEndpointSlice", "ciliumendpointslices"),
    Kind::cluster(CILIUM, &["v2"], "CiliumExternalWorkload", "ciliumexternalworkloads"),
    Kind::cluster(CILIUM, &["v2"], "CiliumIdentity", "ciliumidentities"),
    Kind::cluster(CILIUM, &["v2"], "CiliumL2AnnouncementPolicy", "ciliuml2announcementpolicies"),
    Kind::cluster(CILIUM, &["v2"], "CiliumLoadBalancerIPPool", "ciliumloadbalancerippools"),
    Kind::namespaced(CILIUM, &["v2"], "CiliumNetworkPolicy", "ciliumnetworkpolicies"),
    Kind::cluster(CILIUM, &["v2"], "CiliumNode", "ciliumnodes"),
    Kind::namespaced(CILIUM, &["v2"], "CiliumNodeConfig", "ciliumnodeconfigs"),
    Kind::cluster(CILIUM, &["v2"], "CiliumPodIPPool", "ciliumpodippools"),
    Kind::cluster(CALICO, &["v1"], "BGPConfiguration", "bgpconfigurations"),
    Kind::cluster(CALICO, &["v1"], "BGPPeer", "bgppeers"),
    Kind::cluster(CALICO, &["v1"], "BlockAffinity", "blockaffinities"),
    Kind::cluster(CALICO, &["v1"], "CalicoNodeStatus", "caliconodestatuses"),
    Kind::cluster(CALICO, &["v1"], "ClusterInformation", "clusterinformations"),
    Kind::cluster(CALICO, &["v1"], "FelixConfiguration", "felixconfigurations"),
    Kind::cluster(CALICO, &["v1"], "GlobalNetworkPolicy", "globalnetworkpolicies"),
    Kind::cluster(CALICO, &["v1"], "GlobalNetworkSet", "globalnetworksets"),
    Kind::cluster(CALICO, &["v1"], "HostEndpoint", "hostendpoints"),
    Kind::cluster(CALICO, &["v1"], "IPAMBlock", "ipamblocks"),
    Kind::cluster(CALICO, &["v1"], "IPAMConfig", "ipamconfigs"),
    Kind::cluster(CALICO, &["v1"], "IPAMHandle", "ipamhandles"),
    Kind::cluster(CALICO, &["v1"], "IPPool", "ippools"),
    Kind::cluster(CALICO, &["v1"], "KubeControllersConfiguration", "kubecontrollersconfigurations"),
    Kind::namespaced(CALICO, &["v1"], "NetworkPolicy", "networkpolicies"),
    Kind::namespaced(CALICO, &["v1"], "NetworkSet", "networksets"),
];
