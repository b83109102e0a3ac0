//! Important data on the system disk of a node.
#![no_std]

mod rows;

use guards::path::{below, clean, truncate_for_display};
use guards::volumes::Stored;
use redline_engine::prelude::*;
use redline_engine::workload::WORKLOADS;

redline_engine::rule! {
    /// ## What it stops
    /// Data that a stateful workload keeps on its node, as a warning: a StatefulSet, or anything with the
    /// annotation `redline.dev/stateful: "true"` on itself or on its pods, that writes to a `hostPath` outside
    /// `dataDiskPaths` and outside the node's own directories, or to an `emptyDir` on disk. In a StatefulSet an
    /// `emptyDir` only counts when it has no claims at all. PersistentVolumes of type `local` or `hostPath` outside
    /// `dataDiskPaths`, and StorageClasses that make such volumes, warn too.
    /// ## Why it is high-risk
    /// When a node of a pool fails, ACK's self-healing resets it and initialises its system disk. What was there is
    /// gone.
    /// ## How to get it done anyway
    /// Keep data on cloud disks, NAS or OSS through claims. Where a node has a data disk of its own, write its
    /// mount point into `dataDiskPaths`.
    docs: {
        title: Bilingual { en: "Important data on the system disk", zh: "将重要数据存放在系统盘" },
        text_zh: "StatefulSet，或自身、Pod 模板带有注解 `redline.dev/stateful: \"true\"` 的工作负载，将数据写入 `dataDiskPaths` 和系统目录以外的 `hostPath`，或写入磁盘上的 `emptyDir` 时告警；StatefulSet 只在完全没有 PVC 时才计入 `emptyDir`。`dataDiskPaths` 以外的 `local`、`hostPath` 类型 PersistentVolume，以及创建此类存储卷的 StorageClass 同样告警。节点池自愈可能重置节点并初始化系统盘，数据会丢失。请通过 PVC 使用云盘、NAS 或 OSS；节点带有数据盘时，将其挂载点填入 `dataDiskPaths`。",
        severity: Severity::High,
        context: &[],
        background_audit: true,
    }
    declare: {
        on: &[
            On {
                operations: &[Operation::Create, Operation::Update],
                group: "",
                versions: &["v1"],
                resources: &[
                    ("persistentvolumes", "PersistentVolume"),
                    ("pods", "Pod"),
                    ("podtemplates", "PodTemplate"),
                    ("replicationcontrollers", "ReplicationController"),
                ],
            },
            WORKLOADS[1],
            WORKLOADS[2],
            On {
                operations: &[Operation::Create],
                group: "storage.k8s.io",
                versions: &["v1"],
                resources: &[("storageclasses", "StorageClass")],
            },
        ],
        rows: rows::ROWS,
    }
    settings: {
        /// Directories in which nodes mount data disks.
        #[zh("节点数据盘的挂载目录。")]
        data_disk_paths = "dataDiskPaths": Vec<String> = ["/mnt".to_owned()];
    }
    check: check, of Stored
}

/// Directories of the node that are no place for data but belong to the system; agents have business there.
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
    "/usr",
    "/var/lib/containerd",
    "/var/lib/docker",
    "/var/lib/kubelet",
    "/var/log",
    "/var/run",
];
/// Provisioners that make volumes of directories on the node.
const LOCAL: &[&str] = &["openebs.io/local", "rancher.io/local-path"];
const STATEFUL: &str = "redline.dev/stateful";

fn check(ctx: &Context<'_>, req: &Request<'_, Stored<'_>>, own: &Settings, out: &mut Findings) {
    let kind = req.kind_name();
    let id = truncate_for_display(&req.object_id());
    ctx.added_by_update(req, out, |object, out| {
        if LOCAL.contains(&&*object.provisioner) {
            let text = text!(
                "StorageClass `{id}` keeps volumes on the disks of nodes",
                "StorageClass `{id}` 的存储卷位于节点磁盘上"
            );
            out.push(Finding::warn("provisioner", text));
        }
        for (field, directory) in [("spec.local", &object.spec.local), ("spec.hostPath", &object.spec.host_path)] {
            if let Some(directory) = directory
                && !on_data_disk(own, &directory.path)
            {
                let path = truncate_for_display(&directory.path);
                let text = text!(
                    "PersistentVolume `{id}` keeps data in `{path}` of a node, not below `dataDiskPaths`",
                    "PersistentVolume `{id}` 的数据位于节点的 `{path}`，不在 `dataDiskPaths` 之下"
                );
                out.push(Finding::warn(format!("{field}.path"), text).value(&*directory.path));
            }
        }
        let Some((path, metadata, pod)) = object.pod() else { return };
        let says = |metadata: &ObjectMeta<'_>| metadata.annotations.get(STATEFUL).is_some_and(|v| v == "true");
        let said = says(&object.metadata) || says(metadata);
        if !said && kind != "StatefulSet" {
            return;
        }
        let claims = !object.spec.claims.is_empty() || pod.volumes.iter().any(|volume| volume.claim.is_some());
        for (i, volume) in pod.volumes.iter().enumerate().filter(|(_, volume)| pod.writes(&volume.name)) {
            let name = truncate_for_display(&volume.name);
            if let Some(directory) = &volume.host_path {
                let clean = clean(&directory.path);
                if !on_data_disk(own, &clean) && !SYSTEM.iter().any(|system| below(&clean, system).is_some()) {
                    let host = truncate_for_display(&clean);
                    let text = text!(
                        "volume `{name}` keeps data in `{host}` of the node, not below `dataDiskPaths`",
                        "存储卷 `{name}` 的数据位于节点的 `{host}`，不在 `dataDiskPaths` 之下"
                    );
                    out.push(Finding::warn(format!("{path}.volumes[{i}].hostPath.path"), text).value(clean));
                }
            }
            if volume.empty_dir.as_ref().is_some_and(|dir| dir.medium != "Memory") && (said || !claims) {
                let text = text!(
                    "volume `{name}` keeps data in an emptyDir, which goes with the pod and the node",
                    "存储卷 `{name}` 将数据保存在 emptyDir 中，会随 Pod 和节点丢失"
                );
                out.push(Finding::warn(format!("{path}.volumes[{i}].emptyDir"), text));
            }
        }
    });
}

fn on_data_disk(own: &Settings, path: &str) -> bool {
    let path = clean(path);
    own.data_disk_paths.iter().any(|root| below(&path, &clean(root)).is_some())
}
