//! Changes that stand for several requests to the API server, as the changes of single objects.
//!
//! A release of Helm has its objects in the attribute `manifest`, if the provider renders them; other providers have one
//! object as text. A replacement deletes an object and creates another one.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::{kinds, yaml};

/// Types whose object stands in an attribute as text, and that attribute.
const AS_TEXT: &[(&str, &str)] = &[("kubectl_manifest", "yaml_body"), ("kustomization_resource", "manifest")];

/// The changes that a change stands for; itself where it stands for nothing else.
pub(super) fn of(change: Value) -> Vec<Value> {
    let kind = change["type"].as_str().unwrap_or_default();
    if change["mode"] == "data" {
        return vec![change];
    }
    if kind == "helm_release" {
        return release(&change).unwrap_or_else(|| vec![change]);
    }
    if let Some((_, attribute)) = AS_TEXT.iter().find(|(name, _)| *name == kind) {
        let object = |side: &Value| side[*attribute].as_str().and_then(|text| yaml::single::<Value>(text, "").ok());
        let (before, after) = (object(&change["change"]["before"]), object(&change["change"]["after"]));
        let address = change["address"].as_str().unwrap_or_default().to_owned();
        return match before.is_some() || after.is_some() {
            true => with_actions(&address, &change["change"]["actions"], before, after),
            false => vec![change],
        };
    }
    if kind.starts_with("kubernetes_") && is_replacement(&change["change"]["actions"]) {
        return ["delete", "create"].map(|action| with(&change, "actions", json!([action]))).to_vec();
    }
    vec![change]
}

fn is_replacement(actions: &Value) -> bool {
    let has = |action: &str| actions.as_array().is_some_and(|actions| actions.contains(&json!(action)));
    has("delete") && has("create")
}

/// A change with another value for one member of `change`.
fn with(change: &Value, member: &str, value: Value) -> Value {
    let mut change = change.clone();
    change["change"][member] = value;
    change
}

/// The objects of a release; `None` where the plan does not have them.
fn release(change: &Value) -> Option<Vec<Value>> {
    let (before, after) = (objects(&change["change"]["before"]), objects(&change["change"]["after"]));
    let actions = change["change"]["actions"].as_array()?;
    let does = |action: &str| actions.contains(&json!(action));
    let knows_after = after.is_some();
    if !(does("create") || does("update") || does("delete"))
        || (does("create") || does("update")) && !knows_after
        || does("delete") && before.is_none()
    {
        return None;
    }
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    let address = change["address"].as_str().unwrap_or_default();
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let each = names.into_iter().flat_map(|name| {
        let (old, new) = (before.get(name), after.get(name));
        let actions = match (old, new) {
            _ if is_replacement(&change["change"]["actions"]) => json!(["delete", "create"]),
            (Some(old), Some(new)) if old == new => return Vec::new(),
            (Some(_), Some(_)) => json!(["update"]),
            (None, Some(_)) => json!(["create"]),
            _ => json!(["delete"]),
        };
        with_actions(address, &actions, old.cloned(), new.cloned())
    });
    Some(each.collect())
}

/// The objects in the attribute `manifest` of a release, by their names there.
fn objects(release: &Value) -> Option<Map<String, Value>> {
    let manifest: Map<String, Value> = serde_json::from_str(release["manifest"].as_str()?).ok()?;
    let namespace = release["namespace"].as_str().filter(|name| !name.is_empty()).unwrap_or("default");
    let placed = manifest.into_iter().filter(|(_, object)| object["kind"].is_string()).map(|(name, mut object)| {
        let text = |name: &str| object[name].as_str().unwrap_or_default();
        let is_placed = object["metadata"]["namespace"].is_string();
        if !is_placed && kinds::of_object(text("apiVersion"), text("kind")).namespaced {
            object["metadata"]["namespace"] = json!(namespace);
        }
        (name, object)
    });
    Some(placed.collect())
}

/// Changes of one object; a replacement is two, one after the other.
fn with_actions(address: &str, actions: &Value, before: Option<Value>, after: Option<Value>) -> Vec<Value> {
    let side = |object: &Option<Value>| object.as_ref().map_or(Value::Null, |object| json!({ "manifest": object }));
    let change = json!({
        "address": address, "mode": "managed", "type": "kubernetes_manifest",
        "change": {"actions": actions, "before": side(&before), "after": side(&after), "after_unknown": {}},
    });
    match is_replacement(actions) {
        // What one side lacks is only created or only deleted.
        true => [("delete", &before), ("create", &after)]
            .into_iter()
            .filter(|(_, object)| object.is_some())
            .map(|(action, _)| with(&change, "actions", json!([action])))
            .collect(),
        false => vec![change],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release_of(actions: Value, before: Value, after: Value) -> Vec<String> {
        let side = |objects: Value| match objects.is_null() {
            true => Value::Null,
            false => json!({"namespace": "kube-system", "manifest": objects.to_string()}),
        };
        let change = json!({"type": "helm_release", "address": "helm_release.web", "change": {
            "actions": actions, "before": side(before), "after": side(after)}});
        let told = |change: &Value| {
            let object = [&change["change"]["before"], &change["change"]["after"]]
                .into_iter()
                .find_map(|side| side["manifest"]["metadata"].as_object())
                .map_or(Value::Null, |metadata| json!([metadata.get("namespace"), metadata["name"]]));
            format!("{} {} {object}", change["type"].as_str().unwrap(), change["change"]["actions"])
        };
        of(change).iter().map(told).collect()
    }

    #[test]
    fn a_release_is_its_objects() {
        let object = |kind: &str, version: &str, name: &str, data: &str| {
            let (metadata, data) = (json!({"name": name}), json!({"a": data}));
            json!({"apiVersion": version, "kind": kind, "metadata": metadata, "data": data})
        };
        let old = json!({"configmap/v1/a": object("ConfigMap", "v1", "a", "1"), "configmap/v1/b": object("ConfigMap", "v1", "b", "1"),
            "clusterrole/rbac.authorization.k8s.io/v1/r": object("ClusterRole", "rbac.authorization.k8s.io/v1", "r", "1")});
        let new = json!({"configmap/v1/a": object("ConfigMap", "v1", "a", "2"), "configmap/v1/b": object("ConfigMap", "v1", "b", "1"),
            "configmap/v1/c": object("ConfigMap", "v1", "c", "1")});
        assert_eq!(
            release_of(json!(["update"]), old.clone(), new.clone()),
            [
                "kubernetes_manifest [\"delete\"] [null,\"r\"]",
                "kubernetes_manifest [\"update\"] [\"kube-system\",\"a\"]",
                "kubernetes_manifest [\"create\"] [\"kube-system\",\"c\"]",
            ]
        );
        assert_eq!(release_of(json!(["delete"]), old.clone(), Value::Null).len(), 3);
        assert_eq!(release_of(json!(["delete", "create"]), old.clone(), new).len(), 6);
        assert_eq!(release_of(json!(["update"]), old, Value::Null), ["helm_release [\"update\"] null"], "not rendered");
    }

    #[test]
    fn objects_as_text_and_replacements_are_requests() {
        let change = json!({"type": "kubectl_manifest", "address": "kubectl_manifest.x", "change": {"actions": ["delete"],
            "before": {"yaml_body": "apiVersion: v1\nkind: Node\nmetadata: {name: n}\n"}, "after": null}});
        let parts = of(change);
        assert_eq!(parts[0]["change"]["before"]["manifest"]["kind"], "Node");
        let change = json!({"type": "kubernetes_service_v1", "change": {"actions": ["delete", "create"], "before": {}, "after": {}}});
        let actions: Vec<Value> = of(change).iter().map(|part| part["change"]["actions"].clone()).collect();
        assert_eq!(actions, [json!(["delete"]), json!(["create"])]);
        let other = json!({"type": "alicloud_instance", "change": {"actions": ["delete", "create"]}});
        assert_eq!(of(other.clone()), [other]);
    }
}
