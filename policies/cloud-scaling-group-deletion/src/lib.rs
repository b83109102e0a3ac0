//! Deleting or disabling the scaling group behind a node pool.
#![no_std]

mod docs;

use redline_engine::alibaba::Ownership;
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R25], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn reports(_: &CloudContext<'_>, op: &CloudOperation<'_>, found: &mut ActionMatch) -> bool {
        if op.call().is_some_and(|call| call.parameters.has_value(&["ForceDelete"], &["true"])) {
            let remark = text!("`ForceDelete` releases its instances too", "`ForceDelete` 会同时释放其中的实例");
            found.finding.text.append(&remark);
        }
        // A plan tells which configuration is in use, and with `force_delete` the provider deletes the group with
        // its last configuration: then the level is that of deleting the group.
        if let Some(plan) = op.plan().filter(|plan| plan.resource_type == CONFIGURATION && plan.deletes) {
            let aggravations = [
                ("active", text!("the group uses it", "伸缩组正在使用该配置")),
                (
                    "force_delete",
                    text!("`force_delete` deletes the group too", "设置了 `force_delete`，伸缩组会一并删除"),
                ),
            ];
            for (attribute, remark) in aggravations {
                if plan.before.has_value(&[attribute], &["true"]) {
                    found.finding.text.append(&remark);
                    if found.owner == Ownership::Ours {
                        found.finding.level = Level::Deny;
                    }
                }
            }
        }
        true
    }
}

const GROUP: Class = Class::ScalingGroup;
const DELETED: Bilingual = Bilingual { en: "deletes scaling group {}", zh: "删除伸缩组 {}" };
const UNPROTECTED: Bilingual =
    Bilingual { en: "switches off deletion protection of scaling group {}", zh: "关闭伸缩组 {} 的删除保护" };
const DISABLED: Bilingual = Bilingual { en: "disables scaling group {}", zh: "停用伸缩组 {}" };
const CONFIGURATION_DELETED: Bilingual =
    Bilingual { en: "deletes scaling configuration {}", zh: "删除伸缩配置 {}" };
const CONFIGURATION_FORCED: Bilingual = Bilingual {
    en: "makes the deletion of scaling configuration {} delete its scaling group too",
    zh: "使删除伸缩配置 {} 时一并删除伸缩组",
};

const CONFIGURATION_CHANGED: Bilingual = Bilingual {
    en: "changes or deactivates scaling configuration {}, from which nodes start",
    zh: "修改或停用节点所用的伸缩配置 {}",
};
/// The group of a configuration, where the operation names it.
const OF_GROUP: &[(Class, &[&str])] = &[(GROUP, &["ScalingGroupId"])];

/// What the rule evaluates. A call about a configuration does not tell whether the group uses it, so it warns.
const ACTIONS: &[Action] = &[
    Action::call("ess", "DeleteScalingGroup", GROUP, DELETED),
    Action::call("ess", "SetGroupDeletionProtection ModifyScalingGroup", GROUP, UNPROTECTED)
        .when(When::Is(&["GroupDeletionProtection"], &["false"])),
    Action::call("ess", "DisableScalingGroup", GROUP, DISABLED),
    Action::call(
        "ess",
        "DeleteScalingConfiguration DeleteEciScalingConfiguration",
        CONFIGURATION_ID,
        CONFIGURATION_DELETED,
    )
    .related(OF_GROUP)
    .warns(),
    Action::call(
        "ess",
        "DeactivateScalingConfiguration ModifyScalingConfiguration ModifyEciScalingConfiguration",
        CONFIGURATION_ID,
        CONFIGURATION_CHANGED,
    )
    .related(OF_GROUP)
    .warns(),
    Action::terraform("alicloud_ess_scaling_group", Change::Delete, GROUP, DELETED),
    Action::terraform("alicloud_ess_scaling_group", Change::Update, GROUP, UNPROTECTED)
        .when(When::Leaves(&["group_deletion_protection"], &["true"])),
    Action::terraform(CONFIGURATIONS, Change::Delete, GROUP, CONFIGURATION_DELETED).ids(&["scaling_group_id"]).warns(),
    Action::terraform(CONFIGURATION, Change::Update, GROUP, DISABLED)
        .ids(&["scaling_group_id"])
        .when(When::Leaves(&["enable"], &["true"])),
    Action::terraform(CONFIGURATIONS, Change::Update, GROUP, CONFIGURATION_CHANGED)
        .ids(&["scaling_group_id"])
        .when(CONFIGURATION_CHANGES)
        .warns(),
    Action::terraform(CONFIGURATION, Change::Update, GROUP, CONFIGURATION_FORCED)
        .ids(&["scaling_group_id"])
        .when(When::Becomes("force_delete", &["true"]))
        .warns(),
];
const CONFIGURATION_ID: Class = Class::ScalingConfiguration;
/// What is changed besides tags and what other rows and rules evaluate.
const CONFIGURATION_CHANGES: When = When::ChangesBeyond(&[
    "deletion_protection",
    "enable",
    "force_delete",
    "resource_group_id",
    "scaling_configuration_name",
    "security_group_id",
    "security_group_ids",
    "substitute",
    "tags",
]);
const CONFIGURATION: &str = "alicloud_ess_scaling_configuration";
const CONFIGURATIONS: &str = "alicloud_ess_scaling_configuration alicloud_ess_eci_scaling_configuration";
