//! The kinds that rules name, with their groups, versions and plurals, and with the place of their pod specification.
//!
//! Rules, hosts and generators use this one table. Tests compare the kinds of Kubernetes with `k8s-openapi`. The kinds of
//! add-ons come from the CustomResourceDefinitions that the add-ons install.

mod add_ons;
mod custom;

pub use add_ons::NETWORK_ADD_ONS;
pub use custom::{CUSTOM_WORKLOADS, CustomWorkload, PodPlace};

/// A kind of object and the resource that serves it.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// API group; empty for the core group.
    pub group: &'static str,
    /// API versions that serve it, the preferred one first; `*` for every version.
    pub versions: &'static [&'static str],
    /// Kind, such as `Pod`; empty for every kind of the group.
    pub kind: &'static str,
    /// Plural resource name, such as `pods`; `*` for every resource of the group.
    pub plural: &'static str,
    /// Whether objects live in a namespace.
    pub namespaced: bool,
    /// Whether the resource has the sub-resource `scale`.
    pub scale: bool,
    /// Path of the pod specification in an object; empty for kinds without pods.
    pub pod_spec: &'static str,
}

impl Kind {
    const fn cluster(
        group: &'static str,
        versions: &'static [&'static str],
        kind: &'static str,
        plural: &'static str,
    ) -> Kind {
        Kind { group, versions, kind, plural, namespaced: false, scale: false, pod_spec: "" }
    }

    const fn namespaced(
        group: &'static str,
        versions: &'static [&'static str],
        kind: &'static str,
        plural: &'static str,
    ) -> Kind {
        Kind { namespaced: true, ..Kind::cluster(group, versions, kind, plural) }
    }

    /// Every kind of a group.
    const fn any(group: &'static str) -> Kind {
        Kind::namespaced(group, &["*"], "", "*")
    }

    /// The same kind with pods at this path.
    const fn pods(self, pod_spec: &'static str) -> Kind {
        Kind { pod_spec, ..self }
    }

    /// The same kind with the sub-resource `scale`.
    const fn scales(self) -> Kind {
        Kind { scale: true, ..self }
    }

    /// The kind of the object in a request to a sub-resource: `Scale` for `scale`, `Binding` for `binding`, the options for
    /// connections, and the kind itself for every other sub-resource and for none.
    pub fn object_kind(&self, sub_resource: &str) -> &'static str {
        match sub_resource {
            "scale" => "Scale",
            "binding" => "Binding",
            "exec" => "PodExecOptions",
            "attach" => "PodAttachOptions",
            _ => self.kind,
        }
    }
}

/// `Binding` of the core group, which puts a pod on a node and its own annotations on the pod.
pub const BINDING: &Kind = &Kind::namespaced("", &["v1"], "Binding", "bindings");
/// `ConfigMap` of the core group.
pub const CONFIG_MAP: &Kind = &Kind::namespaced("", &["v1"], "ConfigMap", "configmaps");
/// `Namespace` of the core group.
pub const NAMESPACE: &Kind = &Kind::cluster("", &["v1"], "Namespace", "namespaces");
/// `Node` of the core group.
pub const NODE: &Kind = &Kind::cluster("", &["v1"], "Node", "nodes");
/// `PersistentVolume` of the core group.
pub const PERSISTENT_VOLUME: &Kind = &Kind::cluster("", &["v1"], "PersistentVolume", "persistentvolumes");
/// `PersistentVolumeClaim` of the core group.
pub const PERSISTENT_VOLUME_CLAIM: &Kind =
    &Kind::namespaced("", &["v1"], "PersistentVolumeClaim", "persistentvolumeclaims");
/// `Pod` of the core group.
pub const POD: &Kind = &Kind::namespaced("", &["v1"], "Pod", "pods").pods("spec");
/// `PodTemplate` of the core group.
pub const POD_TEMPLATE: &Kind = &Kind::namespaced("", &["v1"], "PodTemplate", "podtemplates").pods("template.spec");
/// `ReplicationController` of the core group.
pub const REPLICATION_CONTROLLER: &Kind =
    &Kind::namespaced("", &["v1"], "ReplicationController", "replicationcontrollers")
        .pods("spec.template.spec")
        .scales();
/// `Secret` of the core group.
pub const SECRET: &Kind = &Kind::namespaced("", &["v1"], "Secret", "secrets");
/// `Service` of the core group.
pub const SERVICE: &Kind = &Kind::namespaced("", &["v1"], "Service", "services");
/// `ServiceAccount` of the core group.
pub const SERVICE_ACCOUNT: &Kind = &Kind::namespaced("", &["v1"], "ServiceAccount", "serviceaccounts");
/// `MutatingWebhookConfiguration` of `admissionregistration.k8s.io`.
pub const MUTATING_WEBHOOK_CONFIGURATION: &Kind = &Kind::cluster(
    "admissionregistration.k8s.io",
    &["v1"],
    "MutatingWebhookConfiguration",
    "mutatingwebhookconfigurations",
);
/// `ValidatingWebhookConfiguration` of `admissionregistration.k8s.io`.
pub const VALIDATING_WEBHOOK_CONFIGURATION: &Kind = &Kind::cluster(
    "admissionregistration.k8s.io",
    &["v1"],
    "ValidatingWebhookConfiguration",
    "validatingwebhookconfigurations",
);
/// `CustomResourceDefinition` of `apiextensions.k8s.io`.
pub const CUSTOM_RESOURCE_DEFINITION: &Kind =
    &Kind::cluster("apiextensions.k8s.io", &["v1"], "CustomResourceDefinition", "customresourcedefinitions");
/// `APIService` of `apiregistration.k8s.io`.
pub const API_SERVICE: &Kind = &Kind::cluster("apiregistration.k8s.io", &["v1"], "APIService", "apiservices");
/// `DaemonSet` of `apps`.
pub const DAEMON_SET: &Kind = &Kind::namespaced("apps", &["v1"], "DaemonSet", "daemonsets").pods("spec.template.spec");
/// `Deployment` of `apps`.
pub const DEPLOYMENT: &Kind =
    &Kind::namespaced("apps", &["v1"], "Deployment", "deployments").pods("spec.template.spec").scales();
/// `ReplicaSet` of `apps`.
pub const REPLICA_SET: &Kind =
    &Kind::namespaced("apps", &["v1"], "ReplicaSet", "replicasets").pods("spec.template.spec").scales();
/// `StatefulSet` of `apps`.
pub const STATEFUL_SET: &Kind =
    &Kind::namespaced("apps", &["v1"], "StatefulSet", "statefulsets").pods("spec.template.spec").scales();
/// `CronJob` of `batch`.
pub const CRON_JOB: &Kind =
    &Kind::namespaced("batch", &["v1"], "CronJob", "cronjobs").pods("spec.jobTemplate.spec.template.spec");
/// `Job` of `batch`.
pub const JOB: &Kind = &Kind::namespaced("batch", &["v1"], "Job", "jobs").pods("spec.template.spec");
/// `HorizontalPodAutoscaler` of `autoscaling`.
pub const HORIZONTAL_POD_AUTOSCALER: &Kind =
    &Kind::namespaced("autoscaling", &["v2", "v1"], "HorizontalPodAutoscaler", "horizontalpodautoscalers");
/// `Ingress` of `networking.k8s.io`.
pub const INGRESS: &Kind = &Kind::namespaced("networking.k8s.io", &["v1"], "Ingress", "ingresses");
/// `IngressClass` of `networking.k8s.io`.
pub const INGRESS_CLASS: &Kind = &Kind::cluster("networking.k8s.io", &["v1"], "IngressClass", "ingressclasses");
/// `NetworkPolicy` of `networking.k8s.io`.
pub const NETWORK_POLICY: &Kind = &Kind::namespaced("networking.k8s.io", &["v1"], "NetworkPolicy", "networkpolicies");
/// `PodSecurityPolicy` of `policy`.
pub const POD_SECURITY_POLICY: &Kind =
    &Kind::cluster("policy", &["v1beta1"], "PodSecurityPolicy", "podsecuritypolicies");
/// `ClusterRole` of `rbac.authorization.k8s.io`.
pub const CLUSTER_ROLE: &Kind = &Kind::cluster("rbac.authorization.k8s.io", &["v1"], "ClusterRole", "clusterroles");
/// `ClusterRoleBinding` of `rbac.authorization.k8s.io`.
pub const CLUSTER_ROLE_BINDING: &Kind =
    &Kind::cluster("rbac.authorization.k8s.io", &["v1"], "ClusterRoleBinding", "clusterrolebindings");
/// `Role` of `rbac.authorization.k8s.io`.
pub const ROLE: &Kind = &Kind::namespaced("rbac.authorization.k8s.io", &["v1"], "Role", "roles");
/// `RoleBinding` of `rbac.authorization.k8s.io`.
pub const ROLE_BINDING: &Kind = &Kind::namespaced("rbac.authorization.k8s.io", &["v1"], "RoleBinding", "rolebindings");
/// `ResourceClaim` of `resource.k8s.io`.
pub const RESOURCE_CLAIM: &Kind =
    &Kind::namespaced("resource.k8s.io", &["v1", "v1beta1", "v1beta2"], "ResourceClaim", "resourceclaims");
/// `ResourceClaimTemplate` of `resource.k8s.io`.
pub const RESOURCE_CLAIM_TEMPLATE: &Kind = &Kind::namespaced(
    "resource.k8s.io",
    &["v1", "v1beta1", "v1beta2"],
    "ResourceClaimTemplate",
    "resourceclaimtemplates",
);
/// `CSINode` of `storage.k8s.io`.
pub const CSI_NODE: &Kind = &Kind::cluster("storage.k8s.io", &["v1"], "CSINode", "csinodes");
/// `StorageClass` of `storage.k8s.io`.
pub const STORAGE_CLASS: &Kind = &Kind::cluster("storage.k8s.io", &["v1"], "StorageClass", "storageclasses");
/// `VolumeAttachment` of `storage.k8s.io`.
pub const VOLUME_ATTACHMENT: &Kind = &Kind::cluster("storage.k8s.io", &["v1"], "VolumeAttachment", "volumeattachments");
/// `AdmissionPolicy` of `policies.kubewarden.io`.
pub const ADMISSION_POLICY: &Kind =
    &Kind::namespaced("policies.kubewarden.io", &["v1", "v1alpha2"], "AdmissionPolicy", "admissionpolicies");
/// `AdmissionPolicyGroup` of `policies.kubewarden.io`.
pub const ADMISSION_POLICY_GROUP: &Kind =
    &Kind::namespaced("policies.kubewarden.io", &["v1", "v1alpha2"], "AdmissionPolicyGroup", "admissionpolicygroups");
/// `ClusterAdmissionPolicy` of `policies.kubewarden.io`.
pub const CLUSTER_ADMISSION_POLICY: &Kind =
    &Kind::cluster("policies.kubewarden.io", &["v1", "v1alpha2"], "ClusterAdmissionPolicy", "clusteradmissionpolicies");
/// `ClusterAdmissionPolicyGroup` of `policies.kubewarden.io`.
pub const CLUSTER_ADMISSION_POLICY_GROUP: &Kind = &Kind::cluster(
    "policies.kubewarden.io",
    &["v1", "v1alpha2"],
    "ClusterAdmissionPolicyGroup",
    "clusteradmissionpolicygroups",
);
/// `PolicyServer` of `policies.kubewarden.io`.
pub const POLICY_SERVER: &Kind =
    &Kind::cluster("policies.kubewarden.io", &["v1", "v1alpha2"], "PolicyServer", "policyservers");
/// `AlbConfig` of `alibabacloud.com`.
pub const ALB_CONFIG: &Kind = &Kind::cluster("alibabacloud.com", &["v1"], "AlbConfig", "albconfigs");
/// `AliyunLogConfig` of `log.alibabacloud.com`.
pub const ALIYUN_LOG_CONFIG: &Kind =
    &Kind::namespaced("log.alibabacloud.com", &["v1alpha1"], "AliyunLogConfig", "aliyunlogconfigs");
/// `NetworkInterface` of `network.alibabacloud.com`.
pub const TERWAY_NETWORK_INTERFACE: &Kind =
    &Kind::cluster("network.alibabacloud.com", &["v1beta1"], "NetworkInterface", "networkinterfaces");
/// `Node` of `network.alibabacloud.com`.
pub const TERWAY_NODE: &Kind = &Kind::cluster("network.alibabacloud.com", &["v1beta1"], "Node", "nodes");
/// `NodeRuntime` of `network.alibabacloud.com`.
pub const TERWAY_NODE_RUNTIME: &Kind =
    &Kind::cluster("network.alibabacloud.com", &["v1beta1"], "NodeRuntime", "noderuntimes");
/// `PodENI` of `network.alibabacloud.com`.
pub const TERWAY_POD_ENI: &Kind = &Kind::namespaced("network.alibabacloud.com", &["v1beta1"], "PodENI", "podenis");
/// `ContainerNetworkFileSystem` of `storage.alibabacloud.com`.
pub const CONTAINER_NETWORK_FILE_SYSTEM: &Kind = &Kind::cluster(
    "storage.alibabacloud.com",
    &["v1beta1"],
    "ContainerNetworkFileSystem",
    "containernetworkfilesystems",
);
/// `ClusterAliyunPipelineConfig` of `telemetry.alibabacloud.com`.
pub const CLUSTER_ALIYUN_PIPELINE_CONFIG: &Kind = &Kind::cluster(
    "telemetry.alibabacloud.com",
    &["v1alpha1"],
    "ClusterAliyunPipelineConfig",
    "clusteraliyunpipelineconfigs",
);
/// Every kind of every group.
pub const ANY: &Kind = &Kind::any("*");
/// Every kind of `apps.kruise.io`.
pub const ANY_IN_KRUISE: &Kind = &Kind::any("apps.kruise.io");
/// Every kind of `cilium.io`.
pub const ANY_IN_CILIUM: &Kind = &Kind::any("cilium.io");
/// Every kind of `crd.projectcalico.org`.
pub const ANY_IN_CALICO: &Kind = &Kind::any("crd.projectcalico.org");
/// Every kind of `gateway.networking.k8s.io`.
pub const ANY_IN_GATEWAY: &Kind = &Kind::any("gateway.networking.k8s.io");
/// Every kind of `storage.alibabacloud.com`.
pub const ANY_IN_ALIBABA_STORAGE: &Kind = &Kind::any("storage.alibabacloud.com");

/// Every kind in this file, apart from the groups `ANY_IN_*`.
pub const ALL: &[&Kind] = &[
    BINDING,
    CONFIG_MAP,
    NAMESPACE,
    NODE,
    PERSISTENT_VOLUME,
    PERSISTENT_VOLUME_CLAIM,
    POD,
    POD_TEMPLATE,
    REPLICATION_CONTROLLER,
    SECRET,
    SERVICE,
    SERVICE_ACCOUNT,
    MUTATING_WEBHOOK_CONFIGURATION,
    VALIDATING_WEBHOOK_CONFIGURATION,
    CUSTOM_RESOURCE_DEFINITION,
    API_SERVICE,
    DAEMON_SET,
    DEPLOYMENT,
    REPLICA_SET,
    STATEFUL_SET,
    HORIZONTAL_POD_AUTOSCALER,
    CRON_JOB,
    JOB,
    INGRESS,
    INGRESS_CLASS,
    NETWORK_POLICY,
    POD_SECURITY_POLICY,
    CLUSTER_ROLE,
    CLUSTER_ROLE_BINDING,
    ROLE,
    ROLE_BINDING,
    RESOURCE_CLAIM,
    RESOURCE_CLAIM_TEMPLATE,
    CSI_NODE,
    STORAGE_CLASS,
    VOLUME_ATTACHMENT,
    ADMISSION_POLICY,
    ADMISSION_POLICY_GROUP,
    CLUSTER_ADMISSION_POLICY,
    CLUSTER_ADMISSION_POLICY_GROUP,
    POLICY_SERVER,
    ALB_CONFIG,
    ALIYUN_LOG_CONFIG,
    TERWAY_NETWORK_INTERFACE,
    TERWAY_NODE,
    TERWAY_NODE_RUNTIME,
    TERWAY_POD_ENI,
    CONTAINER_NETWORK_FILE_SYSTEM,
    CLUSTER_ALIYUN_PIPELINE_CONFIG,
];
