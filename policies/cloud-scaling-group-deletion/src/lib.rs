//! The scaling group behind a node pool, deleted or switched off.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Class, Operation, Ownership, When};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Deleting the scaling group behind a node pool, taking its deletion protection away, disabling it, and
    /// deleting the scaling configuration that it works with: as an OpenAPI call, in the event log, or planned
    /// by Terraform.
    /// ## Why it is high-risk
    /// A node pool keeps its scaling group for life. Without the group the pool can neither grow nor shrink nor
    /// be repaired, and no group can be given to it again: the pool has to be recreated.
    /// ## How to get it done anyway
    /// Delete the node pool itself, in the ACK console, with `cs:DeleteClusterNodepool`, or by removing its
    /// `alicloud_cs_kubernetes_node_pool` from the Terraform configuration: ACK then takes the group along.
    docs: {
        title: Bilingual { en: "Deleting the scaling group of a node pool", zh: "删除节点池的伸缩组" },
        text_zh: "拦截删除节点池伸缩组、关闭伸缩组删除保护、停用伸缩组，以及删除伸缩组正在使用的伸缩配置，涵盖 OpenAPI 调用、\
                  操作审计事件和 Terraform 计划。伸缩组与节点池一一绑定，删除后节点池无法扩缩容，也无法重新关联伸缩组，只能重建。\
                  如需删除，请在 ACK 控制台或通过 `cs:DeleteClusterNodepool` 删除节点池，ACK 会一并清理伸缩组。",
        severity: Severity::Critical,
        context: &[],
        background_audit: false,
    }
    declare: {
        kind: RuleKind::Cloud,
        actions: ACTIONS,
        rows: rows::ROWS,
    }
    settings: {}
    check: check, of cloud operations
}

const GROUP: Class = Class::ScalingGroup;
const DELETED: Bilingual = Bilingual { en: "scaling group {} is deleted", zh: "删除伸缩组 {}" };
const UNPROTECTED: Bilingual = Bilingual {
    en: "deletion protection of scaling group {} is switched off",
    zh: "关闭伸缩组 {} 的删除保护",
};
const DISABLED: Bilingual = Bilingual { en: "scaling group {} is disabled", zh: "停用伸缩组 {}" };
const CONFIGURATION_DELETED: Bilingual =
    Bilingual { en: "scaling configuration {} is deleted", zh: "删除伸缩配置 {}" };
const CONFIGURATION_FORCED: Bilingual = Bilingual {
    en: "deleting scaling configuration {} will take its scaling group along",
    zh: "删除伸缩配置 {} 时将一并删除伸缩组",
};

/// What the rule judges. A call about a configuration does not say whether the group works with it: a warning.
static ACTIONS: &[Action] = &[
    Action::call("ess", "DeleteScalingGroup", GROUP, DELETED),
    Action::call("ess", "SetGroupDeletionProtection", GROUP, UNPROTECTED)
        .when(When::Is(&["GroupDeletionProtection"], &["false"])),
    Action::call("ess", "DisableScalingGroup", GROUP, DISABLED),
    Action::call("ess", "DeleteScalingConfiguration", Class::Other, CONFIGURATION_DELETED)
        .ids(&["ScalingConfigurationId"])
        .also(&[(GROUP, &["ScalingGroupId"])])
        .warns(),
    Action::terraform("alicloud_ess_scaling_group", Change::Delete, GROUP, DELETED),
    Action::terraform("alicloud_ess_scaling_group", Change::Update, GROUP, UNPROTECTED)
        .when(When::Leaves("group_deletion_protection", &["true"])),
    Action::terraform(CONFIGURATION, Change::Delete, GROUP, CONFIGURATION_DELETED).ids(&["scaling_group_id"]).warns(),
    Action::terraform(CONFIGURATION, Change::Update, GROUP, DISABLED)
        .ids(&["scaling_group_id"])
        .when(When::Leaves("enable", &["true"])),
    Action::terraform(CONFIGURATION, Change::Update, GROUP, CONFIGURATION_FORCED)
        .ids(&["scaling_group_id"])
        .when(When::Becomes("force_delete", &["true"]))
        .warns(),
];
const CONFIGURATION: &str = "alicloud_ess_scaling_configuration";

fn check(ctx: &Context<'_>, op: &Operation<'_>, _: &Settings, out: &mut Findings) {
    for hit in op.hits(ctx) {
        let mut finding = hit.finding;
        if op.call().is_some_and(|call| call.parameters.is(&["ForceDelete"], &["true"])) {
            finding
                .text
                .append(&text!("with `ForceDelete` its instances go too", "`ForceDelete` 会同时释放其中的实例"));
        }
        // A plan does say which configuration is in use, and the provider deletes the group with the last
        // configuration where `force_delete` is set: no longer a matter of chance.
        if let Some(plan) = op.plan().filter(|plan| plan.kind == CONFIGURATION && plan.deletes) {
            let grave = [
                ("active", text!("the group works with it", "伸缩组正在使用该配置")),
                (
                    "force_delete",
                    text!("with `force_delete` the group goes too", "设置了 `force_delete`，伸缩组会一并删除"),
                ),
            ];
            for (attribute, remark) in grave {
                if plan.before.is(&[attribute], &["true"]) {
                    finding.text.append(&remark);
                    if hit.owner == Ownership::Ours {
                        finding.level = Level::Deny;
                    }
                }
            }
        }
        out.push(finding);
    }
}
