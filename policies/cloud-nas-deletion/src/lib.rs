//! Deleting NAS file systems and mount targets that are in use.
#![no_std]

mod docs;

use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R55], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;
}

const NAS: Class = Class::FileSystem;
const DELETED: Bilingual = Bilingual { en: "deletes NAS file system {}", zh: "删除 NAS 文件系统 {}" };
const TARGET_DELETED: Bilingual =
    Bilingual { en: "deletes a mount target of NAS file system {}", zh: "删除 NAS 文件系统 {} 的挂载点" };
const TARGET_OFF: Bilingual =
    Bilingual { en: "disables a mount target of NAS file system {}", zh: "禁用 NAS 文件系统 {} 的挂载点" };
const FILESET: Bilingual =
    Bilingual { en: "deletes a fileset of NAS file system {}", zh: "删除 NAS 文件系统 {} 的 Fileset" };
const CUT_OFF: Bilingual = Bilingual {
    en: "blocks a client of NAS file system {}",
    zh: "将 NAS 文件系统 {} 的客户端加入黑名单",
};
const FILE_SYSTEM: &[(Class, &[&str])] = &[(NAS, &["FileSystemId"])];
const RULE: Bilingual = Bilingual {
    en: "deletes or changes a permission rule of NAS file system {}",
    zh: "删除或修改 NAS 文件系统 {} 的权限规则",
};
const EMPTIED: Bilingual = Bilingual {
    en: "permanently deletes files in the recycle bin of NAS file system {}",
    zh: "彻底删除 NAS 文件系统 {} 回收站中的文件",
};

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("nas", "DeleteFileSystem", NAS, DELETED),
    Action::call("nas", "DeleteMountTarget", NAS, TARGET_DELETED),
    Action::call("nas", "DeleteProtocolMountTarget", NAS, TARGET_DELETED),
    Action::call("nas", "ModifyMountTarget", NAS, TARGET_OFF).when(When::Is(&["Status"], &["Inactive"])),
    Action::call("nas", "DisableAndCleanRecycleBin", NAS, EMPTIED),
    Action::call("nas", "CreateRecycleBinDeleteJob", NAS, EMPTIED),
    Action::call("nas", "DeleteProtocolService", NAS, TARGET_DELETED),
    Action::call("nas", "DeleteFileset", NAS, FILESET),
    Action::call("nas", "AddClientToBlackList", NAS, CUT_OFF),
    // The call does not tell to which file systems a permission group belongs.
    Action::call("nas", "DeleteAccessRule", Class::Other, RULE).related(FILE_SYSTEM),
    Action::call("nas", "ModifyAccessRule", Class::Other, RULE).related(FILE_SYSTEM).warns(),
    Action::call("nas", "DeleteAccessGroup", Class::Other, RULE).related(FILE_SYSTEM),
    Action::terraform("alicloud_nas_file_system", Change::Delete, NAS, DELETED),
    Action::terraform("alicloud_nas_mount_target", Change::Delete, NAS, TARGET_DELETED).ids(&["file_system_id"]),
    Action::terraform("alicloud_nas_mount_target", Change::Update, NAS, TARGET_OFF)
        .ids(&["file_system_id"])
        .when(When::Becomes("status", &["Inactive"])),
    Action::terraform("alicloud_nas_protocol_mount_target", Change::Delete, NAS, TARGET_DELETED)
        .ids(&["file_system_id"]),
    Action::terraform("alicloud_nas_protocol_service", Change::Delete, NAS, TARGET_DELETED).ids(&["file_system_id"]),
    Action::terraform("alicloud_nas_fileset", Change::Delete, NAS, FILESET).ids(&["file_system_id"]),
    Action::terraform("alicloud_nas_recycle_bin", Change::Delete, NAS, EMPTIED).ids(&["file_system_id"]),
    Action::terraform("alicloud_nas_access_rule", Change::Delete, NAS, RULE).ids(&["file_system_id"]),
];
