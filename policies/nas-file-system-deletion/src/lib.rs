//! NAS file systems that go with a Kubernetes object.
#![no_std]

mod rows;

use guards::object;
use guards::path::truncate_for_display;
use redline_engine::json::{List, Raw, read};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Deleting a ContainerNetworkFileSystem (CNFS): it denies when its reclaim policy is Delete or, once the look-
    /// up of PersistentVolumes is granted, when volumes use it, and warns otherwise; so it does for the definition of
    /// all CNFS, and for an owner with which the garbage collector would delete one. It warns when a CNFS gets the
    /// reclaim policy Delete, loses its finalizer or its recycle bin, when a StorageClass of the NAS driver has
    /// `deleteVolume: "true"`, and when such a volume or, where it can be looked up, its claim is deleted.
    /// ## Why it is high-risk
    /// Every pod that has the file system mounted hangs, and with it the tools that look at its mount points; some
    /// nodes have to be restarted. What was stored is gone.
    /// ## How to get it done anyway
    /// Stop the pods first, then delete their claims, then the CNFS. Keep the reclaim policy Retain and delete the
    /// file system in the NAS console once nobody has it mounted.
    docs: {
        title: Bilingual { en: "Deleting NAS file systems through Kubernetes", zh: "通过 Kubernetes 删除 NAS 文件系统" },
        text_zh: "删除 ContainerNetworkFileSystem（CNFS）时，回收策略为 Delete，或（授予查询 PersistentVolume 的权限后）仍有存储卷使用的予以拦截，否则告警；删除 CNFS 的 CRD 同样处理，为 CNFS 设置会被垃圾回收的 owner 告警。CNFS 的回收策略改为 Delete、移除其 finalizer、关闭回收站，NAS 驱动的 StorageClass 设置 `deleteVolume: \"true\"`，以及删除此类存储卷或（可查询时）其 PVC时告警。文件系统被删除后，挂载它的 Pod 会卡住，部分节点需要重启，数据丢失。请先停止 Pod、删除 PVC，再删除 CNFS，并保持回收策略为 Retain。",
        severity: Severity::Critical,
        context: &[("v1", "PersistentVolume")],
        background_audit: false,
    }
    declare: {
        on: &[On {
            operations: &[Operation::Create, Operation::Update, Operation::Delete],
            group: "storage.alibabacloud.com",
            versions: &["v1beta1"],
            resources: &[("containernetworkfilesystems", "ContainerNetworkFileSystem")],
        }, On {
            operations: &[Operation::Delete],
            group: "apiextensions.k8s.io",
            versions: &["v1"],
            resources: &[("customresourcedefinitions", "CustomResourceDefinition")],
        }, On {
            operations: &[Operation::Create],
            group: "storage.k8s.io",
            versions: &["v1"],
            resources: &[("storageclasses", "StorageClass")],
        }, On {
            operations: &[Operation::Delete],
            group: "",
            versions: &["v1"],
            resources: &[("persistentvolumeclaims", "PersistentVolumeClaim"), ("persistentvolumes", "PersistentVolume")],
        }],
        rows: rows::ROWS,
        // The driver's controllers finish what deleting a claim began.
        exempt_users: &[
            "system:serviceaccount:kube-system:alicloud-csi-provisioner",
            "system:serviceaccount:kube-system:storage-operator",
        ],
    }
    settings: {}
    check: check, of Store
}

redline_engine::view! {
    /// A CNFS, a StorageClass or a PersistentVolume, whose fields never clash.
    struct Store<'a> {
        metadata: ObjectMeta<'a>,
        spec: Spec<'a>,
        provisioner: Str<'a>,
        parameters: Map<'a>,
    }
    struct Spec<'a> {
        reclaim_policy = "reclaimPolicy": Str<'a>,
 volume_name = "volumeName": Str<'a>,
        volume_reclaim_policy = "persistentVolumeReclaimPolicy": Str<'a>,
        parameters: Parameters<'a>,
        csi: Csi<'a>,
    }
    struct Parameters<'a> {
        trash_can = "enableTrashCan": Option<Raw<'a>>,
    }
    struct Csi<'a> {
        driver: Str<'a>,
        attributes = "volumeAttributes": Map<'a>,
    }
    struct Volumes<'a> {
        items: List<Store<'a>>,
    }
}
redline_engine::objects!(Store);

/// The NAS driver (alibaba-cloud-csi-driver, `pkg/nas`), and the CNFS finalizer of its operator.
const DRIVER: &str = "nasplugin.csi.alibabacloud.com";
const DEFINITION: &str = "containernetworkfilesystems.storage.alibabacloud.com";
const FINALIZER: &str = "protection.alibabacloud.com/cnfs";

fn check(ctx: &Context<'_>, req: &Request<'_, Store<'_>>, _: &Settings, out: &mut Findings) {
    let id = truncate_for_display(&req.object_id());
    match (req.kind_name(), req.operation) {
        ("CustomResourceDefinition", _) if id == DEFINITION => {
            let users = users(ctx, None);
            let mut finding = Finding::warn(
                "",
                text!("CRD `{id}` is deleted, and every CNFS with it", "删除 CRD `{id}` 及全部 CNFS"),
            );
            if users > 0 {
                finding.level = Level::Deny;
                finding
                    .text
                    .append(&text!("{users} PersistentVolumes use one", "仍有 {users} 个 PersistentVolume 使用"));
            }
            out.push(finding);
        }
        ("ContainerNetworkFileSystem", Operation::Delete) => {
            let object = req.old_object.as_ref().or(req.object.as_ref());
            let users = users(ctx, Some(req.object_name()));
            out.push(if users > 0 {
                Finding::deny(
                    "",
                    text!(
                        "CNFS `{id}` is deleted, which {users} PersistentVolumes use",
                        "删除 CNFS `{id}`，仍有 {users} 个 PersistentVolume 使用"
                    ),
                )
            } else if object.is_some_and(|cnfs| deletes(&cnfs.spec.reclaim_policy)) {
                Finding::deny(
                    "spec.reclaimPolicy",
                    text!("CNFS `{id}` is deleted, and its file system with it", "删除 CNFS `{id}` 并连带删除文件系统"),
                )
            } else {
                let text =
                    text!("CNFS `{id}` is deleted, which volumes may use", "删除 CNFS `{id}`，可能仍有存储卷使用");
                Finding::warn("", text)
            });
        }
        ("ContainerNetworkFileSystem", _) => {
            if let Some(new) = &req.object {
                cnfs(&id, req.old_object.as_ref(), new, out);
                out.extend(object::owned(req).map(|finding| finding.at(Level::Warn)));
            }
        }
        ("StorageClass", _) => {
            let class = req.object.as_ref().filter(|class| class.provisioner == DRIVER);
            if class.is_some_and(|class| yes(class.parameters.get("deleteVolume"))) {
                let text = text!(
                    "volumes of StorageClass `{id}` take their file system along when they are deleted",
                    "StorageClass `{id}` 的存储卷被删除时会连带删除文件系统"
                );
                out.push(Finding::warn("parameters.deleteVolume", text));
            }
        }
        ("PersistentVolumeClaim", Operation::Delete) => {
            let claim = req.old_object.as_ref().or(req.object.as_ref());
            let name = claim.map_or("", |claim| &*claim.spec.volume_name);
            let json = if name.is_empty() { None } else { ctx.host.get("v1", "PersistentVolume", "", name) };
            let text = json.as_deref().and_then(|json| core::str::from_utf8(json).ok());
            if text.and_then(|text| read::<Store<'_>>(text).ok()).is_some_and(|volume| takes_along(&volume)) {
                let text = text!(
                    "PersistentVolumeClaim `{id}` is deleted, and with its volume the file system",
                    "删除 PersistentVolumeClaim `{id}`，文件系统随其存储卷一并删除"
                );
                out.push(Finding::warn("", text));
            }
        }
        (_, Operation::Delete) if req.old_object.as_ref().or(req.object.as_ref()).is_some_and(takes_along) => {
            let text = text!(
                "PersistentVolume `{id}` is deleted, and its file system with it",
                "删除 PersistentVolume `{id}` 并连带删除文件系统"
            );
            out.push(Finding::warn("", text));
        }
        _ => {}
    }
}

fn cnfs(id: &str, old: Option<&Store<'_>>, new: &Store<'_>, out: &mut Findings) {
    if deletes(&new.spec.reclaim_policy) && !old.is_some_and(|old| deletes(&old.spec.reclaim_policy)) {
        let text = text!(
            "CNFS `{id}` gets the reclaim policy Delete, so its file system goes with it",
            "CNFS `{id}` 的回收策略设为 Delete，删除时会连带删除文件系统"
        );
        out.push(Finding::warn("spec.reclaimPolicy", text));
    }
    let Some(old) = old else { return };
    if object::lost_finalizers(&old.metadata, &new.metadata).contains(&FINALIZER) {
        let text =
            text!("finalizer `{FINALIZER}` of CNFS `{id}` is removed", "移除 CNFS `{id}` 的 finalizer `{FINALIZER}`");
        out.push(Finding::warn("metadata.finalizers", text));
    }
    let bin =
        |cnfs: &Store<'_>| cnfs.spec.parameters.trash_can.map_or("", |value| value.get().trim_matches('"')) == "true";
    if bin(old) && !bin(new) {
        let text = text!("the recycle bin of CNFS `{id}` is switched off", "关闭 CNFS `{id}` 的回收站");
        out.push(Finding::warn("spec.parameters.enableTrashCan", text));
    }
}

/// Whether a volume of the NAS driver deletes its file system when it is deleted.
fn takes_along(Store { spec, .. }: &Store<'_>) -> bool {
    spec.csi.driver == DRIVER && spec.volume_reclaim_policy == "Delete" && yes(spec.csi.attributes.get("deleteVolume"))
}

fn deletes(policy: &str) -> bool {
    policy.eq_ignore_ascii_case("delete")
}

/// As Go's `ParseBool` reads it.
fn yes(value: Option<&Str<'_>>) -> bool {
    value.is_some_and(|v| ["1", "t", "T", "TRUE", "true", "True"].contains(&&**v))
}

/// How many PersistentVolumes use a CNFS, or any where none is named, as far as may be looked up.
fn users(ctx: &Context<'_>, cnfs: Option<&str>) -> usize {
    let json = ctx.host.list("v1", "PersistentVolume", "");
    let text = json.as_deref().and_then(|json| core::str::from_utf8(json).ok());
    let volumes: Option<Volumes<'_>> = text.and_then(|text| read(text).ok());
    let named = |volume: &&Store<'_>| {
        let mut attributes = volume.spec.csi.attributes.iter();
        attributes.any(|(key, value)| {
            key.eq_ignore_ascii_case("containerNetworkFileSystem") && cnfs.is_none_or(|cnfs| value == cnfs)
        })
    };
    volumes.map_or(0, |volumes| volumes.items.iter().filter(named).count())
}
