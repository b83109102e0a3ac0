//! NAS file systems that are deleted together with a Kubernetes object.
#![no_std]

mod docs;

use guards::object;
use redline_engine::json::{Raw, read};
use redline_engine::kubernetes::lookup::items;
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// NAS file systems that pods have mounted must not be deleted through Kubernetes objects.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Storage<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(CREATE_UPDATE_DELETE, kinds::CONTAINER_NETWORK_FILE_SYSTEM),
            on(UPDATE_DELETE, kinds::CUSTOM_RESOURCE_DEFINITION),
            on(CREATE, kinds::STORAGE_CLASS),
            on(DELETE, kinds::PERSISTENT_VOLUME_CLAIM),
            on(UPDATE_DELETE, kinds::PERSISTENT_VOLUME),
        ],
        rows: &[rows::R55],
        // The driver's controllers delete the volume after its claim was deleted.
        exempt_users: &[
            "system:serviceaccount:kube-system:alicloud-csi-provisioner",
            "system:serviceaccount:kube-system:storage-operator",
        ],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Storage<'_>>, _: &NoSettings, out: &mut Findings) {
        let id = truncate_for_display(&req.object_id());
        match (req.kind_name(), req.operation) {
            ("CustomResourceDefinition", Operation::Update) if id == DEFINITION => out.extend(object::added_owner(req)),
            ("CustomResourceDefinition", Operation::Delete) if id == DEFINITION => {
                let users = count_users(ctx, None);
                let mut finding = Finding::warn(
                    "",
                    text!("deletes CRD `{id}` and every CNFS", "该请求将删除 CRD `{id}` 及全部 CNFS"),
                );
                if users > 0 {
                    finding.level = Level::Deny;
                    finding.text.append(&text!(
                        "PersistentVolumes that use a CNFS: {users}",
                        "仍有 {users} 个 PersistentVolume 在使用 CNFS"
                    ));
                }
                out.push(finding);
            }
            ("ContainerNetworkFileSystem", Operation::Delete) => {
                let object = req.old_object.as_ref().or(req.object.as_ref());
                let users = count_users(ctx, Some(req.object_name()));
                out.push(if users > 0 {
                    Finding::deny(
                        "",
                        text!(
                            "deletes CNFS `{id}`, which is still in use (PersistentVolumes: {users})",
                            "该请求将删除 CNFS `{id}`，仍有 {users} 个 PersistentVolume 在使用"
                        ),
                    )
                } else if object.is_some_and(|cnfs| is_delete_policy(&cnfs.spec.reclaim_policy)) {
                    Finding::deny(
                        "spec.reclaimPolicy",
                        text!(
                            "deletes CNFS `{id}` and its NAS file system",
                            "该请求将删除 CNFS `{id}` 及其 NAS 文件系统"
                        ),
                    )
                } else {
                    let text = text!(
                        "deletes CNFS `{id}`, which volumes may still use",
                        "该请求将删除 CNFS `{id}`，可能仍有存储卷在使用"
                    );
                    Finding::warn("", text)
                });
            }
            ("ContainerNetworkFileSystem", _) => {
                if let Some(new) = &req.object {
                    check_cnfs(&id, req.old_object.as_ref(), new, out);
                    let level = if is_delete_policy(&new.spec.reclaim_policy) { Level::Deny } else { Level::Warn };
                    out.extend(object::added_owner(req).map(|finding| finding.at(level)));
                }
            }
            ("StorageClass", _) => {
                let class = req.object.as_ref().filter(|class| class.provisioner == DRIVER);
                if class.is_some_and(|class| is_true(class.parameters.get("deleteVolume"))) {
                    let text = text!(
                        "creates StorageClass `{id}`, whose volumes delete their NAS file system when they \
                         are deleted",
                        "该请求将创建 StorageClass `{id}`，其存储卷被删除时会一并删除 NAS 文件系统"
                    );
                    out.push(Finding::warn("parameters.deleteVolume", text));
                }
            }
            ("PersistentVolumeClaim", Operation::Delete) => {
                let claim = req.old_object.as_ref().or(req.object.as_ref());
                let name = claim.map_or("", |claim| &*claim.spec.volume_name);
                let json = if name.is_empty() { None } else { ctx.host.get("v1", "PersistentVolume", "", name) };
                let text = json.as_deref().and_then(|json| core::str::from_utf8(json).ok());
                if text
                    .and_then(|text| read::<Storage<'_>>(text).ok())
                    .is_some_and(|volume| deletes_file_system(&volume))
                {
                    let text = text!(
                        "deletes PersistentVolumeClaim `{id}`, its volume and the NAS file system",
                        "该请求将删除 PersistentVolumeClaim `{id}`、其存储卷和 NAS 文件系统"
                    );
                    out.push(Finding::warn("", text));
                }
            }
            ("PersistentVolume", Operation::Update) => {
                if let (Some(old), Some(new)) = (&req.old_object, &req.object)
                    && !deletes_file_system(old)
                    && deletes_file_system(new)
                {
                    let text = text!(
                        "sets the reclaim policy of PersistentVolume `{id}` to Delete, so deleting its claim deletes the \
                         NAS file system",
                        "该请求将 PersistentVolume `{id}` 的回收策略设为 Delete，删除其 PVC 时会一并删除 NAS 文件系统"
                    );
                    out.push(Finding::warn("spec.persistentVolumeReclaimPolicy", text));
                }
            }
            ("PersistentVolume", Operation::Delete)
                if req.old_object.as_ref().or(req.object.as_ref()).is_some_and(deletes_file_system) =>
            {
                let text = text!(
                    "deletes PersistentVolume `{id}` and its NAS file system",
                    "该请求将删除 PersistentVolume `{id}` 及其 NAS 文件系统"
                );
                out.push(Finding::warn("", text));
            }
            _ => {}
        }
    }
}

redline_engine::view! {
    /// A CNFS, a StorageClass or a PersistentVolume, whose fields never clash.
    pub struct Storage<'a> {
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
}
redline_engine::objects!(Storage);

/// The NAS driver (alibaba-cloud-csi-driver, `pkg/nas`), and the CNFS finalizer of its operator.
const DRIVER: &str = "nasplugin.csi.alibabacloud.com";
const DEFINITION: &str = "containernetworkfilesystems.storage.alibabacloud.com";
const FINALIZER: &str = "protection.alibabacloud.com/cnfs";

fn check_cnfs(id: &str, old: Option<&Storage<'_>>, new: &Storage<'_>, out: &mut Findings) {
    if is_delete_policy(&new.spec.reclaim_policy) && !old.is_some_and(|old| is_delete_policy(&old.spec.reclaim_policy))
    {
        let text = text!(
            "sets the reclaim policy of CNFS `{id}` to Delete, so deleting it deletes the NAS file system",
            "该请求将 CNFS `{id}` 的回收策略设为 Delete，删除 CNFS 时会一并删除 NAS 文件系统"
        );
        out.push(Finding::warn("spec.reclaimPolicy", text));
    }
    let Some(old) = old else { return };
    if object::lost_finalizers(&old.metadata, &new.metadata).contains(&FINALIZER) {
        let text = text!(
            "removes finalizer `{FINALIZER}` from CNFS `{id}`",
            "该请求将移除 CNFS `{id}` 的 finalizer `{FINALIZER}`"
        );
        out.push(Finding::warn("metadata.finalizers", text));
    }
    let bin =
        |cnfs: &Storage<'_>| cnfs.spec.parameters.trash_can.map_or("", |value| value.get().trim_matches('"')) == "true";
    if bin(old) && !bin(new) {
        let text = text!("disables the recycle bin of CNFS `{id}`", "该请求将关闭 CNFS `{id}` 的回收站");
        out.push(Finding::warn("spec.parameters.enableTrashCan", text));
    }
}

/// Whether a volume of the NAS driver deletes its file system when it is deleted.
fn deletes_file_system(Storage { spec, .. }: &Storage<'_>) -> bool {
    spec.csi.driver == DRIVER
        && spec.volume_reclaim_policy == "Delete"
        && is_true(spec.csi.attributes.get("deleteVolume"))
}

fn is_delete_policy(policy: &str) -> bool {
    policy.eq_ignore_ascii_case("delete")
}

/// Whether Go's `ParseBool` reads the value as true.
fn is_true(value: Option<&Str<'_>>) -> bool {
    value.is_some_and(|v| ["1", "t", "T", "TRUE", "true", "True"].contains(&&**v))
}

/// How many PersistentVolumes use the CNFS, or any CNFS where none is named; `0` where they cannot be looked up.
fn count_users(ctx: &Context<'_>, cnfs: Option<&str>) -> usize {
    let json = ctx.host.list("v1", "PersistentVolume", "");
    let named = |volume: &&Storage<'_>| {
        let mut attributes = volume.spec.csi.attributes.iter();
        attributes.any(|(key, value)| {
            key.eq_ignore_ascii_case("containerNetworkFileSystem") && cnfs.is_none_or(|cnfs| value == cnfs)
        })
    };
    items::<Storage<'_>>(json.as_deref()).map_or(0, |volumes| volumes.iter().filter(named).count())
}
