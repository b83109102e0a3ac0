//! Important data on the system disk of a node.
#![no_std]

mod docs;
mod settings;

use guards::host_path::above_critical;
use guards::volumes::{Stored, class_of};
use redline_engine::core::annotations::STATEFUL;
use redline_engine::core::pattern::matches;
use redline_engine::kubernetes::workload::{CONTROLLED_WORKLOADS, is_mirror};
use redline_engine::prelude::*;
use redline_engine::strings::path::{below, clean};
use redline_engine::strings::truncate_for_display;
use settings::Settings;

/// Volumes, claims, storage classes, pods, and objects with a pod template, in addition to the controlled workloads.
const STORED: &[RequestMatch] = &[
    on(CREATE_UPDATE, kinds::PERSISTENT_VOLUME),
    on(CREATE, kinds::PERSISTENT_VOLUME_CLAIM),
    on(CREATE_UPDATE, kinds::POD),
    on(CREATE_UPDATE, kinds::POD_TEMPLATE),
    on(CREATE_UPDATE, kinds::REPLICATION_CONTROLLER),
    on(CREATE, kinds::STORAGE_CLASS),
];

/// Stateful workloads should not store data on the system disk of a node.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Stored<'a>;
    type Settings = Settings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &of_interest(Interest::NodeStorage, joined::<12>(&[STORED, CONTROLLED_WORKLOADS])),
        rows: &[rows::R31],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Stored<'_>>, own: &Settings, out: &mut Findings) {
        let kind = req.kind_name();
        let id = truncate_for_display(&req.object_id());
        ctx.added_by_update(req, out, |object, out| {
            if LOCAL.contains(&&*object.provisioner) {
                let text = text!(
                    "StorageClass `{id}` stores volumes on the disks of nodes",
                    "StorageClass `{id}` 的存储卷位于节点磁盘上"
                );
                out.push(Finding::warn("provisioner", text));
            }
            for (field, directory) in [("spec.local", &object.spec.local), ("spec.hostPath", &object.spec.host_path)] {
                // A raw block device holds no file system of the node.
                if let Some(directory) = directory.as_ref().filter(|_| object.spec.volume_mode != "Block")
                    && !on_data_disk(own, &directory.path)
                {
                    let path = truncate_for_display(&directory.path);
                    let text = text!(
                        "PersistentVolume `{id}` stores data in `{path}` on a node, outside `dataDiskPaths`",
                        "PersistentVolume `{id}` 将数据保存在节点的 `{path}`，不在 `dataDiskPaths` 中"
                    );
                    out.push(Finding::warn(format!("{field}.path"), text).value(&*directory.path));
                }
            }
            let mut check = |path: &str, class: &str| {
                if own.node_storage_classes.iter().any(|pattern| matches(pattern, class)) {
                    let class = truncate_for_display(class);
                    let text = text!(
                        "{kind} `{id}` stores data on the disk of a node, through StorageClass `{class}`",
                        "{kind} `{id}` 通过 StorageClass `{class}` 将数据保存在节点磁盘上"
                    );
                    out.push(Finding::warn(format!("{path}.storageClassName"), text).value(class));
                }
            };
            if kind == "PersistentVolumeClaim" {
                check("spec", class_of(&object.metadata, &object.spec));
            }
            for (i, claim) in object.spec.claims.iter().enumerate() {
                check(&format!("spec.volumeClaimTemplates[{i}].spec"), class_of(&claim.metadata, &claim.spec));
            }
            let Some((path, metadata, pod)) = object.pod().filter(|_| !is_mirror(req, &object.metadata)) else {
                return;
            };
            let is_marked = |metadata: &ObjectMeta<'_>| metadata.annotations.get(STATEFUL).is_some_and(|v| v == "true");
            let marked = is_marked(&object.metadata) || is_marked(metadata);
            let stateful = marked || kind == "StatefulSet";
            let claims = !object.spec.claims.is_empty() || pod.volumes.iter().any(|volume| volume.claim.is_some());
            for (i, volume) in pod.volumes.iter().enumerate().filter(|(_, volume)| pod.writes(&volume.name)) {
                let name = truncate_for_display(&volume.name);
                // Agents write to directories of the node; everything else should not keep data there.
                if let Some(directory) = volume.host_path.as_ref().filter(|_| stateful || kind != "DaemonSet") {
                    let clean = clean(&directory.path);
                    let system = above_critical(&clean) || SYSTEM.iter().any(|system| below(&clean, system).is_some());
                    if !on_data_disk(own, &clean) && !system {
                        let host = truncate_for_display(&clean);
                        let text = text!(
                            "volume `{name}` stores data in `{host}` on the node, outside `dataDiskPaths`",
                            "存储卷 `{name}` 将数据保存在节点的 `{host}`，不在 `dataDiskPaths` 中"
                        );
                        out.push(Finding::warn(format!("{path}.volumes[{i}].hostPath.path"), text).value(clean));
                    }
                }
                if volume.empty_dir.as_ref().is_some_and(|dir| dir.medium != "Memory")
                    && stateful
                    && (marked || !claims)
                    && !pod.is_scratch(&volume.name)
                {
                    let text = text!(
                        "volume `{name}` stores data in an emptyDir, which is lost with the pod or the node",
                        "存储卷 `{name}` 将数据保存在 emptyDir 中，会随 Pod 或节点丢失"
                    );
                    out.push(Finding::warn(format!("{path}.volumes[{i}].emptyDir"), text));
                }
            }
        });
    }
}

/// Directories of the node that belong to the system; agents mount them, and they do not hold data of applications.
const SYSTEM: &[&str] = &[
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/lib",
    "/lib64",
    "/opt/cni",
    "/proc",
    "/run",
    "/sbin",
    "/sys",
    "/tmp",
    "/usr",
    "/var/lib/containerd",
    "/var/lib/docker",
    "/var/lib/kubelet",
    "/var/log",
    "/var/run",
];
/// Provisioners whose volumes are directories on the node.
const LOCAL: &[&str] = &["openebs.io/local", "rancher.io/local-path"];

fn on_data_disk(own: &Settings, path: &str) -> bool {
    let path = clean(path);
    own.data_disk_paths.iter().any(|root| below(&path, &clean(root)).is_some())
}
