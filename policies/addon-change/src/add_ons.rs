//! Objects of ACK add-ons.

use guards::object::Target;
use redline_engine::prelude::*;

/// Workloads of add-ons (ACK documentation of the add-ons, and public installations of their manifests).
pub(crate) const WORKLOADS: &[Target] = &[
    Target {
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
    Target {
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
/// Services of add-ons.
pub(crate) const SERVICES: Target = Target {
    group: "",
    resource: "services",
    kind: "Service",
    namespace: "kube-system",
    names: &["kube-dns", "metrics-server", "terway-controlplane", "vk-webhook"],
};

/// A ConfigMap of an add-on: the level of a finding when its data changes (`None` where users configure the add-on with
/// it), and the keys that users may set in any case.
pub(crate) struct Config {
    pub(crate) name: &'static str,
    pub(crate) data: Option<Level>,
    pub(crate) keys: &'static [&'static str],
}
/// ConfigMaps of add-ons.
pub(crate) const CONFIGS: &[Config] = &[
    Config { name: "alibaba-log-configuration", data: Some(Level::Deny), keys: &["log-ali-uid", "log-machine-group"] },
    Config { name: "autoscaler-meta", data: Some(Level::Deny), keys: &[] },
    Config { name: "coredns", data: None, keys: &[] },
    Config { name: "csi-plugin", data: Some(Level::Deny), keys: &[] },
    Config { name: "eci-profile", data: None, keys: &[] },
    Config { name: "eni-config", data: None, keys: &[] },
    Config { name: "kube-flannel-cfg", data: Some(Level::Deny), keys: &[] },
    Config { name: "kube-proxy-master", data: Some(Level::Warn), keys: &[] },
    Config { name: "kube-proxy-worker", data: Some(Level::Warn), keys: &[] },
    // What kubeadm hands to kubelets that join or are upgraded.
    Config { name: "kubelet-config", data: Some(Level::Warn), keys: &[] },
    Config { name: "nginx-configuration", data: None, keys: &[] },
    Config { name: "terway-controlplane", data: Some(Level::Deny), keys: &[] },
];
