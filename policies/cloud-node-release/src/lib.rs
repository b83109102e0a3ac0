//! Instances of nodes, released or left to expire.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Changed, Class, Operation, When, by_table};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Releasing an ECS instance that is a node, worker or control plane: deleting it, setting an automatic release
    /// time, switching renewal or deletion protection off, and taking instances out of the scaling group of a node
    /// pool. Making it a subscription, which ends, only warns. As an OpenAPI call, in the event log (releases by
    /// Alibaba Cloud included), or planned by Terraform.
    /// ## Why it is high-risk
    /// The node and everything on its disks are gone, its pods fail without a drain, and the node pool's page shows
    /// a node that no longer is. A pool with a desired size starts a new instance at once. In a dedicated cluster a
    /// lost control-plane node can take etcd's majority along.
    /// ## How to get it done anyway
    /// Drain the node and remove it with `cs:RemoveNodePoolNodes` or in the ACK console, which releases the
    /// instance too.
    docs: {
        title: Bilingual { en: "Releasing the instance of a node", zh: "释放节点的 ECS 实例" },
        text_zh: "拦截释放作为集群节点（含 Master）的 ECS 实例：删除实例、设置自动释放时间、关闭自动续费或释放保护，以及直接从节点池的伸缩组中移出实例；转为包年包月（到期会被释放）仅告警。涵盖 OpenAPI 调用、操作审计事件（含云平台释放）和 Terraform 计划。节点数据丢失，Pod 未经排空即中断，节点池显示异常。请先排空节点，再通过 `cs:RemoveNodePoolNodes` 移除。",
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

const NODE: Class = Class::Instance;
const DELETED: Bilingual = Bilingual { en: "instance {} of a node is released", zh: "释放节点实例 {}" };
const TIMED: Bilingual = Bilingual {
    en: "instance {} of a node gets a time at which it is released",
    zh: "为节点实例 {} 设置自动释放时间",
};
const LAPSES: Bilingual =
    Bilingual { en: "renewal of instance {} of a node is switched off", zh: "关闭节点实例 {} 的自动续费" };
const PREPAID: Bilingual = Bilingual {
    en: "instance {} of a node becomes a subscription, and is released when that ends",
    zh: "节点实例 {} 转为包年包月，到期后会被释放",
};
const UNPROTECTED: Bilingual = Bilingual {
    en: "deletion protection of instance {} of a node is switched off",
    zh: "关闭节点实例 {} 的释放保护",
};
const REMOVED: Bilingual = Bilingual {
    en: "instances are taken out of scaling group {} of a node pool",
    zh: "从节点池的伸缩组 {} 中移出实例",
};

/// What the rule judges.
static ACTIONS: &[Action] = &[
    Action::call("ecs", "DeleteInstance", NODE, DELETED),
    Action::call("ecs", "DeleteInstances", NODE, DELETED),
    Action::call("ecs", "ModifyInstanceAutoReleaseTime", NODE, TIMED).when(When::Given(&["AutoReleaseTime"])),
    Action::call("ecs", "ModifyInstanceAutoRenewAttribute", NODE, LAPSES)
        .when(When::Is(&["RenewalStatus"], &["NotRenewal", "Normal"])),
    Action::call("ecs", "ModifyInstanceAutoRenewAttribute", NODE, LAPSES).when(When::Is(&["AutoRenew"], &["false"])),
    Action::call("ecs", "ModifyInstanceAttribute", NODE, UNPROTECTED)
        .when(When::Is(&["DeletionProtection"], &["false"])),
    Action::call("ess", "RemoveInstances", Class::ScalingGroup, REMOVED).also(&[(NODE, &["InstanceId"])]).row("27"),
    Action::call("ess", "DetachInstances", Class::ScalingGroup, REMOVED).also(&[(NODE, &["InstanceId"])]).row("27"),
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
        .row("27"),
    Action::terraform("alicloud_ess_attachment", Change::Update, Class::ScalingGroup, REMOVED)
        .ids(&["scaling_group_id"])
        .when(When::Changes(ATTACHED))
        .row("27"),
];

/// Instances of an attachment.
const ATTACHED: &[&str] = &["instance_ids"];

fn check(ctx: &Context<'_>, op: &Operation<'_>, settings: &Settings, out: &mut Findings) {
    // An attachment that only grows takes nothing out.
    let grows = |old: Vec<String>, new: Vec<String>| old.iter().all(|id| new.contains(id));
    if let Some(plan) = op.plan().filter(|plan| plan.updates)
        && let Some(Changed::To(old, new)) = ATTACHED.first().map(|path| plan.changed(path))
        && grows(old, new)
    {
        return;
    }
    by_table(ctx, op, settings, out);
}
