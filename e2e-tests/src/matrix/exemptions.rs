//! Whom and what the settings let through: every list of `exempt`, with an exact entry and with one that ends in `*`.

use redline_engine::core::request_match::RequestMatch;
use serde_json::{Value, json};

use super::{Base, Expected, Variant};

/// What the same rules say of other acts: of an image, and of files that lie on a file system and not on the node.
const ELSEWHERE: [&str; 2] = ["sets image", "which other pods may have mounted"];

/// Somebody whom no rule has on a list of its own.
const ACCOUNT: (&str, &str) = ("ci", "deployer");

pub(super) fn variants(base: &Base) -> Vec<Variant> {
    let mut variants = vec![base.setting(others(), base.same())];
    if base.is_cloud() {
        return variants;
    }
    let user = base.text("/userInfo/username");
    let group = base.text("/userInfo/groups/0");
    let namespace = namespace(base);
    for (list, value) in
        [("users", user), ("groups", group), ("namespaces", namespace), ("objects", &object(base, namespace))]
    {
        for entry in entries(value) {
            let expected = Expected::exempt(format!("exempt.{list} {entry}"));
            variants.push(base.setting(json!({"exempt": {list: [entry]}}), expected));
        }
        if !value.is_empty() {
            let near = [format!("{value}x"), format!("x{value}"), format!("{value}x*")];
            variants.push(base.setting(json!({"exempt": {list: near}}), base.same()));
        }
    }
    variants.extend(service_accounts(base));
    variants.extend(workloads(base, namespace));
    variants
}

/// Everybody and everything else.
fn others() -> Value {
    json!({"exempt": {
        "users": ["nobody", "nob*"], "groups": ["nobodies*"], "serviceAccounts": ["none/none", "none/*"],
        "workloads": ["none/none", "none/*"], "namespaces": ["none*"], "objects": ["none/none", "none*"],
    }})
}

/// The value itself, and its beginning with a star.
fn entries(value: &str) -> Vec<String> {
    let Some((last, _)) = value.char_indices().last() else { return Vec::new() };
    vec![value.to_owned(), format!("{}*", &value[..last])]
}

/// A requester is a service account by the form of the name.
fn service_accounts(base: &Base) -> Vec<Variant> {
    let (namespace, name) = ACCOUNT;
    let request = base.by(&json!({
        "username": format!("system:serviceaccount:{namespace}:{name}"),
        "groups": ["system:serviceaccounts", format!("system:serviceaccounts:{namespace}")],
    }));
    let mut variants = Vec::new();
    for entry in [format!("{namespace}/{name}"), format!("{namespace}/*")] {
        let settings = json!({"exempt": {"serviceAccounts": [entry]}});
        let expected = Expected::exempt(format!("exempt.serviceAccounts {entry}"));
        variants.push(base.variant(settings.to_string(), &request, settings, expected));
    }
    let without = base.native(&base.with(&request, json!({})));
    let near = json!({"exempt": {"serviceAccounts": [format!("{namespace}/{name}2"), format!("{namespace}2/*")]}});
    variants.push(base.variant(near.to_string(), &request, near, without.into()));
    variants
}

/// Whether exemptions of workloads count for the findings of the case: in rules about what a pod does to its node, which are
/// those that see `kubectl exec`.
pub(super) fn about_workloads(base: &Base) -> bool {
    let sees_exec = |on: &RequestMatch| on.resource() == ("pods", "exec");
    let about_nodes = base.rule.metadata.requests.iter().any(sees_exec);
    let elsewhere = base.lines[0].iter().any(|line| ELSEWHERE.iter().any(|text| line.contains(text)));
    about_nodes && !elsewhere && base.request.get("object").and_then(pod_spec).is_some()
}

fn workloads(base: &Base, namespace: &str) -> Vec<Variant> {
    let spec = base.request.get("object").and_then(pod_spec).filter(|_| about_workloads(base));
    let Some((_, spec)) = spec else { return Vec::new() };
    let account = match spec["serviceAccountName"].as_str() {
        None | Some("") => "default",
        Some(account) => account,
    };
    let entries = [format!("{namespace}/{account}"), format!("{namespace}/*")];
    let silent = entries.map(|entry| base.setting(json!({"exempt": {"workloads": [entry]}}), Expected::silence()));
    let near = [format!("{namespace}/{account}2"), format!("{namespace}2/*")];
    silent.into_iter().chain([base.setting(json!({"exempt": {"workloads": near}}), base.same())]).collect()
}

/// The specification of the pods that an object makes, and where it stands.
pub(super) fn pod_spec(object: &Value) -> Option<(&'static str, &Value)> {
    ["/spec/jobTemplate/spec/template/spec", "/spec/template/spec", "/spec"]
        .into_iter()
        .filter_map(|pointer| Some((pointer, object.pointer(pointer)?)))
        .find(|(_, spec)| spec["containers"].is_array() || spec["volumes"].is_array())
}

/// The object as it stands, for DELETE the old one.
fn of_object<'b>(base: &'b Base, member: &str) -> &'b str {
    let objects = if base.operation() == "DELETE" { ["oldObject", "object"] } else { ["object", "oldObject"] };
    let object = objects.iter().filter_map(|name| base.request.get(name)).find(|object| !object.is_null());
    object.and_then(|object| object["metadata"][member].as_str()).unwrap_or_default()
}

fn namespace(base: &Base) -> &str {
    match base.text("/namespace") {
        "" => of_object(base, "namespace"),
        namespace => namespace,
    }
}

/// `namespace/name`; a Namespace is named by itself, though its requests carry it as their namespace.
fn object(base: &Base, namespace: &str) -> String {
    let name = [base.text("/name"), of_object(base, "name"), of_object(base, "generateName")];
    let name = name.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    if namespace.is_empty() || base.text("/kind/kind") == "Namespace" {
        return name.to_owned();
    }
    format!("{namespace}/{name}")
}
