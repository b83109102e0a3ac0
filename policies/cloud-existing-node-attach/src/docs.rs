//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Attaching instances without a backup", zh: "未备份就添加已有节点" },
    text: "\
## What it stops
Attaching existing ECS instances to a cluster or a node pool when they are not listed in `backedUpInstances`:
`cs:AttachInstances`, `cs:AttachInstancesToNodePool`, and instances that Terraform adds to a node pool. While
the list is empty, the rule warns. When `redline plan` reads a whole plan, an instance counts as backed up if
the same plan takes snapshots of its disks.
## Why it is high-risk
Attaching an instance automatically replaces its system disk, and `format_disk` formats a data disk. The data
on them is lost.
## How to get it done anyway
Take snapshots of the instance's disks, add the instance to `backedUpInstances`, then attach it. Better still,
let the node pool create new instances.
",
    text_zh: "\
## 拦截的操作
拦截将未在 `backedUpInstances` 中列出的已有 ECS 实例添加到集群或节点\
池：`cs:AttachInstances`、`cs:AttachInstancesToNodePool`，以及 Terraform 为节点池新增的 `instances`。列表为空\
时只告警。`redline plan` 读取整个计划时，同一计划中为其云盘创建了快照的实例视为已备份。
## 为何高危
自动添加会更换系统盘，`format_disk` 会格式化数据盘，原有数据会丢失。
## 正确做法
请先为实例的云盘创建快照，将实例加入 `backedUpInstances` 后再添加；更推荐由节点池创建新实例。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
