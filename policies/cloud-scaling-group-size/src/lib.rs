//! Changing the minimum or maximum size of a node pool's scaling group.
#![no_std]

mod docs;

use redline_engine::alibaba::Source;
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R29], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn reports(_: &CloudContext<'_>, op: &CloudOperation<'_>, found: &mut ActionMatch) -> bool {
        // 0 and 2000 are the bounds that ACK gives a group, and the list says to restore them.
        let is = |value: Option<String>, good: &str| value.is_none_or(|value| value.trim() == good);
        let restores = match &op.source {
            Source::Call(call) => {
                is(call.parameters.text("MinSize"), "0") && is(call.parameters.text("MaxSize"), "2000")
            }
            Source::PlannedChange(plan) => {
                let known = !plan.is_unknown("min_size") && !plan.is_unknown("max_size");
                known && is(plan.after.text("min_size"), "0") && is(plan.after.text("max_size"), "2000")
            }
        };
        !restores || found.action.message != RESIZED
    }
}

const GROUP: Class = Class::ScalingGroup;
const RESIZED: Bilingual = Bilingual {
    en: "changes the minimum or maximum size of scaling group {}",
    zh: "修改伸缩组 {} 的最小或最大实例数",
};
const APPLIED: Bilingual = Bilingual {
    en: "changes scaling group {} by a manifest, which may set its minimum and maximum size",
    zh: "通过 YAML 修改伸缩组 {}，可能改变其最小或最大实例数",
};

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ess", "ModifyScalingGroup", GROUP, RESIZED).when(When::Given(&["MinSize", "MaxSize"])),
    Action::call("ess", "ApplyScalingGroup", GROUP, APPLIED).warns(),
    Action::terraform("alicloud_ess_scaling_group", Change::Update, GROUP, RESIZED)
        .when(When::Changes(&["min_size", "max_size"])),
];
