//! Changing or deleting network interfaces of pods.
#![no_std]

mod docs;

use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R46], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;
}

const ENI: Class = Class::NetworkInterface;
const DETACHED: Bilingual = Bilingual { en: "detaches network interface {}", zh: "解绑弹性网卡 {}" };
const DELETED: Bilingual = Bilingual { en: "deletes network interface {}", zh: "删除弹性网卡 {}" };
const CHANGED: Bilingual = Bilingual { en: "changes network interface {}", zh: "修改弹性网卡 {}" };
const EMPTIED: Bilingual =
    Bilingual { en: "unassigns IP addresses from network interface {}", zh: "回收弹性网卡 {} 的 IP 地址" };

/// A Lingjun interface has an id of its own kind.
const LINGJUN: &[&str] = &["ElasticNetworkInterfaceId"];
const CHANGES: When = When::Changes(&[
    "security_group_ids",
    "security_groups",
    "private_ip",
    "private_ips",
    "private_ip_addresses",
    "private_ips_count",
    "secondary_private_ip_address_count",
    "primary_ip_address",
    "ipv6_addresses",
    "ipv6_address_count",
]);

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "DetachNetworkInterface", ENI, DETACHED),
    Action::call("ecs", "DeleteNetworkInterface", ENI, DELETED),
    Action::call("ecs", "ModifyNetworkInterfaceAttribute", ENI, CHANGED),
    Action::call("ecs", "UnassignPrivateIpAddresses", ENI, EMPTIED),
    Action::call("ecs", "UnassignIpv6Addresses", ENI, EMPTIED),
    Action::call("eflo", "DetachElasticNetworkInterface", ENI, DETACHED).ids(LINGJUN),
    Action::call("eflo", "DeleteElasticNetworkInterface", ENI, DELETED).ids(LINGJUN),
    Action::call("eflo", "UnassignLeniPrivateIpAddress", ENI, EMPTIED).ids(LINGJUN),
    Action::call("eflo", "DetachHighDensityElasticNetworkInterface", ENI, DETACHED).ids(LINGJUN),
    Action::call("eflo", "DeleteHighDensityElasticNetworkInterface", ENI, DELETED).ids(LINGJUN),
    Action::terraform("alicloud_ecs_network_interface", Change::Delete, ENI, DELETED),
    Action::terraform("alicloud_network_interface", Change::Delete, ENI, DELETED),
    Action::terraform("alicloud_ecs_network_interface", Change::Update, ENI, CHANGED).when(CHANGES),
    Action::terraform("alicloud_network_interface", Change::Update, ENI, CHANGED).when(CHANGES),
    Action::terraform("alicloud_ecs_network_interface_attachment", Change::Delete, ENI, DETACHED)
        .ids(&["network_interface_id"]),
    Action::terraform("alicloud_network_interface_attachment", Change::Delete, ENI, DETACHED)
        .ids(&["network_interface_id"]),
];
