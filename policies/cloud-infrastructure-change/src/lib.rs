//! Instances of nodes, stopped, restarted or resized behind ACK.

mod rows;

use redline_engine::cloud::{Action, Change, Class, Operation, When};
use redline_engine::prelude::{Bilingual, Context, Findings, RuleKind, Severity};

redline_engine::rule! {
    /// ## What it stops
    /// Stopping, restarting or resizing the ECS instance of a node, and suspending processes of a pool's scaling
    /// group, where no narrower rule is about it: as an OpenAPI call, in the event log, or planned by Terraform. A
    /// restart only warns.
    /// ## Why it is high-risk
    /// ACK goes on from a state that no longer holds. Pods on the node end without a drain, and the pool may
    /// replace a node that only was stopped.
    /// ## How to get it done anyway
    /// Drain the node first and use the ACK console or the `cs` OpenAPI.
    docs: {
        title: Bilingual { en: "Changing instances of a cluster behind ACK", zh: "绕过 ACK 变更集群的云资源" },
        text_zh: "拦截停止、变配作为集群节点的 ECS 实例，以及挂起节点池伸缩组的进程，重启实例仅警告；其他规则已覆盖的操作不在此列。涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。此类变更使 ACK 记录与实际不一致，Pod 未经排空即中断。请先排空节点，再通过 ACK 控制台或 `cs` OpenAPI 操作。",
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
const STOPPED: Bilingual = Bilingual { en: "instance {} of a node is stopped", zh: "停止节点实例 {}" };
const RESTARTED: Bilingual = Bilingual { en: "instance {} of a node is restarted", zh: "重启节点实例 {}" };
const RESIZED: Bilingual =
    Bilingual { en: "instance {} of a node gets another type", zh: "变更节点实例 {} 的规格" };
const SUSPENDED: Bilingual =
    Bilingual { en: "processes of scaling group {} are suspended", zh: "挂起伸缩组 {} 的进程" };

/// What the rule judges.
static ACTIONS: &[Action] = &[
    Action::call("ecs", "StopInstance", NODE, STOPPED),
    Action::call("ecs", "StopInstances", NODE, STOPPED),
    Action::call("ecs", "RebootInstance", NODE, RESTARTED).warns(),
    Action::call("ecs", "RebootInstances", NODE, RESTARTED).warns(),
    Action::call("ecs", "ModifyInstanceSpec", NODE, RESIZED),
    Action::call("ecs", "ModifyPrepayInstanceSpec", NODE, RESIZED),
    Action::call("ess", "SuspendProcesses", Class::ScalingGroup, SUSPENDED),
    Action::terraform("alicloud_instance", Change::Update, NODE, STOPPED).when(When::Becomes("status", &["Stopped"])),
    Action::terraform("alicloud_instance", Change::Update, NODE, RESIZED).when(When::Changes(&["instance_type"])),
];

fn check(ctx: &Context<'_>, op: &Operation<'_>, _: &Settings, out: &mut Findings) {
    out.extend(op.hits(ctx).into_iter().map(|hit| hit.finding));
}
