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
const GROUP: Class = Class::AccessGroup;
const DELETED: Bilingual = Bilingual { en: "deletes NAS file system {}", zh: "删除 NAS 文件系统 {}" };
const RESET: Bilingual = Bilingual {
    en: "replaces the content of NAS file system {} with a snapshot",
    zh: "用快照回滚 NAS 文件系统 {}，现有内容会被覆盖",
};
const TARGET_DELETED: Bilingual =
    Bilingual { en: "deletes a mount target of NAS file system {}", zh: "删除 NAS 文件系统 {} 的挂载点" };
const TARGET_OFF: Bilingual =
    Bilingual { en: "disables a mount target of NAS file system {}", zh: "禁用 NAS 文件系统 {} 的挂载点" };
const TARGET_GROUP: Bilingual = Bilingual {
    en: "changes the permission group of a mount target of NAS file system {}",
    zh: "更换 NAS 文件系统 {} 挂载点的权限组",
};
const POINT: Bilingual = Bilingual {
    en: "deletes or changes an access point of NAS file system {}",
    zh: "删除或修改 NAS 文件系统 {} 的接入点",
};
const FILESET: Bilingual =
    Bilingual { en: "deletes a fileset of NAS file system {}", zh: "删除 NAS 文件系统 {} 的 Fileset" };
const CUT_OFF: Bilingual =
    Bilingual { en: "blocks clients of NAS file system {}", zh: "阻断 NAS 文件系统 {} 的客户端" };
const RULE: Bilingual = Bilingual {
    en: "deletes or changes permission group {} or a rule of it",
    zh: "删除或修改权限组 {} 或其中的规则",
};
const RESTRICTED: Bilingual = Bilingual {
    en: "adds a rule that restricts clients to permission group {}",
    zh: "为权限组 {} 新增限制客户端的规则",
};
const QUOTA: Bilingual = Bilingual {
    en: "sets a quota in NAS file system {}; writes beyond it fail",
    zh: "为 NAS 文件系统 {} 设置配额，超出后写入失败",
};
const ACCESS: Bilingual = Bilingual {
    en: "changes access control or the directory service of NAS file system {}",
    zh: "修改 NAS 文件系统 {} 的访问控制或目录服务",
};
const EMPTIED: Bilingual = Bilingual {
    en: "permanently deletes files in the recycle bin of NAS file system {}",
    zh: "彻底删除 NAS 文件系统 {} 回收站中的文件",
};
const FILE_SYSTEM: &[(Class, &[&str])] = &[(NAS, &["FileSystemId"])];
const PARENT: &[&str] = &["file_system_id"];
const TARGET: &[&str] = &["MountTargetDomain", "ProtocolServiceId"];

/// What the rule evaluates. A permission group does not tell to which file systems it belongs, so it has a list of its
/// own.
const ACTIONS: &[Action] = &[
    Action::call("nas", "DeleteFileSystem", NAS, DELETED),
    Action::refunded(&["nas", "naspost"], NAS, DELETED),
    Action::call("nas", "ResetFileSystem", NAS, RESET),
    Action::call("nas", "DeleteMountTarget", NAS, TARGET_DELETED).naming(TARGET),
    Action::call("nas", "DeleteProtocolMountTarget DeleteProtocolService", NAS, TARGET_DELETED)
        .naming(TARGET)
        .unless_dry_run(),
    Action::call("nas", "ModifyMountTarget", NAS, TARGET_OFF).naming(TARGET).when(When::Is(&["Status"], &["Inactive"])),
    Action::call("nas", "ModifyMountTarget", NAS, TARGET_GROUP).when(When::Given(&["AccessGroupName"])).warns(),
    Action::call("nas", "DeleteAccessPoint", NAS, POINT),
    Action::call("nas", "ModifyAccessPoint", NAS, POINT).when(When::Given(&["AccessGroup", "EnabledRam"])).warns(),
    Action::call("nas", "DisableAndCleanRecycleBin CreateRecycleBinDeleteJob", NAS, EMPTIED),
    Action::call("nas", "DeleteFileset", NAS, FILESET).unless_dry_run(),
    Action::call("nas", "AddClientToBlackList", NAS, CUT_OFF),
    Action::call("nas", "DetachVscFromFilesystems", NAS, CUT_OFF).ids(&["ResourceIds.FileSystemId"]),
    Action::call("nas", "SetDirQuota", NAS, QUOTA).when(When::Is(&["QuotaType"], &["Enforcement"])).warns(),
    Action::call("nas", "SetFilesetQuota", NAS, QUOTA).unless_dry_run().warns(),
    Action::call(
        "nas",
        "EnableNfsAcl DisableNfsAcl EnableSmbAcl DisableSmbAcl ModifySmbAcl CreateLDAPConfig ModifyLDAPConfig \
         DeleteLDAPConfig",
        NAS,
        ACCESS,
    )
    .warns(),
    Action::call("nas", "DeleteAccessRule DeleteAccessGroup", GROUP, RULE).related(FILE_SYSTEM),
    Action::call("nas", "ModifyAccessRule", GROUP, RULE).related(FILE_SYSTEM).warns(),
    Action::call("nas", "CreateAccessRule", GROUP, RESTRICTED)
        .related(FILE_SYSTEM)
        .when(When::Is(&["RWAccessType", "UserAccessType"], &["RDONLY", "all_squash"]))
        .warns(),
    Action::terraform("alicloud_nas_file_system", Change::Delete, NAS, DELETED),
    Action::terraform("alicloud_nas_file_system", Change::Update, NAS, EMPTIED)
        .when(When::Leaves(&["recycle_bin.status"], &["Enable"])),
    Action::terraform("alicloud_nas_file_system", Change::Update, NAS, ACCESS)
        .when(When::Changes(&["nfs_acl", "smb_acl"]))
        .warns(),
    Action::terraform(
        "alicloud_nas_mount_target alicloud_nas_protocol_mount_target alicloud_nas_protocol_service",
        Change::Delete,
        NAS,
        TARGET_DELETED,
    )
    .ids(PARENT),
    Action::terraform("alicloud_nas_mount_target", Change::Update, NAS, TARGET_OFF)
        .ids(PARENT)
        .when(When::Becomes("status", &["Inactive"])),
    Action::terraform("alicloud_nas_mount_target", Change::Update, NAS, TARGET_GROUP)
        .ids(PARENT)
        .when(When::Changes(&["access_group_name"]))
        .warns(),
    Action::terraform("alicloud_nas_access_point", Change::Delete, NAS, POINT).ids(PARENT),
    Action::terraform("alicloud_nas_access_point", Change::Update, NAS, POINT)
        .ids(PARENT)
        .when(When::Changes(&["access_group", "enabled_ram"]))
        .warns(),
    Action::terraform("alicloud_nas_fileset", Change::Delete, NAS, FILESET).ids(PARENT),
    Action::terraform("alicloud_nas_recycle_bin", Change::Delete, NAS, EMPTIED).ids(PARENT),
    Action::terraform("alicloud_nas_smb_acl_attachment", Change::Any, NAS, ACCESS).ids(PARENT).warns(),
    Action::terraform("alicloud_nas_access_rule alicloud_nas_access_group", Change::Delete, GROUP, RULE)
        .ids(&["access_group_name"]),
    Action::terraform("alicloud_nas_access_rule", Change::Update, GROUP, RULE)
        .ids(&["access_group_name"])
        .when(When::Changes(&[
            "source_cidr_ip",
            "ipv6_source_cidr_ip",
            "rw_access_type",
            "user_access_type",
            "priority",
        ]))
        .warns(),
    Action::terraform("alicloud_nas_access_rule", Change::Create, GROUP, RESTRICTED)
        .ids(&["access_group_name"])
        .when(When::Is(&["rw_access_type", "user_access_type"], &["RDONLY", "all_squash"]))
        .warns(),
];
