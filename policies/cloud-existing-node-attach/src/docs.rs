//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Attaching instances without a backup", zh: "未备份就添加已有节点" },
    text: "\
## What it stops
Attaching existing ECS instances to a cluster or a node pool when they are not listed in
`backedUpInstances`: `cs:AttachInstances`, `cs:AttachInstancesToNodePool`, and instances that a Terraform
node pool gains. While the list is empty it warns. In a whole plan, as `redline plan` reads it, an instance
of whose disks the same plan takes snapshots counts as backed up.
## Why it is high-risk
Attaching an instance automatically replaces its system disk, and `format_disk` formats a data disk. What
was on them is gone.
## How to get it done anyway
Take snapshots of the instance's disks, write the instance into `backedUpInstances`, then attach it. Better:
let the pool create new instances.
",
    text_zh: "拦截将未在 `backedUpInstances` 中列出的已有 ECS 实例添加到集群或节点池：`cs:AttachInstances`、`cs:AttachInstancesToNodePool`，\
              以及 Terraform 节点池新增的 `instances`；列表为空时只告警；`redline plan` 读取整个计划时，同一计\
              划中为其云盘创建了快照的实例视为已备份。自动添加会更换系统盘，`format_disk` 会格式化数据盘，原有\
              数据丢失。请先为实例的云盘创建快照，将实例填入 `backedUpInstances` 后再添加；更好的做法是由节点池\
              创建新实例。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
