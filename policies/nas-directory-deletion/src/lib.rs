//! Directories of NAS file systems that pods have mounted.
#![no_std]

mod docs;

use guards::on_node;
use guards::operations::storage;
use guards::reach::Reach;
use guards::{commands, containers};
use redline_engine::json::read;
use redline_engine::kubernetes::workload::{CONTROLLED_WORKLOADS, CORE_WORKLOADS, EXEC};
use redline_engine::kubernetes::workload::{Container, Spec, Workload};
use redline_engine::prelude::*;
use redline_engine::shell::value::{display, rest_below};
use redline_engine::shell::{Certainty, FileOpKind, SimpleCommand};
use redline_engine::strings::path::clean;
use redline_engine::strings::truncate_for_display;
use redline_engine::strings::{concat, contains_any, trim_start};

/// Volumes and storage classes, in addition to objects that run commands. A write to `status` keeps the finalizers that
/// the client sends.
const VOLUMES: &[RequestMatch] = &[
    on(CREATE_UPDATE_DELETE, kinds::PERSISTENT_VOLUME),
    on(CREATE_UPDATE_DELETE, kinds::PERSISTENT_VOLUME).sub("status"),
    on(CREATE, kinds::STORAGE_CLASS),
    on(DELETE, kinds::PERSISTENT_VOLUME_CLAIM),
];

/// NAS directories that pods have mounted must not be deleted.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Workload<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &of_interest(
            Interest::NodeReachOrNfs,
            joined::<16>(&[CORE_WORKLOADS, CONTROLLED_WORKLOADS, EXEC, VOLUMES]),
        ),
        rows: &[rows::R54],
        // The driver's controllers delete the volume after its claim was deleted.
        exempt_users: &[
            "system:serviceaccount:kube-system:alicloud-csi-provisioner",
            "system:serviceaccount:kube-system:storage-operator",
        ],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, _: &NoSettings, out: &mut Findings) {
        let id = truncate_for_display(&req.object_id());
        match req.kind_name() {
            "PersistentVolume" => check_volume(&id, req, out),
            "PersistentVolumeClaim" => check_claim(ctx, &id, req, out),
            "StorageClass" => {
                let class =
                    req.object.as_ref().filter(|class| class.provisioner == DRIVER && class.reclaim_policy != "Retain");
                if class.is_some_and(|class| is_false(class.parameters.get("archiveOnDelete"))) {
                    let text = text!(
                        "creates StorageClass `{id}`, whose volumes delete their NAS directory when they are deleted",
                        "该请求将创建 StorageClass `{id}`，其存储卷被删除时会一并删除 NAS 目录"
                    );
                    out.push(Finding::warn("parameters.archiveOnDelete", text));
                }
            }
            _ => {
                on_node::check(ctx, req, &storage::NAS, out);
                check_shares(ctx, req, out);
            }
        }
    }
}

/// The driver, and its finalizers (alibaba-cloud-csi-driver, `pkg/nas`).
const DRIVER: &str = "nasplugin.csi.alibabacloud.com";
const FINALIZERS: &[&str] = &["csi.alibabacloud.com/nas-subpath-archive", "csi.alibabacloud.com/nas-subpath-deletion"];

/// Whether Go's `ParseBool` reads the value as false. A value that it cannot read keeps the directory.
fn is_false(value: Option<&Str<'_>>) -> bool {
    value.is_some_and(|v| ["0", "f", "F", "FALSE", "false", "False"].contains(&&**v))
}

fn check_volume(id: &str, req: &Request<'_, Workload<'_>>, out: &mut Findings) {
    if req.operation == Operation::Delete {
        if req.old_object.as_ref().or(req.object.as_ref()).is_some_and(deletes_directory) {
            let text = text!(
                "deletes PersistentVolume `{id}` and its NAS directory",
                "该请求将删除 PersistentVolume `{id}` 及其 NAS 目录"
            );
            out.push(Finding::warn("", text));
        }
        return;
    }
    let (Some(old), Some(new)) = (&req.old_object, &req.object) else { return };
    if !deletes_directory(old) && deletes_directory(new) {
        let text = text!(
            "sets the reclaim policy of PersistentVolume `{id}` to Delete, so deleting its claim deletes the NAS directory",
            "该请求将 PersistentVolume `{id}` 的回收策略设为 Delete，删除其 PVC 时会一并删除 NAS 目录"
        );
        out.push(Finding::warn("spec.persistentVolumeReclaimPolicy", text));
    }
    for finalizer in FINALIZERS {
        let has = |volume: &Workload<'_>| volume.metadata.finalizers.iter().any(|f| f == finalizer);
        if has(old) != has(new) {
            let text = text!(
                "adds or removes finalizer `{finalizer}` of PersistentVolume `{id}`",
                "该请求将添加或移除 PersistentVolume `{id}` 的 finalizer `{finalizer}`"
            );
            out.push(Finding::warn("metadata.finalizers", text));
        }
    }
}

/// Whether the driver deletes the directory of a volume together with the volume.
fn deletes_directory(Workload { spec, .. }: &Workload<'_>) -> bool {
    let csi = spec.csi.as_ref().filter(|csi| csi.driver == DRIVER);
    spec.reclaim_policy == "Delete" && csi.is_some_and(|csi| is_false(csi.attributes.get("archiveOnDelete")))
}

/// Checks the deletion of a claim, where a look-up of its volume shows that the directory is deleted with it.
fn check_claim(ctx: &Context<'_>, id: &str, req: &Request<'_, Workload<'_>>, out: &mut Findings) {
    let claim = req.old_object.as_ref().or(req.object.as_ref());
    let volume = claim.map_or("", |claim| &*claim.spec.volume_name);
    let json = if volume.is_empty() { None } else { ctx.host.get("v1", "PersistentVolume", "", volume) };
    let text = json.as_deref().and_then(|json| core::str::from_utf8(json).ok());
    if text.and_then(|text| read::<Workload<'_>>(text).ok()).is_some_and(|volume| deletes_directory(&volume)) {
        let text = text!(
            "deletes PersistentVolumeClaim `{id}`, its volume and its NAS directory",
            "该请求将删除 PersistentVolumeClaim `{id}`、其存储卷和 NAS 目录"
        );
        out.push(Finding::warn("", text));
    }
}

/// Checks commands that delete an NFS share which their own pod mounts.
fn check_shares(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, out: &mut Findings) {
    containers::added_by_update(ctx, req, out, &|object, out| {
        for pod in object.pods().iter().filter(|pod| pod.spec.volumes.iter().any(|volume| volume.nfs.is_some())) {
            containers::containers(pod, &mut |at, container| {
                let check = |field: &str, command: &SimpleCommand<'_>, emit: &mut dyn FnMut(&Finding)| {
                    let removed = command.file_ops().filter(|change| change.kind == FileOpKind::Remove);
                    for change in removed {
                        let Some(share) = whole_share(pod.spec, container, change.path) else { continue };
                        let (name, path, share) = (
                            truncate_for_display(&container.name),
                            truncate_for_display(&display(change.path)),
                            truncate_for_display(&share),
                        );
                        let text = text!(
                            "container `{name}` deletes `{path}` on `{share}`, which other pods may have mounted",
                            "容器 `{name}` 会删除 `{share}` 上的 `{path}`，其他 Pod 可能已挂载该目录"
                        );
                        let certain = change.certain && command.certainty() != Certainty::Possible;
                        let level = if certain { Level::Deny } else { Level::Warn };
                        emit(&Finding::deny(concat(&[at, field]), text).at(level));
                    }
                };
                let reach = Reach::new(pod.spec, container);
                commands::of_container(&reach, &[], &check, &mut |finding| {
                    if out.len() < MOST && !out.contains(finding) {
                        out.push(finding.clone());
                    }
                });
            });
        }
    });
}

/// The maximum number of findings about one request.
const MOST: usize = 64;

/// The share that is removed with a path of the container: the whole of it, or a directory at the root of a file system.
fn whole_share(spec: &Spec<'_>, container: &Container<'_>, path: &str) -> Option<String> {
    container.volume_mounts.iter().filter(|mount| mount.read_only != Some(true)).find_map(|mount| {
        let volume = spec.volumes.iter().find(|volume| volume.name == mount.name)?;
        let nfs = volume.nfs.as_ref()?;
        let (rest, certain) = rest_below(path, &clean(&mount.mount_path))?;
        let rest = trim_start(rest, "/");
        let root = mount.sub_path.is_empty() && ["/", "/share"].contains(&&*clean(&nfs.path));
        let whole = certain && (rest.is_empty() || root && !contains_any(rest, "/"));
        whole.then(|| format!("{}:{}", nfs.server, clean(&nfs.path)))
    })
}
