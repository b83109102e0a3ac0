//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting the scaling group of a node pool", zh: "删除节点池的伸缩组" },
    text: "\
## What it stops
Deleting the scaling group behind a node pool, taking its deletion protection away, disabling it, and
deleting the scaling configuration that it works with: as an OpenAPI call, in the event log, or planned
by Terraform.
## Why it is high-risk
A node pool keeps its scaling group for life. Without the group the pool can neither grow nor shrink nor
be repaired, and no group can be given to it again: the pool has to be recreated.
## How to get it done anyway
Delete the node pool itself, in the ACK console, with `cs:DeleteClusterNodepool`, or by removing its
`alicloud_cs_kubernetes_node_pool` from the Terraform configuration: ACK then takes the group along.
",
    text_zh: "拦截删除节点池伸缩组、关闭伸缩组删除保护、停用伸缩组，以及删除伸缩组正在使用的伸缩配置，涵盖 OpenAPI 调\
              用、操作审计事件和 Terraform 计划。伸缩组与节点池一一绑定，删除后节点池无法扩缩容，也无法重新关联\
              伸缩组，只能重建。如需删除，请在 ACK 控制台或通过 `cs:DeleteClusterNodepool` 删除节点池，ACK 会一\
              并清理伸缩组。",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
