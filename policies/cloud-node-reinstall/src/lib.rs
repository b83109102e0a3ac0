//! Replacing or resetting the system disk of a node.
#![no_std]

mod docs;

use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R6, rows::R15], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;
}

const NODE: Class = Class::Instance;
const DISK: Class = Class::SystemDisk;
const REPLACED: Bilingual =
    Bilingual { en: "replaces the system disk of instance {} of a node", zh: "更换节点实例 {} 的系统盘" };
const RESET: Bilingual =
    Bilingual { en: "reinitialises or rolls back disk {} of a node", zh: "重新初始化或回滚节点的云盘 {}" };
const IMAGE: Bilingual =
    Bilingual { en: "changes the image of instance {} of a node", zh: "更换节点实例 {} 的镜像" };

const GROUP_REPLACED: Bilingual = Bilingual {
    en: "replaces the system disks of the instances of scaling group {} of a node pool",
    zh: "更换节点池的伸缩组 {} 中实例的系统盘",
};

/// Public templates of OOS that replace or reinitialise system disks, and one that rolls a disk back.
const TEMPLATES: &[&str] =
    &["ACS-ECS-BulkyReplaceSystemDisk", "ACS-ECS-BulkyReInitSystemDisk", "ACS-ECS-BulkyEncryptSystemDisk"];
const OF_GROUP: &[&str] = &["ACS-ESS-RollingUpdateByReplaceSystemDiskInScalingGroup"];
const ROLLBACK: &[&str] = &["ACS-ECS-ResetDiskWithSnapshot"];

/// What the rule evaluates. `cloud-disk-detach` reports what is done to the disks of pods.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "ReplaceSystemDisk", NODE, REPLACED),
    Action::call("eflo", "ReimageNodes", NODE, REPLACED).ids(&["Nodes.NodeId", "NodeId"]),
    Action::call("ecs", "ReInitDisk", DISK, RESET).related(&[(NODE, &["InstanceId"])]),
    Action::call("ecs", "ResetDisk ResetDisks", DISK, RESET)
        .ids(&["Disk.DiskId", "DiskId"])
        .related(&[(NODE, &["InstanceId"])])
        .unless_dry_run(),
    Action::orchestrated(TEMPLATES, NODE, REPLACED),
    Action::orchestrated_in_plan(TEMPLATES, NODE, REPLACED),
    Action::orchestrated(OF_GROUP, Class::ScalingGroup, GROUP_REPLACED).ids(&["Parameters.scalingGroupId"]),
    Action::orchestrated(ROLLBACK, DISK, RESET)
        .ids(&["Parameters.diskId"])
        .related(&[(NODE, &["Parameters.instanceId"])]),
    Action::terraform("alicloud_instance", Change::Update, NODE, IMAGE).when(When::Changes(&["image_id"])),
];
