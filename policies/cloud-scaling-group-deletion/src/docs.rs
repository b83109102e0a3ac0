//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting the scaling group of a node pool", zh: "删除节点池的伸缩组" },
    text: "\
## What it stops
Deleting the scaling group behind a node pool, switching off its deletion protection, disabling it, and
deleting the scaling configuration that it uses. Changing or deactivating a configuration only warns. The rule
checks OpenAPI calls, ActionTrail events and Terraform plans.
## Why it is high-risk
A node pool is bound to its scaling group for life. Without the group the pool can neither scale out nor in
nor be repaired, and it cannot be given another group: it has to be recreated.
## How to get it done anyway
Delete the node pool itself, in the ACK console, with `cs:DeleteClusterNodepool`, or by removing its
`alicloud_cs_kubernetes_node_pool` from the Terraform configuration. ACK then deletes the group as well.
",
    text_zh: "\
## 拦截的操作
拦截删除节点池伸缩组、关闭伸缩组的删除保护、停用伸缩组，以及删除伸缩组正在使用的伸缩配置；修改或停用伸缩配置\
仅告警。规则检查 OpenAPI 调用、操作审计事件和 Terraform 计划。
## 为何高危
伸缩组与节点池一一绑定，删除后节点池无法扩容、缩容或修复，也无法重新关联伸缩组，只能重建节点池。
## 正确做法
如需删除，请在容器服务控制台、通过 `cs:DeleteClusterNodepool` 或从 Terraform 配置中移除 \
`alicloud_cs_kubernetes_node_pool` 来删除节点池，ACK 会一并删除伸缩组。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
