//! Nobody borrows an exemption: whoever only looks like a user, a kubelet or a workload that a rule exempts is anybody.

use redline_engine::core::pattern::service_account;
use redline_engine::kubernetes::exemption::CONTROL_PLANE;
use serde_json::{Value, json};

use super::exemptions::{about_workloads, pod_spec};
use super::{Base, Expected, Variant};
use crate::identities::{WAYS, merge, of_user};

/// One controller stands for all: they are told apart by exact names.
const CONTROLLER: &str = "system:serviceaccount:kube-system:generic-garbage-collector";

/// The users whom a rule exempts, of the controllers one.
pub fn users(base: &Base) -> Vec<String> {
    CONTROL_PLANE.iter().copied().chain([CONTROLLER]).map(str::to_owned).chain(own_users(base)).collect()
}

/// The users whom the rule itself exempts, of a pattern one.
pub(super) fn own_users(base: &Base) -> impl Iterator<Item = String> {
    base.rule.metadata.exempt_users.iter().map(|user| user.replace('*', "ack-installer"))
}

pub(super) fn variants(base: &Base) -> Vec<Variant> {
    let mut variants = Vec::new();
    for user in users(base) {
        let truly = base.by(&json!({"username": user, "uid": "1", "groups": ["system:authenticated"], "extra": {}}));
        variants.push(base.variant(format!("{user} itself"), &truly, json!({}), Expected::ExemptBy("")));
        let anybody = anybody(base);
        for way in &WAYS.users {
            let request = way.apply(base.request.clone(), &of_user(&user));
            if is_exempt_itself(base, &request) {
                continue;
            }
            let name = format!("{user} {}", way.way);
            variants.push(base.variant(name, &request, json!({}), Expected::AsGrave(Box::new(anybody.clone()))));
        }
    }
    variants.extend(kubelets(base));
    variants.extend(workloads(base));
    variants.extend(patterns(base));
    variants
}

/// What the rule says to somebody without a name that means anything.
fn anybody(base: &Base) -> redline_host::Response {
    let request = base.by(&json!({"username": "mallory", "groups": ["system:authenticated"]}));
    base.native(&base.with(&request, json!({})))
}

/// Whether the rule does exempt the requester: by another exempt name, or as an account that a pattern of the rule stands for.
pub fn is_exempt_itself(base: &Base, request: &Value) -> bool {
    let user = request["userInfo"]["username"].as_str().unwrap_or_default();
    let patterns = base.rule.metadata.exempt_users.iter().filter_map(|pattern| pattern.strip_suffix('*'));
    let by_pattern = service_account(user).is_some() && patterns.into_iter().any(|start| user.starts_with(start));
    by_pattern || users(base).iter().any(|exempt| exempt == user)
}

fn kubelets(base: &Base) -> Vec<Variant> {
    let node = base.text("/name").to_owned();
    let on_node = base.text("/resource/resource") == "nodes" && base.text("/resource/group").is_empty();
    if !on_node || node.len() < 2 {
        return Vec::new();
    }
    let beginning = node[..node.len() - 1].to_owned();
    let words = [("{node}", node), ("{beginning}", beginning)];
    let anybody = anybody(base);
    let ways = WAYS.kubelets.iter();
    ways.map(|way| {
        let request = way.apply(base.request.clone(), &words);
        let expected = Expected::AsGrave(Box::new(anybody.clone()));
        base.variant(format!("kubelet {}", way.way), &request, json!({}), expected)
    })
    .collect()
}

/// The case with its pods in a namespace and under an account.
fn with_pods(base: &Base, namespace: &str, spec: &Value, metadata: &Value) -> Value {
    base.changed(|request| {
        request.insert("namespace".to_owned(), namespace.into());
        for object in ["object", "oldObject"] {
            let Some(object) = request.get_mut(object).filter(|object| object.is_object()) else { continue };
            merge(&mut object["metadata"], metadata);
            object["metadata"]["namespace"] = namespace.into();
            if let Some(pods) = pod_spec_mut(object) {
                merge(pods, spec);
            }
        }
    })
}

fn pod_spec_mut(object: &mut Value) -> Option<&mut Value> {
    let pointer = pod_spec(object)?.0;
    object.pointer_mut(pointer)
}

fn workloads(base: &Base) -> Vec<Variant> {
    if !about_workloads(base) || base.rule.metadata.exempt_workloads.is_empty() {
        return Vec::new();
    }
    let mut variants = Vec::new();
    for workload in base.rule.metadata.exempt_workloads {
        let Some((namespace, account)) = workload.split_once('/') else { continue };
        let spec = |account: &str| json!({"serviceAccountName": account});
        let itself = with_pods(base, namespace, &spec(account), &json!({}));
        variants.push(base.variant(format!("{workload} itself"), &itself, json!({}), Expected::silence()));
        let words = [
            ("{namespace}", namespace.to_owned()),
            ("{account}", account.to_owned()),
            ("{ACCOUNT}", account.to_uppercase()),
        ];
        for way in &WAYS.workloads {
            let (namespace, more, metadata) = way.pods(&words);
            let request = with_pods(base, &namespace, &more, &metadata);
            let other = with_pods(base, &namespace, &spec("somebody-else"), &json!({}));
            let anybody = base.native(&base.with(&other, json!({})));
            let name = format!("{workload} {}", way.way);
            variants.push(base.variant(name, &request, json!({}), Expected::AsGrave(Box::new(anybody))));
        }
    }
    variants
}

/// Patterns in the settings: each reaches what the documentation says, and no further.
fn patterns(base: &Base) -> Vec<Variant> {
    let by = |name: &str, groups: &[&str]| base.by(&json!({"username": name, "groups": groups}));
    let account = |name: &str| by(&format!("system:serviceaccount:{name}"), &[]);
    let anybody = anybody(base);
    let mut variants = Vec::new();
    let mut not_by = |list: &str, pattern: &str, who: &str, request: Value| {
        let settings = json!({"exempt": {list: [pattern]}});
        let expected = Expected::AsGrave(Box::new(anybody.clone()));
        variants.push(base.variant(format!("{who} for {list} {pattern}"), &request, settings, expected));
    };
    for name in ["ci2:x", "ci-x:x", "CI:x", "xci:x", "ci/x:x", "ci:x:y", "ci:", "ci", ":x", "ci:x ", "ci:X", "x:ci"] {
        not_by("serviceAccounts", "ci/*", name, account(name));
    }
    for name in ["ci:x2", "ci:x:y", "ci:X", "ci2:x", "ci: x", "ci:x/y", "x:x", "ci:x\u{200b}"] {
        not_by("serviceAccounts", "ci/x", name, account(name));
    }
    for name in ["ci/x", "ci:x", "system:serviceaccounts:ci", "serviceaccount:ci:x"] {
        not_by("serviceAccounts", "ci/*", name, by(name, &[]));
    }
    not_by("serviceAccounts", "ci/*", "its groups", by("mallory", &["system:serviceaccounts:ci", "ci/x", "ci"]));
    for name in ["Ops-1", "xops-1", " ops-1", "op", "оps-1"] {
        not_by("users", "ops-*", name, by(name, &["ops-1"]));
        not_by("groups", "ops-*", name, by("ops-1", &[name]));
    }
    let namespace = base.text("/namespace").to_owned();
    if base.operation() != "CONNECT" && !namespace.is_empty() && base.text("/kind/kind") != "Namespace" {
        // A pattern for cluster-scoped names, and an object in a namespace that begins alike.
        let first = &namespace[..1];
        for pattern in [format!("{first}*"), format!("{namespace}*"), "*".to_owned(), namespace.clone()] {
            let settings = json!({"exempt": {"objects": [pattern]}});
            variants.push(base.setting(settings, base.same()));
        }
    }
    variants
}
