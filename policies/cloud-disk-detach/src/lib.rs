//! Detaching or deleting cloud disks that pods use.
#![no_std]

mod docs;

use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R50], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;
}

const DISK: Class = Class::Disk;
const DETACHED: Bilingual = Bilingual { en: "detaches disk {}", zh: "卸载云盘 {}" };
const DELETED: Bilingual = Bilingual { en: "deletes disk {}", zh: "删除云盘 {}" };
const ATTACHED: Bilingual = Bilingual {
    en: "attaches disk {} of a pod to an instance around the CSI plugin",
    zh: "绕过 CSI 插件将 Pod 使用的云盘 {} 挂载到实例",
};
const RESET: Bilingual = Bilingual {
    en: "reinitialises or rolls back disk {} of a pod",
    zh: "重新初始化或回滚 Pod 使用的云盘 {}",
};
const OVERWRITTEN: Bilingual = Bilingual {
    en: "makes disk {} the target of a replication, which overwrites it",
    zh: "将云盘 {} 设为异步复制的从盘，原有数据会被覆盖",
};
const TIED: Bilingual = Bilingual {
    en: "makes disk {} go with the instance that it is attached to",
    zh: "设置云盘 {} 随实例释放",
};

/// What the rule evaluates. `cloud-node-reinstall` reports what is done to the system disks of nodes.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "DetachDisk", DISK, DETACHED),
    Action::call("ecs", "DeleteDisk", DISK, DELETED),
    Action::refunded(&["yundisk"], DISK, DELETED),
    Action::call("ecs", "AttachDisk", DISK, ATTACHED).warns(),
    Action::call("ecs", "ReInitDisk", DISK, RESET),
    Action::call("ecs", "ResetDisk ResetDisks", DISK, RESET).ids(&["Disk.DiskId", "DiskId"]).unless_dry_run(),
    Action::orchestrated(&["ACS-ECS-ResetDiskWithSnapshot"], DISK, RESET).ids(&["Parameters.diskId"]),
    Action::call("ecs", "ModifyDiskAttribute", DISK, TIED).when(When::Is(&["DeleteWithInstance"], &["true"])).warns(),
    Action::call("ebs", "CreateDiskReplicaPair", DISK, OVERWRITTEN).ids(&["DestinationDiskId"]),
    Action::terraform("alicloud_ecs_disk_attachment alicloud_disk_attachment", Change::Delete, DISK, DETACHED)
        .ids(&["disk_id"]),
    Action::terraform("alicloud_ecs_disk_attachment alicloud_disk_attachment", Change::Create, DISK, ATTACHED)
        .ids(&["disk_id"])
        .warns(),
    Action::terraform("alicloud_ecs_disk alicloud_disk", Change::Delete, DISK, DELETED),
    Action::terraform("alicloud_ecs_disk alicloud_disk", Change::Update, DISK, TIED)
        .when(When::Becomes("delete_with_instance", &["true"]))
        .warns(),
    Action::terraform("alicloud_ebs_disk_replica_pair", Change::Create, DISK, OVERWRITTEN)
        .ids(&["destination_disk_id"]),
];
