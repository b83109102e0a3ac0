//! Scaling a node pool with automatic scaling by hand.
#![no_std]

mod docs;

use redline_engine::alibaba::InventoryList;
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R28], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn reports(ctx: &CloudContext<'_>, op: &CloudOperation<'_>, found: &mut ActionMatch) -> bool {
        if found.action.class != POOL {
            return true;
        }
        let scales = match op.plan() {
            Some(plan) => Some(plan.before.has_value(ENABLED, TRUE) && plan.after.has_value(ENABLED, TRUE)),
            None => ctx.inventory.contains(InventoryList::AutoscaledNodePools, &found.id),
        };
        if scales.is_none() {
            found.finding.text.append(&CANNOT_TELL.with(InventoryList::AutoscaledNodePools.key()));
        }
        scales != Some(false)
    }
}

const POOL: Class = Class::NodePool;
const GROUP: Class = Class::ScalingGroup;
const SCALED: Bilingual = Bilingual {
    en: "manually scales autoscaled node pool {}",
    zh: "对已开启自动伸缩的节点池 {} 手动扩缩容",
};
const GROUP_SCALED: Bilingual = Bilingual {
    en: "manually scales scaling group {} of a node pool",
    zh: "对节点池的伸缩组 {} 手动扩缩容",
};

const ENABLED: &[&str] = &["scaling_config.enable"];
const TRUE: &[&str] = &["true"];
const CANNOT_TELL: Bilingual = Bilingual {
    en: "automatic scaling may be off, setting `{}` decides",
    zh: "无法确定是否已开启自动伸缩，可通过设置 `{}` 指明",
};

const SCHEDULED: Bilingual = Bilingual {
    en: "makes Auto Scaling scale group {} of a node pool by a schedule, an alarm or a target",
    zh: "使弹性伸缩按定时任务、报警任务或目标追踪规则扩缩节点池的伸缩组 {}",
};
const BY_TARGET: &[&str] = &["TargetTrackingScalingRule", "PredictiveScalingRule"];

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
    Action::call("ess", "ExecuteScalingRule ScaleWithAdjustment", GROUP, GROUP_SCALED)
        .naming(&["ScalingRuleAri"])
        .warns(),
    Action::call("ess", "CreateScheduledTask CreateAlarm", GROUP, SCHEDULED).warns(),
    Action::call("ess", "ModifyScheduledTask", GROUP, SCHEDULED).when(When::Given(&["ScalingGroupId"])).warns(),
    Action::call("ess", "CreateScalingRule", GROUP, SCHEDULED).when(When::Is(&["ScalingRuleType"], BY_TARGET)).warns(),
    Action::terraform("alicloud_ess_scaling_group", Change::Update, GROUP, GROUP_SCALED)
        .when(When::Changes(&["desired_capacity"]))
        .warns(),
    Action::terraform(
        "alicloud_ess_schedule alicloud_ess_scheduled_task alicloud_ess_alarm",
        Change::Create,
        GROUP,
        SCHEDULED,
    )
    .ids(&["scaling_group_id"])
    .when(When::Given(&["scaling_group_id"]))
    .warns(),
    Action::terraform("alicloud_ess_scaling_rule", Change::Create, GROUP, SCHEDULED)
        .ids(&["scaling_group_id"])
        .when(When::Is(&["scaling_rule_type"], BY_TARGET))
        .warns(),
    Action::terraform("alicloud_cs_kubernetes_node_pool", Change::Update, POOL, SCALED)
        .ids(&["node_pool_id"])
        .when(When::Changes(&["desired_size", "node_count", "instances"]))
        .warns(),
];
