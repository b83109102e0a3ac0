//! Changes that make a policy reject less than before.

use redline_engine::json::{List, Raw, Str};
use redline_engine::prelude::*;
use redline_engine::strings::{
    after_last, before, contains_any, eat, find, slice_from, split_once_any, trim, truncate_for_display,
};

use crate::expression;
use crate::guard::{Guard, MatchRule, Spec, Variable};
use crate::settings_diff;

/// Checks an update of a policy of Redline, which messages call `what`.
pub(super) fn check(what: &str, old: &Guard<'_>, new: &Guard<'_>, out: &mut Findings) {
    let (was, is) = (&old.spec, &new.spec);
    if old.labelled() && !new.labelled() {
        let text = text!("removes the label that protects {what}", "该请求将移除 {what} 的保护标签");
        out.push(Finding::deny("metadata.labels[app.kubernetes.io/part-of]", text));
    }
    check_module(what, "spec.module", &was.module, &is.module, out);
    check_image(what, was, is, out);
    check_reach(what, was, is, out);
    if !was.policy_server.is_empty() && was.policy_server != is.policy_server {
        let text = text!("moves {what} to another PolicyServer", "该请求将 {what} 移到其他 PolicyServer");
        out.push(Finding::warn("spec.policyServer", text));
    }
    let kept = |had: &Raw<'_>| is.look_ups.iter().any(|has| guards::members::same(had.get(), has.get()));
    if !was.look_ups.iter().all(kept) {
        let text = text!("reduces the resources that {what} may look up", "该请求将减少 {what} 可查询的资源");
        out.push(Finding::warn("spec.contextAwareResources", text));
    }
    settings_diff::check(what, "spec.settings", &was.settings, &is.settings, out);
    check_members(what, was, is, out);
    expression::check(what, was, is, out);
    check_environment(what, was, is, out);
    if was.replicas != Some(0) && is.replicas == Some(0) {
        out.push(Finding::deny("spec.replicas", text!("scales {what} to zero", "该请求将 {what} 缩容到 0")));
    }
}

/// Checks the image of a policy server.
fn check_image(what: &str, was: &Spec<'_>, is: &Spec<'_>, out: &mut Findings) {
    if repository(&was.image) != repository(&is.image) {
        let image = truncate_for_display(&is.image);
        let text = text!("changes the image of {what} to `{image}`", "该请求将 {what} 的镜像改为 `{image}`");
        let level = if same_name(&was.image, &is.image) { Level::Warn } else { Level::Deny };
        out.push(Finding::deny("spec.image", text).at(level));
    }
}

/// Checks which requests a policy gets, and whether it rejects them.
fn check_reach(what: &str, was: &Spec<'_>, is: &Spec<'_>, out: &mut Findings) {
    if was.match_policy != "Exact" && is.match_policy == "Exact" {
        let text = text!(
            "limits {what} to the API versions that its rules name (`matchPolicy: Exact`)",
            "该请求将使 {what} 只检查其 rules 所列 API 版本的请求（`matchPolicy: Exact`）"
        );
        out.push(Finding::deny("spec.matchPolicy", text));
    }
    if was.mode != "monitor" && is.mode == "monitor" {
        let text = text!(
            "switches {what} to mode `monitor`, in which it rejects nothing",
            "该请求将 {what} 改为 `monitor` 模式，不再拒绝任何请求"
        );
        out.push(Finding::deny("spec.mode", text));
    }
    if was.failure_policy != "Ignore" && is.failure_policy == "Ignore" {
        let text = text!(
            "lets requests bypass {what} while its PolicyServer is unavailable",
            "该请求将使 {what} 在 PolicyServer 不可用时放行请求"
        );
        out.push(Finding::deny("spec.failurePolicy", text));
    }
    if !covers(&is.rules, &was.rules) {
        let text = text!(
            "narrows the `rules` of {what}, so it checks fewer requests",
            "该请求将缩小 {what} 的 `rules`，检查的请求减少"
        );
        out.push(Finding::deny("spec.rules", text));
    }
    for (field, had, has) in [
        ("spec.namespaceSelector", &was.namespace_selector, &is.namespace_selector),
        ("spec.objectSelector", &was.object_selector, &is.object_selector),
        ("spec.matchConditions", &was.match_conditions, &is.match_conditions),
    ] {
        let (had, has) = (effective_condition(had), effective_condition(has));
        if !has.is_empty() && !guards::members::same(had, has) {
            let text = text!(
                "restricts the objects that {what} checks (`{field}`)",
                "该请求将使 {what} 不再检查全部对象（`{field}`）"
            );
            let level = if had.is_empty() { Level::Deny } else { Level::Warn };
            out.push(Finding::deny(field, text).at(level));
        }
    }
}

/// Checks the members of a policy group.
fn check_members(what: &str, was: &Spec<'_>, is: &Spec<'_>, out: &mut Findings) {
    for (name, member) in was.policies.iter() {
        let path = format!("spec.policies.{name}");
        match is.policies.get(name) {
            Some(kept) => {
                check_module(what, &format!("{path}.module"), &member.module, &kept.module, out);
                settings_diff::check(what, &format!("{path}.settings"), &member.settings, &kept.settings, out);
            }
            None => {
                let name = truncate_for_display(name);
                let text = text!("removes policy `{name}` from {what}", "该请求将从 {what} 移除策略 `{name}`");
                out.push(Finding::deny(path, text));
            }
        }
    }
}

/// Checks the environment of a policy server for switches that let requests through.
fn check_environment(what: &str, was: &Spec<'_>, is: &Spec<'_>, out: &mut Findings) {
    for variable in is.env.iter().filter(|variable| SWITCHES.contains(&&*variable.name)) {
        let kept = |had: &&Variable<'_>| had.name == variable.name && had.value == variable.value;
        if !matches!(&*variable.value, "" | "false" | "0") && was.env.iter().find(kept).is_none() {
            let name = truncate_for_display(&variable.name);
            let text = text!(
                "sets `{name}` in the environment of {what}, with which it lets requests through unchecked",
                "该请求将在 {what} 的环境变量中设置 `{name}`，使其不经检查放行请求"
            );
            out.push(Finding::deny("spec.env", text));
        }
    }
}

/// Checks the module of a policy. Another version of the same module is an upgrade; another module or registry is not.
fn check_module(what: &str, path: &str, old: &str, new: &str, out: &mut Findings) {
    if repository(old) != repository(new) {
        let (before, after) = (truncate_for_display(old), truncate_for_display(new));
        let text = text!(
            "changes the module of {what} from `{before}` to `{after}`",
            "该请求将 {what} 的模块由 `{before}` 改为 `{after}`"
        );
        out.push(Finding::deny(path, text).at(if is_mirror(old, new) { Level::Warn } else { Level::Deny }));
    }
}

/// Whether an address has the path and the version of another one in a different registry: that of a mirror. The same name
/// alone says nothing about what a module does.
fn is_mirror(old: &str, new: &str) -> bool {
    let (was, is) = (repository(old), repository(new));
    let path = |mut address: &str| {
        while let Some(at) = find(address, "//") {
            address = slice_from(address, at + 2);
        }
        split_once_any(address, "/").map_or(0, |(_, path)| path.len())
    };
    let path = was.get(was.len() - path(was)..).unwrap_or_default();
    let below = is.strip_suffix(path).is_some_and(|registry| registry.ends_with('/'));
    contains_any(path, "/") && below && old.get(was.len()..) == new.get(is.len()..)
}

/// Variables of policy-server that switch checks off (kubewarden/policy-server, `src/cli.rs`).
const SWITCHES: &[&str] = &[
    "KUBEWARDEN_ALWAYS_ACCEPT_ADMISSION_REVIEWS_ON_NAMESPACE",
    "KUBEWARDEN_CONTINUE_ON_ERRORS",
    "KUBEWARDEN_DISABLE_TIMEOUT_PROTECTION",
    "KUBEWARDEN_IGNORE_KUBERNETES_CONNECTION_FAILURE",
];

/// Whether two addresses end in the same name, and so one may be a mirror of the other.
fn same_name(old: &str, new: &str) -> bool {
    after_last(repository(old), b'/') == after_last(repository(new), b'/')
}

/// The address of a module or an image without tag and digest.
fn repository(module: &str) -> &str {
    let name = before(module, "@");
    match name.rsplit_once(':') {
        Some((repository, tag)) if !contains_any(tag, "/") => repository,
        _ => name,
    }
}

/// A selector or condition as JSON; empty where it matches everything.
fn effective_condition<'r>(raw: &'r Option<Raw<'_>>) -> &'r str {
    let mut condition = trim(raw.as_ref().map_or("", |raw| raw.get()));
    for empty in ["{}", "[]", "null"] {
        while eat(&mut condition, empty) {}
    }
    condition
}

/// Whether some rule of `new` matches each request that `old` matches.
fn covers(new: &List<MatchRule<'_>>, old: &List<MatchRule<'_>>) -> bool {
    let among = |list: &List<Str<'_>>, wanted: &str| {
        list.iter().any(|item| {
            let all = *item == "*/*" || (*item == "*" && !contains_any(wanted, "/"));
            all || *item == wanted || item.strip_suffix("/*").is_some_and(|plural| before(wanted, "/") == plural)
        })
    };
    let covered = |was: &MatchRule<'_>, [group, version, resource, operation]: [&str; 4]| {
        new.iter().any(|is| {
            among(&is.groups, group)
                && among(&is.versions, version)
                && among(&is.resources, resource)
                && among(&is.operations, operation)
                && (matches!(&*is.scope, "" | "*") || is.scope == was.scope)
        })
    };
    for was in old.iter() {
        for (group, version) in
            was.groups.iter().flat_map(|group| was.versions.iter().map(move |version| (group, version)))
        {
            for resource in was.resources.iter() {
                if !was.operations.iter().all(|operation| covered(was, [group, version, resource, operation])) {
                    return false;
                }
            }
        }
    }
    true
}
