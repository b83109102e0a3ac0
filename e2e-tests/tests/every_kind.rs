//! Every rule reads every built-in kind that it watches: an object with all fields that Kubernetes has for the kind, in every
//! version that ever served it, is never *unreadable*. The objects come from `k8s-openapi`: its types are deserialised from a
//! source that has a value for each field, and serialised again.

use k8s_openapi::Resource;
use k8s_openapi::api::admissionregistration::v1::{MutatingWebhookConfiguration, ValidatingWebhookConfiguration};
use k8s_openapi::api::apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet};
use k8s_openapi::api::autoscaling::v1::Scale;
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::batch::v1::{CronJob, Job};
use k8s_openapi::api::coordination::v1::Lease;
use k8s_openapi::api::core::v1::{
    ConfigMap, Endpoints, Event, LimitRange, Namespace, Node, PersistentVolume, PersistentVolumeClaim, Pod,
    PodTemplate, ReplicationController, ResourceQuota, Secret, Service, ServiceAccount,
};
use k8s_openapi::api::discovery::v1::EndpointSlice;
use k8s_openapi::api::networking::v1::{Ingress, IngressClass, NetworkPolicy};
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding, Role, RoleBinding};
use k8s_openapi::api::scheduling::v1::PriorityClass;
use k8s_openapi::api::storage::v1::{CSIDriver, CSINode, StorageClass, VolumeAttachment};
use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;
use k8s_openapi::kube_aggregator::pkg::apis::apiregistration::v1::APIService;
use redline_dev::RULES;
use redline_e2e::native;
use redline_engine::core::request_match::Operation;
use redline_engine::core::rule::RuleKind;
use redline_input::kinds;
use serde::Serialize;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Value, json};

/// The value of every text: a time, because some texts are times.
const TEXT: &str = "2026-11-28T00:00:00Z";
/// The value of every text that is base64.
const BASE64: &str = "eA==";
/// How many structs deep optional fields have a value.
const DEPTH: usize = 14;

/// A source with a value for every field.
#[derive(Clone, Copy)]
struct Every {
    depth: usize,
}

impl Every {
    fn full(self) -> bool {
        self.depth >= DEPTH
    }
}

macro_rules! values {
    ($($method:ident => $visit:ident($value:expr)),* $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.$visit($value)
        }
    )*};
}

impl<'de> Deserializer<'de> for Every {
    type Error = Error;

    values! {
        deserialize_any => visit_str(TEXT),
        deserialize_string => visit_str(TEXT),
        deserialize_str => visit_str(BASE64),
        deserialize_bool => visit_bool(true),
        deserialize_i32 => visit_i64(1),
        deserialize_i64 => visit_i64(1),
        deserialize_f64 => visit_f64(1.0),
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.full() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &str, visitor: V) -> Result<V::Value, Error> {
        if name.ends_with("Time") {
            let time: StrDeserializer<'_, Error> = TEXT.into_deserializer();
            return visitor.visit_newtype_struct(time);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Once { every: self, left: !self.full() })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(Once { every: self, left: !self.full() })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        // The schema of a CRD contains itself in a dozen places.
        let depth = if name == "JSONSchemaProps" { DEPTH } else { self.depth + 1 };
        // An object, or a template of one, knows its own version and kind.
        let whole = self.depth == 0 || fields.contains(&"metadata");
        let named = |field: &&&str| !whole || !["apiVersion", "kind"].contains(*field);
        let fields = fields.iter().filter(named).copied().collect::<Vec<_>>().into_iter();
        visitor.visit_map(Fields { every: Every { depth }, fields })
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u32 u64 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct enum identifier ignored_any
    }
}

/// One item of a list, or one entry of a map.
struct Once {
    every: Every,
    left: bool,
}

impl<'de> SeqAccess<'de> for Once {
    type Error = Error;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        std::mem::take(&mut self.left).then(|| seed.deserialize(self.every)).transpose()
    }
}

impl<'de> MapAccess<'de> for Once {
    type Error = Error;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        std::mem::take(&mut self.left).then(|| seed.deserialize(self.every)).transpose()
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.every)
    }
}

/// The fields of a struct.
struct Fields {
    every: Every,
    fields: std::vec::IntoIter<&'static str>,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Error;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        self.fields
            .next()
            .map(|field| {
                let field: StrDeserializer<'_, Error> = field.into_deserializer();
                seed.deserialize(field)
            })
            .transpose()
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.every)
    }
}

/// An object of a kind, with its group, version and kind.
struct Sample {
    group: &'static str,
    version: &'static str,
    kind: &'static str,
    object: Value,
}

fn sample<T: Resource + Serialize + for<'de> Deserialize<'de>>() -> Sample {
    let object = T::deserialize(Every { depth: 0 }).unwrap_or_else(|e| panic!("{}: {e}", T::KIND));
    let mut object = serde_json::to_value(object).unwrap();
    // Terminating objects are let go unread.
    object["metadata"].as_object_mut().unwrap().remove("deletionTimestamp");
    Sample { group: T::GROUP, version: T::VERSION, kind: T::KIND, object }
}

macro_rules! samples {
    ($($kind:ty),* $(,)?) => { vec![$(sample::<$kind>()),*] };
}

/// A PodSecurityPolicy, which Kubernetes no longer has.
fn pod_security_policy() -> Sample {
    let object = json!({"apiVersion": "policy/v1beta1", "kind": "PodSecurityPolicy", "metadata": {"name": "x"}, "spec": {
        "privileged": false, "volumes": ["configMap", "*"], "hostNetwork": true, "hostPorts": [{"min": 1, "max": 2}],
        "allowedCapabilities": ["*"], "seLinux": {"rule": "RunAsAny"}, "runAsUser": {"rule": "RunAsAny"},
        "allowedHostPaths": [{"pathPrefix": "/", "readOnly": true}], "allowedUnsafeSysctls": ["net.*"],
        "supplementalGroups": {"rule": "RunAsAny", "ranges": [{"min": 1, "max": 2}]}, "fsGroup": {"rule": "RunAsAny"}}});
    Sample { group: "policy", version: "v1beta1", kind: "PodSecurityPolicy", object }
}

fn all() -> Vec<Sample> {
    let mut all = samples![
        APIService,
        CSIDriver,
        CSINode,
        ClusterRole,
        ClusterRoleBinding,
        ConfigMap,
        CronJob,
        CustomResourceDefinition,
        DaemonSet,
        Deployment,
        EndpointSlice,
        Endpoints,
        Event,
        HorizontalPodAutoscaler,
        Ingress,
        IngressClass,
        Job,
        Lease,
        LimitRange,
        MutatingWebhookConfiguration,
        Namespace,
        NetworkPolicy,
        Node,
        PersistentVolume,
        PersistentVolumeClaim,
        Pod,
        PodDisruptionBudget,
        PodTemplate,
        PriorityClass,
        ReplicaSet,
        ReplicationController,
        ResourceQuota,
        Role,
        RoleBinding,
        Secret,
        Service,
        ServiceAccount,
        StatefulSet,
        StorageClass,
        ValidatingWebhookConfiguration,
        VolumeAttachment,
    ];
    all.push(pod_security_policy());
    all
}

/// Groups and versions that served a kind before the present one, with objects of the same shape in what rules read.
const FORMER: &[(&str, &[(&str, &str)])] = &[
    ("Deployment", &[("apps", "v1beta1"), ("apps", "v1beta2"), ("extensions", "v1beta1")]),
    ("DaemonSet", &[("apps", "v1beta2"), ("extensions", "v1beta1")]),
    ("ReplicaSet", &[("apps", "v1beta2"), ("extensions", "v1beta1")]),
    ("StatefulSet", &[("apps", "v1beta1"), ("apps", "v1beta2")]),
    ("CronJob", &[("batch", "v1beta1"), ("batch", "v2alpha1")]),
    ("Ingress", &[("networking.k8s.io", "v1beta1"), ("extensions", "v1beta1")]),
    ("NetworkPolicy", &[("extensions", "v1beta1")]),
    ("PodSecurityPolicy", &[("extensions", "v1beta1")]),
    ("ClusterRoleBinding", &[("rbac.authorization.k8s.io", "v1beta1"), ("rbac.authorization.k8s.io", "v1alpha1")]),
    ("VolumeAttachment", &[("storage.k8s.io", "v1beta1"), ("storage.k8s.io", "v1alpha1")]),
    ("StorageClass", &[("storage.k8s.io", "v1beta1")]),
    ("CustomResourceDefinition", &[("apiextensions.k8s.io", "v1beta1")]),
    ("MutatingWebhookConfiguration", &[("admissionregistration.k8s.io", "v1beta1")]),
];

fn plural(sample: &Sample) -> String {
    kinds::by_kind(sample.group, sample.kind).unwrap_or_else(|| panic!("{}", sample.kind)).plural.to_string()
}

fn request(sample: &Sample, (group, version): (&str, &str), operation: Operation, sub: &str) -> Value {
    let plural = plural(sample);
    let scale = sub == "scale";
    let kind = if scale {
        json!({"group": "autoscaling", "version": "v1", "kind": "Scale"})
    } else {
        json!({"group": group, "version": version, "kind": sample.kind})
    };
    let object = if scale { self::sample::<Scale>().object } else { sample.object.clone() };
    json!({"settings": {}, "request": {
        "uid": "1", "kind": kind, "resource": {"group": group, "version": version, "resource": plural}, "subResource": sub,
        "name": "x", "namespace": "prod", "operation": operation.as_str(), "userInfo": {"username": "dev"},
        "object": if operation == Operation::Delete { Value::Null } else { object.clone() },
        "oldObject": if operation == Operation::Create { Value::Null } else { object },
    }})
}

#[test]
fn no_valid_object_is_unreadable() {
    let samples = all();
    let mut count = 0;
    for rule in RULES.iter().filter(|rule| rule.kind == RuleKind::Admission) {
        for sample in &samples {
            let former = FORMER.iter().filter(|(kind, _)| *kind == sample.kind).flat_map(|(_, served)| served.iter());
            let served: Vec<(&str, &str)> = former.copied().chain([(sample.group, sample.version)]).collect();
            let plural = plural(sample);
            for on in rule.metadata.requests {
                if !on.matches_kind((sample.group, sample.kind), (sample.group, &plural))
                    || ["exec", "attach"].contains(&on.sub_resource)
                {
                    continue;
                }
                for operation in on.operations {
                    for version in &served {
                        let payload = request(sample, *version, *operation, on.sub_resource);
                        let response = native(rule, payload.to_string().as_bytes(), None);
                        let message = response.message.unwrap_or_default();
                        assert_ne!(response.code, Some(400), "{} {version:?} {}: {message}", rule.id(), sample.kind);
                        count += 1;
                    }
                }
            }
        }
    }
    assert!(count > 500, "only {count} requests matched");
}

#[test]
fn samples_have_all_fields() {
    let pod = sample::<Pod>().object;
    for pointer in [
        "/metadata/ownerReferences/0/uid",
        "/spec/containers/0/lifecycle/postStart/exec/command/0",
        "/spec/initContainers/0/securityContext/capabilities/add/0",
        "/spec/volumes/0/ephemeral/volumeClaimTemplate/spec/accessModes/0",
    ] {
        assert!(pod.pointer(pointer).is_some(), "{pointer}");
    }
    let cron_job = sample::<CronJob>().object;
    assert!(cron_job.pointer("/spec/jobTemplate/spec/template/spec/containers/0/volumeMounts/0/readOnly").is_some());
}
