//! NAS file systems that go with a Kubernetes object.
#![no_std]

mod docs;

use guards::object;
use redline_engine::json::{List, Raw, read};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// The rule.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Store<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            on(CREATE_UPDATE_DELETE, kinds::CONTAINER_NETWORK_FILE_SYSTEM),
            on(DELETE, kinds::CUSTOM_RESOURCE_DEFINITION),
            on(CREATE, kinds::STORAGE_CLASS),
            on(DELETE, kinds::PERSISTENT_VOLUME_CLAIM),
            on(DELETE, kinds::PERSISTENT_VOLUME),
        ],
        rows: &[rows::R55],
        // The driver's controllers finish what deleting a claim began.
        exempt_users: &[
            "system:serviceaccount:kube-system:alicloud-csi-provisioner",
            "system:serviceaccount:kube-system:storage-operator",
        ],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Store<'_>>, _: &NoSettings, out: &mut Findings) {
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
                        text!(
                            "CNFS `{id}` is deleted, and its file system with it",
                            "删除 CNFS `{id}` 并连带删除文件系统"
                        ),
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
                    out.extend(object::added_owner(req).map(|finding| finding.at(Level::Warn)));
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
}

redline_engine::view! {
    /// A CNFS, a StorageClass or a PersistentVolume, whose fields never clash.
    pub struct Store<'a> {
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
