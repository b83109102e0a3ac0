//! One view over everything that carries pods, and over the volumes and connections that reach them.
//!
//! Pod, PodTemplate, ReplicationController, ReplicaSet, Deployment, StatefulSet, DaemonSet, Job and CronJob
//! keep their pod specification in different places under field names that never clash, nor do those of
//! PersistentVolume, StorageClass, PodExecOptions and ConfigMap. So one recursive view reads any of them in one pass, and
//! [`Workload::pods`] hands out what is there with its path.

use crate::object_meta::ObjectMeta;
use crate::request::Request;
use alloc::boxed::Box;
use alloc::vec::Vec;
use redline_core::kinds;
use redline_core::request_match::{CONNECT, CREATE_UPDATE, RequestMatch, on};
use redline_json::{List, Map, Str};

redline_json::view! {
    /// Any object with pods in it, a PersistentVolume, a ConfigMap, or the options of an exec.
    pub struct Workload<'a> {
        /// The object's metadata.
        pub metadata: ObjectMeta<'a>,
        /// `spec` of whatever it is.
        pub spec: Spec<'a>,
        /// `template` of a PodTemplate.
        pub template: Option<Box<Template<'a>>>,
        /// `data` of a ConfigMap.
        pub data: Map<'a>,
        /// `command` of PodExecOptions.
        pub command: List<Str<'a>>,
        /// `container` of PodExecOptions and PodAttachOptions.
        pub container: Str<'a>,
        /// Driver of a StorageClass.
        pub provisioner: Str<'a>,
        /// Parameters of a StorageClass.
        pub parameters: Map<'a>,
        /// What becomes of a StorageClass's volumes.
        pub reclaim_policy = "reclaimPolicy": Str<'a>,
    }

    /// A pod specification, the `spec` around one, or the `spec` of a PersistentVolume.
    pub struct Spec<'a> {
        /// Volumes of the pod.
        pub volumes: List<Volume<'a>>,
        /// Containers.
        pub containers: List<Container<'a>>,
        /// Init containers.
        pub init_containers = "initContainers": List<Container<'a>>,
        /// Ephemeral (debug) containers.
        pub ephemeral_containers = "ephemeralContainers": List<Container<'a>>,
        /// Pod shares the node's network.
        pub host_network = "hostNetwork": Option<bool>,
        /// Pod sees the node's processes.
        pub host_pid = "hostPID": Option<bool>,
        /// Pod shares the node's IPC.
        pub host_ipc = "hostIPC": Option<bool>,
        /// Pod-level security context.
        pub security_context = "securityContext": PodSecurityContext<'a>,
        /// Account the pod runs as; empty means `default`.
        pub service_account_name = "serviceAccountName": Str<'a>,
        /// Node the pod is bound to.
        pub node_name = "nodeName": Str<'a>,
        /// Labels a node must have.
        pub node_selector = "nodeSelector": Map<'a>,
        /// Replicas of a workload.
        pub replicas: Option<i64>,
        /// Pod template of a workload.
        pub template: Option<Box<Template<'a>>>,
        /// Job template of a CronJob.
        pub job_template = "jobTemplate": Option<Box<Template<'a>>>,
        /// `hostPath` of a PersistentVolume.
        pub host_path = "hostPath": Option<HostPath<'a>>,
        /// `local` of a PersistentVolume.
        pub local: Option<HostPath<'a>>,
        /// `csi` of a PersistentVolume.
        pub csi: Option<Csi<'a>>,
        /// What becomes of a PersistentVolume that is released.
        pub reclaim_policy = "persistentVolumeReclaimPolicy": Str<'a>,
    }

    /// A volume of a CSI driver.
    pub struct Csi<'a> {
        /// The driver's name.
        pub driver: Str<'a>,
        /// What the driver knows of the volume.
        pub attributes = "volumeAttributes": Map<'a>,
    }

    /// A pod template, or the job template around one.
    pub struct Template<'a> {
        /// Metadata that the pods get.
        pub metadata: ObjectMeta<'a>,
        /// Specification that the pods (or the jobs) get.
        pub spec: Spec<'a>,
    }

    /// A volume of a pod.
    pub struct Volume<'a> {
        /// Name that mounts refer to.
        pub name: Str<'a>,
        /// Directory or file of the node.
        pub host_path = "hostPath": Option<HostPath<'a>>,
        /// Directory of a file server.
        pub nfs: Option<Nfs<'a>>,
    }

    /// A directory of a file server.
    pub struct Nfs<'a> {
        /// Host name or address of the server.
        pub server: Str<'a>,
        /// Exported path.
        pub path: Str<'a>,
    }

    /// A path on the node.
    pub struct HostPath<'a> {
        /// Absolute path.
        pub path: Str<'a>,
    }

    /// A container of any sort.
    pub struct Container<'a> {
        /// Name.
        pub name: Str<'a>,
        /// Image reference.
        pub image: Str<'a>,
        /// Entry point.
        pub command: List<Str<'a>>,
        /// Arguments.
        pub args: List<Str<'a>>,
        /// Hooks.
        pub lifecycle: Lifecycle<'a>,
        /// Liveness probe.
        pub liveness_probe = "livenessProbe": Handler<'a>,
        /// Readiness probe.
        pub readiness_probe = "readinessProbe": Handler<'a>,
        /// Startup probe.
        pub startup_probe = "startupProbe": Handler<'a>,
        /// Privileges.
        pub security_context = "securityContext": SecurityContext<'a>,
        /// Mounts.
        pub volume_mounts = "volumeMounts": List<VolumeMount<'a>>,
    }

    /// Hooks of a container.
    pub struct Lifecycle<'a> {
        /// Runs after start.
        pub post_start = "postStart": Handler<'a>,
        /// Runs before stop.
        pub pre_stop = "preStop": Handler<'a>,
    }

    /// A hook or probe, as far as it runs a command.
    pub struct Handler<'a> {
        /// The command.
        pub exec: Exec<'a>,
    }

    /// A command run in a container.
    pub struct Exec<'a> {
        /// Words of the command.
        pub command: List<Str<'a>>,
    }

    /// Container privileges.
    pub struct SecurityContext<'a> {
        /// Everything the node's root may do.
        pub privileged: Option<bool>,
        /// Single capabilities.
        pub capabilities: Capabilities<'a>,
    }

    /// Linux capabilities.
    pub struct Capabilities<'a> {
        /// Added ones, with or without `CAP_`; `ALL` is all.
        pub add: List<Str<'a>>,
    }

    /// Pod-level security context.
    pub struct PodSecurityContext<'a> {
        /// Kernel parameters of the pod.
        pub sysctls: List<Sysctl<'a>>,
    }

    /// A kernel parameter.
    pub struct Sysctl<'a> {
        /// Name with dots or slashes.
        pub name: Str<'a>,
        /// Value as text.
        pub value: Str<'a>,
    }

    /// A mount of a volume into a container.
    pub struct VolumeMount<'a> {
        /// Name of the volume.
        pub name: Str<'a>,
        /// Where the container sees it.
        pub mount_path = "mountPath": Str<'a>,
        /// The part of the volume that is mounted.
        pub sub_path = "subPath": Str<'a>,
        /// The same with variables of the container.
        pub sub_path_expr = "subPathExpr": Str<'a>,
        /// Whether writing is refused.
        pub read_only = "readOnly": Option<bool>,
        /// `Bidirectional` lets mounts made in the container reach the node.
        pub mount_propagation = "mountPropagation": Str<'a>,
    }
}

crate::objects!(Workload);

/// A pod specification and where it stands.
#[derive(Debug, Clone)]
pub struct Pod<'r, 'a> {
    /// Path of the specification, such as `spec.template.spec`.
    pub path: &'static str,
    /// Metadata of the pod or of the template.
    pub metadata: &'r ObjectMeta<'a>,
    /// The specification.
    pub spec: &'r Spec<'a>,
}

impl<'a> Workload<'a> {
    /// Every pod specification in the object.
    pub fn pods(&self) -> Vec<Pod<'_, 'a>> {
        let mut pods = Vec::new();
        if !self.spec.containers.is_empty()
            || !self.spec.ephemeral_containers.is_empty()
            || !self.spec.init_containers.is_empty()
            || !self.spec.volumes.is_empty()
            || !self.spec.security_context.sysctls.is_empty()
        {
            pods.push(Pod { path: "spec", metadata: &self.metadata, spec: &self.spec });
        }
        if let Some(t) = &self.template {
            pods.push(Pod { path: "template.spec", metadata: &t.metadata, spec: &t.spec });
        }
        if let Some(t) = &self.spec.template {
            pods.push(Pod { path: "spec.template.spec", metadata: &t.metadata, spec: &t.spec });
        }
        if let Some(t) = self.spec.job_template.as_ref().and_then(|job| job.spec.template.as_ref()) {
            pods.push(Pod { path: "spec.jobTemplate.spec.template.spec", metadata: &t.metadata, spec: &t.spec });
        }
        pods
    }
}

impl<'a> Spec<'a> {
    /// Every container with the name of its list and its index there.
    pub fn all_containers(&self) -> impl Iterator<Item = (&'static str, usize, &Container<'a>)> {
        [
            ("containers", &self.containers),
            ("initContainers", &self.init_containers),
            ("ephemeralContainers", &self.ephemeral_containers),
        ]
        .into_iter()
        .flat_map(|(name, containers)| containers.iter().enumerate().map(move |(i, c)| (name, i, c)))
    }
}

impl Container<'_> {
    /// True when the container runs privileged.
    pub fn privileged(&self) -> bool {
        self.security_context.privileged == Some(true)
    }

    /// True when the container has a capability (named without `CAP_`), alone or with all others.
    pub fn capable(&self, capability: &str) -> bool {
        self.privileged()
            || self.security_context.capabilities.add.iter().any(|c| {
                let c = c.strip_prefix("CAP_").unwrap_or(c);
                c.eq_ignore_ascii_case("ALL") || c.eq_ignore_ascii_case(capability)
            })
    }
}

/// Set on the copies of static pods that kubelets publish; the pod itself already runs.
const MIRROR: &str = "kubernetes.io/config.mirror";

/// Whether an object is such a copy. The API server lets only kubelets make mirror pods that run.
pub fn is_mirror(req: &Request<'_, Workload<'_>>, object: &Workload<'_>) -> bool {
    req.user.username.starts_with("system:node:") && object.metadata.annotations.get(MIRROR).is_some()
}

/// Creation and update of pods, ephemeral containers included, and of the core kinds that carry them.
pub const CORE_WORKLOADS: &[RequestMatch] = &[
    on(CREATE_UPDATE, kinds::POD),
    on(CREATE_UPDATE, kinds::POD).sub("ephemeralcontainers"),
    on(CREATE_UPDATE, kinds::POD_TEMPLATE),
    on(CREATE_UPDATE, kinds::REPLICATION_CONTROLLER),
];

/// Creation and update of the workloads in `apps` and `batch`.
pub const CONTROLLED_WORKLOADS: &[RequestMatch] = &[
    on(CREATE_UPDATE, kinds::DAEMON_SET),
    on(CREATE_UPDATE, kinds::DEPLOYMENT),
    on(CREATE_UPDATE, kinds::REPLICA_SET),
    on(CREATE_UPDATE, kinds::STATEFUL_SET),
    on(CREATE_UPDATE, kinds::CRON_JOB),
    on(CREATE_UPDATE, kinds::JOB),
];

/// Commands run in, and terminals attached to, running pods.
pub const EXEC: &[RequestMatch] = &[on(CONNECT, kinds::POD).sub("attach"), on(CONNECT, kinds::POD).sub("exec")];

/// Creation and update of PersistentVolumes.
pub const PERSISTENT_VOLUMES: &[RequestMatch] = &[on(CREATE_UPDATE, kinds::PERSISTENT_VOLUME)];

/// Creation and update of ConfigMaps.
pub const CONFIG_MAPS: &[RequestMatch] = &[on(CREATE_UPDATE, kinds::CONFIG_MAP)];
