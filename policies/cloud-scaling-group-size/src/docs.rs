//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Changing the size limits of a pool's scaling group",
        zh: "修改节点池所属伸缩组的最小/最大实例数",
    },
    text: "\
## What it stops
Changing the minimum or maximum size of the scaling group behind a node pool in Auto Scaling. Setting them to
0 and 2000, as ACK does, restores them and is let through. The rule checks OpenAPI calls, ActionTrail events
and Terraform plans.
## Why it is high-risk
ACK maintains these limits. With other values the pool cannot scale to its desired size, or Auto Scaling adds
and removes instances on its own.
## How to get it done anyway
Set the limits of the node pool in the ACK console or with `cs:ModifyClusterNodePool`.
",
    text_zh: "\
## 拦截的操作
拦截在弹性伸缩中修改节点池所属伸缩组的最小/最大实例数；恢复为 ACK 的默认值 0 和 2000 时放行。规则检查 \
OpenAPI 调用、操作审计事件和 Terraform 计划。
## 为何高危
这些限制由 ACK 维护，修改后节点池可能无法达到期望节点数，或被弹性伸缩自行增减实例。
## 正确做法
请在容器服务控制台或通过 `cs:ModifyClusterNodePool` 设置节点池的最小、最大节点数。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
