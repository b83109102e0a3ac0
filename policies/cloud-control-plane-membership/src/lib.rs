//! Control-plane nodes of a dedicated cluster, added or removed.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Class, Operation, Ownership, When};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Releasing an ECS instance that is a control-plane node, listed in `controlPlaneInstances` or tagged as one,
    /// and changing the `master_*` attributes of `alicloud_cs_kubernetes`, which Terraform can only do by making
    /// the cluster anew. As an OpenAPI call, in the event log, or planned by Terraform.
    /// ## Why it is high-risk
    /// Three or five control-plane nodes hold etcd. When one is gone the next failure stops the cluster, and ACK
    /// cannot add another one.
    /// ## How to get it done anyway
    /// Leave the control-plane nodes as they are. Migrate the dedicated cluster to a managed one to be rid of them.
    docs: {
        title: Bilingual { en: "Adding or removing control-plane nodes", zh: "增删控制面节点" },
        text_zh: "拦截释放专有集群控制面节点的 ECS 实例（在 `controlPlaneInstances` 中列出或带有相应标签），以及修改 `alicloud_cs_kubernetes` 的 `master_*` 属性（Terraform 只能重建集群），涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。控制面节点承载 etcd，缺少一个后再发生故障集群即不可用，且无法补充。请保留控制面节点，或将专有集群迁移为托管集群。",
        severity: Severity::Critical,
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

const MASTER: Class = Class::ControlPlaneInstance;
const REMOVED: Bilingual =
    Bilingual { en: "control-plane instance {} is released", zh: "释放控制面节点实例 {}" };
const CHANGED: Bilingual = Bilingual { en: "the control-plane nodes of {} change", zh: "修改 {} 的控制面节点" };

const CLUSTER: &str = "alicloud_cs_kubernetes";

/// What the rule judges.
static ACTIONS: &[Action] = &[
    Action::call("ecs", "DeleteInstance", MASTER, REMOVED),
    Action::call("ecs", "DeleteInstances", MASTER, REMOVED),
    Action::event("ecs", &["release", "expire"], MASTER, REMOVED),
    Action::terraform("alicloud_instance", Change::Delete, MASTER, REMOVED),
    Action::terraform("alicloud_ecs_instance", Change::Delete, MASTER, REMOVED),
    Action::terraform(CLUSTER, Change::Any, Class::Cluster, CHANGED).when(When::Changes(&[
        "master_auto_renew_period",
        "master_disk_category",
        "master_disk_performance_level",
        "master_disk_size",
        "master_instance_charge_type",
        "master_instance_types",
        "master_period",
        "master_period_unit",
        "master_vswitch_ids",
    ])),
];

fn check(ctx: &Context<'_>, op: &Operation<'_>, _: &Settings, out: &mut Findings) {
    // A cluster that is made, or deleted with all it has, is no change of its nodes.
    if op.plan().is_some_and(|plan| plan.kind == CLUSTER && plan.creates != plan.deletes) {
        return;
    }
    // An instance of which nothing is known may be anybody's; `cloud-node-release` warns about those.
    out.extend(op.hits(ctx).into_iter().filter(|hit| hit.owner == Ownership::Ours).map(|hit| hit.finding));
}
