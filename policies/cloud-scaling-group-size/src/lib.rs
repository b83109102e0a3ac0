//! Changing the minimum or maximum size of a node pool's scaling group.
#![no_std]

mod docs;

use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R29], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;
}

const GROUP: Class = Class::ScalingGroup;
const RESIZED: Bilingual = Bilingual {
    en: "changes the minimum or maximum size of scaling group {}",
    zh: "修改伸缩组 {} 的最小或最大实例数",
};

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ess", "ModifyScalingGroup", GROUP, RESIZED).when(When::Given(&["MinSize", "MaxSize"])),
    Action::terraform("alicloud_ess_scaling_group", Change::Update, GROUP, RESIZED)
        .when(When::Changes(&["min_size", "max_size"])),
];
