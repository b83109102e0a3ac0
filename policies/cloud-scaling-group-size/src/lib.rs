//! The bounds of a node pool's scaling group.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Class, When, by_table};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Changing the minimum or maximum size of the scaling group behind a node pool in Auto Scaling: as an OpenAPI
    /// call, in the event log, or planned by Terraform.
    /// ## Why it is high-risk
    /// ACK keeps these bounds itself. With others the pool cannot grow to the size that it is told, or Auto Scaling
    /// adds and removes instances on its own.
    /// ## How to get it done anyway
    /// Set the bounds of the node pool in the ACK console or with `cs:ModifyClusterNodePool`.
    docs: {
        title: Bilingual { en: "Changing the bounds of a pool's scaling group", zh: "修改节点池伸缩组的最小值或最大值" },
        text_zh: "拦截在弹性伸缩中修改节点池伸缩组的最小、最大实例数，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。边界由 ACK 维护，修改后节点池可能无法扩容，或被弹性伸缩自行增减实例。请在 ACK 控制台或通过 `cs:ModifyClusterNodePool` 设置节点池的上下限。",
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

const GROUP: Class = Class::ScalingGroup;
const RESIZED: Bilingual =
    Bilingual { en: "the bounds of scaling group {} are changed", zh: "修改伸缩组 {} 的最小值或最大值" };

/// What the rule judges.
static ACTIONS: &[Action] = &[
    Action::call("ess", "ModifyScalingGroup", GROUP, RESIZED).when(When::Given(&["MinSize", "MaxSize"])),
    Action::terraform("alicloud_ess_scaling_group", Change::Update, GROUP, RESIZED)
        .when(When::Changes(&["min_size", "max_size"])),
];
