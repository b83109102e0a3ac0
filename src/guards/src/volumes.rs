//! Where pods keep data: the volumes of anything that carries pods, and what is said of the storage behind them.
//!
//! Pods, templates, PersistentVolumes, PersistentVolumeClaims and StorageClasses name their fields without a clash, so
//! one view reads any of them.

use alloc::boxed::Box;
use redline_json::{List, Map, Str};
use redline_kubernetes::object_meta::ObjectMeta;

/// The driver of Alibaba Cloud disks (alibaba-cloud-csi-driver), and its forerunner.
pub const DISK_DRIVER: &str = "diskplugin.csi.alibabacloud.com";
const FLEX_DISK: &str = "alicloud/disk";

redline_json::view! {
    /// Any object with pods in it, a volume, a claim or a storage class.
    pub struct Stored<'a> {
        /// The object's metadata.
        pub metadata: ObjectMeta<'a>,
        /// `spec` of whatever it is.
        pub spec: Spec<'a>,
        /// Driver of a StorageClass.
        pub provisioner: Str<'a>,
    }

    /// A pod specification, the `spec` around one, or that of a volume or a claim.
    pub struct Spec<'a> {
        /// Pods wanted.
        pub replicas: Option<i64>,
        /// Pods of a Job at one time.
        pub parallelism: Option<i64>,
        /// Pod template of a workload.
        pub template: Option<Box<Template<'a>>>,
        /// Job template of a CronJob.
        pub job_template = "jobTemplate": Option<Box<Template<'a>>>,
        /// Claims that each pod of a StatefulSet gets for itself.
        pub claims = "volumeClaimTemplates": List<Template<'a>>,
        /// Volumes of a pod.
        pub volumes: List<Volume<'a>>,
        /// Containers.
        pub containers: List<Container<'a>>,
        /// Init containers.
        pub init_containers = "initContainers": List<Container<'a>>,
        /// Access modes of a volume or a claim.
        pub access_modes = "accessModes": List<Str<'a>>,
        /// `Filesystem`, which is the default, or `Block`.
        pub volume_mode = "volumeMode": Str<'a>,
        /// Class of a volume or a claim.
        pub storage_class_name = "storageClassName": Str<'a>,
        /// Directory of the node behind a volume.
        pub host_path = "hostPath": Option<Directory<'a>>,
        /// Local disk of the node behind a volume.
        pub local: Option<Directory<'a>>,
        /// CSI driver behind a volume.
        pub csi: Option<Driver<'a>>,
        /// FlexVolume driver behind a volume.
        pub flex_volume = "flexVolume": Option<Driver<'a>>,
    }

    /// A pod template, a job template, or a template of claims.
    pub struct Template<'a> {
        /// Metadata that its objects get.
        pub metadata: ObjectMeta<'a>,
        /// Specification that they get.
        pub spec: Spec<'a>,
    }

    /// A volume of a pod.
    pub struct Volume<'a> {
        /// Name that mounts refer to.
        pub name: Str<'a>,
        /// Directory of the node.
        pub host_path = "hostPath": Option<Directory<'a>>,
        /// Directory that lives as long as the pod.
        pub empty_dir = "emptyDir": Option<EmptyDir<'a>>,
        /// Claim of the pod's namespace.
        pub claim = "persistentVolumeClaim": Option<Claim<'a>>,
        /// CSI driver.
        pub csi: Option<Driver<'a>>,
        /// FlexVolume driver.
        pub flex_volume = "flexVolume": Option<Driver<'a>>,
    }

    /// A path on the node.
    pub struct Directory<'a> {
        /// Absolute path.
        pub path: Str<'a>,
    }

    /// Space on the node's disk, or in its memory.
    pub struct EmptyDir<'a> {
        /// `Memory`, or empty for the disk.
        pub medium: Str<'a>,
    }

    /// A reference to a claim.
    pub struct Claim<'a> {
        /// Its name.
        pub name = "claimName": Str<'a>,
    }

    /// A volume of a driver.
    pub struct Driver<'a> {
        /// The driver's name.
        pub driver: Str<'a>,
        /// Its name for the volume.
        pub handle = "volumeHandle": Str<'a>,
        /// Options of a FlexVolume.
        pub options: Map<'a>,
    }

    /// A container, as far as it mounts volumes.
    pub struct Container<'a> {
        /// Its mounts.
        pub mounts = "volumeMounts": List<Mount<'a>>,
    }

    /// A mount.
    pub struct Mount<'a> {
        /// Name of the volume.
        pub name: Str<'a>,
        /// Whether writing is refused.
        pub read_only = "readOnly": Option<bool>,
    }
}
redline_kubernetes::objects!(Stored);

impl Driver<'_> {
    /// Whether the volume is an Alibaba Cloud disk.
    pub fn is_disk(&self) -> bool {
        self.driver == DISK_DRIVER || self.driver == FLEX_DISK
    }

    /// The id of the disk; empty where the driver makes it up later.
    pub fn disk(&self) -> &str {
        if self.driver == FLEX_DISK { self.options.get("volumeId").map_or("", |id| id) } else { &self.handle }
    }
}

impl<'a> Stored<'a> {
    /// The pod specification in the object with its path and the metadata its pods get; `None` where there is none.
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

impl Spec<'_> {
    /// Whether some container mounts a volume so that it can write to it.
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
