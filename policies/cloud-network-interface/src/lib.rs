//! Changing or deleting network interfaces of pods.
#![no_std]

mod docs;

use redline_engine::alibaba::Ownership;
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R46], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn reports(_: &CloudContext<'_>, op: &CloudOperation<'_>, found: &mut ActionMatch) -> bool {
        // To attach an interface of one's own is everyday work, and what is replaced is reported as detached.
        let is_replaced = op.plan().is_some_and(|plan| plan.replaces());
        found.action.message != ATTACHED || found.owner == Ownership::Ours && !is_replaced
    }
}

const ENI: Class = Class::NetworkInterface;
const DETACHED: Bilingual = Bilingual { en: "detaches network interface {}", zh: "解绑弹性网卡 {}" };
const ATTACHED: Bilingual = Bilingual {
    en: "attaches network interface {} of pods to an instance around Terway",
    zh: "绕过 Terway 将 Pod 的弹性网卡 {} 绑定到实例",
};
const DELETED: Bilingual = Bilingual { en: "deletes network interface {}", zh: "删除弹性网卡 {}" };
const CHANGED: Bilingual = Bilingual { en: "changes network interface {}", zh: "修改弹性网卡 {}" };
const ADDRESSES: Bilingual = Bilingual {
    en: "assigns or unassigns IP addresses of network interface {}",
    zh: "分配或回收弹性网卡 {} 的 IP 地址",
};

/// A Lingjun interface has an id of its own kind.
const LINGJUN: &[&str] = &["ElasticNetworkInterfaceId"];
/// What a call changes that pods depend on. A name or a description does no harm.
const GIVEN: When = When::Given(&[
    "SecurityGroupId",
    "SecurityGroupIds",
    "QueueNumber",
    "QueuePairNumber",
    "TxQueueSize",
    "RxQueueSize",
    "DeleteOnRelease",
    "SourceDestCheck",
    "ConnectionTrackingConfiguration",
    "NetworkInterfaceTrafficConfig",
    "EnhancedNetwork",
]);
const CHANGES: When = When::Changes(&[
    "delete_on_release",
    "ipv4_prefix_count",
    "ipv4_prefixes",
    "ipv6_address_count",
    "ipv6_addresses",
    "ipv6_prefix_count",
    "ipv6_prefixes",
    "primary_ip_address",
    "private_ip",
    "private_ip_addresses",
    "private_ips",
    "private_ips_count",
    "queue_number",
    "secondary_private_ip_address_count",
    "security_group_ids",
    "security_groups",
    "source_dest_check",
]);
const TYPES: &str = "alicloud_ecs_network_interface alicloud_network_interface";
const ATTACHMENTS: &str = "alicloud_ecs_network_interface_attachment alicloud_network_interface_attachment";

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "DetachNetworkInterface", ENI, DETACHED),
    Action::call("ecs", "AttachNetworkInterface", ENI, ATTACHED).warns(),
    Action::call("ecs", "DeleteNetworkInterface", ENI, DELETED),
    Action::call("ecs", "ModifyNetworkInterfaceAttribute", ENI, CHANGED).when(GIVEN),
    Action::call("ecs", "EnableNetworkInterfaceQoS DisableNetworkInterfaceQoS", ENI, CHANGED).warns(),
    Action::call(
        "ecs",
        "AssignPrivateIpAddresses UnassignPrivateIpAddresses AssignIpv6Addresses UnassignIpv6Addresses",
        ENI,
        ADDRESSES,
    ),
    Action::call("eflo", "DetachElasticNetworkInterface DetachHighDensityElasticNetworkInterface", ENI, DETACHED)
        .ids(LINGJUN),
    Action::call("eflo", "DeleteElasticNetworkInterface DeleteHighDensityElasticNetworkInterface", ENI, DELETED)
        .ids(LINGJUN),
    Action::call("eflo", "UpdateElasticNetworkInterface UpdateLeniPrivateIpAddress", ENI, CHANGED).ids(LINGJUN).warns(),
    Action::call(
        "eflo",
        "AssignPrivateIpAddress UnAssignPrivateIpAddress AssignLeniPrivateIpAddress UnassignLeniPrivateIpAddress",
        ENI,
        ADDRESSES,
    )
    .ids(&["ElasticNetworkInterfaceId", "NetworkInterfaceId"]),
    Action::terraform(TYPES, Change::Delete, ENI, DELETED),
    Action::terraform(TYPES, Change::Update, ENI, CHANGED).when(CHANGES),
    Action::terraform(ATTACHMENTS, Change::Delete, ENI, DETACHED).ids(&["network_interface_id"]),
    Action::terraform(ATTACHMENTS, Change::Create, ENI, ATTACHED).ids(&["network_interface_id"]).warns(),
];
