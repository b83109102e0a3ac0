//! Releasing the instance of a node, or letting it expire.
#![no_std]

mod docs;

use redline_engine::alibaba::{AttributeChange, Attributes, Call, PlannedChange};
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R5, rows::R14, rows::R27], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn reports(_: &CloudContext<'_>, op: &CloudOperation<'_>, found: &mut ActionMatch) -> bool {
        // Billing renews and refunds everything; the product says what this is about.
        let of_billing = |call: &Call<'_>| call.is_product("bssopenapi") && !call.parameters.has_value(CODE, ECS);
        // An attachment that only grows removes no instance.
        let grows = |plan: &PlannedChange<'_>| match ATTACHED.first().map(|path| plan.attribute_change(path)) {
            Some(AttributeChange::To(old, new)) => plan.updates && old.iter().all(|id| new.contains(id)),
            _ => false,
        };
        if found.action.message == POOL_DELETED
            && let Some(plan) = op.plan()
        {
            let text = match nodes_of(&plan.before) {
                Some(nodes) => text!("{nodes} nodes", "{nodes} 个节点"),
                None => text!("the plan does not tell how many", "计划未包含节点数量"),
            };
            found.finding.text.append(&text);
        }
        !op.call().is_some_and(of_billing) && !op.plan().is_some_and(grows)
    }
}

/// The number of nodes of a pool, where its attributes tell.
fn nodes_of(pool: &Attributes<'_>) -> Option<String> {
    let listed = pool.list("instances").len();
    let given = ["node_count", "desired_size"].iter().find_map(|path| pool.text(path));
    given.or_else(|| (listed > 0).then(|| listed.to_string()))
}

const NODE: Class = Class::Instance;
const GROUP: Class = Class::ScalingGroup;
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
const REFRESHED: Bilingual = Bilingual {
    en: "replaces the instances of scaling group {} of a node pool",
    zh: "替换节点池的伸缩组 {} 中的实例",
};
const AGED: Bilingual = Bilingual {
    en: "makes scaling group {} of a node pool release instances by age",
    zh: "使节点池的伸缩组 {} 按存活时长释放实例",
};
const UNHEALTHY: Bilingual = Bilingual {
    en: "marks instance {} of a node as unhealthy, so that Auto Scaling releases it",
    zh: "将节点实例 {} 标记为不健康，弹性伸缩会释放该实例",
};
const UNENTRUSTED: Bilingual = Bilingual {
    en: "takes protection or management from instance {} of a node pool",
    zh: "取消节点池实例 {} 的保护或托管",
};
const POOL_DELETED: Bilingual = Bilingual {
    en: "deletes node pool {} and releases its nodes",
    zh: "删除节点池 {}，并释放其中的节点",
};
const LINGJUN_CLUSTER: Bilingual = Bilingual {
    en: "deletes Lingjun cluster or node group {} with the nodes in it",
    zh: "删除灵骏集群或节点分组 {} 及其中的节点",
};
const IN_GROUP: &[(Class, &[&str])] = &[(NODE, &["InstanceId"])];

/// How billing names products, and the code of ECS there.
const CODE: &[&str] = &["ProductCode"];
const ECS: &[&str] = &["ecs"];
/// Where calls of Lingjun name nodes.
const LINGJUN: &[&str] = &["NodeId", "HyperNodeId", "NodeGroups.Nodes.NodeId", "Nodes.NodeId"];

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "DeleteInstance DeleteInstances", NODE, DELETED).unless_dry_run(),
    Action::call("ecs", "ModifyInstanceAutoReleaseTime", NODE, TIMED).when(When::Given(&["AutoReleaseTime"])),
    Action::call("ecs", "ModifyInstanceAutoRenewAttribute", NODE, LAPSES)
        .when(When::Is(&["RenewalStatus"], &["NotRenewal", "Normal"])),
    Action::call("ecs", "ModifyInstanceAutoRenewAttribute", NODE, LAPSES).when(When::Is(&["AutoRenew"], &["false"])),
    Action::call("ecs", "ModifyInstanceAttribute", NODE, UNPROTECTED)
        .when(When::Is(&["DeletionProtection"], &["false"])),
    // A subscription is what the call makes unless it says something else.
    Action::call("ecs", "ModifyInstanceChargeType", NODE, PREPAID)
        .when(When::IsNot(&["InstanceChargeType"], &["PostPaid"]))
        .unless_dry_run()
        .warns(),
    Action::refunded(ECS, NODE, DELETED),
    Action::call("bssopenapi", "SetRenewal", NODE, LAPSES)
        .when(When::Is(&["RenewalStatus"], &["NotRenewal", "ManualRenewal", "Normal"])),
    Action::call("bssopenapi", "ConvertChargeType", NODE, PREPAID)
        .when(When::Is(&["SubscriptionType"], &["Subscription", "PrePaid"]))
        .warns(),
    Action::call("ess", "RemoveInstances DetachInstances EnterStandby", GROUP, REMOVED)
        .related(IN_GROUP)
        .naming(&["InstanceId"])
        .row(rows::R27),
    Action::call("ess", "StartInstanceRefresh RollbackInstanceRefresh ResumeInstanceRefresh", GROUP, REFRESHED)
        .row(rows::R27),
    Action::call("ess", "RebalanceInstances", GROUP, REFRESHED).row(rows::R27).warns(),
    Action::call("ess", "ModifyScalingGroup", GROUP, AGED).when(When::Given(&["MaxInstanceLifetime"])).row(rows::R27),
    Action::call("ess", "SetInstanceHealth", NODE, UNHEALTHY)
        .when(When::Is(&["HealthStatus"], &["Unhealthy"]))
        .row(rows::R27),
    Action::call("ess", "SetInstancesProtection ModifyInstanceAttribute", NODE, UNENTRUSTED)
        .when(When::Is(&["ProtectedFromScaleIn", "Entrusted"], &["false"]))
        .row(rows::R27)
        .warns(),
    Action::call("eflo", "DeleteNode DeleteHyperNode ShrinkCluster", NODE, DELETED).ids(LINGJUN),
    Action::call("eflo", "ChangeNodeGroup", NODE, REMOVED_FROM).ids(LINGJUN).warns(),
    Action::call("eflo", "DeleteCluster DeleteNodeGroup", Class::Other, LINGJUN_CLUSTER)
        .ids(&["ClusterId", "NodeGroupId"])
        .warns(),
    Action::call("cs", "DeleteClusterNodepool", Class::NodePool, POOL_DELETED).row(rows::R27).warns(),
    Action::event("ecs", &["release", "expire"], NODE, DELETED),
    Action::orchestrated(TEMPLATES, NODE, DELETED),
    Action::orchestrated_in_plan(TEMPLATES, NODE, DELETED),
    Action::terraform("alicloud_instance alicloud_eflo_node alicloud_eflo_hyper_node", Change::Delete, NODE, DELETED),
    Action::terraform("alicloud_ecs_instance_set", Change::Delete, NODE, DELETED).ids(ATTACHED),
    Action::terraform("alicloud_ecs_instance_set", Change::Update, NODE, DELETED)
        .ids(ATTACHED)
        .when(When::Changes(&["amount"]))
        .warns(),
    Action::terraform("alicloud_eflo_node_group_attachment", Change::Delete, NODE, REMOVED_FROM).ids(&["node_id"]),
    Action::terraform("alicloud_eflo_cluster alicloud_eflo_node_group", Change::Delete, Class::Other, LINGJUN_CLUSTER)
        .warns(),
    Action::terraform("alicloud_instance", Change::Update, NODE, TIMED).when(When::Sets(&["auto_release_time"])),
    Action::terraform("alicloud_instance", Change::Update, NODE, LAPSES)
        .when(When::Becomes("renewal_status", &["NotRenewal", "Normal"])),
    Action::terraform("alicloud_instance", Change::Update, NODE, UNPROTECTED)
        .when(When::Leaves(&["deletion_protection"], &["true"])),
    Action::terraform("alicloud_instance", Change::Update, NODE, PREPAID)
        .when(When::Becomes("instance_charge_type", &["PrePaid"]))
        .warns(),
    Action::terraform("alicloud_ess_scaling_group", Change::Update, NODE, UNENTRUSTED)
        .ids(PROTECTED)
        .when(When::Loses(PROTECTED))
        .row(rows::R27)
        .warns(),
    Action::terraform("alicloud_ess_attachment", Change::Delete, GROUP, REMOVED)
        .ids(&["scaling_group_id"])
        .naming(ATTACHED)
        .row(rows::R27),
    Action::terraform("alicloud_ess_attachment", Change::Update, GROUP, REMOVED)
        .ids(&["scaling_group_id"])
        .when(When::Changes(ATTACHED))
        .row(rows::R27),
    Action::terraform("alicloud_ess_instance_refresh", Change::Create, GROUP, REFRESHED)
        .ids(&["scaling_group_id"])
        .row(rows::R27),
    Action::terraform("alicloud_ess_scaling_group", Change::Update, GROUP, AGED)
        .when(When::Sets(&["max_instance_lifetime"]))
        .row(rows::R27),
    Action::terraform("alicloud_cs_kubernetes_node_pool", Change::Delete, Class::NodePool, POOL_DELETED)
        .ids(&["node_pool_id"])
        .row(rows::R27)
        .warns(),
];
const REMOVED_FROM: Bilingual =
    Bilingual { en: "takes instance {} of a node out of its group", zh: "将节点实例 {} 移出所在分组" };

/// Public templates of OOS that release instances.
const TEMPLATES: &[&str] = &[
    "ACS-ECS-BulkyDeleteInstances",
    "ACS-ECS-BulkyDeleteInstancesWithApproval",
    "ACS-ECS-BulkyDeletePrepaidInstances",
];

/// Instances of a scaling group that are protected from scaling in.
const PROTECTED: &[&str] = &["protected_instances"];
/// Instances of an attachment.
const ATTACHED: &[&str] = &["instance_ids"];
