//! DNS between pods, closed in a security group.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Class, List, Operation, Source, When};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Closing UDP port 53 for the pods in a security group of the cluster: taking a rule away that allowed it,
    /// adding or turning to one that drops it, and switching off that members of the group reach each other. A rule
    /// counts when its protocol is UDP or all, its ports hold 53, and its address range meets one of `podCidrs`; it
    /// warns while `podCidrs` is empty or the call names a rule only by its id. As an OpenAPI call, in the event
    /// log, or planned by Terraform.
    /// ## Why it is high-risk
    /// Pods resolve names through CoreDNS on other nodes. Without UDP 53 between pod addresses every name lookup of
    /// the cluster fails.
    /// ## How to get it done anyway
    /// Keep a rule that accepts UDP 53 for the pod range, or for all members of the group, before you take another
    /// away.
    docs: {
        title: Bilingual { en: "Closing DNS for pods in a security group", zh: "安全组未放行容器网段的 DNS" },
        text_zh: "拦截在集群安全组中关闭容器网段的 UDP 53 端口：撤销放行规则、新增或改为拒绝规则、关闭组内互通，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。协议为 UDP 或全部、端口包含 53、网段与 `podCidrs` 相交的规则计入；`podCidrs` 为空或仅按规则 ID 操作时只告警。Pod 通过其他节点上的 CoreDNS 解析域名，关闭后集群内域名解析失败。请先保留放行容器网段 UDP 53 的规则，再撤销其他规则。",
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

const GROUP: Class = Class::SecurityGroup;
const PARENT: &[&str] = &["security_group_id"];
const REVOKED: Bilingual = Bilingual {
    en: "a rule of security group {} is taken away that lets pods reach DNS",
    zh: "撤销安全组 {} 中放行 Pod DNS 的规则",
};
const DROPPED: Bilingual = Bilingual {
    en: "a rule of security group {} drops DNS of pods",
    zh: "安全组 {} 的规则会丢弃 Pod 的 DNS 流量",
};
const ISOLATED: Bilingual = Bilingual {
    en: "members of security group {} no longer reach each other, nor DNS",
    zh: "关闭安全组 {} 的组内互通，Pod 无法访问 DNS",
};

const POLICY: &[&str] = &["Policy", "Permissions.Policy"];
const DROPS: When = When::Is(POLICY, &["drop"]);
const CANNOT_TELL: Bilingual = Bilingual {
    en: "cannot tell whether it covers the pods, setting `{}` or the rule's ports and range would",
    zh: "无法判断是否涉及 Pod，可设置 `{}` 或提供规则的端口和网段",
};

/// What the rule judges.
static ACTIONS: &[Action] = &[
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

fn check(ctx: &Context<'_>, op: &Operation<'_>, _: &Settings, out: &mut Findings) {
    for hit in op.hits(ctx) {
        let mut finding = hit.finding;
        // What held packets back does no harm when it goes.
        if hit.action.says == REVOKED && all_drop(op) {
            continue;
        }
        if hit.action.says != ISOLATED {
            match dns(op) {
                Some(true) => {}
                Some(false) => continue,
                None => {
                    finding.level = Level::Warn;
                    finding.text.append(&CANNOT_TELL.with(List::PodCidrs.key()));
                }
            }
        }
        out.push(finding);
    }
}

/// Whether the rules that an operation is about drop what they match.
fn all_drop(op: &Operation<'_>) -> bool {
    let policies = match &op.source {
        Source::Call(call) => POLICY.iter().flat_map(|path| call.parameters.list(path)).collect(),
        Source::Plan(plan) => plan.before.list("policy"),
    };
    !policies.is_empty() && policies.iter().all(|policy| policy.eq_ignore_ascii_case("drop"))
}

/// Whether the rule of a security group that an operation is about covers DNS of the pods; `None` where nobody can tell.
fn dns(op: &Operation<'_>) -> Option<bool> {
    let values = |parameters: &[&str], attributes: &[&str]| -> Vec<String> {
        match &op.source {
            Source::Call(call) => parameters.iter().flat_map(|path| call.parameters.list(path)).collect(),
            Source::Plan(plan) => {
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
    if !protocols.iter().any(udp) || !(ports.is_empty() || ports.iter().any(|range| holds(range))) {
        return Some(false);
    }
    let pods = op.inventory.list(List::PodCidrs);
    if pods.is_empty() {
        return None;
    }
    // A rule for another group, and one for a prefix list, says nothing about addresses.
    if ranges.is_empty() {
        return None;
    }
    let known: Vec<Option<bool>> = ranges.iter().flat_map(|range| pods.iter().map(|pods| meet(range, pods))).collect();
    if known.contains(&Some(true)) {
        Some(true)
    } else if known.contains(&None) {
        None
    } else {
        Some(false)
    }
}

/// Whether a port range such as `1/65535`, or `-1/-1` for all, holds port 53.
fn holds(range: &str) -> bool {
    let bounds: Option<(i32, i32)> =
        range.split_once('/').and_then(|(from, to)| Some((from.trim().parse().ok()?, to.trim().parse().ok()?)));
    bounds.is_none_or(|(from, to)| from == -1 || (from <= 53 && 53 <= to))
}

/// Whether two address ranges have an address in common; `None` for what is not IPv4.
fn meet(a: &str, b: &str) -> Option<bool> {
    let ((a, a_bits), (b, b_bits)) = (range(a)?, range(b)?);
    let bits = a_bits.min(b_bits);
    let mask = if bits == 0 { 0 } else { u32::MAX << (32 - bits) };
    Some(a & mask == b & mask)
}

fn range(text: &str) -> Option<(u32, u32)> {
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
    fn ranges_meet_where_one_holds_the_other() {
        for (a, b, met) in [
            ("0.0.0.0/0", "172.20.0.0/16", Some(true)),
            ("172.20.3.0/24", "172.20.0.0/16", Some(true)),
            ("172.21.0.0/16", "172.20.0.0/16", Some(false)),
            ("172.20.0.7", "172.20.0.0/16", Some(true)),
            ("::/0", "172.20.0.0/16", None),
            ("1.2.3/8", "172.20.0.0/16", None),
        ] {
            assert_eq!(meet(a, b), met, "{a} {b}");
            assert_eq!(meet(b, a), met, "{b} {a}");
        }
        assert!(holds("53/53") && holds("-1/-1") && holds("1/65535") && !holds("80/80"));
    }
}
