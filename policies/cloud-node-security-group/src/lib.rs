//! Security groups of nodes, and their rules.
#![no_std]

mod docs;

use redline_engine::alibaba::Holds;
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R4, rows::R13], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &CloudContext<'_>, op: &CloudOperation<'_>, _: &NoSettings, out: &mut Findings) {
        // A pool that is made anew for another reason gets its groups from ACK, after apply.
        let chosen = |says: Bilingual, holds: Holds| says != REPLACED || holds == Holds::Yes;
        out.extend(
            op.matches(ctx)
                .into_iter()
                .filter(|found| chosen(found.action.says, found.holds))
                .map(|found| found.finding),
        );
    }
}

const GROUP: Class = Class::SecurityGroup;
const NODE: Class = Class::Instance;
const LEAVES: Bilingual = Bilingual { en: "an instance leaves security group {}", zh: "有实例移出安全组 {}" };
const JOINS: Bilingual = Bilingual { en: "an instance joins security group {}", zh: "有实例加入安全组 {}" };
const MOVED: Bilingual =
    Bilingual { en: "node instance {} gets other security groups", zh: "更换节点实例 {} 的安全组" };
const REVOKED: Bilingual =
    Bilingual { en: "a rule of security group {} is taken away", zh: "撤销安全组 {} 的规则" };
const CHANGED: Bilingual =
    Bilingual { en: "a rule of security group {} is changed", zh: "修改安全组 {} 的规则" };
const ADDED: Bilingual = Bilingual { en: "a rule is added to security group {}", zh: "为安全组 {} 新增规则" };
const ISOLATED: Bilingual = Bilingual {
    en: "instances in security group {} no longer reach each other",
    zh: "关闭安全组 {} 的组内互通",
};
const STARTED: Bilingual = Bilingual {
    en: "new instances of scaling group {} get other security groups",
    zh: "伸缩组 {} 的新实例使用其他安全组",
};
const REPLACED: Bilingual = Bilingual {
    en: "node pool {} is made anew to get other security groups",
    zh: "为更换安全组而重建节点池 {}",
};
const DELETED: Bilingual = Bilingual { en: "security group {} is deleted", zh: "删除安全组 {}" };

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "LeaveSecurityGroup", GROUP, LEAVES).also(&[(NODE, &["InstanceId"])]),
    Action::call("ecs", "JoinSecurityGroup", GROUP, JOINS).also(&[(NODE, &["InstanceId"])]).warns(),
    Action::call("ecs", "ModifyInstanceAttribute", NODE, MOVED)
        .when(When::Given(&["SecurityGroupIds", "SecurityGroupId"])),
    Action::call("ecs", "RevokeSecurityGroup", GROUP, REVOKED),
    Action::call("ecs", "RevokeSecurityGroupEgress", GROUP, REVOKED),
    Action::call("ecs", "ModifySecurityGroupRule", GROUP, CHANGED),
    Action::call("ecs", "ModifySecurityGroupEgressRule", GROUP, CHANGED),
    Action::call("ecs", "AuthorizeSecurityGroup", GROUP, ADDED).warns(),
    Action::call("ecs", "AuthorizeSecurityGroupEgress", GROUP, ADDED).warns(),
    Action::call("ecs", "ModifySecurityGroupPolicy", GROUP, ISOLATED).when(When::Is(&["InnerAccessPolicy"], &["Drop"])),
    Action::call("ecs", "DeleteSecurityGroup", GROUP, DELETED),
    Action::terraform("alicloud_instance", Change::Update, NODE, MOVED).when(When::Changes(&["security_groups"])),
    Action::terraform("alicloud_security_group_rule", Change::Delete, GROUP, REVOKED).ids(&["security_group_id"]),
    Action::terraform("alicloud_security_group_rule", Change::Update, GROUP, CHANGED).ids(&["security_group_id"]),
    Action::terraform("alicloud_security_group_rule", Change::Create, GROUP, ADDED).ids(&["security_group_id"]).warns(),
    Action::terraform("alicloud_security_group", Change::Update, GROUP, ISOLATED)
        .when(When::Becomes("inner_access_policy", &["Drop"])),
    Action::terraform("alicloud_security_group", Change::Delete, GROUP, DELETED),
    Action::call("ess", "ModifyScalingConfiguration", Class::ScalingGroup, STARTED)
        .when(When::Given(&["SecurityGroupId", "SecurityGroupIds"])),
    Action::terraform("alicloud_ess_scaling_configuration", Change::Update, Class::ScalingGroup, STARTED)
        .ids(&["scaling_group_id"])
        .when(When::Changes(&["security_group_id", "security_group_ids"])),
    Action::terraform("alicloud_cs_kubernetes_node_pool", Change::Replace, Class::NodePool, REPLACED)
        .ids(&["node_pool_id"])
        .when(When::Changes(&["security_group_ids"]))
        .warns(),
];
