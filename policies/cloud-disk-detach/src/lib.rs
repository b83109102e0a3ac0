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

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "DetachDisk", DISK, DETACHED),
    Action::call("ecs", "DeleteDisk", DISK, DELETED),
    Action::terraform("alicloud_ecs_disk_attachment", Change::Delete, DISK, DETACHED).ids(&["disk_id"]),
    Action::terraform("alicloud_disk_attachment", Change::Delete, DISK, DETACHED).ids(&["disk_id"]),
    Action::terraform("alicloud_ecs_disk", Change::Delete, DISK, DELETED),
    Action::terraform("alicloud_disk", Change::Delete, DISK, DELETED),
];
