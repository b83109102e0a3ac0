//! Uninstalling the virtual node add-on.
#![no_std]

mod docs;

use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R32], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;
}

const CLUSTER: Class = Class::Cluster;
const UNINSTALLED: Bilingual =
    Bilingual { en: "uninstalls the virtual node add-on of cluster {}", zh: "卸载集群 {} 的虚拟节点组件" };

/// Names of the add-ons.
const ADDONS: &[&str] = &["ack-virtual-node", "virtual-kubelet-autoscaler"];
/// Where the call names them: its body is a list of add-ons.
const ADDON: &[&str] = &["addons.name", "addons.addon_name", "body.name", "body.addons.name", "name"];

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("cs", "UnInstallClusterAddons", CLUSTER, UNINSTALLED).when(When::Is(ADDON, ADDONS)),
    Action::terraform("alicloud_cs_kubernetes_addon", Change::Delete, CLUSTER, UNINSTALLED)
        .ids(&["cluster_id"])
        .when(When::Is(&["name"], ADDONS)),
];
