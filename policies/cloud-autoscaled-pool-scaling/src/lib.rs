//! Node pools that scale by themselves, scaled by hand.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Class, List, Operation, When};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Scaling a node pool with automatic scaling by hand, as a warning: `cs:ScaleClusterNodePool`, a desired size
    /// in `cs:ModifyClusterNodePool`, a desired capacity or a scaling rule on its scaling group, and
    /// `desired_size`, `node_count` or `instances` in Terraform while `scaling_config` is enabled. Pools count that
    /// are listed in `autoscaledNodePools`; while the list is empty the warning says so.
    /// ## Why it is high-risk
    /// The autoscaler does not know what was wanted. It takes nodes away again that were added, and adds others for
    /// those removed; the pods on them move twice.
    /// ## How to get it done anyway
    /// Change the minimum and maximum of the pool's automatic scaling, or switch it off first.
    docs: {
        title: Bilingual { en: "Scaling an autoscaled node pool by hand", zh: "手动伸缩开启自动伸缩的节点池" },
        text_zh: "手动伸缩开启自动伸缩的节点池时告警：`cs:ScaleClusterNodePool`、`cs:ModifyClusterNodePool` 中的期望节点数、对其伸缩组设置期望实例数或执行伸缩规则，以及 Terraform 在 `scaling_config` 启用时修改 `desired_size`、`node_count`、`instances`。以 `autoscaledNodePools` 中列出的节点池为准，列表为空时会在告警中说明。自动伸缩会把增加的节点缩掉、把减少的节点补上，Pod 被反复迁移。请修改自动伸缩的上下限，或先关闭自动伸缩。",
        severity: Severity::Medium,
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

const POOL: Class = Class::NodePool;
const GROUP: Class = Class::ScalingGroup;
const SCALED: Bilingual =
    Bilingual { en: "autoscaled node pool {} is scaled by hand", zh: "手动伸缩开启自动伸缩的节点池 {}" };
const GROUP_SCALED: Bilingual =
    Bilingual { en: "scaling group {} of a node pool is scaled by hand", zh: "手动伸缩节点池的伸缩组 {}" };

const ENABLED: &[&str] = &["scaling_config.enable"];
const TRUE: &[&str] = &["true"];
const CANNOT_TELL: Bilingual = Bilingual {
    en: "cannot tell whether it scales by itself, setting `{}` would",
    zh: "无法判断是否开启自动伸缩，可通过设置 `{}` 指明",
};

/// What the rule judges.
static ACTIONS: &[Action] = &[
    Action::call("cs", "ScaleClusterNodePool", POOL, SCALED).warns(),
    Action::call("cs", "ModifyClusterNodePool", POOL, SCALED)
        .when(When::Given(&[
            "scaling_group.desired_size",
            "ScalingGroup.DesiredSize",
            "body.scaling_group.desired_size",
        ]))
        .warns(),
    Action::call("ess", "ModifyScalingGroup", GROUP, GROUP_SCALED).when(When::Given(&["DesiredCapacity"])).warns(),
    Action::call("ess", "ExecuteScalingRule", GROUP, GROUP_SCALED).warns(),
    Action::call("ess", "ScaleWithAdjustment", GROUP, GROUP_SCALED).warns(),
    Action::terraform("alicloud_ess_scaling_group", Change::Update, GROUP, GROUP_SCALED)
        .when(When::Changes(&["desired_capacity"]))
        .warns(),
    Action::terraform("alicloud_cs_kubernetes_node_pool", Change::Update, POOL, SCALED)
        .ids(&["node_pool_id"])
        .when(When::Changes(&["desired_size", "node_count", "instances"]))
        .warns(),
];

fn check(ctx: &Context<'_>, op: &Operation<'_>, _: &Settings, out: &mut Findings) {
    for hit in op.hits(ctx) {
        let mut finding = hit.finding;
        if hit.action.class == POOL {
            let scales = match op.plan() {
                Some(plan) => Some(plan.before.is(ENABLED, TRUE) && plan.after.is(ENABLED, TRUE)),
                None => op.inventory.has(List::AutoscaledNodePools, &hit.id),
            };
            match scales {
                Some(true) => {}
                Some(false) => continue,
                None => finding.text.append(&CANNOT_TELL.with(List::AutoscaledNodePools.key())),
            }
        }
        out.push(finding);
    }
}
