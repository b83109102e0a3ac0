//! Labels, annotations and taints of the nodes of a registered cluster.
#![no_std]

mod rows;

use guards::node::{self, Edit, Node, Part};
use redline_engine::identity;
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// In a registered cluster: adding, changing or removing labels, annotations and taints of nodes. Keys of ACK
    /// (`alibabacloud.com`, `aliyun.com`, `goatscaler.io`) and of Kubernetes (`kubernetes.io`, `k8s.io`), with
    /// everything below them, are denied; any other key warns, and so do the labels that ACK leaves to users
    /// (`kubelet.kubernetes.io` and `node.kubernetes.io`). Cordon and drain, kubelets, the cloud controller manager,
    /// Kubernetes' controllers, Terway, CSI, the cluster autoscaler and ACK's agent are not touched. Use this rule
    /// in registered clusters only.
    /// ## Why it is high-risk
    /// Node pools, storage, network and scheduling of a registered cluster find their nodes by these keys. With one
    /// of them gone or forged, pods are evicted or land where they cannot run.
    /// ## How to get it done anyway
    /// Set labels and taints on the node pool, from where ACK carries them to its nodes. Name keys of your own in
    /// `allowedKeys`.
    docs: {
        title: Bilingual {
            en: "Labels, annotations and taints of a registered cluster's nodes",
            zh: "修改注册集群节点的标签、注解或污点",
        },
        text_zh: "用于注册集群：拦截添加、修改、删除节点的标签、注解和污点。ACK 的键（`alibabacloud.com`、`aliyun.com`、\
                  `goatscaler.io`）和 Kubernetes 的键（`kubernetes.io`、`k8s.io`）及其子域名拒绝，其他键以及 ACK 开放给用户的标签\
                  （`kubelet.kubernetes.io`、`node.kubernetes.io`）告警。cordon、drain、kubelet、CCM、Kubernetes 控制器、\
                  Terway、CSI、cluster-autoscaler 和 ACK agent 不受影响。节点池、存储、网络和调度都靠这些键识别节点，\
                  误改会导致 Pod 被驱逐或调度错误。请在节点池上配置标签和污点；业务自用的键可写入 `allowedKeys`。",
        severity: Severity::Medium,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: &[On {
            operations: &[Operation::Update],
            group: "",
            versions: &["v1"],
            // A write to `status` keeps the labels and annotations that the client sends.
            resources: &[("nodes", "Node"), ("nodes/status", "Node")],
        }],
        rows: rows::ROWS,
        exempt_users: &[
            // ACK's agent in the cluster (alibabacloud-ack-connector).
            "system:serviceaccount:kube-system:ack",
            "system:serviceaccount:kube-system:alicloud-csi-node",
            "system:serviceaccount:kube-system:alicloud-csi-provisioner",
            "system:serviceaccount:kube-system:cluster-autoscaler",
            "system:serviceaccount:kube-system:terway",
            "system:serviceaccount:kube-system:terway-controlplane",
        ],
    }
    settings: {
        /// Keys that anybody may set: exact, or a prefix that ends in `*`, such as `example.com/*`.
        #[zh("任何人都可以设置的键：完整的键，或以 `*` 结尾的前缀，例如 `example.com/*`。")]
        allowed_keys = "allowedKeys": Vec<String> = Vec::new();
    }
    check: check, of Node
}

/// Domains of ACK and of Kubernetes.
const OWNED: &[&str] = &["alibabacloud.com", "aliyun.com", "goatscaler.io", "kubernetes.io", "k8s.io"];
/// Domains whose labels ACK lets users set on a node pool (ACK documentation, "Create and manage a node pool").
const OPEN: &[&str] = &["kubelet.kubernetes.io", "node.kubernetes.io"];
/// A label of such a domain that the cloud controller manager writes.
const INSTANCE_TYPE: &str = "node.kubernetes.io/instance-type";
/// The cluster autoscaler's own marks on a node that it is about to remove; another rule looks after them.
const SCALING: &[&str] = &["DeletionCandidateOfClusterAutoscaler", "ToBeDeletedByClusterAutoscaler"];

fn check(_: &Context<'_>, req: &Request<'_, Node<'_>>, own: &Settings, out: &mut Findings) {
    for edit in node::edits(req) {
        let mark = edit.part == Part::Taint && SCALING.contains(&&*edit.key);
        if mark || own.allowed_keys.iter().any(|pattern| identity::matches(pattern, &edit.key)) {
            continue;
        }
        let level = level(&edit);
        out.push(Finding::deny(edit.path(), edit.text(req.object_name())).at(level));
    }
}

fn level(edit: &Edit) -> Level {
    // ACK has keys that are nothing but a domain: `ack.aliyun.com`.
    let domain = edit.key.split('/').next().unwrap_or_default();
    let within = |domains: &[&str]| {
        domains.iter().any(|owner| {
            domain.strip_suffix(owner).is_some_and(|subdomain| subdomain.is_empty() || subdomain.ends_with('.'))
        })
    };
    let open = edit.part == Part::Label && edit.key != INSTANCE_TYPE && within(OPEN);
    if within(OWNED) && !open { Level::Deny } else { Level::Warn }
}
