//! Objects of ACK add-ons.

use guards::object::ProtectedObjects;
use redline_engine::prelude::*;

/// Workloads of add-ons (ACK documentation of the add-ons, and public installations of their manifests).
pub(crate) const WORKLOADS: &[ProtectedObjects] = &[
    ProtectedObjects {
        group: "apps",
        resource: "deployments",
        kind: "Deployment",
        namespace: "kube-system",
        names: &[
            "ack-node-local-dns-admission-controller",
            "ack-node-problem-detector-eventer",
            "ack-virtual-node-controller",
            "alb-ingress-controller",
            "alibaba-log-controller",
            "alicloud-monitor-controller",
            "aliyun-acr-credential-helper",
            "cluster-autoscaler",
            "coredns",
            "csi-provisioner",
            "loongcollector-operator",
            "metrics-server",
            "nginx-ingress-controller",
            "storage-operator",
            "terway-controlplane",
        ],
    },
    ProtectedObjects {
        group: "apps",
        resource: "daemonsets",
        kind: "DaemonSet",
        namespace: "kube-system",
        names: &[
            "ack-node-problem-detector-daemonset",
            "cloud-controller-manager",
            "csi-plugin",
            "kube-flannel-ds",
            "kube-proxy-master",
            "kube-proxy-worker",
            "logtail-ds",
            "logtail-windows",
            "loongcollector-ds",
            "node-local-dns",
            "terway-eni",
            "terway-eniip",
        ],
    },
];

const WEBHOOKS: &str = "admissionregistration.k8s.io";

/// What connects add-ons with the cluster: their Services, the accounts that they run as, the bindings of these accounts, and
/// webhooks; with the members that must stay. From the manifests of AliyunContainerService/terway (`charts/terway`),
/// kubernetes-sigs/alibaba-cloud-csi-driver (`deploy`) and kubernetes/cloud-provider-alibaba-cloud (`deploy/v2`), and from
/// public installations of CoreDNS and metrics-server on ACK.
pub(crate) const FIXED: &[(ProtectedObjects, &[&str])] = &[
    (
        ProtectedObjects::new(
            "",
            "services",
            "Service",
            "kube-system",
            &["kube-dns", "metrics-server", "terway-controlplane", "vk-webhook"],
        ),
        &["spec.selector"],
    ),
    (
        ProtectedObjects::new(
            "",
            "serviceaccounts",
            "ServiceAccount",
            "kube-system",
            &[
                "alicloud-csi-node",
                "alicloud-csi-provisioner",
                "cloud-controller-manager",
                "coredns",
                "csi-admin",
                "terway",
                "terway-controlplane",
            ],
        ),
        &[],
    ),
    (
        ProtectedObjects::new(
            "rbac.authorization.k8s.io",
            "clusterrolebindings",
            "ClusterRoleBinding",
            "",
            &[
                "alicloud-csi-node",
                "alicloud-csi-provisioner",
                "system:cloud-controller-manager",
                "system:coredns",
                "terway-binding",
                "terway-controlplane",
            ],
        ),
        &["subjects", "roleRef"],
    ),
    (
        ProtectedObjects::new(
            "rbac.authorization.k8s.io",
            "clusterroles",
            "ClusterRole",
            "",
            &[
                "alicloud-csi-node",
                "alicloud-csi-provisioner",
                "system:cloud-controller-manager",
                "system:coredns",
                "terway-controlplane",
                "terway-pod-reader",
            ],
        ),
        &["rules"],
    ),
    (
        ProtectedObjects::new(
            WEBHOOKS,
            "mutatingwebhookconfigurations",
            "MutatingWebhookConfiguration",
            "",
            &["terway-controlplane"],
        ),
        &["webhooks"],
    ),
    (
        ProtectedObjects::new(
            WEBHOOKS,
            "validatingwebhookconfigurations",
            "ValidatingWebhookConfiguration",
            "",
            &["terway-controlplane"],
        ),
        &["webhooks"],
    ),
];

/// A ConfigMap of an add-on: the level of a finding when its data changes (`None` where users configure the add-on with
/// it), the keys that users may set in any case, and the key without which the add-on does not run.
pub(crate) struct Config {
    pub(crate) name: &'static str,
    pub(crate) data: Option<Level>,
    pub(crate) keys: &'static [&'static str],
    pub(crate) needs: &'static str,
}
/// ConfigMaps of add-ons.
pub(crate) const CONFIGS: &[Config] = &[
    Config {
        name: "alibaba-log-configuration",
        data: Some(Level::Deny),
        keys: &["log-ali-uid", "log-machine-group"],
        needs: "",
    },
    Config { name: "autoscaler-meta", data: Some(Level::Deny), keys: &[], needs: "" },
    Config { name: "coredns", data: None, keys: &[], needs: "Corefile" },
    Config { name: "csi-plugin", data: Some(Level::Deny), keys: &[], needs: "" },
    Config { name: "eci-profile", data: None, keys: &[], needs: "" },
    Config { name: "eni-config", data: None, keys: &[], needs: "eni_conf" },
    Config { name: "kube-flannel-cfg", data: Some(Level::Deny), keys: &[], needs: "" },
    Config { name: "kube-proxy-master", data: Some(Level::Warn), keys: &[], needs: "config.conf" },
    Config { name: "kube-proxy-worker", data: Some(Level::Warn), keys: &[], needs: "config.conf" },
    // What kubeadm hands to kubelets that join or are upgraded.
    Config { name: "kubelet-config", data: Some(Level::Warn), keys: &[], needs: "" },
    Config { name: "nginx-configuration", data: None, keys: &[], needs: "" },
    Config { name: "terway-controlplane", data: Some(Level::Deny), keys: &[], needs: "" },
];
