//! Cloud disks that pods use, detached or deleted.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Class, by_table};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Detaching or deleting a cloud disk of the cluster: as an OpenAPI call, in the event log, or planned by
    /// Terraform.
    /// ## Why it is high-risk
    /// The pod that has the disk mounted gets input and output errors, and what was not written yet is lost.
    /// Kubernetes goes on believing that the disk is there.
    /// ## How to get it done anyway
    /// Delete the pod or scale it down: the CSI driver detaches the disk once nobody uses it.
    docs: {
        title: Bilingual { en: "Detaching a cloud disk in use", zh: "卸载使用中的云盘" },
        text_zh: "拦截卸载或删除集群使用的云盘，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。正在使用该云盘的 Pod 会出现 IO 错误，未落盘的数据丢失。请删除 Pod 或缩容，由 CSI 驱动卸载云盘。",
        severity: Severity::High,
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

const DISK: Class = Class::Disk;
const DETACHED: Bilingual = Bilingual { en: "disk {} is detached", zh: "卸载云盘 {}" };
const DELETED: Bilingual = Bilingual { en: "disk {} is deleted", zh: "删除云盘 {}" };

/// What the rule judges.
static ACTIONS: &[Action] = &[
    Action::call("ecs", "DetachDisk", DISK, DETACHED),
    Action::call("ecs", "DeleteDisk", DISK, DELETED),
    Action::terraform("alicloud_ecs_disk_attachment", Change::Delete, DISK, DETACHED).ids(&["disk_id"]),
    Action::terraform("alicloud_disk_attachment", Change::Delete, DISK, DETACHED).ids(&["disk_id"]),
    Action::terraform("alicloud_ecs_disk", Change::Delete, DISK, DELETED),
    Action::terraform("alicloud_disk", Change::Delete, DISK, DELETED),
];
