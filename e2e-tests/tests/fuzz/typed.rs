//! Views of rules and the types of `k8s-openapi` read the same: an object that went through its type, and lost whatever
//! Kubernetes does not know, gets the same answer.

use k8s_openapi::api::apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet};
use k8s_openapi::api::batch::v1::{CronJob, Job};
use k8s_openapi::api::core::v1::{
    ConfigMap, Namespace, Node, PersistentVolume, PersistentVolumeClaim, Pod, PodTemplate, ReplicationController,
    Secret, Service, ServiceAccount,
};
use k8s_openapi::api::networking::v1::{Ingress, IngressClass, NetworkPolicy};
use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding, Role, RoleBinding};
use k8s_openapi::api::storage::v1::{CSINode, StorageClass, VolumeAttachment};
use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;
use k8s_openapi::kube_aggregator::pkg::apis::apiregistration::v1::APIService;
use redline_e2e::native;
use serde_json::Value;

use crate::random::{Random, rounds};
use crate::requests::{essence, payloads};

/// The object after a turn through its type; `None` where the type is another one or does not take it.
fn typed(group: &str, kind: &str, object: &Value) -> Option<Value> {
    object.as_object()?;
    macro_rules! through {
        ($($kind:ty),* $(,)?) => {
            match (group, kind) {
                $((<$kind as k8s_openapi::Resource>::GROUP, <$kind as k8s_openapi::Resource>::KIND) => {
                    let mut object = object.clone();
                    object["apiVersion"] = <$kind as k8s_openapi::Resource>::API_VERSION.into();
                    object["kind"] = kind.into();
                    serde_json::to_value(serde_json::from_value::<$kind>(object).ok()?).ok()
                })*
                _ => None,
            }
        };
    }
    through![
        APIService,
        CSINode,
        ClusterRole,
        ClusterRoleBinding,
        ConfigMap,
        CronJob,
        CustomResourceDefinition,
        DaemonSet,
        Deployment,
        Ingress,
        IngressClass,
        Job,
        Namespace,
        NetworkPolicy,
        Node,
        PersistentVolume,
        PersistentVolumeClaim,
        Pod,
        PodTemplate,
        ReplicaSet,
        ReplicationController,
        Role,
        RoleBinding,
        Secret,
        Service,
        ServiceAccount,
        StatefulSet,
        StorageClass,
        VolumeAttachment,
    ]
}

/// Whether a type only left out what Kubernetes does not know, and put nothing in for what an object must have.
fn is_part_of(typed: &Value, object: &Value) -> bool {
    match (typed, object) {
        (Value::Object(typed), Value::Object(object)) => {
            typed.iter().all(|(key, value)| object.get(key).is_some_and(|other| is_part_of(value, other)))
        }
        (Value::Array(typed), Value::Array(object)) => {
            typed.len() == object.len() && typed.iter().zip(object).all(|(typed, object)| is_part_of(typed, object))
        }
        _ => typed == object,
    }
}

#[test]
fn typed_objects_get_the_same_answer() {
    let known = payloads();
    let mut count = 0;
    for round in 0..rounds() * 2 {
        let mut random = Random::new(round);
        let (rule, case, value) = random.pick(&known);
        let mut value = value.clone();
        let text = |value: &Value, pointer: &str| {
            value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let (group, kind) = (text(&value, "/request/kind/group"), text(&value, "/request/kind/kind"));
        let present: Vec<&str> =
            ["object", "oldObject"].into_iter().filter(|object| value["request"][*object].is_object()).collect();
        let version = text(&value, "/request/kind/version");
        for object in &present {
            let core = group.is_empty();
            value["request"][*object]["apiVersion"] =
                if core { version.clone() } else { format!("{group}/{version}") }.into();
            value["request"][*object]["kind"] = kind.clone().into();
            for _ in 0..random.below(3) {
                random.change(&mut value["request"][*object]);
            }
        }
        let mut other = value.clone();
        let taken = present.iter().all(|object| {
            let Some(typed) = typed(&group, &kind, &value["request"][*object]) else { return false };
            let fits = is_part_of(&typed, &value["request"][*object]);
            other["request"][*object] = typed;
            fits
        });
        if !taken || present.is_empty() {
            continue;
        }
        let [before, after] = [&value, &other].map(|value| native(rule, value.to_string().as_bytes(), None));
        assert_eq!(essence(&before), essence(&after), "{} {case}, round {round}:\n{value}\n{other}", rule.id());
        count += 1;
    }
    assert!(count as u64 > rounds() / 4, "{count} objects");
}
