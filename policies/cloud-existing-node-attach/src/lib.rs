//! Existing instances attached to a node pool without a backup.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Class, List, Operation, When};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Attaching existing ECS instances to a cluster or a node pool when they are not listed in
    /// `backedUpInstances`: `cs:AttachInstances`, `cs:AttachInstancesToNodePool`, and instances that a Terraform
    /// node pool gains. While the list is empty it warns. In a whole plan, as `redline plan` reads it, an instance
    /// of whose disks the same plan takes snapshots counts as backed up.
    /// ## Why it is high-risk
    /// Attaching an instance automatically replaces its system disk, and `format_disk` formats a data disk. What
    /// was on them is gone.
    /// ## How to get it done anyway
    /// Take snapshots of the instance's disks, write the instance into `backedUpInstances`, then attach it. Better:
    /// let the pool create new instances.
    docs: {
        title: Bilingual { en: "Attaching instances without a backup", zh: "未备份就添加已有节点" },
        text_zh: "拦截将未在 `backedUpInstances` 中列出的已有 ECS 实例添加到集群或节点池：`cs:AttachInstances`、`cs:AttachInstancesToNodePool`，以及 Terraform 节点池新增的 `instances`；列表为空时只告警；`redline plan` 读取整个计划时，同一计划中为其云盘创建了快照的实例视为已备份。自动添加会更换系统盘，`format_disk` 会格式化数据盘，原有数据丢失。请先为实例的云盘创建快照，将实例填入 `backedUpInstances` 后再添加；更好的做法是由节点池创建新实例。",
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
    check: check, of cloud operations
}

const NODE: Class = Class::Instance;
const IDS: &[&str] = &["instances", "Instances", "body.instances", "InstanceIds"];
const ATTACHED: Bilingual = Bilingual {
    en: "instance {} is attached to a node pool without a known backup",
    zh: "将未确认备份的实例 {} 添加到节点池",
};

const CANNOT_TELL: Bilingual = Bilingual {
    en: "cannot tell whether it was backed up, setting `{}` would",
    zh: "无法判断是否已备份，可通过设置 `{}` 指明",
};

/// What the rule judges.
static ACTIONS: &[Action] = &[
    Action::call("cs", "AttachInstances", NODE, ATTACHED).ids(IDS),
    Action::call("cs", "AttachInstancesToNodePool", NODE, ATTACHED).ids(IDS),
    Action::terraform("alicloud_cs_kubernetes_node_pool", Change::Update, NODE, ATTACHED)
        .ids(&["instances"])
        .when(When::Changes(&["instances"])),
    Action::terraform("alicloud_cs_kubernetes_node_pool", Change::Create, NODE, ATTACHED)
        .ids(&["instances"])
        .when(When::Given(&["instances"])),
    Action::terraform("alicloud_cs_kubernetes_node_pool_attachment", Change::Create, NODE, ATTACHED)
        .ids(&["instances"]),
];

fn check(ctx: &Context<'_>, op: &Operation<'_>, _: &Settings, out: &mut Findings) {
    for hit in op.hits(ctx) {
        // An instance that the pool has already is not attached again, and one that the same plan saves is backed up.
        let there = op.plan().is_some_and(|plan| {
            plan.before.list("instances").contains(&hit.id) || plan.snapshots.iter().any(|saved| *saved == *hit.id)
        });
        let mut finding = hit.finding;
        match op.inventory.has(List::BackedUpInstances, &hit.id) {
            _ if there => continue,
            Some(true) => continue,
            Some(false) => {}
            None => {
                finding.level = Level::Warn;
                finding.text.append(&CANNOT_TELL.with(List::BackedUpInstances.key()));
            }
        }
        out.push(finding);
    }
}
