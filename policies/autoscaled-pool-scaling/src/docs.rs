//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Scaling an autoscaled node pool by hand", zh: "对已开启自动伸缩的节点池手动扩缩容"
    },
    text: "\
## What it stops
Warns when somebody works against node autoscaling through the cluster: deletes a node that the autoscaler
brought up, sets or clears its marks on nodes (the labels `k8s.aliyun.com` and `goatscaler.io/managed`, the
annotation `cluster-autoscaler.kubernetes.io/scale-down-disabled`, the taints
`ToBeDeletedByClusterAutoscaler` and `DeletionCandidateOfClusterAutoscaler`), edits `--nodes` of the
Deployment `cluster-autoscaler`, stops or deletes it, edits or deletes the ConfigMap `autoscaler-meta`, or
deletes an autoscaler's status. Use `enforcement: strict` to deny.
## Why it is high-risk
The autoscaler compares the pool with its own policy every few seconds and undoes what it did not do
itself: it brings up another node, or takes one down with the pods on it.
## How to get it done anyway
Change the minimum and maximum of the node pool in the ACK console or with the API, or switch its
autoscaling off first. Where an autoscaler uses an account of its own, name it in `exempt`.
",
    text_zh: "对在集群内绕过节点自动伸缩的操作告警：删除由自动伸缩组件创建的节点；添加或清除其节点标记（标签 `k8s.aliyun.com`、\
              `goatscaler.io/managed`，注解 `cluster-autoscaler.kubernetes.io/scale-down-disabled`，污点 `ToBeDeletedByClusterAutoscaler`、\
              `DeletionCandidateOfClusterAutoscaler`）；修改 Deployment `cluster-autoscaler` 的 `--nodes`，或将\
              其停止、删除；修改或删除 ConfigMap `autoscaler-meta`，删除自动伸缩的状态 ConfigMap。自动伸缩组件\
              会按自己的策略重新扩容或缩容，手动改动随即被覆盖。请在 ACK 控制台调整节点池的最小、最大节点数，或\
              先关闭自动伸缩。需要拒绝时设置 `enforcement: strict`。",
    severity: Severity::Medium,
    settings: &[],
    context: &[],
    background_audit: false,
};
