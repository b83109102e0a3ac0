//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Uninstalling the virtual node add-on", zh: "卸载虚拟节点组件" },
    text: "\
## What it stops
Uninstalling the add-on `ack-virtual-node` of a cluster: as an OpenAPI call, in the event log, or planned by
Terraform.
## Why it is high-risk
Pods on elastic container instances and ACS can then neither be deleted nor created, and the instances of
those that run go on costing money.
## How to get it done anyway
Delete the pods on virtual nodes first, then uninstall the add-on.
",
    text_zh: "拦截卸载集群的虚拟节点组件 `ack-virtual-node`，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。\
              卸载后 ECI、ACS Pod 既无法删除也无法创建，运行中的实例继续计费。请先删除虚拟节点上的 Pod，再卸载\
              组件。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
