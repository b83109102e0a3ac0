//! Network interfaces of pods.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Class, When, by_table};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Detaching, deleting or changing an elastic network interface (Lingjun ones too) that ACK made, or taking
    /// addresses from it: as an OpenAPI call, in the event log, or planned by Terraform.
    /// ## Why it is high-risk
    /// Pods live on the addresses of these interfaces. Those of an interface that is gone lose their network at
    /// once, and Terway does not learn of it.
    /// ## How to get it done anyway
    /// Leave the interfaces to Terway. To free addresses, drain the node or change Terway's pool settings.
    docs: {
        title: Bilingual { en: "Changing or deleting an ENI of ACK", zh: "修改或删除 ACK 创建的弹性网卡" },
        text_zh: "拦截卸载、删除、修改 ACK 创建的弹性网卡（含灵骏网卡）或回收其 IP，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。Pod 使用这些网卡上的地址，网卡被删除后 Pod 立即断网且无法恢复。请由 Terway 管理网卡。",
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
    check: by_table, of cloud operations
}

const ENI: Class = Class::NetworkInterface;
const DETACHED: Bilingual = Bilingual { en: "network interface {} is detached", zh: "卸载弹性网卡 {}" };
const DELETED: Bilingual = Bilingual { en: "network interface {} is deleted", zh: "删除弹性网卡 {}" };
const CHANGED: Bilingual = Bilingual { en: "network interface {} is changed", zh: "修改弹性网卡 {}" };
const EMPTIED: Bilingual =
    Bilingual { en: "addresses are taken from network interface {}", zh: "回收弹性网卡 {} 的 IP 地址" };

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

/// What the rule judges.
static ACTIONS: &[Action] = &[
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
