//! The view, with the meaning of the fields as in the Kubernetes API reference. Fields that no rule reads are left out.

use alloc::boxed::Box;

use redline_json::{List, Map, Str};

use crate::object_meta::ObjectMeta;

redline_json::view! {
    /// An object with pods in it, a PersistentVolume, a StorageClass, a ConfigMap, or the options of a connection.
    pub struct Workload<'a> {
        /// The object's metadata.
        pub metadata: ObjectMeta<'a>,
        /// `spec`; empty for kinds without one.
        pub spec: Spec<'a>,
        /// `template` of a PodTemplate.
        pub template: Option<Box<Template<'a>>>,
        /// `data` of a ConfigMap.
        pub data: Map<'a>,
        /// `command` of PodExecOptions.
        pub command: List<Str<'a>>,
        /// `container` of PodExecOptions and PodAttachOptions.
        pub container: Str<'a>,
        /// `provisioner` of a StorageClass: the name of the driver.
        pub provisioner: Str<'a>,
        /// `parameters` of a StorageClass.
        pub parameters: Map<'a>,
        /// `reclaimPolicy` of a StorageClass; empty for the default, `Delete`.
        pub reclaim_policy = "reclaimPolicy": Str<'a>,
    }

    /// The `spec` of a pod, of a workload or job around one, or of a PersistentVolume.
    pub struct Spec<'a> {
        /// Volumes of the pod.
        pub volumes: List<Volume<'a>>,
        /// Containers.
        pub containers: List<Container<'a>>,
        /// Init containers.
        pub init_containers = "initContainers": List<Container<'a>>,
        /// Ephemeral (debug) containers.
        pub ephemeral_containers = "ephemeralContainers": List<Container<'a>>,
        /// Whether the pod uses the network namespace of the node.
        pub host_network = "hostNetwork": Option<bool>,
        /// Whether the pod uses the PID namespace of the node.
        pub host_pid = "hostPID": Option<bool>,
        /// Whether the pod uses the IPC namespace of the node.
        pub host_ipc = "hostIPC": Option<bool>,
        /// Security context of the pod.
        pub security_context = "securityContext": PodSecurityContext<'a>,
        /// Service account that the pod runs as; empty for `default`.
        pub service_account_name = "serviceAccountName": Str<'a>,
        /// The same under its former name, which manifests still use; see [`Spec::account`].
        pub service_account = "serviceAccount": Str<'a>,
        /// Node that the pod is bound to.
        pub node_name = "nodeName": Str<'a>,
        /// Labels that a node must have.
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
        /// `volumeName` of a PersistentVolumeClaim: the volume that is bound to it; empty for none.
        pub volume_name = "volumeName": Str<'a>,
        /// `persistentVolumeReclaimPolicy` of a PersistentVolume; empty for the default, `Retain`.
        pub reclaim_policy = "persistentVolumeReclaimPolicy": Str<'a>,
    }

    /// A volume of a CSI driver.
    pub struct Csi<'a> {
        /// The driver's name.
        pub driver: Str<'a>,
        /// Attributes of the volume, which the driver defines.
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
        /// Files from the data of a ConfigMap.
        pub config_map = "configMap": Option<ConfigMapSource<'a>>,
    }

    /// A ConfigMap as a volume.
    pub struct ConfigMapSource<'a> {
        /// Name of the ConfigMap.
        pub name: Str<'a>,
        /// The keys that become files; empty for all.
        pub items: List<KeyToPath<'a>>,
    }

    /// A key of a ConfigMap and the file that it becomes.
    pub struct KeyToPath<'a> {
        /// Key.
        pub key: Str<'a>,
        /// Path below the mount.
        pub path: Str<'a>,
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

    /// A container: regular, init or ephemeral.
    pub struct Container<'a> {
        /// Name.
        pub name: Str<'a>,
        /// Image reference.
        pub image: Str<'a>,
        /// Entry point; empty for that of the image.
        pub command: List<Str<'a>>,
        /// Arguments of the entry point.
        pub args: List<Str<'a>>,
        /// Environment variables.
        pub env: List<EnvVar<'a>>,
        /// Working directory; empty for that of the image.
        pub working_dir = "workingDir": Str<'a>,
        /// Lifecycle hooks.
        pub lifecycle: Lifecycle<'a>,
        /// Liveness probe.
        pub liveness_probe = "livenessProbe": Handler<'a>,
        /// Readiness probe.
        pub readiness_probe = "readinessProbe": Handler<'a>,
        /// Startup probe.
        pub startup_probe = "startupProbe": Handler<'a>,
        /// Security context of the container.
        pub security_context = "securityContext": SecurityContext<'a>,
        /// Mounts of volumes.
        pub volume_mounts = "volumeMounts": List<VolumeMount<'a>>,
        /// Devices of claims without a file system.
        pub volume_devices = "volumeDevices": List<VolumeMount<'a>>,
    }

    /// An environment variable.
    pub struct EnvVar<'a> {
        /// Name.
        pub name: Str<'a>,
        /// Value; `None` where it comes from elsewhere.
        pub value: Option<Str<'a>>,
        /// Where the value comes from.
        pub value_from = "valueFrom": Option<ValueFrom<'a>>,
    }

    /// The source of a value. None of its fields is read.
    pub struct ValueFrom<'a> {}

    /// Lifecycle hooks of a container.
    pub struct Lifecycle<'a> {
        /// Runs after the container has started.
        pub post_start = "postStart": Handler<'a>,
        /// Runs before the container is stopped.
        pub pre_stop = "preStop": Handler<'a>,
    }

    /// A hook or probe. Only those that run a command are read.
    pub struct Handler<'a> {
        /// The command.
        pub exec: Exec<'a>,
    }

    /// A command that runs in a container.
    pub struct Exec<'a> {
        /// Name and arguments; empty for none.
        pub command: List<Str<'a>>,
    }

    /// Security context of a container.
    pub struct SecurityContext<'a> {
        /// Whether the container has the privileges of root on the node.
        pub privileged: Option<bool>,
        /// Linux capabilities.
        pub capabilities: Capabilities<'a>,
        /// User that the container runs as.
        pub run_as_user = "runAsUser": Option<i64>,
        /// Whether the container may not run as root.
        pub run_as_non_root = "runAsNonRoot": Option<bool>,
        /// Options on Windows.
        pub windows_options = "windowsOptions": WindowsOptions<'a>,
    }

    /// Linux capabilities.
    pub struct Capabilities<'a> {
        /// Added capabilities, with or without `CAP_`; `ALL` stands for every capability.
        pub add: List<Str<'a>>,
    }

    /// Security context of a pod.
    pub struct PodSecurityContext<'a> {
        /// Kernel parameters of the pod.
        pub sysctls: List<Sysctl<'a>>,
        /// User that containers run as which name none themselves.
        pub run_as_user = "runAsUser": Option<i64>,
        /// Whether containers that do not say so themselves may not run as root.
        pub run_as_non_root = "runAsNonRoot": Option<bool>,
        /// Options on Windows.
        pub windows_options = "windowsOptions": WindowsOptions<'a>,
    }

    /// A kernel parameter.
    pub struct Sysctl<'a> {
        /// Name, separated by dots or slashes.
        pub name: Str<'a>,
        /// Value.
        pub value: Str<'a>,
    }

    /// Options of a container on Windows.
    pub struct WindowsOptions<'a> {
        /// Whether the container runs as a process of the node.
        pub host_process = "hostProcess": Option<bool>,
    }

    /// A mount of a volume into a container, or a device of a claim in it.
    pub struct VolumeMount<'a> {
        /// Name of the volume.
        pub name: Str<'a>,
        /// Path of the device in the container.
        pub device_path = "devicePath": Str<'a>,
        /// Path of the mount in the container.
        pub mount_path = "mountPath": Str<'a>,
        /// Path in the volume that is mounted; empty for the whole volume.
        pub sub_path = "subPath": Str<'a>,
        /// The same, with variables from the container's environment.
        pub sub_path_expr = "subPathExpr": Str<'a>,
        /// Whether the mount is read-only.
        pub read_only = "readOnly": Option<bool>,
        /// With `Bidirectional`, mounts that the container makes appear on the node.
        pub mount_propagation = "mountPropagation": Str<'a>,
    }
}

crate::objects!(Workload);

impl<'a> Spec<'a> {
    /// The service account that the pod runs as; empty for `default`.
    pub fn account(&self) -> &str {
        if self.service_account_name.is_empty() { &self.service_account } else { &self.service_account_name }
    }

    /// Every container, with the name of its list in the pod specification and its index there.
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
    /// Whether the container is privileged.
    pub fn privileged(&self) -> bool {
        self.security_context.privileged == Some(true)
    }

    /// Whether the container's process may be root. Linux gives added capabilities to no other user.
    pub fn may_be_root(&self, pod: &Spec<'_>) -> bool {
        let (own, shared) = (&self.security_context, &pod.security_context);
        let user = own.run_as_user.or(shared.run_as_user);
        user.map_or(own.run_as_non_root.or(shared.run_as_non_root) != Some(true), |user| user == 0)
    }

    /// Whether the container runs as a process of a Windows node.
    pub fn is_host_process(&self, pod: &Spec<'_>) -> bool {
        let (own, shared) = (&self.security_context.windows_options, &pod.security_context.windows_options);
        own.host_process.or(shared.host_process) == Some(true)
    }

    /// Whether the container has a capability, which is named without `CAP_`: by name, through `ALL`, or as a privileged
    /// container. Upper and lower case are equal.
    pub fn has_capability(&self, capability: &str) -> bool {
        self.privileged()
            || self.security_context.capabilities.add.iter().any(|c| {
                let c = c.strip_prefix("CAP_").unwrap_or(c);
                c.eq_ignore_ascii_case("ALL") || c.eq_ignore_ascii_case(capability)
            })
    }
}
