//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Scaling an autoscaled node pool by hand", zh: "对已开启自动伸缩的节点池手动扩缩容"
    },
    text: "\
## What it stops
Warns when a node pool with automatic scaling is scaled by hand: `cs:ScaleClusterNodePool`, a desired size in
`cs:ModifyClusterNodePool`, a desired capacity or a scaling rule for its scaling group, and `desired_size`,
`node_count` or `instances` in Terraform while `scaling_config` is enabled. The pools are those listed in
`autoscaledNodePools`; while the list is empty, the warning says so.
## Why it is high-risk
The autoscaler overrides manual changes. It removes the nodes that were added and adds nodes for those
removed, and pods are moved twice.
## How to get it done anyway
Change the minimum and maximum of the pool's automatic scaling, or switch automatic scaling off first.
",
    text_zh: "\
## 拦截的操作
对已开启自动伸缩的节点池手动扩缩容时告警：`cs:ScaleClusterNodePool`、`cs:ModifyClusterNodePool` 中的期望节点\
数，为其伸缩组设置期望实例数或执行伸缩规则，以及 Terraform 在 `scaling_config` 启用时修改 \
`desired_size`、`node_count`、`instances`。以 `autoscaledNodePools` 中列出的节点池为准，列表为空时会在告警中\
说明。
## 为何高危
自动伸缩会覆盖手动改动：移除新增的节点，补足移除的节点，Pod 被迁移两次。
## 正确做法
请调整自动伸缩的最小、最大节点数，或先关闭自动伸缩。
",
    severity: Severity::Medium,
    settings: &[],
    context: &[],
    background_audit: false,
};
