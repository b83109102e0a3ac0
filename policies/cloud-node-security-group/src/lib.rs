//! Changing the security groups of nodes, and their rules.
#![no_std]

mod docs;

use redline_engine::alibaba::ConditionResult;
use redline_engine::alibaba::security_group::{POLICY, rules_drop};
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R4, rows::R13], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn reports(_: &CloudContext<'_>, op: &CloudOperation<'_>, found: &mut ActionMatch) -> bool {
        match found.action.message {
            // A pool that is replaced for another reason gets its groups from ACK, after apply.
            REPLACED => found.condition == ConditionResult::Met,
            // Whoever removes a rule that drops packets, or makes it accept them, lets more traffic in.
            REVOKED => !rules_drop(op),
            CHANGED => op
                .call()
                .is_none_or(|call| RANGE.iter().any(|path| !call.parameters.list(path).is_empty()) || rules_drop(op)),
            _ => true,
        }
    }
}

const GROUP: Class = Class::SecurityGroup;
const NODE: Class = Class::Instance;
const LEAVES: Bilingual = Bilingual {
    en: "removes an instance or interface from security group {}",
    zh: "将实例或弹性网卡移出安全组 {}",
};
const JOINS: Bilingual = Bilingual {
    en: "adds an instance or interface to security group {}",
    zh: "将实例或弹性网卡加入安全组 {}",
};
const MOVED: Bilingual =
    Bilingual { en: "changes the security groups of instance {} of a node", zh: "更换节点实例 {} 的安全组" };
const REVOKED: Bilingual =
    Bilingual { en: "removes a rule from security group {}", zh: "撤销安全组 {} 的规则" };
const CHANGED: Bilingual = Bilingual { en: "changes a rule of security group {}", zh: "修改安全组 {} 的规则" };
const ADDED: Bilingual =
    Bilingual { en: "adds a rule that drops traffic to security group {}", zh: "为安全组 {} 新增拒绝规则" };
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

const PREFIXES: Bilingual = Bilingual {
    en: "removes entries from prefix or port list {}, which rules of security groups may name",
    zh: "移除前缀列表或端口列表 {} 的条目，安全组规则可能引用该列表",
};
/// Members of a group, which a call names beside it.
const MEMBERS: &[(Class, &[&str])] = &[(NODE, &["InstanceId"]), (Class::NetworkInterface, &["NetworkInterfaceId"])];
const MEMBER_IDS: &[&str] = &["InstanceId", "NetworkInterfaceId"];
/// Where the parameters of public templates of OOS name a group.
const OF_TEMPLATE: &[&str] = &["Parameters.securityGroupId"];
const DROPS: When = When::Is(POLICY, &["drop"]);
/// What a call changes of the traffic that a rule matches. A description does no harm.
const RANGE: &[&str] = &[
    "IpProtocol",
    "PortRange",
    "PortRangeListId",
    "Priority",
    "SourceCidrIp",
    "DestCidrIp",
    "Ipv6SourceCidrIp",
    "Ipv6DestCidrIp",
    "SourceGroupId",
    "DestGroupId",
    "SourcePrefixListId",
    "DestPrefixListId",
];

/// What the rule evaluates. A rule that lets more traffic in does no harm to a node, so adding one counts only where it
/// drops traffic.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "LeaveSecurityGroup", GROUP, LEAVES).related(MEMBERS).naming(MEMBER_IDS),
    Action::call("ecs", "JoinSecurityGroup", GROUP, JOINS).related(MEMBERS).naming(MEMBER_IDS).warns(),
    Action::call("ecs", "ModifyInstanceAttribute ModifyInstanceVpcAttribute", NODE, MOVED)
        .when(When::Given(&["SecurityGroupIds", "SecurityGroupId"])),
    Action::call("ecs", "RevokeSecurityGroup RevokeSecurityGroupEgress", GROUP, REVOKED),
    Action::call("ecs", "ModifySecurityGroupRule ModifySecurityGroupEgressRule", GROUP, CHANGED),
    Action::call("ecs", "AuthorizeSecurityGroup AuthorizeSecurityGroupEgress", GROUP, ADDED).when(DROPS),
    Action::call("ecs", "ModifySecurityGroupPolicy", GROUP, ISOLATED).when(When::Is(&["InnerAccessPolicy"], &["Drop"])),
    Action::call("ecs", "DeleteSecurityGroup", GROUP, DELETED),
    Action::orchestrated(&["ACS-ECS-BulkyLeaveSecurityGroup"], GROUP, LEAVES).ids(OF_TEMPLATE),
    Action::orchestrated(&["ACS-ECS-RevokeSecurityGroupRules"], GROUP, REVOKED).ids(OF_TEMPLATE),
    Action::call("ecs", "ModifyPrefixList ModifyPortRangeList", Class::PrefixList, PREFIXES)
        .when(When::Given(&["RemoveEntry.Cidr", "RemoveEntry.PortRange", "RemoveEntry"]))
        .warns(),
    Action::call("vpc", "ModifyVpcPrefixList", Class::PrefixList, PREFIXES)
        .when(When::Given(&["RemovePrefixListEntry.Cidr", "RemovePrefixListEntry"]))
        .unless_dry_run()
        .warns(),
    Action::terraform("alicloud_instance", Change::Update, NODE, MOVED).when(When::Changes(&["security_groups"])),
    Action::terraform("alicloud_security_group_rule", Change::Delete, GROUP, REVOKED).ids(PARENT),
    Action::terraform("alicloud_security_group_rule", Change::Update, GROUP, CHANGED).ids(PARENT).when(When::Changes(
        &[
            "ip_protocol",
            "nic_type",
            "port_range",
            "prefix_list_id",
            "priority",
            "cidr_ip",
            "ipv6_cidr_ip",
            "source_security_group_id",
            "type",
        ],
    )),
    Action::terraform("alicloud_security_group_rule", Change::Update, GROUP, CHANGED)
        .ids(PARENT)
        .when(When::Becomes("policy", &["drop"])),
    Action::terraform("alicloud_security_group_rule", Change::Create, GROUP, ADDED)
        .ids(PARENT)
        .when(When::Is(&["policy"], &["drop"])),
    Action::terraform("alicloud_security_group", Change::Update, GROUP, ISOLATED)
        .when(When::Becomes("inner_access_policy", &["Drop"])),
    // As provider versions before 1.56 spell it.
    Action::terraform("alicloud_security_group", Change::Update, GROUP, ISOLATED)
        .when(When::Becomes("inner_access", &["false"])),
    Action::terraform("alicloud_security_group", Change::Delete, GROUP, DELETED),
    Action::terraform("alicloud_ecs_prefix_list alicloud_vpc_prefix_list", Change::Update, Class::PrefixList, PREFIXES)
        .when(When::Loses(&["entry.cidr", "entrys.cidr"]))
        .warns(),
    Action::call("ess", "ModifyScalingConfiguration ModifyEciScalingConfiguration", Class::ScalingGroup, STARTED)
        .when(When::Given(&["SecurityGroupId", "SecurityGroupIds"]))
        .related(&[(Class::ScalingConfiguration, &["ScalingConfigurationId"])])
        .naming(&["ScalingConfigurationId"]),
    Action::terraform(
        "alicloud_ess_scaling_configuration alicloud_ess_eci_scaling_configuration",
        Change::Update,
        Class::ScalingGroup,
        STARTED,
    )
    .ids(&["scaling_group_id"])
    .when(When::Changes(&["security_group_id", "security_group_ids"])),
    Action::terraform("alicloud_cs_kubernetes_node_pool", Change::Replace, Class::NodePool, REPLACED)
        .ids(&["node_pool_id"])
        .when(When::Changes(&["security_group_id", "security_group_ids"]))
        .warns(),
];
const PARENT: &[&str] = &["security_group_id"];
