//! System disks of nodes, replaced or reset.
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
const DISK: Class = Class::Disk;
const REPLACED: Bilingual =
    Bilingual { en: "the system disk of node instance {} is replaced", zh: "更换节点实例 {} 的系统盘" };
const RESET: Bilingual = Bilingual { en: "disk {} of a node is reset", zh: "重置节点的云盘 {}" };
const IMAGE: Bilingual = Bilingual { en: "node instance {} gets another image", zh: "更换节点实例 {} 的镜像" };

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "ReplaceSystemDisk", NODE, REPLACED),
    Action::call("ecs", "ReInitDisk", DISK, RESET).also(&[(NODE, &["InstanceId"])]),
    Action::call("ecs", "ResetDisk", DISK, RESET).also(&[(NODE, &["InstanceId"])]),
    Action::call("ecs", "ResetDisks", DISK, RESET).ids(&["Disk.DiskId", "DiskId"]),
    Action::terraform("alicloud_instance", Change::Update, NODE, IMAGE).when(When::Changes(&["image_id"])),
];
