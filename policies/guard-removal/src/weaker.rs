//! What makes a policy stop less than before.

use guards::members::{pairs, same_value};
use redline_engine::json::{Fields, List, Raw, Str, read};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

use super::{Guard, MatchRule, is_redline};

/// Judges an update of `what`, a policy of ours as a message names it.
pub(super) fn findings(what: &str, old: &Guard<'_>, new: &Guard<'_>, out: &mut Findings) {
    let (was, is) = (&old.spec, &new.spec);
    if old.labelled() && !new.labelled() {
        let text = text!("{what} loses the label by which it is guarded", "{what} 被移除了受保护标签");
        out.push(Finding::deny("metadata.labels[app.kubernetes.io/part-of]", text));
    }
    swapped(what, "spec.module", &was.module, &is.module, out);
    if repository(&was.image) != repository(&is.image) {
        let image = truncate_for_display(&is.image);
        let text = text!("{what} runs another image, `{image}`", "{what} 改用其他镜像 `{image}`");
        let level = if same_name(&was.image, &is.image) { Level::Warn } else { Level::Deny };
        out.push(Finding::deny("spec.image", text).at(level));
    }
    if was.match_policy != "Exact" && is.match_policy == "Exact" {
        let text = text!(
            "{what} sees requests through one version of an API only",
            "{what} 只检查通过特定 API 版本发出的请求"
        );
        out.push(Finding::deny("spec.matchPolicy", text));
    }
    if was.mode != "monitor" && is.mode == "monitor" {
        let text = text!("{what} only monitors from now on", "{what} 改为仅监控");
        out.push(Finding::deny("spec.mode", text));
    }
    if was.failure_policy != "Ignore" && is.failure_policy == "Ignore" {
        let text = text!(
            "{what} lets requests through while its policy server is away",
            "{what} 在 PolicyServer 不可用时改为放行"
        );
        out.push(Finding::deny("spec.failurePolicy", text));
    }
    if !covers(&is.rules, &was.rules) {
        let text = text!("{what} sees fewer requests than before", "{what} 的 rules 被缩小");
        out.push(Finding::deny("spec.rules", text));
    }
    for (field, had, has) in [
        ("spec.namespaceSelector", &was.namespace_selector, &is.namespace_selector),
        ("spec.objectSelector", &was.object_selector, &is.object_selector),
        ("spec.matchConditions", &was.match_conditions, &is.match_conditions),
    ] {
        let (had, has) = (condition(had), condition(has));
        if !has.is_empty() && !guards::members::same(had, has) {
            let text = text!("{what} no longer sees every object (`{field}`)", "{what} 不再检查全部对象（`{field}`）");
            let level = if had.is_empty() { Level::Deny } else { Level::Warn };
            out.push(Finding::deny(field, text).at(level));
        }
    }
    if !was.policy_server.is_empty() && was.policy_server != is.policy_server {
        let text = text!("{what} moves to another policy server", "{what} 改用其他 PolicyServer");
        out.push(Finding::warn("spec.policyServer", text));
    }
    let kept = |had: &Raw<'_>| is.look_ups.iter().any(|has| guards::members::same(had.get(), has.get()));
    if !was.look_ups.iter().all(kept) {
        let text = text!("{what} may look up less than before", "{what} 可查询的资源减少");
        out.push(Finding::warn("spec.contextAwareResources", text));
    }
    settings(what, "spec.settings", &was.settings, &is.settings, out);
    for (name, member) in was.policies.iter() {
        let path = format!("spec.policies.{name}");
        match is.policies.get(name) {
            Some(kept) => {
                swapped(what, &format!("{path}.module"), &member.module, &kept.module, out);
                settings(what, &format!("{path}.settings"), &member.settings, &kept.settings, out);
            }
            None => {
                let name = truncate_for_display(name);
                let text = text!("{what} loses its policy `{name}`", "{what} 被移除策略 `{name}`");
                out.push(Finding::deny(path, text));
            }
        }
    }
    if was.expression != is.expression {
        let text = text!("{what} combines its policies in another way", "{what} 的策略组合表达式被修改");
        out.push(Finding::warn("spec.expression", text));
    }
    if was.replicas != Some(0) && is.replicas == Some(0) {
        out.push(Finding::deny("spec.replicas", text!("{what} is scaled to zero", "将 {what} 缩容到 0")));
    }
}

/// Another version of the same module is an upgrade; another module, or another place for it, is not.
fn swapped(what: &str, path: &str, old: &str, new: &str, out: &mut Findings) {
    if repository(old) != repository(new) {
        let (before, after) = (truncate_for_display(old), truncate_for_display(new));
        let moved = is_redline(new) && same_name(old, new);
        let text = text!(
            "the module of {what} becomes `{after}` (was `{before}`)",
            "{what} 的模块由 `{before}` 换成 `{after}`"
        );
        out.push(Finding::deny(path, text).at(if moved { Level::Warn } else { Level::Deny }));
    }
}

/// Whether two addresses end in the same name, and so one may be a mirror of the other.
fn same_name(old: &str, new: &str) -> bool {
    repository(old).rsplit('/').next() == repository(new).rsplit('/').next()
}

/// The address of a module or an image without tag and digest.
fn repository(module: &str) -> &str {
    let name = module.split('@').next().unwrap_or(module);
    match name.rsplit_once(':') {
        Some((repository, tag)) if !tag.contains('/') => repository,
        _ => name,
    }
}

/// A selector or condition that selects something; empty where it lets everything through.
fn condition<'r>(raw: &'r Option<Raw<'_>>) -> &'r str {
    raw.as_ref()
        .map_or("", |raw| raw.get())
        .trim()
        .trim_start_matches("{}")
        .trim_start_matches("[]")
        .trim_start_matches("null")
}

/// Whether each request that `old` asks for is asked for by one rule of `new`.
fn covers(new: &List<MatchRule<'_>>, old: &List<MatchRule<'_>>) -> bool {
    let among = |list: &List<Str<'_>>, wanted: &str| {
        list.iter().any(|item| {
            let all = *item == "*/*" || (*item == "*" && !wanted.contains('/'));
            all || *item == wanted
                || item.strip_suffix("/*").is_some_and(|plural| wanted.split('/').next() == Some(plural))
        })
    };
    old.iter().all(|was| {
        was.groups.iter().all(|group| {
            was.versions.iter().all(|version| {
                was.resources.iter().all(|resource| {
                    was.operations.iter().all(|operation| {
                        new.iter().any(|is| {
                            among(&is.groups, group)
                                && among(&is.versions, version)
                                && among(&is.resources, resource)
                                && among(&is.operations, operation)
                        })
                    })
                })
            })
        })
    })
}

/// Settings of single rules, beside those that start with `allow`, by which a rule lets more through.
const OPENING: &[&str] = &["dataDiskPaths", "migratedFromDedicated"];

/// `enforcement` from the weakest to the strictest.
const ENFORCEMENT: &[&str] = &["audit", "warn", "deny", "strict"];

/// Compares the settings of a module, and in a bundle those of each rule.
fn settings(what: &str, path: &str, old: &Fields<'_>, new: &Fields<'_>, out: &mut Findings) {
    common(what, path, old, new, out);
    let (all, still_all) = (asks(old.get("allRules"), true), asks(new.get("allRules"), true));
    if all && !still_all {
        let text = text!(
            "{what} asks only the rules it names from now on",
            "{what} 只启用明确列出的规则（`allRules: false`）"
        );
        out.push(Finding::deny(format!("{path}.allRules"), text));
    }
    let (was, is) = (object(old, "rules"), object(new, "rules"));
    for (rule, before, after) in pairs(&was, &is) {
        let path = format!("{path}.rules.{rule}");
        if asks(before, all) && !asks(after, still_all) {
            let rule = truncate_for_display(rule);
            let text = text!("{what} no longer asks its rule `{rule}`", "{what} 停用了规则 `{rule}`");
            out.push(Finding::deny(path, text));
        } else if !same_value(before, after) {
            common(what, &path, &in_force(old, before), &in_force(new, after), out);
        }
    }
}

/// Whether a switch of a bundle is on.
fn asks(switch: Option<&Raw<'_>>, otherwise: bool) -> bool {
    switch.map_or(otherwise, |raw| raw.get() != "false")
}

/// The settings of one rule of a bundle: its own are nearer than those for every rule.
fn in_force<'a>(all: &Fields<'a>, own: Option<&Raw<'a>>) -> Fields<'a> {
    let mut fields: Fields<'a> = own.and_then(|raw| read(raw.get()).ok()).unwrap_or_default();
    for (key, value) in &all.0 {
        if fields.get(key).is_none() {
            fields.0.push((key.clone(), *value));
        }
    }
    fields
}

/// Compares the settings that every rule has.
fn common(what: &str, path: &str, old: &Fields<'_>, new: &Fields<'_>, out: &mut Findings) {
    let strictness = |fields: &Fields<'_>| {
        let value = text_of(fields.get("enforcement"));
        ENFORCEMENT.iter().position(|level| *level == value).unwrap_or(2)
    };
    let mut weaker = |key: &str, text: Text| out.push(Finding::deny(format!("{path}.{key}"), text));
    if strictness(new) < strictness(old) {
        weaker("enforcement", text!("{what} enforces less than before", "{what} 的 `enforcement` 被降低"));
    }
    if text_of(old.get("exemptDefaults")) == "false" && text_of(new.get("exemptDefaults")) != "false" {
        weaker("exemptDefaults", text!("{what} exempts by default again", "{what} 重新启用默认豁免"));
    }
    let approvals = |fields: &Fields<'_>| {
        let approval = object(fields, "approval");
        let longest = redline_engine::core::time::seconds(text_of(approval.get("maxDuration")));
        let enabled = text_of(approval.get("enabled")) == "true";
        (enabled, longest.unwrap_or(24 * 3600), text_of(approval.get("requireReason")) == "false")
    };
    match (approvals(old), approvals(new)) {
        ((false, ..), (true, ..)) => {
            weaker("approval", text!("{what} takes approvals from now on", "{what} 开始接受批准注解"));
        }
        ((_, was_long, free), (true, long, now_free)) if long > was_long || (now_free && !free) => {
            weaker("approval", text!("{what} takes approvals more easily than before", "{what} 放宽了批准条件"));
        }
        _ => {}
    }
    for whole in ["approvers", "exempt"] {
        let (was, is) = (object(old, whole), object(new, whole));
        for (key, before, after) in pairs(&was, &is) {
            if let Some(added) = gained(before, after) {
                let text = if whole == "exempt" {
                    text!("{what} exempts `{added}` (`exempt.{key}`)", "{what} 新增豁免 `{added}`（`exempt.{key}`）")
                } else {
                    text!("{what} lets `{added}` approve", "{what} 允许 `{added}` 批准")
                };
                weaker(whole, text);
            }
        }
    }
    for (key, before, after) in pairs(old, new) {
        let opens = key.starts_with("allow") || OPENING.contains(&key);
        let found = if opens && text_of(after) == "true" && text_of(before) != "true" {
            Some("true".to_owned())
        } else if opens {
            gained(before, after)
        } else {
            gained(after, before)
        };
        if let Some(item) = found {
            let text = if opens {
                text!("`{key}` of {what} gains `{item}`", "{what} 的 `{key}` 增加了 `{item}`")
            } else {
                text!("`{key}` of {what} loses `{item}`", "{what} 的 `{key}` 减少了 `{item}`")
            };
            out.push(Finding::warn(format!("{path}.{key}"), text));
        }
    }
}

/// The first item that a list has and had not, as a message shows it; nothing for what is no list of texts.
fn gained(had: Option<&Raw<'_>>, has: Option<&Raw<'_>>) -> Option<String> {
    let (had, has) = (list(had), list(has));
    has.iter().find(|item| !had.contains(item)).map(|item| truncate_for_display(item))
}

fn list<'a>(raw: Option<&Raw<'a>>) -> List<Str<'a>> {
    raw.and_then(|raw| read(raw.get()).ok()).unwrap_or_default()
}

fn object<'a>(fields: &Fields<'a>, key: &str) -> Fields<'a> {
    fields.get(key).and_then(|raw| read(raw.get()).ok()).unwrap_or_default()
}

/// The text of a string or of anything else that was written.
fn text_of<'r>(raw: Option<&'r Raw<'_>>) -> &'r str {
    raw.map_or("", |raw| raw.get().trim_matches('"'))
}
