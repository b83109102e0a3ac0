//! The virtual node add-on, uninstalled.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Class, When, by_table};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Uninstalling the add-on `ack-virtual-node` of a cluster: as an OpenAPI call, in the event log, or planned by
    /// Terraform.
    /// ## Why it is high-risk
    /// Pods on elastic container instances and ACS can then neither be deleted nor created, and the instances of
    /// those that run go on costing money.
    /// ## How to get it done anyway
    /// Delete the pods on virtual nodes first, then uninstall the add-on.
    docs: {
        title: Bilingual { en: "Uninstalling the virtual node add-on", zh: "卸载虚拟节点组件" },
        text_zh: "拦截卸载集群的虚拟节点组件 `ack-virtual-node`，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。卸载后 ECI、ACS Pod 既无法删除也无法创建，运行中的实例继续计费。请先删除虚拟节点上的 Pod，再卸载组件。",
        severity: Severity::High,
        context: &[],
        background_audit: false,
    }
    declare: {
        kind: RuleKind::Cloud,
        actions: ACTIONS,
        rows: rows::ROWS,
    }
    settings: {}
    check: by_table, of cloud operations
}

const CLUSTER: Class = Class::Cluster;
const UNINSTALLED: Bilingual = Bilingual {
    en: "the virtual node add-on of cluster {} is uninstalled",
    zh: "卸载集群 {} 的虚拟节点组件",
};

/// Names of the add-ons.
const ADDONS: &[&str] = &["ack-virtual-node", "virtual-kubelet-autoscaler"];
/// Where the call names them: its body is a list of add-ons.
const ADDON: &[&str] = &["addons.name", "addons.addon_name", "body.name", "body.addons.name", "name"];

/// What the rule judges.
static ACTIONS: &[Action] = &[
    Action::call("cs", "UnInstallClusterAddons", CLUSTER, UNINSTALLED).when(When::Is(ADDON, ADDONS)),
    Action::terraform("alicloud_cs_kubernetes_addon", Change::Delete, CLUSTER, UNINSTALLED)
        .ids(&["cluster_id"])
        .when(When::Is(&["name"], ADDONS)),
];
