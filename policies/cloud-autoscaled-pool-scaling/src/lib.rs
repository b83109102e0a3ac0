//! Node pools that scale by themselves, scaled by hand.
#![no_std]

mod docs;

use redline_engine::alibaba::List;
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R28], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &CloudContext<'_>, op: &CloudOperation<'_>, _: &NoSettings, out: &mut Findings) {
        for found in op.matches(ctx) {
            let mut finding = found.finding;
            if found.action.class == POOL {
                let scales = match op.plan() {
                    Some(plan) => Some(plan.before.is(ENABLED, TRUE) && plan.after.is(ENABLED, TRUE)),
                    None => ctx.inventory.has(List::AutoscaledNodePools, &found.id),
                };
                match scales {
                    Some(true) => {}
                    Some(false) => continue,
                    None => finding.text.append(&CANNOT_TELL.with(List::AutoscaledNodePools.key())),
                }
            }
            out.push(finding);
        }
    }
}

const POOL: Class = Class::NodePool;
const GROUP: Class = Class::ScalingGroup;
const SCALED: Bilingual =
    Bilingual { en: "autoscaled node pool {} is scaled by hand", zh: "手动伸缩开启自动伸缩的节点池 {}" };
const GROUP_SCALED: Bilingual =
    Bilingual { en: "scaling group {} of a node pool is scaled by hand", zh: "手动伸缩节点池的伸缩组 {}" };

const ENABLED: &[&str] = &["scaling_config.enable"];
const TRUE: &[&str] = &["true"];
const CANNOT_TELL: Bilingual = Bilingual {
    en: "cannot tell whether it scales by itself, setting `{}` would",
    zh: "无法判断是否开启自动伸缩，可通过设置 `{}` 指明",
};

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("cs", "ScaleClusterNodePool", POOL, SCALED).warns(),
    Action::call("cs", "ModifyClusterNodePool", POOL, SCALED)
        .when(When::Given(&[
            "scaling_group.desired_size",
            "ScalingGroup.DesiredSize",
            "body.scaling_group.desired_size",
        ]))
        .warns(),
    Action::call("ess", "ModifyScalingGroup", GROUP, GROUP_SCALED).when(When::Given(&["DesiredCapacity"])).warns(),
    Action::call("ess", "ExecuteScalingRule", GROUP, GROUP_SCALED).warns(),
    Action::call("ess", "ScaleWithAdjustment", GROUP, GROUP_SCALED).warns(),
    Action::terraform("alicloud_ess_scaling_group", Change::Update, GROUP, GROUP_SCALED)
        .when(When::Changes(&["desired_capacity"]))
        .warns(),
    Action::terraform("alicloud_cs_kubernetes_node_pool", Change::Update, POOL, SCALED)
        .ids(&["node_pool_id"])
        .when(When::Changes(&["desired_size", "node_count", "instances"]))
        .warns(),
];
