//! Directories of NAS file systems that pods have mounted.
#![no_std]

mod rows;

use guards::acts::storage;
use guards::command::{self, FileOp};
use guards::on_node;
use guards::path::{below, clean, truncate_for_display};
use redline_engine::prelude::*;
use redline_engine::strings::{concat, contains_any};
use redline_engine::workload::Workload;

redline_engine::rule! {
    /// ## What it stops
    /// Commands of containers, probes and hooks, and of `kubectl exec`, that delete what the kubelet has mounted
    /// below `/var/lib/kubelet/pods`; when they do not reach the node as far as can be seen they warn. Commands
    /// that delete a whole NFS share, or a top-level directory of the root of one, which other volumes mount. It
    /// warns about StorageClasses of the NAS driver whose volumes are really deleted (`archiveOnDelete:
    /// "false"`), when such a volume is deleted, and when somebody sets or strips the finalizers by which the
    /// driver deletes or archives a directory.
    /// ## Why it is high-risk
    /// Pods that have the directory mounted get I/O errors until they are restarted, and the files are gone.
    /// ## How to get it done anyway
    /// Stop the pods, then delete their claims. Leave `archiveOnDelete` at its default, so that the directory is
    /// only renamed, and delete archived directories when you are sure.
    docs: {
        title: Bilingual { en: "Deleting mounted NAS directories", zh: "删除已挂载的 NAS 目录" },
        text_zh: "拦截容器命令、探针、生命周期钩子以及 `kubectl exec` 删除 kubelet 挂载在 `/var/lib/kubelet/pods` 下的内容（看不出作用到节点的只告警），以及删除整个 NFS 共享、或根目录共享中的一级目录（其他存储卷可能挂载）。NAS 驱动的 StorageClass 设置 `archiveOnDelete: \"false\"`、删除此类存储卷、手动设置或移除驱动用于删除和归档的 finalizer 时告警。目录被删除后，挂载它的 Pod 会出现 I/O 错误直至重启，文件丢失。请先停止 Pod 再删除 PVC，保留 `archiveOnDelete` 的默认值。",
        severity: Severity::High,
        context: &[("v1", "Pod")],
        background_audit: false,
    }
    declare: {
        on: &[
            on_node::ON[0],
            on_node::ON[1],
            on_node::ON[2],
            on_node::ON[4],
            On {
                operations: &[Operation::Create, Operation::Update, Operation::Delete],
                group: "",
                versions: &["v1"],
                // A write to `status` keeps the finalizers that the client sends.
                resources: &[
                    ("persistentvolumes", "PersistentVolume"),
                    ("persistentvolumes/status", "PersistentVolume"),
                ],
            },
            On {
                operations: &[Operation::Create],
                group: "storage.k8s.io",
                versions: &["v1"],
                resources: &[("storageclasses", "StorageClass")],
            },
        ],
        rows: rows::ROWS,
        // The driver's controllers finish what deleting a claim began.
        exempt_users: &[
            "system:serviceaccount:kube-system:alicloud-csi-provisioner",
            "system:serviceaccount:kube-system:storage-operator",
        ],
    }
    settings: {}
    check: check, of Workload
}

/// The driver, and its finalizers (alibaba-cloud-csi-driver, `pkg/nas`).
const DRIVER: &str = "nasplugin.csi.alibabacloud.com";
const FINALIZERS: &[&str] = &["csi.alibabacloud.com/nas-subpath-archive", "csi.alibabacloud.com/nas-subpath-deletion"];
fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, _: &Settings, out: &mut Findings) {
    let id = truncate_for_display(&req.object_id());
    match req.kind_name() {
        "PersistentVolume" => volume(&id, req, out),
        "StorageClass" => {
            let class =
                req.object.as_ref().filter(|class| class.provisioner == DRIVER && class.reclaim_policy != "Retain");
            if class.is_some_and(|class| no(class.parameters.get("archiveOnDelete"))) {
                let text = text!(
                    "volumes of StorageClass `{id}` take their NAS directory along when they are deleted",
                    "StorageClass `{id}` 的存储卷被删除时会连带删除 NAS 目录"
                );
                out.push(Finding::warn("parameters.archiveOnDelete", text));
            }
        }
        _ => {
            on_node::check(ctx, req, &storage::NAS, out);
            shares(ctx, req, out);
        }
    }
}

/// As Go's `ParseBool` reads it: a value that it cannot read means that the directory is kept.
fn no(value: Option<&Str<'_>>) -> bool {
    value.is_some_and(|v| ["0", "f", "F", "FALSE", "false", "False"].contains(&&**v))
}

fn volume(id: &str, req: &Request<'_, Workload<'_>>, out: &mut Findings) {
    if req.operation == Operation::Delete {
        let spec = req.old_object.as_ref().or(req.object.as_ref()).map(|volume| &volume.spec);
        let gone = spec.is_some_and(|spec| {
            spec.reclaim_policy == "Delete"
                && spec
                    .csi
                    .as_ref()
                    .is_some_and(|csi| csi.driver == DRIVER && no(csi.attributes.get("archiveOnDelete")))
        });
        if gone {
            let text = text!(
                "PersistentVolume `{id}` is deleted, and its NAS directory with it",
                "删除 PersistentVolume `{id}` 并连带删除 NAS 目录"
            );
            out.push(Finding::warn("", text));
        }
        return;
    }
    let (Some(old), Some(new)) = (&req.old_object, &req.object) else { return };
    for finalizer in FINALIZERS {
        let has = |volume: &Workload<'_>| volume.metadata.finalizers.iter().any(|f| f == finalizer);
        if contains_any(old) != contains_any(new) {
            let text = text!(
                "finalizer `{finalizer}` of PersistentVolume `{id}` is set or removed by hand",
                "手动设置或移除 PersistentVolume `{id}` 的 finalizer `{finalizer}`"
            );
            out.push(Finding::warn("metadata.finalizers", text));
        }
    }
}

/// Commands that delete an NFS share which their own pod mounts.
fn shares(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, out: &mut Findings) {
    on_node::added_by_update(ctx, req, out, &|object, out| {
        for pod in &object.pods() {
            on_node::containers(pod, &mut |at, container| {
                let whole = |path: &str| {
                    container.volume_mounts.iter().filter(|mount| mount.read_only != Some(true)).find_map(|mount| {
                        let volume = pod.spec.volumes.iter().find(|volume| volume.name == mount.name)?;
                        let nfs = volume.nfs.as_ref()?;
                        let rest = below(path, &clean(&mount.mount_path))?;
                        let root = mount.sub_path.is_empty() && ["/", "/share"].contains(&&*clean(&nfs.path));
                        let whole = rest.is_empty() || root && !contains_any(rest, "/");
                        whole.then(|| format!("{}:{}", nfs.server, clean(&nfs.path)))
                    })
                };
                command::of_container(container, &mut |field, command| {
                    let removed = command.changes.iter().filter(|change| change.act == FileOp::Remove);
                    for change in removed.filter(|_| command.name().starts_with("rm")) {
                        let Some(share) = whole(&change.path) else { continue };
                        let (name, path, share) = (truncate_for_display(&container.name), truncate_for_display(&change.path), truncate_for_display(&share));
                        let text = text!(
                            "container `{name}` deletes `{path}`, which lies on `{share}` and may be mounted elsewhere",
                            "容器 `{name}` 会删除 `{path}`，该目录位于 `{share}`，可能被其他 Pod 挂载"
                        );
                        out.push(Finding::deny(concat(&[at, field]), text));
                    }
                });
            });
        }
    });
}
