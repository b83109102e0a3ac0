//! Closing the DNS port for pods in a security group.
#![no_std]

mod docs;

use redline_engine::alibaba::security_group::{POLICY, cidr_blocks_overlap, ports_include, rules_drop};
use redline_engine::alibaba::{InventoryList, Source};
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R39], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn reports(ctx: &CloudContext<'_>, op: &CloudOperation<'_>, found: &mut ActionMatch) -> bool {
        if found.action.message == ISOLATED {
            return true;
        }
        let covers = covers_pod_dns(ctx, op);
        if covers.is_none() {
            found.finding.level = Level::Warn;
            found.finding.text.append(&CANNOT_TELL.with(InventoryList::PodCidrs.key()));
        }
        // Removing a rule that drops packets does no harm.
        covers != Some(false) && !(found.action.message == REVOKED && rules_drop(op))
    }
}

const GROUP: Class = Class::SecurityGroup;
const PARENT: &[&str] = &["security_group_id"];
const REVOKED: Bilingual = Bilingual {
    en: "removes a rule of security group {} that lets pods reach DNS",
    zh: "撤销安全组 {} 中放行 Pod 访问 DNS 的规则",
};
const DROPPED: Bilingual = Bilingual {
    en: "drops DNS traffic of pods in security group {}",
    zh: "在安全组 {} 中拒绝 Pod 的 DNS 流量",
};
const ISOLATED: Bilingual = Bilingual {
    en: "isolates the members of security group {} from each other, and pods from DNS",
    zh: "关闭安全组 {} 的组内互通，Pod 将无法访问 DNS",
};

/// The port of DNS.
const DNS: i32 = 53;
const DROPS: When = When::Is(POLICY, &["drop"]);
const CANNOT_TELL: Bilingual = Bilingual {
    en: "might not affect pods, setting `{}` or the rule's ports and CIDR block decide",
    zh: "无法确定是否影响 Pod，可设置 `{}` 或提供规则的端口和网段",
};

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "RevokeSecurityGroup RevokeSecurityGroupEgress", GROUP, REVOKED),
    Action::call(
        "ecs",
        "AuthorizeSecurityGroup AuthorizeSecurityGroupEgress ModifySecurityGroupRule ModifySecurityGroupEgressRule",
        GROUP,
        DROPPED,
    )
    .when(DROPS),
    Action::call("ecs", "ModifySecurityGroupPolicy", GROUP, ISOLATED).when(When::Is(&["InnerAccessPolicy"], &["Drop"])),
    Action::terraform("alicloud_security_group_rule", Change::Delete, GROUP, REVOKED).ids(PARENT),
    Action::terraform("alicloud_security_group_rule", Change::Create, GROUP, DROPPED)
        .ids(PARENT)
        .when(When::Is(&["policy"], &["drop"])),
    Action::terraform("alicloud_security_group_rule", Change::Update, GROUP, DROPPED)
        .ids(PARENT)
        .when(When::Becomes("policy", &["drop"])),
    Action::terraform("alicloud_security_group", Change::Update, GROUP, ISOLATED)
        .when(When::Becomes("inner_access_policy", &["Drop"])),
    // As provider versions before 1.56 spell it.
    Action::terraform("alicloud_security_group", Change::Update, GROUP, ISOLATED)
        .when(When::Becomes("inner_access", &["false"])),
];

/// Whether the rule of a security group that an operation is about covers DNS traffic of the pods; `None` where that is
/// unknown.
fn covers_pod_dns(ctx: &CloudContext<'_>, op: &CloudOperation<'_>) -> Option<bool> {
    let values = |parameters: &[&str], attributes: &[&str]| -> Vec<String> {
        match &op.source {
            Source::Call(call) => parameters.iter().flat_map(|path| call.parameters.list(path)).collect(),
            Source::PlannedChange(plan) => {
                let side = if plan.deletes { &plan.before } else { &plan.after };
                attributes.iter().flat_map(|path| side.list(path)).collect()
            }
        }
    };
    let protocols = values(&["IpProtocol", "Permissions.IpProtocol"], &["ip_protocol"]);
    let ports = values(&["PortRange", "Permissions.PortRange"], &["port_range"]);
    let ranges =
        values(&["SourceCidrIp", "DestCidrIp", "Permissions.SourceCidrIp", "Permissions.DestCidrIp"], &["cidr_ip"]);
    if protocols.is_empty() && ports.is_empty() {
        return None;
    }
    let udp = |protocol: &String| protocol.eq_ignore_ascii_case("udp") || protocol.eq_ignore_ascii_case("all");
    if !protocols.iter().any(udp) || !(ports.is_empty() || ports.iter().any(|range| ports_include(range, DNS))) {
        return Some(false);
    }
    let pods = ctx.inventory.list(InventoryList::PodCidrs);
    if pods.is_empty() {
        return None;
    }
    // A rule for another group or for a prefix list names no addresses.
    if ranges.is_empty() {
        return None;
    }
    let known: Vec<Option<bool>> =
        ranges.iter().flat_map(|range| pods.iter().map(|pods| cidr_blocks_overlap(range, pods))).collect();
    if known.contains(&Some(true)) {
        Some(true)
    } else if known.contains(&None) {
        None
    } else {
        Some(false)
    }
}
