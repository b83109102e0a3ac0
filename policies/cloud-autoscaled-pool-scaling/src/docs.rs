//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Scaling an autoscaled node pool by hand", zh: "手动伸缩开启自动伸缩的节点池"
    },
    text: "\
## What it stops
Scaling a node pool with automatic scaling by hand, as a warning: `cs:ScaleClusterNodePool`, a desired size
in `cs:ModifyClusterNodePool`, a desired capacity or a scaling rule on its scaling group, and
`desired_size`, `node_count` or `instances` in Terraform while `scaling_config` is enabled. Pools count that
are listed in `autoscaledNodePools`; while the list is empty the warning says so.
## Why it is high-risk
The autoscaler does not know what was wanted. It takes nodes away again that were added, and adds others for
those removed; the pods on them move twice.
## How to get it done anyway
Change the minimum and maximum of the pool's automatic scaling, or switch it off first.
",
    text_zh: "手动伸缩开启自动伸缩的节点池时告警：`cs:ScaleClusterNodePool`、`cs:ModifyClusterNodePool` 中的期\
              望节点数、对其伸缩组设置期望实例数或执行伸缩规则，以及 Terraform 在 `scaling_config` 启用时修改 `desired_size`、\
              `node_count`、`instances`。以 `autoscaledNodePools` 中列出的节点池为准，列表为空时会在告警中说明\
              。自动伸缩会把增加的节点缩掉、把减少的节点补上，Pod 被反复迁移。请修改自动伸缩的上下限，或先关闭\
              自动伸缩。",
    severity: Severity::Medium,
    settings: &[],
    context: &[],
    background_audit: false,
};
