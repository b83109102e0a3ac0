//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Uninstalling the virtual node add-on", zh: "卸载虚拟节点组件" },
    text: "\
## What it stops
Uninstalling the add-on `ack-virtual-node` of a cluster. Switching it off in the list of add-ons of
`alicloud_cs_managed_kubernetes`, and deleting a virtual node or the container group of a pod on one through
ECI, warns. The rule checks OpenAPI calls, ActionTrail events and Terraform plans.
## Why it is high-risk
ECI and ACS pods can then be neither deleted nor created, and the instances of running pods continue to be
billed.
## How to get it done anyway
Delete the pods on virtual nodes first, then uninstall the add-on.
",
    text_zh: "\
## 拦截的操作
拦截卸载集群的虚拟节点组件 `ack-virtual-node`；在 `alicloud_cs_managed_kubernetes` 的组件列表中停用该组件，或\
通过 ECI 删除虚拟节点及其上 Pod 的容器组，仅告警。规则检查 OpenAPI 调用、操作审计事件和 Terraform 计划。
## 为何高危
卸载后 ECI、ACS Pod 既无法删除也无法创建，运行中的实例会继续计费。
## 正确做法
请先删除虚拟节点上的 Pod，再卸载组件。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
