//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Changing the bounds of a pool's scaling group", zh: "修改节点池伸缩组的最小值或最大值"
    },
    text: "\
## What it stops
Changing the minimum or maximum size of the scaling group behind a node pool in Auto Scaling: as an OpenAPI
call, in the event log, or planned by Terraform.
## Why it is high-risk
ACK keeps these bounds itself. With others the pool cannot grow to the size that it is told, or Auto Scaling
adds and removes instances on its own.
## How to get it done anyway
Set the bounds of the node pool in the ACK console or with `cs:ModifyClusterNodePool`.
",
    text_zh: "拦截在弹性伸缩中修改节点池伸缩组的最小、最大实例数，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计\
              划。边界由 ACK 维护，修改后节点池可能无法扩容，或被弹性伸缩自行增减实例。请在 ACK 控制台或通过 `cs:ModifyClusterNodePool` 设\
              置节点池的上下限。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
