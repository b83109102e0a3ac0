//! Closing the DNS port for pods in a security group.
#![no_std]

mod docs;

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

    fn check(ctx: &CloudContext<'_>, op: &CloudOperation<'_>, _: &NoSettings, out: &mut Findings) {
        for found in op.matches(ctx) {
            let mut finding = found.finding;
            // Removing a rule that drops packets does no harm.
            if found.action.message == REVOKED && all_drop(op) {
                continue;
            }
            if found.action.message != ISOLATED {
                match covers_pod_dns(ctx, op) {
                    Some(true) => {}
                    Some(false) => continue,
                    None => {
                        finding.level = Level::Warn;
                        finding.text.append(&CANNOT_TELL.with(InventoryList::PodCidrs.key()));
                    }
                }
            }
            out.push(finding);
        }
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

const POLICY: &[&str] = &["Policy", "Permissions.Policy"];
const DROPS: When = When::Is(POLICY, &["drop"]);
const CANNOT_TELL: Bilingual = Bilingual {
    en: "might not affect pods, setting `{}` or the rule's ports and CIDR block decide",
    zh: "无法确定是否影响 Pod，可设置 `{}` 或提供规则的端口和网段",
};

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "RevokeSecurityGroup", GROUP, REVOKED),
    Action::call("ecs", "RevokeSecurityGroupEgress", GROUP, REVOKED),
    Action::call("ecs", "AuthorizeSecurityGroup", GROUP, DROPPED).when(DROPS),
    Action::call("ecs", "AuthorizeSecurityGroupEgress", GROUP, DROPPED).when(DROPS),
    Action::call("ecs", "ModifySecurityGroupRule", GROUP, DROPPED).when(DROPS),
    Action::call("ecs", "ModifySecurityGroupEgressRule", GROUP, DROPPED).when(DROPS),
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
];

/// Whether all rules that an operation is about drop what they match.
fn all_drop(op: &CloudOperation<'_>) -> bool {
    let policies = match &op.source {
        Source::Call(call) => POLICY.iter().flat_map(|path| call.parameters.list(path)).collect(),
        Source::PlannedChange(plan) => plan.before.list("policy"),
    };
    !policies.is_empty() && policies.iter().all(|policy| policy.eq_ignore_ascii_case("drop"))
}

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
    if !protocols.iter().any(udp) || !(ports.is_empty() || ports.iter().any(|range| contains_dns_port(range))) {
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
        ranges.iter().flat_map(|range| pods.iter().map(|pods| overlap(range, pods))).collect();
    if known.contains(&Some(true)) {
        Some(true)
    } else if known.contains(&None) {
        None
    } else {
        Some(false)
    }
}

/// Whether a port range such as `1/65535`, or `-1/-1` for all ports, contains port 53.
fn contains_dns_port(range: &str) -> bool {
    let bounds: Option<(i32, i32)> =
        range.split_once('/').and_then(|(from, to)| Some((from.trim().parse().ok()?, to.trim().parse().ok()?)));
    bounds.is_none_or(|(from, to)| from == -1 || (from <= 53 && 53 <= to))
}

/// Whether two CIDR blocks have an address in common; `None` for what is not IPv4.
fn overlap(a: &str, b: &str) -> Option<bool> {
    let ((a, a_bits), (b, b_bits)) = (ipv4_block(a)?, ipv4_block(b)?);
    let bits = a_bits.min(b_bits);
    let mask = if bits == 0 { 0 } else { u32::MAX << (32 - bits) };
    Some(a & mask == b & mask)
}

/// The first address and the prefix length of an IPv4 CIDR block.
fn ipv4_block(text: &str) -> Option<(u32, u32)> {
    let (address, bits) = text.split_once('/').unwrap_or((text, "32"));
    let mut number: u32 = 0;
    let mut parts = 0;
    for part in address.trim().split('.') {
        number = number << 8 | u32::from(part.parse::<u8>().ok()?);
        parts += 1;
    }
    let bits: u32 = bits.trim().parse().ok()?;
    (parts == 4 && bits <= 32).then_some((number, bits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_overlap_where_one_contains_the_other() {
        for (a, b, expected) in [
            ("0.0.0.0/0", "172.20.0.0/16", Some(true)),
            ("172.20.3.0/24", "172.20.0.0/16", Some(true)),
            ("172.21.0.0/16", "172.20.0.0/16", Some(false)),
            ("172.20.0.7", "172.20.0.0/16", Some(true)),
            ("::/0", "172.20.0.0/16", None),
            ("1.2.3/8", "172.20.0.0/16", None),
        ] {
            assert_eq!(overlap(a, b), expected, "{a} {b}");
            assert_eq!(overlap(b, a), expected, "{b} {a}");
        }
        assert!(
            contains_dns_port("53/53")
                && contains_dns_port("-1/-1")
                && contains_dns_port("1/65535")
                && !contains_dns_port("80/80")
        );
    }
}
