//! Uninstalling the virtual node add-on.
#![no_std]

mod docs;

use redline_engine::alibaba::addon;
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

const UNINSTALLED: Bilingual =
    Bilingual { en: "uninstalls the virtual node add-on of cluster {}", zh: "卸载集群 {} 的虚拟节点组件" };

/// Names of the add-ons.
const ADDONS: &[&str] = &["ack-virtual-node", "virtual-kubelet-autoscaler"];

/// What the rule evaluates.
const ACTIONS: &[Action] = &addon::uninstall(ADDONS, UNINSTALLED);
