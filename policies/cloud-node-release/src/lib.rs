//! Releasing the instance of a node, or letting it expire.
#![no_std]

mod docs;

use redline_engine::alibaba::AttributeChange;
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R5, rows::R14, rows::R27], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &CloudContext<'_>, op: &CloudOperation<'_>, _: &NoSettings, out: &mut Findings) {
        // An attachment that only grows removes no instance.
        let grows = |old: Vec<String>, new: Vec<String>| old.iter().all(|id| new.contains(id));
        if let Some(plan) = op.plan().filter(|plan| plan.updates)
            && let Some(AttributeChange::To(old, new)) = ATTACHED.first().map(|path| plan.attribute_change(path))
            && grows(old, new)
        {
            return;
        }
        out.extend(op.matches(ctx).into_iter().map(|found| found.finding));
    }
}

const NODE: Class = Class::Instance;
const DELETED: Bilingual = Bilingual { en: "releases instance {} of a node", zh: "释放节点实例 {}" };
const TIMED: Bilingual = Bilingual {
    en: "sets an automatic release time for instance {} of a node",
    zh: "为节点实例 {} 设置自动释放时间",
};
const LAPSES: Bilingual =
    Bilingual { en: "switches off auto-renewal of instance {} of a node", zh: "关闭节点实例 {} 的自动续费" };
const PREPAID: Bilingual = Bilingual {
    en: "converts instance {} of a node to a subscription, which is released when it expires",
    zh: "将节点实例 {} 转为包年包月，到期后会被释放",
};
const UNPROTECTED: Bilingual = Bilingual {
    en: "switches off deletion protection of instance {} of a node",
    zh: "关闭节点实例 {} 的释放保护",
};
const REMOVED: Bilingual = Bilingual {
    en: "removes instances from scaling group {} of a node pool",
    zh: "从节点池的伸缩组 {} 中移出实例",
};

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "DeleteInstance", NODE, DELETED),
    Action::call("ecs", "DeleteInstances", NODE, DELETED),
    Action::call("ecs", "ModifyInstanceAutoReleaseTime", NODE, TIMED).when(When::Given(&["AutoReleaseTime"])),
    Action::call("ecs", "ModifyInstanceAutoRenewAttribute", NODE, LAPSES)
        .when(When::Is(&["RenewalStatus"], &["NotRenewal", "Normal"])),
    Action::call("ecs", "ModifyInstanceAutoRenewAttribute", NODE, LAPSES).when(When::Is(&["AutoRenew"], &["false"])),
    Action::call("ecs", "ModifyInstanceAttribute", NODE, UNPROTECTED)
        .when(When::Is(&["DeletionProtection"], &["false"])),
    Action::call("ess", "RemoveInstances", Class::ScalingGroup, REMOVED)
        .related(&[(NODE, &["InstanceId"])])
        .row(rows::R27),
    Action::call("ess", "DetachInstances", Class::ScalingGroup, REMOVED)
        .related(&[(NODE, &["InstanceId"])])
        .row(rows::R27),
    Action::call("ecs", "ModifyInstanceChargeType", NODE, PREPAID)
        .when(When::Is(&["InstanceChargeType"], &["PrePaid"]))
        .warns(),
    Action::event("ecs", &["release", "expire"], NODE, DELETED),
    Action::terraform("alicloud_instance", Change::Delete, NODE, DELETED),
    Action::terraform("alicloud_ecs_instance", Change::Delete, NODE, DELETED),
    Action::terraform("alicloud_instance", Change::Update, NODE, TIMED).when(When::Changes(&["auto_release_time"])),
    Action::terraform("alicloud_instance", Change::Update, NODE, LAPSES)
        .when(When::Becomes("renewal_status", &["NotRenewal", "Normal"])),
    Action::terraform("alicloud_instance", Change::Update, NODE, UNPROTECTED)
        .when(When::Leaves("deletion_protection", &["true"])),
    Action::terraform("alicloud_instance", Change::Update, NODE, PREPAID)
        .when(When::Becomes("instance_charge_type", &["PrePaid"]))
        .warns(),
    Action::terraform("alicloud_ess_attachment", Change::Delete, Class::ScalingGroup, REMOVED)
        .ids(&["scaling_group_id"])
        .row(rows::R27),
    Action::terraform("alicloud_ess_attachment", Change::Update, Class::ScalingGroup, REMOVED)
        .ids(&["scaling_group_id"])
        .when(When::Changes(ATTACHED))
        .row(rows::R27),
];

/// Instances of an attachment.
const ATTACHED: &[&str] = &["instance_ids"];
