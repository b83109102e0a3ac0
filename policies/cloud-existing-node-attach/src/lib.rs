//! Attaching existing instances to a node pool without a backup.
#![no_std]

mod docs;

use redline_engine::alibaba::InventoryList;
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R30], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn reports(ctx: &CloudContext<'_>, op: &CloudOperation<'_>, found: &mut ActionMatch) -> bool {
        // An instance that the pool already has is not attached again, and one of whose disks the same plan takes
        // snapshots is backed up.
        let harmless = op.plan().is_some_and(|plan| {
            plan.before.list("instances").contains(&found.id) || plan.snapshots.iter().any(|id| *id == *found.id)
        });
        match ctx.inventory.contains(InventoryList::BackedUpInstances, &found.id) {
            _ if harmless => return false,
            Some(true) => return false,
            Some(false) => found.finding.level = Level::Deny,
            None => found.finding.text.append(&CANNOT_TELL.with(InventoryList::BackedUpInstances.key())),
        }
        true
    }
}

const NODE: Class = Class::Instance;
const IDS: &[&str] = &["instances", "Instances", "body.instances", "InstanceIds"];
const ATTACHED: Bilingual = Bilingual {
    en: "attaches instance {} to a node pool without a known backup",
    zh: "将未确认备份的实例 {} 添加到节点池",
};

const CANNOT_TELL: Bilingual = Bilingual {
    en: "may have a backup, setting `{}` decides",
    zh: "无法确定是否已备份，可通过设置 `{}` 指明",
};

/// What the rule evaluates. A call does not show whether there is a backup, so that only the list makes it a denial.
const ACTIONS: &[Action] = &[
    Action::call("cs", "AttachInstances AttachInstancesToNodePool", NODE, ATTACHED).ids(IDS).warns(),
    Action::terraform("alicloud_cs_kubernetes_node_pool", Change::Update, NODE, ATTACHED)
        .ids(&["instances"])
        .when(When::Changes(&["instances"]))
        .warns(),
    Action::terraform("alicloud_cs_kubernetes_node_pool", Change::Create, NODE, ATTACHED)
        .ids(&["instances"])
        .when(When::Given(&["instances"]))
        .warns(),
];
