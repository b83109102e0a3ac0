//! The accounts that rules exempt by name, each with its source: one table for documentation and for a test, which finds any
//! name that a rule exempts without one. No module contains it.

/// An account, as `namespace/name` or with a trailing `*`, and where its need is published. All sources as of 2026-11-28.
pub static SOURCES: &[(&str, &str)] = &[
    ("fluid-system/fluid-csi", "fluid-cloudnative/fluid, charts/fluid/fluid/templates/csi/daemonset.yaml"),
    ("kube-system/*", "ACK's installer and the add-ons' own controllers, ACK documentation of the add-ons"),
    ("kube-system/ack", "AliyunContainerService, alibabacloud-ack-connector of registered clusters"),
    ("kube-system/ack-koordlet", "koordinator-sh/charts, koordlet; ACK documentation of ack-koordinator"),
    ("kube-system/admin", "aliyun/terraform-provider-alicloud, resource_alicloud_cs_kubernetes_autoscaler.go"),
    ("kube-system/alibaba-log-controller", "add-on logtail-ds, ACK documentation of log collection"),
    (
        "kube-system/alibabacloud-erdma-controller",
        "AliyunContainerService/alibabacloud-erdma-controller, deploy/helm/templates/daemonset.yaml",
    ),
    ("kube-system/alicloud-csi-node", "kubernetes-sigs/alibaba-cloud-csi-driver, deploy/charts"),
    ("kube-system/alicloud-csi-provisioner", "kubernetes-sigs/alibaba-cloud-csi-driver, deploy/charts"),
    ("kube-system/cilium", "cilium/cilium, install/kubernetes/cilium"),
    ("kube-system/cilium-operator", "cilium/cilium, install/kubernetes/cilium"),
    (
        "kube-system/cloud-controller-manager",
        "kubernetes/cloud-provider-alibaba-cloud, deploy/v2/cloud-controller-manager.yaml",
    ),
    ("kube-system/cluster-autoscaler", "kubernetes/autoscaler, cluster-autoscaler/cloudprovider/alicloud/examples"),
    ("kube-system/csi-admin", "kubernetes-sigs/alibaba-cloud-csi-driver, manifests before the chart"),
    ("kube-system/csi-customfuse-node", "kubernetes-sigs/alibaba-cloud-csi-driver, deploy"),
    ("kube-system/flannel", "flannel-io/flannel, Documentation/kube-flannel.yml"),
    ("kube-system/kube-proxy", "kubernetes/kubernetes, cmd/kubeadm/app/phases/addons/proxy"),
    ("kube-system/logtail-ds", "add-on logtail-ds, ACK documentation of log collection"),
    ("kube-system/loongcollector", "add-on loongcollector, ACK documentation of log collection"),
    ("kube-system/loongcollector-ds", "add-on loongcollector, ACK documentation of log collection"),
    ("kube-system/loongcollector-operator", "add-on loongcollector, ACK documentation of log collection"),
    ("kube-system/open-local", "alibaba/open-local, helm/templates/agent.yaml"),
    ("kube-system/storage-operator", "add-on storage-operator, ACK documentation of CNFS"),
    ("kube-system/terway", "AliyunContainerService/terway, charts/terway"),
    ("kube-system/terway-controlplane", "AliyunContainerService/terway, charts/terway/templates/terway-controlplane"),
    ("kube-system/virtual-kubelet", "ACK documentation, hot migration from dedicated to managed Pro clusters"),
];

/// The source of a name that a rule exempts: an account, or the user name of one. `None` if the table lacks it.
pub fn source(name: &str) -> Option<&'static str> {
    let account = name.strip_prefix("system:serviceaccount:").map(|account| account.replacen(':', "/", 1));
    let account = account.as_deref().unwrap_or(name);
    SOURCES.iter().find(|(known, _)| *known == account).map(|(_, source)| *source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_read_by_both_names() {
        assert!(SOURCES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(source("kube-system/terway").is_some());
        assert_eq!(source("system:serviceaccount:kube-system:terway"), source("kube-system/terway"));
        assert_eq!(source("default/terway"), None);
    }
}
