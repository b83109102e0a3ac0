//! Objects that Terraform's kubernetes provider manages, as the admission requests that they lead to.
//!
//! `kubernetes_manifest` has the object as it is. The other types have its fields in Terraform's spelling: words joined
//! by `_`, and an object within an object as a list of one block.

use serde_json::{Map, Value, json};

use super::partial;
use crate::request::{AdmissionRequest, RequestSpec, Requester};
use redline_core::request_match::Operation;

/// Terraform's types without `kubernetes_` and a version, and the objects that they stand for.
const TYPES: &[(&str, &str, &str)] = &[
    ("api_service", "apiregistration.k8s.io/v1", "APIService"),
    ("cluster_role", "rbac.authorization.k8s.io/v1", "ClusterRole"),
    ("cluster_role_binding", "rbac.authorization.k8s.io/v1", "ClusterRoleBinding"),
    ("config_map", "v1", "ConfigMap"),
    ("cron_job", "batch/v1", "CronJob"),
    ("csi_driver", "storage.k8s.io/v1", "CSIDriver"),
    ("daemon_set", "apps/v1", "DaemonSet"),
    ("daemonset", "apps/v1", "DaemonSet"),
    ("deployment", "apps/v1", "Deployment"),
    ("horizontal_pod_autoscaler", "autoscaling/v2", "HorizontalPodAutoscaler"),
    ("ingress", "networking.k8s.io/v1", "Ingress"),
    ("ingress_class", "networking.k8s.io/v1", "IngressClass"),
    ("job", "batch/v1", "Job"),
    ("limit_range", "v1", "LimitRange"),
    ("mutating_webhook_configuration", "admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration"),
    ("namespace", "v1", "Namespace"),
    ("network_policy", "networking.k8s.io/v1", "NetworkPolicy"),
    ("persistent_volume", "v1", "PersistentVolume"),
    ("persistent_volume_claim", "v1", "PersistentVolumeClaim"),
    ("pod", "v1", "Pod"),
    ("pod_disruption_budget", "policy/v1", "PodDisruptionBudget"),
    ("priority_class", "scheduling.k8s.io/v1", "PriorityClass"),
    ("replication_controller", "v1", "ReplicationController"),
    ("role", "rbac.authorization.k8s.io/v1", "Role"),
    ("role_binding", "rbac.authorization.k8s.io/v1", "RoleBinding"),
    ("secret", "v1", "Secret"),
    ("service", "v1", "Service"),
    ("service_account", "v1", "ServiceAccount"),
    ("stateful_set", "apps/v1", "StatefulSet"),
    ("storage_class", "storage.k8s.io/v1", "StorageClass"),
    ("validating_webhook_configuration", "admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration"),
];

/// Blocks that are lists in Kubernetes, too, with the names that they have there. Every other block is an object.
const LISTS: &[(&str, &str)] = &[
    ("allowed_topologies", "allowedTopologies"),
    ("capacity_rule", "capacityRule"),
    ("container", "containers"),
    ("egress", "egress"),
    ("env", "env"),
    ("env_from", "envFrom"),
    ("from", "from"),
    ("host_aliases", "hostAliases"),
    ("image_pull_secrets", "imagePullSecrets"),
    ("ingress", "ingress"),
    ("init_container", "initContainers"),
    ("items", "items"),
    ("match_expressions", "matchExpressions"),
    ("match_fields", "matchFields"),
    ("node_selector_term", "nodeSelectorTerms"),
    ("path", "paths"),
    ("port", "ports"),
    ("ports", "ports"),
    ("readiness_gate", "readinessGates"),
    ("rule", "rules"),
    ("secret", "secrets"),
    ("sources", "sources"),
    ("subject", "subjects"),
    ("sysctl", "sysctls"),
    ("tls", "tls"),
    ("to", "to"),
    ("toleration", "tolerations"),
    ("topology_spread_constraint", "topologySpreadConstraints"),
    ("volume", "volumes"),
    ("volume_claim_template", "volumeClaimTemplates"),
    ("volume_device", "volumeDevices"),
    ("volume_mount", "volumeMounts"),
    ("webhook", "webhooks"),
];

/// Members whose keys are the user's, so that they keep their spelling.
const FREE: &[&str] = &[
    "annotations",
    "binary_data",
    "data",
    "labels",
    "match_labels",
    "node_selector",
    "parameters",
    "selector",
    "string_data",
    "volume_attributes",
];

/// Blocks that Kubernetes does not have: their fields belong to what is around them.
const INLINE: &[&str] = &["persistent_volume_source"];

/// Fields that have another name in Kubernetes.
const RENAMED: &[(&str, &str)] = &[
    ("cluster_ips", "clusterIPs"),
    ("external_ips", "externalIPs"),
    ("non_resource_urls", "nonResourceURLs"),
    ("storage_provisioner", "provisioner"),
];

/// Members that the provider computes, or that steer the provider.
const NOT_FIELDS: &[&str] = &[
    "id",
    "timeouts",
    "wait_for_completion",
    "wait_for_rollout",
    "wait_for_load_balancer",
    "wait_until_bound",
    "wait_for_service_account_token",
    "status",
    "generation",
    "resource_version",
    "uid",
];

/// Numbers that Terraform writes as texts.
const NUMBERS: &[&str] = &["fs_group", "replicas", "run_as_group", "run_as_user"];

/// The request that a change stands for; `None` where it is about something else, or changes nothing.
pub(super) fn request(change: &Value) -> Option<Result<Value, String>> {
    let kind = change["type"].as_str()?.strip_prefix("kubernetes_")?;
    if change["mode"] == "data" {
        return None;
    }
    if let Some((before, after)) = partial::objects(kind, &change["change"]["before"], &change["change"]["after"]) {
        return (before != after).then(|| built(Operation::Update, after, Some(before)));
    }
    let object = |side: &Value| if kind == "manifest" { manifest(side) } else { typed(kind, side) };
    let (before, after) = (object(&change["change"]["before"]), object(&change["change"]["after"]));
    let actions: Vec<&str> = change["change"]["actions"].as_array()?.iter().filter_map(Value::as_str).collect();
    let (operation, object, old) = match actions.as_slice() {
        ["create"] => (Operation::Create, after?, None),
        ["update"] => (Operation::Update, after?, Some(before?)),
        // Of a replacement this is the first part.
        actions if actions.contains(&"delete") => (Operation::Delete, before?, None),
        _ => return None,
    };
    Some(built(operation, object, old))
}

fn built(operation: Operation, object: Value, old: Option<Value>) -> Result<Value, String> {
    let spec = RequestSpec { operation, requester: Requester::new("terraform"), old, dry_run: false };
    AdmissionRequest::for_object(object, &spec).map(AdmissionRequest::into_json)
}

/// The object of a `kubernetes_manifest`: as it is in the cluster, else as it is configured.
fn manifest(side: &Value) -> Option<Value> {
    [&side["object"], &side["manifest"]].into_iter().find(|object| object["kind"].is_string()).cloned()
}

/// The object of another type; `None` for types that are a part of an object.
fn typed(kind: &str, side: &Value) -> Option<Value> {
    let stem = match kind.rsplit_once('_') {
        Some((stem, version)) if version.starts_with('v') && version[1..].starts_with(|c: char| c.is_ascii_digit()) => {
            stem
        }
        _ => kind,
    };
    let (_, api_version, object_kind) = TYPES.iter().find(|(name, ..)| *name == stem)?;
    let Value::Object(members) = side else { return None };
    let mut object =
        Map::from_iter([("apiVersion".to_owned(), json!(api_version)), ("kind".to_owned(), json!(object_kind))]);
    object.extend(fields(members));
    Some(Value::Object(object))
}

fn fields(members: &Map<String, Value>) -> Map<String, Value> {
    let kept = members.iter().filter(|(name, value)| !NOT_FIELDS.contains(&&***name) && !is_empty(value));
    let mut out = Map::new();
    for (name, value) in kept {
        match value[0].as_object().filter(|_| INLINE.contains(&&**name)) {
            Some(inner) => out.extend(fields(inner)),
            None => out.extend([field(name, value)]),
        }
    }
    out
}

/// Terraform writes what is not set as null, as an empty text, or as an empty list.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn field(name: &str, value: &Value) -> (String, Value) {
    if FREE.contains(&name) && value.is_object() {
        return (camel(name), value.clone());
    }
    match value {
        Value::Array(items) if items.iter().all(Value::is_object) => {
            let blocks: Vec<Value> =
                items.iter().filter_map(Value::as_object).map(|item| Value::Object(fields(item))).collect();
            match LISTS.iter().find(|(block, _)| *block == name) {
                Some((_, plural)) => ((*plural).to_owned(), Value::Array(blocks)),
                None if blocks.len() == 1 => (camel(name), blocks.into_iter().next().unwrap_or_default()),
                None => (camel(name), Value::Array(blocks)),
            }
        }
        Value::Object(members) => (camel(name), Value::Object(fields(members))),
        // Terraform has these numbers as texts, because an empty text stands for none.
        Value::String(text) if NUMBERS.contains(&name) => {
            (camel(name), text.parse::<i64>().map_or_else(|_| value.clone(), Value::from))
        }
        other => (camel(name), other.clone()),
    }
}

/// Words that are written in capitals where they do not begin a name, as in `hostPID`.
const CAPITALS: &[&str] = &["cidr", "id", "ip", "ipc", "pid"];

/// `host_path` as `hostPath`.
fn camel(name: &str) -> String {
    if let Some((_, renamed)) = RENAMED.iter().find(|(own, _)| *own == name) {
        return (*renamed).to_owned();
    }
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut out, word| {
        match CAPITALS.contains(&word) {
            true => out.push_str(&word.to_uppercase()),
            false => out.extend(word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1))),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(kind: &str, actions: Value, before: Value, after: Value) -> Value {
        let change =
            json!({"type": kind, "address": "x", "change": {"actions": actions, "before": before, "after": after}});
        match request(&change) {
            Some(Ok(request)) => request,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn blocks_become_fields() {
        let spec = json!([{"host_network": true, "host_pid": true, "node_name": "", "container": [{"name": "c", "image": "x",
            "args": ["a"], "security_context": [{"privileged": true, "run_as_user": "0"}],
            "volume_mount": [{"name": "v", "mount_path": "/host"}]}],
            "volume": [{"name": "v", "host_path": [{"path": "/", "type": ""}]}]}]);
        let metadata = json!([{"name": "p", "namespace": "default", "labels": {"a_b": "c"}, "uid": "u"}]);
        let after = json!({"id": "default/p", "metadata": metadata, "spec": spec});
        let made = change("kubernetes_pod_v1", json!(["create"]), Value::Null, after);
        assert_eq!(
            made["object"],
            json!({"apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": "p", "namespace": "default", "labels": {"a_b": "c"}},
            "spec": {"hostNetwork": true, "hostPID": true,
                "containers": [{"name": "c", "image": "x", "args": ["a"], "securityContext": {"privileged": true, "runAsUser": 0},
                    "volumeMounts": [{"name": "v", "mountPath": "/host"}]}],
                "volumes": [{"name": "v", "hostPath": {"path": "/"}}]}})
        );
    }

    #[test]
    fn volumes_and_classes_have_the_fields_of_kubernetes() {
        let volume = json!({"metadata": [{"name": "v"}], "spec": [{"capacity": {"storage": "1Gi"}, "persistent_volume_source": [
            {"csi": [{"driver": "diskplugin.csi.alibabacloud.com", "volume_handle": "d-1",
                      "volume_attributes": {"a_b": "c"}}], "nfs": []}]}]});
        let made = change("kubernetes_persistent_volume_v1", json!(["create"]), Value::Null, volume);
        let csi = json!({"driver": "diskplugin.csi.alibabacloud.com", "volumeHandle": "d-1", "volumeAttributes": {"a_b": "c"}});
        assert_eq!(made["object"]["spec"], json!({"capacity": {"storage": "1Gi"}, "csi": csi}));
        let class = json!({"metadata": [{"name": "s"}], "storage_provisioner": "x", "parameters": {"regionId": "r"}, "id": "s"});
        let made = change("kubernetes_storage_class_v1", json!(["delete"]), class, Value::Null);
        assert_eq!((&made["oldObject"]["provisioner"], &made["operation"]), (&json!("x"), &json!("DELETE")));
    }

    #[test]
    fn manifests_are_taken_as_they_are() {
        let object = json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n"}});
        let made = change(
            "kubernetes_manifest",
            json!(["delete"]),
            json!({"manifest": object, "object": object}),
            Value::Null,
        );
        assert_eq!((&made["operation"], &made["oldObject"]), (&json!("DELETE"), &object));
        let made =
            change("kubernetes_service", json!(["delete", "create"]), json!({"metadata": [{"name": "s"}]}), json!({}));
        assert_eq!((&made["operation"], &made["name"]), (&json!("DELETE"), &json!("s")));
    }

    #[test]
    fn parts_of_objects_are_none() {
        let none = |kind: &str, actions: Value| {
            request(&json!({"type": kind, "change": {"actions": actions, "after": {}}})).is_none()
        };
        assert!(none("kubernetes_env", json!(["create"])));
        assert!(none("alicloud_instance", json!(["create"])));
        assert!(none("kubernetes_namespace", json!(["no-op"])));
    }
}
