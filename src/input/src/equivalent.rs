//! The version in which rules see an object, whatever version a request names.
//!
//! A webhook with `matchPolicy: Equivalent`, which is the default, receives objects in the version that it asks for: the API
//! server converts them. The same is done here, for kinds of which the current group and version are known.

use serde_json::{Value, json};

use crate::kinds::{self, Kind, api_version};

/// Groups that kinds have left, and the groups in which they are served now.
const MOVED: [(&str, &str, &str); 6] = [
    ("extensions", "DaemonSet", "apps"),
    ("extensions", "Deployment", "apps"),
    ("extensions", "ReplicaSet", "apps"),
    ("extensions", "Ingress", "networking.k8s.io"),
    ("extensions", "NetworkPolicy", "networking.k8s.io"),
    ("extensions", "PodSecurityPolicy", "policy"),
];

/// The current kind for a group and a kind; `None` where it is not known.
pub(crate) fn current(group: &str, kind: &str) -> Option<&'static Kind> {
    let moved = MOVED.iter().find(|(old, name, _)| *old == group && *name == kind);
    kinds::by_kind(moved.map_or(group, |(.., new)| new), kind)
}

/// The group in which objects of a kind are served now.
pub(crate) fn current_group<'g>(group: &'g str, kind: &str) -> &'g str {
    MOVED.iter().find(|(old, name, _)| *old == group && *name == kind).map_or(group, |(.., new)| new)
}

/// Rewrites an AdmissionRequest so that it names the current version of its kind, and so do its objects. What the client
/// asked for stays in `requestKind` and `requestResource`.
pub(crate) fn convert(request: &mut Value) {
    let text = |value: &Value, member: &str| value[member].as_str().unwrap_or_default().to_owned();
    let (group, version, kind) =
        (text(&request["kind"], "group"), text(&request["kind"], "version"), text(&request["kind"], "kind"));
    let resource = request["resource"].clone();
    // The object of a sub-resource such as `scale` has a kind of its own; there the resource tells.
    let current = current(&group, &kind)
        .filter(|known| *known.plural == *text(&resource, "resource"))
        .or_else(|| by_resource(&text(&resource, "group"), &text(&resource, "resource")));
    let Some(current) = current else { return };
    let is_main = *current.kind == *kind;
    let unchanged = *current.group == *text(&resource, "group") && *current.version == *text(&resource, "version");
    if unchanged && (!is_main || *current.group == *group && *current.version == *version) {
        return;
    }
    if !request["resource"].is_object() {
        return;
    }
    let (old_kind, old_resource) = (request["kind"].clone(), resource);
    let members = request.as_object_mut();
    let Some(members) = members else { return };
    members.entry("requestKind").or_insert(old_kind);
    members.entry("requestResource").or_insert(old_resource);
    members.insert(
        "resource".to_owned(),
        json!({"group": current.group, "version": current.version, "resource": current.plural}),
    );
    if is_main {
        members.insert(
            "kind".to_owned(),
            json!({"group": current.group, "version": current.version, "kind": current.kind}),
        );
        for member in ["object", "oldObject"] {
            let object = members.get_mut(member).filter(|object| object.is_object());
            if let Some(object) = object.filter(|object| object["kind"] == *current.kind) {
                object["apiVersion"] = api_version(&current.group, &current.version).into();
            }
        }
    }
}

/// The current kind that a resource of a group, or of the group that it has left, is of.
pub(crate) fn by_resource(group: &str, plural: &str) -> Option<&'static Kind> {
    let moved = MOVED.iter().filter(|(old, ..)| *old == group);
    kinds::by_plural(group, plural).or_else(|| moved.filter_map(|(_, _, new)| kinds::by_plural(new, plural)).next())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(group: &str, version: &str, kind: &str, plural: &str) -> Value {
        json!({
            "kind": {"group": group, "version": version, "kind": kind},
            "resource": {"group": group, "version": version, "resource": plural},
            "object": {"apiVersion": api_version(group, version), "kind": kind},
        })
    }

    #[test]
    fn old_versions_and_groups_become_the_current_ones() {
        for (group, version, kind, plural, want) in [
            ("extensions", "v1beta1", "Deployment", "deployments", "apps/v1"),
            ("apps", "v1beta2", "StatefulSet", "statefulsets", "apps/v1"),
            ("batch", "v1beta1", "CronJob", "cronjobs", "batch/v1"),
            ("extensions", "v1beta1", "PodSecurityPolicy", "podsecuritypolicies", "policy/v1beta1"),
            ("networking.k8s.io", "v1beta1", "Ingress", "ingresses", "networking.k8s.io/v1"),
        ] {
            let mut converted = request(group, version, kind, plural);
            convert(&mut converted);
            let resource = &converted["resource"];
            let named = api_version(resource["group"].as_str().unwrap(), resource["version"].as_str().unwrap());
            assert_eq!((&*named, &converted["object"]["apiVersion"]), (want, &json!(want)), "{kind}");
            assert_eq!(converted["requestKind"], json!({"group": group, "version": version, "kind": kind}));
        }
    }

    #[test]
    fn current_and_unknown_kinds_stay() {
        for (group, version, kind, plural) in [
            ("apps", "v1", "Deployment", "deployments"),
            ("example.com", "v1alpha1", "Widget", "widgets"),
            ("", "v1", "Event", "events"),
        ] {
            let same = request(group, version, kind, plural);
            let mut converted = same.clone();
            convert(&mut converted);
            assert_eq!(converted, same);
        }
    }

    #[test]
    fn sub_resources_keep_the_kind_of_their_object() {
        let mut scale = json!({
            "kind": {"group": "autoscaling", "version": "v1", "kind": "Scale"}, "subResource": "scale",
            "resource": {"group": "extensions", "version": "v1beta1", "resource": "deployments"},
        });
        convert(&mut scale);
        assert_eq!(scale["resource"], json!({"group": "apps", "version": "v1", "resource": "deployments"}));
        assert_eq!(scale["kind"]["kind"], "Scale");
    }
}
