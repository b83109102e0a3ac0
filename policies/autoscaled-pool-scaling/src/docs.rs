//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Scaling an autoscaled node pool by hand", zh: "对已开启自动伸缩的节点池手动扩缩容"
    },
    text: "\
## What it stops
Warns about changes in the cluster that conflict with node autoscaling: deleting a node that an autoscaler
created; setting or removing its marks on nodes (the labels `k8s.aliyun.com` and `goatscaler.io/managed`, the
annotation `cluster-autoscaler.kubernetes.io/scale-down-disabled`, the taints `ToBeDeletedByClusterAutoscaler`
and `DeletionCandidateOfClusterAutoscaler`); changing `--nodes` or `--node-group-auto-discovery` of the
Deployment `cluster-autoscaler`, scaling it to zero or deleting it; changing or deleting the ConfigMap
`autoscaler-meta`; and deleting the status ConfigMap of an autoscaler. To deny these requests, set
`enforcement: strict`.
## Why it is high-risk
The autoscaler compares the node pool with its own configuration every few seconds and reverts other changes:
it adds a node again, or removes one together with its Pods.
## How to get it done anyway
Change the minimum and maximum number of nodes of the node pool in the ACK console or through the API, or
disable its autoscaling first. If an autoscaler runs under an account of its own, add the account to `exempt`.
",
    text_zh: "\
## 拦截的操作
对集群内与节点自动伸缩冲突的操作告警：删除由自动伸缩组件创建的节点；添加或移除其节点标记（标签 \
`k8s.aliyun.com`、`goatscaler.io/managed`，注解 `cluster-autoscaler.kubernetes.io/scale-down-disabled`，污\
点 `ToBeDeletedByClusterAutoscaler`、`DeletionCandidateOfClusterAutoscaler`）；修改 Deployment \
`cluster-autoscaler` 的 `--nodes`、`--node-group-auto-discovery`，将其缩容到 0 或删除；修改或删除 ConfigMap \
`autoscaler-meta`，删除自动伸缩的状态 ConfigMap。需要拒绝时请设置 `enforcement: strict`。
## 为何高危
自动伸缩组件每隔数秒将节点池与自身配置比较，并还原其他改动：重新添加节点，或移除节点及其上的 Pod。
## 正确做法
请在容器服务控制台或通过 API 调整节点池的最小、最大节点数，或先关闭自动伸缩；自动伸缩组件使用独立账号时，请将\
其加入 `exempt`。
",
    severity: Severity::Medium,
    settings: &[],
    context: &[],
    background_audit: false,
};
