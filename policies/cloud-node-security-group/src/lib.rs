//! Changing the security groups of nodes, and their rules.
#![no_std]

mod docs;

use redline_engine::alibaba::ConditionResult;
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
        // A pool that is replaced for another reason gets its groups from ACK, after apply.
        let counts = |message: Bilingual, condition| message != REPLACED || condition == ConditionResult::Met;
        out.extend(
            op.matches(ctx)
                .into_iter()
                .filter(|found| counts(found.action.message, found.condition))
                .map(|found| found.finding),
        );
    }
}

const GROUP: Class = Class::SecurityGroup;
const NODE: Class = Class::Instance;
const LEAVES: Bilingual =
    Bilingual { en: "removes an instance from security group {}", zh: "将实例移出安全组 {}" };
const JOINS: Bilingual = Bilingual { en: "adds an instance to security group {}", zh: "将实例加入安全组 {}" };
const MOVED: Bilingual =
    Bilingual { en: "changes the security groups of instance {} of a node", zh: "更换节点实例 {} 的安全组" };
const REVOKED: Bilingual =
    Bilingual { en: "removes a rule from security group {}", zh: "撤销安全组 {} 的规则" };
const CHANGED: Bilingual = Bilingual { en: "changes a rule of security group {}", zh: "修改安全组 {} 的规则" };
const ADDED: Bilingual = Bilingual { en: "adds a rule to security group {}", zh: "为安全组 {} 新增规则" };
const ISOLATED: Bilingual = Bilingual {
    en: "isolates the instances in security group {} from each other",
    zh: "关闭安全组 {} 的组内互通",
};
const STARTED: Bilingual = Bilingual {
    en: "changes the security groups of new instances of scaling group {}",
    zh: "更换伸缩组 {} 新建实例的安全组",
};
const REPLACED: Bilingual = Bilingual {
    en: "replaces node pool {} to change its security groups",
    zh: "为更换安全组而重建节点池 {}",
};
const DELETED: Bilingual = Bilingual { en: "deletes security group {}", zh: "删除安全组 {}" };

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "LeaveSecurityGroup", GROUP, LEAVES).related(&[(NODE, &["InstanceId"])]),
    Action::call("ecs", "JoinSecurityGroup", GROUP, JOINS).related(&[(NODE, &["InstanceId"])]).warns(),
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
