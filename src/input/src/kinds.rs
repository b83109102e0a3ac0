//! Kinds and their plurals, groups and scopes: those of Kubernetes from its own API types, those of ACK and its add-ons
//! from [`redline_core::kinds`], all others by the convention that most custom resources follow.

use std::borrow::Cow;
use std::sync::LazyLock;

use k8s_openapi::{ClusterResourceScope, NamespaceResourceScope, Resource};
use redline_core::kinds;

/// A kind of object and the resource that serves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// API group, empty for the core group.
    pub group: Cow<'static, str>,
    /// API version.
    pub version: Cow<'static, str>,
    /// Kind, `Pod`.
    pub kind: Cow<'static, str>,
    /// Plural resource name, `pods`.
    pub plural: Cow<'static, str>,
    /// Whether objects live in a namespace.
    pub namespaced: bool,
}

/// A sub-resource that takes objects of another kind than its resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubResource {
    /// Plural of the main resource, in the core group; `*` for any resource.
    pub resource: &'static str,
    /// Name of the sub-resource.
    pub name: &'static str,
    /// Group, version and kind of its object.
    pub object: (&'static str, &'static str, &'static str),
}

/// Splits `apps/v1` into group and version; the core group is empty.
pub fn split_api_version(api_version: &str) -> (&str, &str) {
    api_version.split_once('/').unwrap_or(("", api_version))
}

/// Joins group and version to `apps/v1`.
pub fn api_version(group: &str, version: &str) -> String {
    if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") }
}

/// A known kind by group and name, in the version that current clusters serve.
pub fn by_kind(group: &str, kind: &str) -> Option<&'static Kind> {
    all().find(|k| k.group == group && k.kind == kind)
}

/// A known kind by group and plural.
pub fn by_plural(group: &str, plural: &str) -> Option<&'static Kind> {
    all().find(|k| k.group == group && k.plural == plural)
}

/// The kind of an object. Unknown kinds count as namespaced, with a plural by convention.
pub fn of_object(api_version: &str, kind: &str) -> Kind {
    let (group, version) = split_api_version(api_version);
    let known = by_kind(group, kind);
    Kind {
        group: group.to_owned().into(),
        version: version.to_owned().into(),
        kind: kind.to_owned().into(),
        plural: known.map_or_else(|| plural(kind).into(), |k| k.plural.clone()),
        namespaced: known.is_none_or(|k| k.namespaced),
    }
}

/// The sub-resource that takes this kind of object, where the kind is not a resource itself.
pub fn sub_resource_of(group: &str, kind: &str) -> Option<&'static SubResource> {
    SUB_RESOURCES.iter().find(|s| s.resource != "*" && s.object.0 == group && s.object.2 == kind)
}

/// The sub-resource of a resource, where it takes objects of another kind.
pub fn sub_resource(plural: &str, name: &str) -> Option<&'static SubResource> {
    SUB_RESOURCES.iter().find(|s| (s.resource == plural || s.resource == "*") && s.name == name)
}

/// The plural by convention.
fn plural(kind: &str) -> String {
    let lower = kind.to_lowercase();
    if let Some(stem) = lower.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u'])) {
        return format!("{stem}ies");
    }
    let hissing = ["s", "x", "ch", "sh"].iter().any(|end| lower.ends_with(end));
    lower + if hissing { "es" } else { "s" }
}

/// The kinds of Kubernetes itself, in the versions that current clusters serve.
pub fn of_kubernetes() -> impl Iterator<Item = &'static Kind> {
    KUBERNETES.iter()
}

/// All known kinds: those of Kubernetes, and those of ACK and its add-ons.
pub fn all() -> impl Iterator<Item = &'static Kind> {
    KUBERNETES.iter().chain(ADD_ONS.iter())
}

/// The kinds of the common table that `k8s-openapi` does not have.
static ADD_ONS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let workloads = kinds::CUSTOM_WORKLOADS.iter().map(|workload| &workload.kind);
    let table = kinds::ALL.iter().copied().chain(kinds::NETWORK_ADD_ONS).chain(workloads);
    let known = |kind: &kinds::Kind| KUBERNETES.iter().any(|k| k.group == kind.group && k.kind == kind.kind);
    table.filter(|kind| !known(kind)).map(of_table).collect()
});

fn of_table(kind: &'static kinds::Kind) -> Kind {
    Kind {
        group: Cow::Borrowed(kind.group),
        version: Cow::Borrowed(kind.versions[0]),
        kind: Cow::Borrowed(kind.kind),
        plural: Cow::Borrowed(kind.plural),
        namespaced: kind.namespaced,
    }
}

trait Scope {
    const NAMESPACED: bool;
}

impl Scope for ClusterResourceScope {
    const NAMESPACED: bool = false;
}

impl Scope for NamespaceResourceScope {
    const NAMESPACED: bool = true;
}

const fn entry<T: Resource>() -> Kind
where
    T::Scope: Scope,
{
    Kind {
        group: Cow::Borrowed(T::GROUP),
        version: Cow::Borrowed(T::VERSION),
        kind: Cow::Borrowed(T::KIND),
        plural: Cow::Borrowed(T::URL_PATH_SEGMENT),
        namespaced: <T::Scope as Scope>::NAMESPACED,
    }
}

macro_rules! api_types {
    ($($path:path: $($kind:ident)*;)*) => {
        &[$($( { use $path as api; entry::<api::$kind>() } ),*),*]
    };
}

static KUBERNETES: &[Kind] = api_types! {
    k8s_openapi::api::core::v1: Binding ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume
        PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount;
    k8s_openapi::api::apps::v1: ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet;
    k8s_openapi::api::batch::v1: CronJob Job;
    k8s_openapi::api::autoscaling::v2: HorizontalPodAutoscaler;
    k8s_openapi::api::networking::v1: IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR;
    k8s_openapi::api::policy::v1: PodDisruptionBudget;
    k8s_openapi::api::rbac::v1: ClusterRole ClusterRoleBinding Role RoleBinding;
    k8s_openapi::api::storage::v1: CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass;
    k8s_openapi::api::admissionregistration::v1: MutatingAdmissionPolicy MutatingAdmissionPolicyBinding
        MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration;
    k8s_openapi::api::certificates::v1: CertificateSigningRequest;
    k8s_openapi::api::coordination::v1: Lease;
    k8s_openapi::api::discovery::v1: EndpointSlice;
    k8s_openapi::api::events::v1: Event;
    k8s_openapi::api::flowcontrol::v1: FlowSchema PriorityLevelConfiguration;
    k8s_openapi::api::node::v1: RuntimeClass;
    k8s_openapi::api::scheduling::v1: PriorityClass;
    k8s_openapi::api::resource::v1: DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice;
    k8s_openapi::api::authentication::v1: TokenReview;
    k8s_openapi::api::authorization::v1: LocalSubjectAccessReview SelfSubjectAccessReview SubjectAccessReview;
    k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1: CustomResourceDefinition;
    k8s_openapi::kube_aggregator::pkg::apis::apiregistration::v1: APIService;
};

const fn sub(
    resource: &'static str,
    name: &'static str,
    object: (&'static str, &'static str, &'static str),
) -> SubResource {
    SubResource { resource, name, object }
}

static SUB_RESOURCES: &[SubResource] = &[
    sub("pods", "exec", ("", "v1", "PodExecOptions")),
    sub("pods", "attach", ("", "v1", "PodAttachOptions")),
    sub("pods", "portforward", ("", "v1", "PodPortForwardOptions")),
    sub("pods", "proxy", ("", "v1", "PodProxyOptions")),
    sub("pods", "eviction", ("policy", "v1", "Eviction")),
    sub("pods", "binding", ("", "v1", "Binding")),
    sub("services", "proxy", ("", "v1", "ServiceProxyOptions")),
    sub("nodes", "proxy", ("", "v1", "NodeProxyOptions")),
    sub("serviceaccounts", "token", ("authentication.k8s.io", "v1", "TokenRequest")),
    sub("*", "scale", ("autoscaling", "v1", "Scale")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kubernetes_kinds_come_from_its_types() {
        let node = by_kind("", "Node").unwrap();
        assert_eq!((&*node.plural, &*node.version, node.namespaced), ("nodes", "v1", false));
        let ingress = by_plural("networking.k8s.io", "ingresses").unwrap();
        assert_eq!((&*ingress.kind, ingress.namespaced), ("Ingress", true));
        assert_eq!(by_kind("network.alibabacloud.com", "Node").unwrap().plural, "nodes");
    }

    #[test]
    fn plurals_of_add_ons_follow_the_convention() {
        for kind in ADD_ONS.iter() {
            assert_eq!(plural(&kind.kind), kind.plural, "{}", kind.kind);
        }
    }

    #[test]
    fn no_kind_stands_twice() {
        let mut names: Vec<_> = all().map(|k| (&k.group, &k.kind)).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn old_and_unknown_kinds_are_guessed() {
        let old = of_object("policy/v1beta1", "PodDisruptionBudget");
        assert_eq!((&*old.version, &*old.plural), ("v1beta1", "poddisruptionbudgets"));
        for (kind, want) in [("Gateway", "gateways"), ("Policy", "policies"), ("Mesh", "meshes"), ("Widget", "widgets")]
        {
            assert_eq!(of_object("example.com/v1", kind).plural, want);
        }
    }

    #[test]
    fn options_lead_back_to_their_sub_resource() {
        assert_eq!(sub_resource_of("", "PodExecOptions").unwrap().name, "exec");
        assert_eq!(sub_resource_of("policy", "Eviction").unwrap().resource, "pods");
        assert_eq!(sub_resource_of("autoscaling", "Scale"), None);
        assert_eq!(sub_resource("deployments", "scale").unwrap().object.2, "Scale");
        assert_eq!(sub_resource("pods", "status"), None);
    }
}
