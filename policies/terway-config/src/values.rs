//! Values that Terway cannot use. A value that keeps the daemon from starting denies: one of another type, or one that
//! `Config.Validate` or the address pool of Terway rejects. A value that Terway tolerates only warns: it falls back to
//! the node's own vSwitch, to its default policy, or to a slower client.

use guards::config_json::fold;
use redline_engine::json::{Fields, List, Raw, read};
use redline_engine::prelude::*;
use redline_engine::strings::concat;

use crate::fields::{ENI_CONF, Shape};

/// Checks the fields of an `eni_conf`. `whole` is false for a patch of one node, in which a missing field keeps its
/// value.
pub(crate) fn check(fields: &Fields<'_>, id: &str, whole: bool, out: &mut Findings) {
    let value = |name: &str| fields.0.iter().rev().find(|(key, _)| fold(key) == name).map(|(_, value)| *value);
    let mut add = |level: Level, member: &str, value: Raw<'_>, en: &str, zh: &str| {
        let text =
            text!("`eni_conf.{member}` of ConfigMap `{id}` {en}", "ConfigMap `{id}` 的 `eni_conf.{member}` {zh}");
        out.push(Finding::deny(concat(&["data.eni_conf.", member]), text).value(value.get()).at(level));
    };
    for (member, shape) in ENI_CONF.open.iter().chain(&[("ip_stack", Shape::Text)]) {
        if let Some(raw) = value(member)
            && let Some((en, zh)) = type_error(*shape, raw)
        {
            add(Level::Deny, member, raw, en, zh);
        }
    }

    let integer = |name| value(name).and_then(|raw| raw.get().parse::<i64>().ok());
    let (max, min) = (integer("max_pool_size"), integer("min_pool_size"));
    for (member, size) in [("max_pool_size", max), ("min_pool_size", min)] {
        if size.is_some_and(|size| size < 0) {
            add(Level::Deny, member, value(member).unwrap_or_default(), "is negative", "为负数");
        }
    }
    if let (Some(max), Some(min)) = (max, min)
        && max < min
    {
        let raw = value("max_pool_size").unwrap_or_default();
        add(Level::Deny, "max_pool_size", raw, "is less than `min_pool_size`", "小于 `min_pool_size`");
    }
    if let Some(raw) = value("security_groups")
        && read::<List<Raw<'_>>>(raw.get()).is_ok_and(|groups| groups.len() > 10)
    {
        add(Level::Deny, "security_groups", raw, "lists more than 10 security groups", "包含超过 10 个安全组");
    }
    for (member, level, known) in [
        ("ip_stack", Level::Deny, ["ipv4", "ipv6", "dual"].as_slice()),
        ("vswitch_selection_policy", Level::Warn, ["ordered", "random"].as_slice()),
    ] {
        if let Some(raw) = value(member)
            && read::<Str<'_>>(raw.get()).is_ok_and(|text| !text.is_empty() && !known.contains(&&*text))
        {
            add(level, member, raw, "is not one of the documented values", "不是文档所列的取值");
        }
    }
    // The fraction of the rate does not matter, because the burst is an integer.
    let rate = value("kube_client_qps").and_then(|raw| raw.get().split('.').next()?.parse::<i64>().ok());
    if let (Some(rate), Some(burst)) = (rate, integer("kube_client_burst"))
        && burst <= rate
    {
        let raw = value("kube_client_burst").unwrap_or_default();
        add(Level::Warn, "kube_client_burst", raw, "is not greater than `kube_client_qps`", "不大于 `kube_client_qps`");
    }
    if integer("idle_ip_reclaim_batch_size").is_some_and(|size| !(1..=10).contains(&size)) {
        let raw = value("idle_ip_reclaim_batch_size").unwrap_or_default();
        add(Level::Warn, "idle_ip_reclaim_batch_size", raw, "is not between 1 and 10", "不在 1 到 10 之间");
    }
    let vswitches = value("vswitches");
    let none = |raw: Raw<'_>| {
        read::<Map<'_, List<Str<'_>>>>(raw.get()).is_ok_and(|zones| zones.iter().all(|(_, ids)| ids.is_empty()))
    };
    if (vswitches.is_some() || whole) && none(vswitches.unwrap_or_default()) {
        let (en, zh) =
            ("is empty, so network interfaces use the node's own vSwitch", "为空，弹性网卡将改用节点自身的交换机");
        add(Level::Warn, "vswitches", Raw::default(), en, zh);
    }
}

/// Why a value does not have the type, in both languages.
fn type_error(shape: Shape, raw: Raw<'_>) -> Option<(&'static str, &'static str)> {
    let text = raw.get();
    let (fits, en, zh) = match shape {
        Shape::Any => return None,
        Shape::Text => (text.starts_with('"'), "is not a string", "不是字符串"),
        Shape::Flag => (text == "true" || text == "false", "is not true or false", "不是 true 或 false"),
        Shape::Integer => (text.parse::<i64>().is_ok(), "is not an integer", "不是整数"),
        Shape::Number => (text.starts_with(|c: char| c.is_ascii_digit() || c == '-'), "is not a number", "不是数字"),
        Shape::Texts => (read::<List<Str<'_>>>(text).is_ok(), "is not a list of strings", "不是字符串列表"),
        Shape::TextMap => (read::<Map<'_>>(text).is_ok(), "is not a map of strings", "不是字符串映射"),
        Shape::TextsMap => {
            (read::<Map<'_, List<Str<'_>>>>(text).is_ok(), "is not a map of lists of strings", "不是字符串列表的映射")
        }
    };
    (text != "null" && !fits).then_some((en, zh))
}
