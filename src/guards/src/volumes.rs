//! Storage of pods: the volumes of pods and workloads, and the PersistentVolumes, PersistentVolumeClaims and StorageClasses
//! behind them. The field names of these kinds do not conflict, so one view reads any of them.

use alloc::boxed::Box;
use redline_json::{List, Map, Str};
use redline_kubernetes::object_meta::ObjectMeta;
use redline_text::path::{below, clean};

/// The CSI driver of Alibaba Cloud disks (kubernetes-sigs/alibaba-cloud-csi-driver).
pub(crate) const DISK_DRIVER: &str = "diskplugin.csi.alibabacloud.com";
/// The FlexVolume driver that preceded it.
const FLEX_DISK: &str = "alicloud/disk";

redline_json::view! {
    /// A pod, a workload, a PersistentVolume, a PersistentVolumeClaim or a StorageClass.
    pub struct Stored<'a> {
        /// The object's metadata.
        pub metadata: ObjectMeta<'a>,
        /// `spec`; empty for a StorageClass.
        pub spec: Spec<'a>,
        /// `provisioner` of a StorageClass: the name of the driver.
        pub provisioner: Str<'a>,
    }

    /// The `spec` of a pod, a workload or job around one, a PersistentVolume or a PersistentVolumeClaim.
    pub struct Spec<'a> {
        /// Number of replicas of a workload.
        pub replicas: Option<i64>,
        /// Number of pods that a Job runs at the same time.
        pub parallelism: Option<i64>,
        /// Most replicas that a HorizontalPodAutoscaler sets.
        pub max_replicas = "maxReplicas": Option<i64>,
        /// What a HorizontalPodAutoscaler scales.
        pub scale_target = "scaleTargetRef": ScaleTarget<'a>,
        /// Pod template of a workload.
        pub template: Option<Box<Template<'a>>>,
        /// Job template of a CronJob.
        pub job_template = "jobTemplate": Option<Box<Template<'a>>>,
        /// Claim templates of a StatefulSet; each of its pods gets claims of its own.
        pub claims = "volumeClaimTemplates": List<Template<'a>>,
        /// Volumes of a pod.
        pub volumes: List<Volume<'a>>,
        /// Containers.
        pub containers: List<Container<'a>>,
        /// Init containers.
        pub init_containers = "initContainers": List<Container<'a>>,
        /// Access modes of a PersistentVolume or a claim.
        pub access_modes = "accessModes": List<Str<'a>>,
        /// Volume mode of a PersistentVolume or a claim: `Block`, or `Filesystem`, which is the default.
        pub volume_mode = "volumeMode": Str<'a>,
        /// Storage class of a PersistentVolume or a claim.
        pub storage_class_name = "storageClassName": Str<'a>,
        /// `hostPath` of a PersistentVolume: a directory of the node.
        pub host_path = "hostPath": Option<Directory<'a>>,
        /// `local` of a PersistentVolume: a disk or directory of the node.
        pub local: Option<Directory<'a>>,
        /// `csi` of a PersistentVolume.
        pub csi: Option<Driver<'a>>,
        /// `flexVolume` of a PersistentVolume.
        pub flex_volume = "flexVolume": Option<Driver<'a>>,
    }

    /// A reference to the workload that is scaled.
    pub struct ScaleTarget<'a> {
        /// Its kind.
        pub kind: Str<'a>,
        /// Its name.
        pub name: Str<'a>,
    }

    /// A pod template, a job template or a claim template.
    pub struct Template<'a> {
        /// Metadata of the objects that are created from it.
        pub metadata: ObjectMeta<'a>,
        /// Specification of the objects that are created from it.
        pub spec: Spec<'a>,
    }

    /// A volume of a pod.
    pub struct Volume<'a> {
        /// Name that mounts refer to.
        pub name: Str<'a>,
        /// A directory or file of the node.
        pub host_path = "hostPath": Option<Directory<'a>>,
        /// A directory that is deleted together with the pod.
        pub empty_dir = "emptyDir": Option<EmptyDir<'a>>,
        /// A claim in the pod's namespace.
        pub claim = "persistentVolumeClaim": Option<Claim<'a>>,
        /// An inline volume of a CSI driver.
        pub csi: Option<Driver<'a>>,
        /// An inline volume of a FlexVolume driver.
        pub flex_volume = "flexVolume": Option<Driver<'a>>,
    }

    /// A path on the node.
    pub struct Directory<'a> {
        /// Absolute path.
        pub path: Str<'a>,
    }

    /// The source of an emptyDir volume.
    pub struct EmptyDir<'a> {
        /// `Memory` for a volume in memory; empty for one on the disk of the node.
        pub medium: Str<'a>,
    }

    /// A reference to a claim.
    pub struct Claim<'a> {
        /// Name of the claim.
        pub name = "claimName": Str<'a>,
    }

    /// A volume of a driver.
    pub struct Driver<'a> {
        /// Name of the driver.
        pub driver: Str<'a>,
        /// Identifier of the volume, for CSI drivers.
        pub handle = "volumeHandle": Str<'a>,
        /// Options of a FlexVolume.
        pub options: Map<'a>,
    }

    /// A container, reduced to its mounts.
    pub struct Container<'a> {
        /// Mounts of volumes.
        pub mounts = "volumeMounts": List<Mount<'a>>,
    }

    /// A mount of a volume into a container.
    pub struct Mount<'a> {
        /// Name of the volume.
        pub name: Str<'a>,
        /// Path of the mount in the container.
        pub path = "mountPath": Str<'a>,
        /// Whether the mount is read-only.
        pub read_only = "readOnly": Option<bool>,
    }
}
redline_kubernetes::objects!(Stored);

impl Driver<'_> {
    /// Whether the volume is an Alibaba Cloud disk.
    pub fn is_disk(&self) -> bool {
        self.driver == DISK_DRIVER || self.driver == FLEX_DISK
    }

    /// The id of the disk; empty if the driver has yet to create it.
    pub fn disk(&self) -> &str {
        if self.driver == FLEX_DISK { self.options.get("volumeId").map_or("", |id| id) } else { &self.handle }
    }
}

/// The annotation that preceded `storageClassName`.
const BETA_CLASS: &str = "volume.beta.kubernetes.io/storage-class";

/// The storage class of a claim; empty for the default one.
pub fn class_of<'s>(metadata: &'s ObjectMeta<'_>, spec: &'s Spec<'_>) -> &'s str {
    let beta = metadata.annotations.get(BETA_CLASS).map_or("", |class| class);
    if spec.storage_class_name.is_empty() { beta } else { &spec.storage_class_name }
}

impl<'a> Stored<'a> {
    /// The pod specification in the object, as its path, the metadata of the pods and the specification; `None` if there is
    /// none.
    pub fn pod(&self) -> Option<(&'static str, &ObjectMeta<'a>, &Spec<'a>)> {
        let spec = &self.spec;
        if let Some(job) = &spec.job_template {
            let template = job.spec.template.as_ref()?;
            return Some(("spec.jobTemplate.spec.template.spec", &template.metadata, &template.spec));
        }
        match &spec.template {
            Some(template) => Some(("spec.template.spec", &template.metadata, &template.spec)),
            None if !spec.containers.is_empty() => Some(("spec", &self.metadata, spec)),
            None => None,
        }
    }
}

/// Directories of a container that hold nothing to be kept.
const SCRATCH: &[&str] = &["/tmp", "/var/tmp", "/run", "/var/run", "/dev/shm"];

impl Spec<'_> {
    /// Whether containers mount the volume named `volume` only where they keep scratch data, such as `/tmp`.
    pub fn is_scratch(&self, volume: &str) -> bool {
        let mounts = self.containers.iter().chain(self.init_containers.iter()).flat_map(|c| c.mounts.iter());
        let scratch = |mount: &Mount<'_>| SCRATCH.iter().any(|root| below(&clean(&mount.path), root).is_some());
        mounts.filter(|mount| mount.name == volume).all(scratch)
    }

    /// Whether a container or init container mounts the volume named `volume` without `readOnly`.
    pub fn writes(&self, volume: &str) -> bool {
        let mut mounts = self.containers.iter().chain(self.init_containers.iter()).flat_map(|c| c.mounts.iter());
        mounts.any(|mount| mount.name == volume && mount.read_only != Some(true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use redline_json::read;

    #[test]
    fn pods_are_found_wherever_they_stand() {
        let pod = r#"{"containers":[{"volumeMounts":[{"name":"d"},{"name":"r","readOnly":true}]}]}"#;
        for (json, path) in [
            (format!(r#"{{"spec":{pod}}}"#), "spec"),
            (format!(r#"{{"spec":{{"template":{{"spec":{pod}}}}}}}"#), "spec.template.spec"),
            (
                format!(r#"{{"spec":{{"jobTemplate":{{"spec":{{"template":{{"spec":{pod}}}}}}}}}}}"#),
                "spec.jobTemplate.spec.template.spec",
            ),
        ] {
            let object: Stored<'_> = read(&json).unwrap();
            let (found, _, spec) = object.pod().unwrap();
            assert_eq!(found, path);
            assert!(spec.writes("d") && !spec.writes("r") && !spec.writes("x"));
        }
        assert!(read::<Stored<'_>>(r#"{"spec":{"accessModes":["ReadWriteOnce"]}}"#).unwrap().pod().is_none());
    }

    #[test]
    fn disks_are_known_by_both_drivers() {
        let disk = |json| {
            let driver: Driver<'_> = read(json).unwrap();
            driver.is_disk().then(|| driver.disk().to_owned())
        };
        let csi = r#"{"driver":"diskplugin.csi.alibabacloud.com","volumeHandle":"d-1"}"#;
        assert_eq!(disk(csi).as_deref(), Some("d-1"));
        assert_eq!(disk(r#"{"driver":"alicloud/disk","options":{"volumeId":"d-2"}}"#).as_deref(), Some("d-2"));
        assert_eq!(disk(r#"{"driver":"nasplugin.csi.alibabacloud.com","volumeHandle":"n"}"#), None);
    }
}
