//! Settings that make a rule reject less than before: those of a module, and in a bundle those of each rule.

use guards::members::{pairs, same_value};
use redline_engine::json::{Fields, List, Raw, Str, read};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// Settings of single rules, in addition to those that start with `allow`, that make a rule allow more.
const PERMISSIVE: &[&str] = &["dataDiskPaths", "migratedFromDedicated"];

/// `enforcement` from the weakest to the strictest.
const ENFORCEMENT: &[&str] = &["audit", "warn", "deny", "strict"];

/// Compares the settings of a module, and in a bundle those of each rule.
pub(crate) fn check(what: &str, path: &str, old: &Fields<'_>, new: &Fields<'_>, out: &mut Findings) {
    check_common_settings(what, path, old, new, out);
    let (all, still_all) = (is_enabled(old.get("allRules"), true), is_enabled(new.get("allRules"), true));
    if all && !still_all {
        let text = text!(
            "disables every rule that {what} does not name (`allRules: false`)",
            "该请求将停用 {what} 中未明确列出的规则（`allRules: false`）"
        );
        out.push(Finding::deny(format!("{path}.allRules"), text));
    }
    check_kind(what, path, old, new, out);
    let (was, is) = (object(old, "rules"), object(new, "rules"));
    for (rule, before, after) in pairs(&was, &is) {
        let path = format!("{path}.rules.{rule}");
        if is_enabled(before, all) && !is_enabled(after, still_all) {
            let rule = truncate_for_display(rule);
            let text = text!("disables rule `{rule}` of {what}", "该请求将停用 {what} 的规则 `{rule}`");
            out.push(Finding::deny(path, text));
        } else if !same_value(before, after) {
            check_common_settings(what, &path, &effective_settings(old, before), &effective_settings(new, after), out);
        }
    }
}

/// Compares the kinds of clusters whose own rules a bundle runs: those of the kind that it names, or with `allRules` of all.
fn check_kind(what: &str, path: &str, old: &Fields<'_>, new: &Fields<'_>, out: &mut Findings) {
    let kind = |fields: &Fields<'_>| match &*text_of(fields.get("allRules")) {
        "true" => "*".to_owned(),
        "false" => String::new(),
        _ => text_of(fields.get("kind")).to_string(),
    };
    let (was, is) = (kind(old), kind(new));
    let had_rules = !matches!(&*was, "" | "null" | "managed");
    // A bundle that ran them all may name the kind of its cluster.
    let named = was == "*" && !matches!(&*is, "" | "null");
    if had_rules && was != is && is != "*" && !named && is_enabled(new.get("allRules"), true) {
        let (key, text) = if was == "*" {
            let text = text!(
                "switches off `allRules` of {what}, which disables the rules for single kinds of clusters",
                "该请求将关闭 {what} 的 `allRules`，停用仅适用于特定集群类型的规则"
            );
            ("allRules", text)
        } else if matches!(&*is, "" | "null") {
            let was = truncate_for_display(&was);
            let text = text!(
                "removes `kind: {was}` from {what}, which disables the rules for that kind of cluster",
                "该请求将移除 {what} 的 `kind: {was}`，停用该集群类型专用的规则"
            );
            ("kind", text)
        } else {
            let (was, is) = (truncate_for_display(&was), truncate_for_display(&is));
            let text = text!(
                "changes `kind` of {what} from `{was}` to `{is}`, which disables the rules for the former kind of cluster",
                "该请求将 {what} 的 `kind` 由 `{was}` 改为 `{is}`，停用原集群类型专用的规则"
            );
            ("kind", text)
        };
        out.push(Finding::deny(format!("{path}.{key}"), text));
    }
}

/// Whether a switch of a bundle is on.
fn is_enabled(switch: Option<&Raw<'_>>, otherwise: bool) -> bool {
    switch.map_or(otherwise, |raw| raw.get() != "false")
}

/// The settings in force for one rule of a bundle: its own take precedence over those for every rule.
fn effective_settings<'a>(all: &Fields<'a>, own: Option<&Raw<'a>>) -> Fields<'a> {
    let mut fields: Fields<'a> = own.and_then(|raw| read(raw.get()).ok()).unwrap_or_default();
    for (key, value) in &all.0 {
        if fields.get(key).is_none() {
            fields.0.push((key.clone(), *value));
        }
    }
    fields
}

/// Compares the settings that every rule has.
fn check_common_settings(what: &str, path: &str, old: &Fields<'_>, new: &Fields<'_>, out: &mut Findings) {
    let strictness = |fields: &Fields<'_>| {
        let value = text_of(fields.get("enforcement"));
        ENFORCEMENT.iter().position(|level| value == *level).unwrap_or(2)
    };
    let mut weaker = |key: &str, text: Text| out.push(Finding::deny(format!("{path}.{key}"), text));
    if strictness(new) < strictness(old) {
        weaker("enforcement", text!("weakens the `enforcement` of {what}", "该请求将降低 {what} 的 `enforcement`"));
    }
    if text_of(old.get("exemptDefaults")) == "false" && text_of(new.get("exemptDefaults")) != "false" {
        weaker(
            "exemptDefaults",
            text!("re-enables the default exemptions of {what}", "该请求将重新启用 {what} 的默认豁免"),
        );
    }
    let approvals = |fields: &Fields<'_>| {
        let approval = object(fields, "approval");
        let longest = redline_engine::core::time::seconds(&text_of(approval.get("maxDuration")));
        let enabled = text_of(approval.get("enabled")) == "true";
        (enabled, longest.unwrap_or(24 * 3600), text_of(approval.get("requireReason")) == "false")
    };
    match (approvals(old), approvals(new)) {
        ((false, ..), (true, ..)) => {
            weaker("approval", text!("enables approvals in {what}", "该请求将使 {what} 接受审批注解"));
        }
        ((_, was_long, free), (true, long, now_free)) if long > was_long || (now_free && !free) => {
            weaker(
                "approval",
                text!("relaxes the conditions for approvals in {what}", "该请求将放宽 {what} 的审批条件"),
            );
        }
        _ => {}
    }
    for whole in ["approvers", "exempt"] {
        let (was, is) = (object(old, whole), object(new, whole));
        for (key, before, after) in pairs(&was, &is) {
            if let Some(added) = first_added(before, after) {
                let text = if whole == "exempt" {
                    text!(
                        "exempts `{added}` from {what} (`exempt.{key}`)",
                        "该请求将使 {what} 豁免 `{added}`（`exempt.{key}`）"
                    )
                } else {
                    text!(
                        "allows `{added}` to approve operations that {what} guards",
                        "该请求将允许 `{added}` 审批 {what} 所保护的操作"
                    )
                };
                weaker(whole, text);
            }
        }
    }
    for (key, before, after) in pairs(old, new) {
        let opens = key.starts_with("allow") || PERMISSIVE.contains(&key);
        let switched_on = opens && text_of(after) == "true" && text_of(before) != "true";
        let item = if opens { first_added(before, after) } else { first_added(after, before) };
        if switched_on || item.is_some() {
            let item = item.unwrap_or_default();
            let text = if switched_on {
                text!("switches on `{key}` of {what}", "该请求将开启 {what} 的 `{key}`")
            } else if opens {
                text!("adds `{item}` to `{key}` of {what}", "该请求将向 {what} 的 `{key}` 添加 `{item}`")
            } else {
                text!("removes `{item}` from `{key}` of {what}", "该请求将从 {what} 的 `{key}` 移除 `{item}`")
            };
            out.push(Finding::warn(format!("{path}.{key}"), text));
        }
    }
}

/// The first item that was added to a list, shortened for display; `None` for anything but a list of strings.
fn first_added(had: Option<&Raw<'_>>, has: Option<&Raw<'_>>) -> Option<String> {
    let (had, has) = (list(had), list(has));
    has.iter().find(|item| !had.contains(item)).map(|item| truncate_for_display(item))
}

fn list<'a>(raw: Option<&Raw<'a>>) -> List<Str<'a>> {
    raw.and_then(|raw| read(raw.get()).ok()).unwrap_or_default()
}

fn object<'a>(fields: &Fields<'a>, key: &str) -> Fields<'a> {
    fields.get(key).and_then(|raw| read(raw.get()).ok()).unwrap_or_default()
}

/// What a string says, or what was written in place of one.
fn text_of<'a>(raw: Option<&Raw<'a>>) -> Str<'a> {
    let Some(raw) = raw else { return Str::default() };
    read(raw.get()).unwrap_or_else(|_| raw.get().into())
}
