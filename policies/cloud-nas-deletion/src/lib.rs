//! NAS file systems and mount targets in use.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Class, When, by_table};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Deleting a NAS file system of the cluster, one of its mount targets or filesets, making a mount target
    /// inactive, emptying the recycle bin, blocking a client, and deleting a permission rule: as an OpenAPI call, in
    /// the event log, or planned by Terraform. A call about a permission rule does not say for which file systems it
    /// is, so it warns.
    /// ## Why it is high-risk
    /// Every pod that has the file system mounted hangs in system calls that never return, and the node often has
    /// to be restarted. The data are gone.
    /// ## How to get it done anyway
    /// Remove the volumes and the pods that mount them first, and check in the NAS console that no client is left.
    docs: {
        title: Bilingual { en: "Deleting a NAS file system in use", zh: "删除使用中的 NAS 文件系统或挂载点" },
        text_zh: "拦截删除集群使用的 NAS 文件系统、挂载点或 Fileset，禁用挂载点，清空回收站，将客户端加入黑名单，以及删除权限规则，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划；权限规则的调用不含文件系统 ID，仅告警。已挂载的 Pod 会卡在无法返回的系统调用中，往往只能重启节点，数据也会丢失。请先删除使用该文件系统的存储卷和 Pod。",
        severity: Severity::Critical,
        context: &[],
        background_audit: false,
    }
    declare: {
        kind: RuleKind::Cloud,
        actions: ACTIONS,
        rows: rows::ROWS,
    }
    settings: {}
    check: by_table, of cloud operations
}

const NAS: Class = Class::FileSystem;
const DELETED: Bilingual = Bilingual { en: "NAS file system {} is deleted", zh: "删除 NAS 文件系统 {}" };
const TARGET_DELETED: Bilingual =
    Bilingual { en: "a mount target of NAS file system {} is deleted", zh: "删除 NAS 文件系统 {} 的挂载点" };
const TARGET_OFF: Bilingual = Bilingual {
    en: "a mount target of NAS file system {} is made inactive",
    zh: "禁用 NAS 文件系统 {} 的挂载点",
};
const FILESET: Bilingual =
    Bilingual { en: "a fileset of NAS file system {} is deleted", zh: "删除 NAS 文件系统 {} 的 Fileset" };
const CUT_OFF: Bilingual = Bilingual {
    en: "a client of NAS file system {} is blocked",
    zh: "将 NAS 文件系统 {} 的客户端加入黑名单",
};
const FILE_SYSTEM: &[(Class, &[&str])] = &[(NAS, &["FileSystemId"])];
const RULE: Bilingual = Bilingual {
    en: "a permission rule of NAS file system {} is deleted or changed",
    zh: "删除或修改 NAS 文件系统 {} 的权限规则",
};
const EMPTIED: Bilingual = Bilingual {
    en: "the recycle bin of NAS file system {} is emptied for good",
    zh: "清空并关闭 NAS 文件系统 {} 的回收站",
};

/// What the rule judges.
static ACTIONS: &[Action] = &[
    Action::call("nas", "DeleteFileSystem", NAS, DELETED),
    Action::call("nas", "DeleteMountTarget", NAS, TARGET_DELETED),
    Action::call("nas", "DeleteProtocolMountTarget", NAS, TARGET_DELETED),
    Action::call("nas", "ModifyMountTarget", NAS, TARGET_OFF).when(When::Is(&["Status"], &["Inactive"])),
    Action::call("nas", "DisableAndCleanRecycleBin", NAS, EMPTIED),
    Action::call("nas", "CreateRecycleBinDeleteJob", NAS, EMPTIED),
    Action::call("nas", "DeleteProtocolService", NAS, TARGET_DELETED),
    Action::call("nas", "DeleteFileset", NAS, FILESET),
    Action::call("nas", "AddClientToBlackList", NAS, CUT_OFF),
    // Which file systems a permission group is of, the call does not say.
    Action::call("nas", "DeleteAccessRule", Class::Other, RULE).also(FILE_SYSTEM),
    Action::call("nas", "ModifyAccessRule", Class::Other, RULE).also(FILE_SYSTEM).warns(),
    Action::call("nas", "DeleteAccessGroup", Class::Other, RULE).also(FILE_SYSTEM),
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
