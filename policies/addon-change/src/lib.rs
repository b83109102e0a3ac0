//! Changes to ACK's add-ons that bypass ACK.
#![no_std]

mod add_ons;
mod differences;
mod docs;
mod workload;

use add_ons::{CONFIGS, Config, FIXED, WORKLOADS};
use differences::{differing, members};
use guards::members::same_value;
use guards::object::{self, ProtectedObjects, Whole};
use redline_engine::json::Fields;
use redline_engine::prelude::*;
use redline_engine::strings::{slice, truncate_for_display};

/// ACK add-ons must be changed and deleted through ACK.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Whole<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(UPDATE_DELETE, kinds::DAEMON_SET).of(Interest::KubeSystem),
            on(UPDATE_DELETE, kinds::DEPLOYMENT).of(Interest::KubeSystem),
            on(UPDATE_DELETE, kinds::DEPLOYMENT).sub("scale").of(Interest::KubeSystem),
            on(UPDATE_DELETE, kinds::CONFIG_MAP).of(Interest::KubeSystem),
            on(UPDATE_DELETE, kinds::SECRET).of(Interest::KubeSystem),
            on(UPDATE_DELETE, kinds::SERVICE).of(Interest::KubeSystem),
            on(UPDATE_DELETE, kinds::SERVICE_ACCOUNT).of(Interest::KubeSystem),
            on(UPDATE_DELETE, kinds::CLUSTER_ROLE),
            on(UPDATE_DELETE, kinds::CLUSTER_ROLE_BINDING),
            on(UPDATE_DELETE, kinds::MUTATING_WEBHOOK_CONFIGURATION),
            on(UPDATE_DELETE, kinds::VALIDATING_WEBHOOK_CONFIGURATION),
        ],
        rows: &[rows::RN1],
        // The add-ons' own controllers, and ACK's installer in the cluster.
        exempt_users: &["system:serviceaccount:kube-system:*"],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Whole<'_>>, _: &NoSettings, out: &mut Findings) {
        let Some(part) = Part::of(req) else { return };
        let (kind, id) = (req.kind_name(), truncate_for_display(&req.object_id()));
        if req.operation == Operation::Delete {
            let (level, text) = match &part {
                Part::Record(_) if req.old_object.as_ref().is_some_and(is_past) => return,
                Part::Record(addon) => (
                    Level::Warn,
                    text!(
                        "deletes the Helm release record of add-on `{addon}`",
                        "该请求将删除组件 `{addon}` 的 Helm 发布记录"
                    ),
                ),
                _ => (
                    if req.old_object.as_ref().is_some_and(workload::is_users) { Level::Warn } else { Level::Deny },
                    text!("deletes {kind} `{id}` of an ACK add-on", "该请求将删除 ACK 组件的 {kind} `{id}`"),
                ),
            };
            out.push(Finding::deny("", text).at(level));
            return;
        }
        let (Some(old), Some(new)) = (&req.old_object, &req.object) else { return };
        out.extend(object::added_owner(req));
        match part {
            Part::Workload(target) => workload::check(req, target.kind, old, new, out),
            Part::Config(config) => check_config_map(config, old, new, out),
            Part::Fixed(target, fields) => check_fields(target, &id, fields, old, new, out),
            Part::Record(_) => {}
        }
    }
}

/// The part of an add-on that a request is about.
enum Part {
    Workload(&'static ProtectedObjects),
    Config(&'static Config),
    /// An object that connects the add-on with the cluster, and the members that do so.
    Fixed(&'static ProtectedObjects, &'static [&'static str]),
    /// The record of a Helm release, with the name of the add-on.
    Record(String),
}

impl Part {
    fn of(req: &Request<'_, Whole<'_>>) -> Option<Part> {
        let name = req.object_name();
        if let Some(target) = object::target(WORKLOADS, req) {
            return Some(Part::Workload(target));
        }
        if let Some((target, fields)) = FIXED.iter().find(|(target, _)| target.matches(req)) {
            return Some(Part::Fixed(target, fields));
        }
        if req.object_namespace() != "kube-system" {
            return None;
        }
        match req.kind_name() {
            "Secret" => released_add_on(name).map(|addon| Part::Record(addon.to_owned())),
            "ConfigMap" => CONFIGS.iter().find(|config| config.name == name).map(Part::Config),
            _ => None,
        }
    }
}

/// Checks the members of an object that connect an add-on with the cluster.
fn check_fields(
    target: &ProtectedObjects,
    id: &str,
    fields: &[&str],
    old: &Whole<'_>,
    new: &Whole<'_>,
    out: &mut Findings,
) {
    for path in fields {
        let (outer, inner) = path.split_once('.').unwrap_or((path, ""));
        let same = if inner.is_empty() {
            same_value(old.fields.get(outer), new.fields.get(outer))
        } else {
            same_value(members(&old.fields, outer).get(inner), members(&new.fields, outer).get(inner))
        };
        // New versions of an add-on need other rights, but none of them needs none.
        let allowed = target.resource == "clusterroles"
            && new.fields.get(outer).is_some_and(|rules| !matches!(rules.get().trim(), "null" | "[]"));
        if !same && !allowed {
            let kind = target.kind;
            let text = text!(
                "changes `{path}` of {kind} `{id}` of an ACK add-on",
                "该请求将修改 ACK 组件的 {kind} `{id}` 的 `{path}`"
            );
            out.push(Finding::deny(*path, text));
        }
    }
}

/// Whether Helm has a later record of the release: it deletes records beyond the length of its history itself.
fn is_past(record: &Whole<'_>) -> bool {
    record.metadata.labels.get("status").is_some_and(|status| status == "superseded")
}

/// The add-on whose Helm release a Secret of this name records: `sh.helm.release.v1.<name>.v<number>`.
fn released_add_on(secret: &str) -> Option<&str> {
    let name = secret.strip_prefix("sh.helm.release.v1.")?;
    let release = slice(name, 0, name.as_bytes().windows(2).rposition(|pair| pair == b".v")?);
    let known = |target: &ProtectedObjects| target.names.contains(&release);
    (release.starts_with("ack-") || WORKLOADS.iter().any(known)).then_some(release)
}

fn check_config_map(config: &Config, old: &Whole<'_>, new: &Whole<'_>, out: &mut Findings) {
    for part in ["data", "binaryData"] {
        let (old, new) = (members(&old.fields, part), members(&new.fields, part));
        for key in differing(&old, &new) {
            let filled = |fields: &Fields<'_>| {
                fields.get(key).is_some_and(|value| !matches!(value.get().trim_matches(['"', ' ']), "" | "null"))
            };
            // Users may configure the add-on, but without a configuration it does not run.
            let emptied = config.keys.is_empty() && filled(&old) && !filled(&new) && config.needs == key;
            let level = if emptied { Some(Level::Deny) } else { config.data };
            let Some(level) = level.filter(|_| !config.keys.contains(&key)) else { continue };
            let (name, shown) = (config.name, truncate_for_display(key));
            let text = text!(
                "changes `{shown}` of ConfigMap `kube-system/{name}`",
                "该请求将修改 ConfigMap `kube-system/{name}` 的 `{shown}`"
            );
            out.push(Finding::deny(format!("{part}[{key}]"), text).at(level));
        }
    }
}
