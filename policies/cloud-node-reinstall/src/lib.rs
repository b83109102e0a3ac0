//! System disks of nodes, replaced or reset.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Class, When, by_table};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Reinstalling the operating system of a node, worker or control plane: replacing its system disk,
    /// initialising a disk again or rolling it back to a snapshot, and a new image for the instance in a Terraform
    /// plan.
    /// ## Why it is high-risk
    /// The kubelet, the container runtime and everything else that ACK installed on the system disk are gone, and
    /// the node does not come back. On a control-plane node etcd's data go too.
    /// ## How to get it done anyway
    /// Remove the node from its pool and add it again, or change the image of the node pool and upgrade the pool in
    /// ACK.
    docs: {
        title: Bilingual { en: "Reinstalling the operating system of a node", zh: "重装节点操作系统" },
        text_zh: "拦截重装节点（含 Master）的操作系统：更换系统盘、重新初始化磁盘、回滚到快照，以及 Terraform 计划中更换实例镜像。ACK 安装在系统盘上的组件全部丢失，节点无法恢复。请将节点移出节点池后重新添加，或在 ACK 中升级节点池。",
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

const NODE: Class = Class::Instance;
const DISK: Class = Class::Disk;
const REPLACED: Bilingual =
    Bilingual { en: "the system disk of node instance {} is replaced", zh: "更换节点实例 {} 的系统盘" };
const RESET: Bilingual = Bilingual { en: "disk {} of a node is reset", zh: "重置节点的云盘 {}" };
const IMAGE: Bilingual = Bilingual { en: "node instance {} gets another image", zh: "更换节点实例 {} 的镜像" };

/// What the rule judges.
static ACTIONS: &[Action] = &[
    Action::call("ecs", "ReplaceSystemDisk", NODE, REPLACED),
    Action::call("ecs", "ReInitDisk", DISK, RESET).also(&[(NODE, &["InstanceId"])]),
    Action::call("ecs", "ResetDisk", DISK, RESET).also(&[(NODE, &["InstanceId"])]),
    Action::call("ecs", "ResetDisks", DISK, RESET).ids(&["Disk.DiskId", "DiskId"]),
    Action::terraform("alicloud_instance", Change::Update, NODE, IMAGE).when(When::Changes(&["image_id"])),
];
