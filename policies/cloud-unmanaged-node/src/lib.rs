//! Instances that join the cluster around its node pools.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Changed, Class, Operation, Source, When, quoted};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Putting instances into the scaling group of a node pool with `ess:AttachInstances` or
    /// `alicloud_ess_attachment`, and starting instances whose user data joins a cluster: `kubeadm join` denies,
    /// ACK's own attach script warns, because ACK hands it out for adding existing instances by hand. Instances of
    /// node pools, which ACK starts under its own roles, pass.
    /// ## Why it is high-risk
    /// ACK does not know such a node: it is not upgraded, repaired or scaled with a pool, and has to be removed by
    /// hand.
    /// ## How to get it done anyway
    /// Add nodes in a node pool: raise its size, or attach instances to it in the ACK console or with
    /// `cs:AttachInstancesToNodePool`.
    docs: {
        title: Bilingual { en: "Instances joined around ACK's node pools", zh: "绕过 ACK 节点池加入的实例" },
        text_zh: "拦截通过 `ess:AttachInstances`、`alicloud_ess_attachment` 将实例加入节点池的伸缩组，以及启动带有加入集群脚本的实例：用户数据中的 `kubeadm join` 予以拦截，ACK 的添加节点脚本只告警（ACK 支持用它手动添加已有实例）；ACK 以自身角色启动的节点池实例放行。ACK 不认识这样的节点，无法升级、修复、伸缩。请通过节点池扩容，或用 `cs:AttachInstancesToNodePool` 添加实例。",
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

const GROUP: Class = Class::ScalingGroup;
const ATTACHED: Bilingual = Bilingual {
    en: "instances are put into scaling group {} of a node pool",
    zh: "将实例加入节点池的伸缩组 {}",
};
const JOINS: Bilingual = Bilingual {
    en: "user data of {} joins a cluster with kubeadm",
    zh: "{} 的用户数据会通过 kubeadm 加入集群",
};
const ATTACHES: Bilingual = Bilingual {
    en: "user data of {} runs ACK's attach script",
    zh: "{} 的用户数据会执行 ACK 的添加节点脚本",
};

/// What the rule judges.
static ACTIONS: &[Action] = &[
    Action::call("ess", "AttachInstances", GROUP, ATTACHED),
    Action::terraform("alicloud_ess_attachment", Change::Create, GROUP, ATTACHED).ids(&["scaling_group_id"]),
    Action::terraform("alicloud_ess_attachment", Change::Update, GROUP, ATTACHED)
        .ids(&["scaling_group_id"])
        .when(When::Changes(&["instance_ids"])),
    Action::call("ecs", "RunInstances", Class::Other, JOINS).when(When::Given(&["UserData"])),
    Action::call("ecs", "CreateInstance", Class::Other, JOINS).when(When::Given(&["UserData"])),
    Action::call("ess", "CreateScalingConfiguration", Class::Other, JOINS).when(When::Given(&["UserData"])),
    Action::call("ess", "ModifyScalingConfiguration", Class::Other, JOINS).when(When::Given(&["UserData"])),
    Action::terraform("alicloud_instance", Change::Create, Class::Other, JOINS).when(When::Given(&["user_data"])),
    Action::terraform("alicloud_instance", Change::Update, Class::Other, JOINS).when(When::Changes(&["user_data"])),
    Action::terraform("alicloud_ess_scaling_configuration", Change::Any, Class::Other, JOINS)
        .when(When::Changes(&["user_data"])),
];

fn check(ctx: &Context<'_>, op: &Operation<'_>, _: &Settings, out: &mut Findings) {
    let script = script(op);
    // An attachment that only shrinks puts nothing in.
    let shrinks = op.plan().filter(|plan| plan.updates).is_some_and(|plan| match plan.changed("instance_ids") {
        Changed::To(old, new) => new.iter().all(|id| old.contains(id)),
        _ => false,
    });
    for hit in op.hits(ctx) {
        if hit.action.class == GROUP && !shrinks {
            out.push(hit.finding);
        }
    }
    if script.is_empty() || !op.hits(ctx).iter().any(|hit| hit.action.class == Class::Other) {
        return;
    }
    // Whose instance it is does not matter: it is about to become a node.
    let subject = match &op.source {
        Source::Call(call) => &*call.action,
        Source::Plan(plan) => &*plan.address,
    };
    let joins = script.contains("kubeadm") && script.contains("join");
    let attaches = script.contains("attach_node.sh") || script.contains("/run/attach/");
    let path = if op.plan().is_some() { "user_data" } else { "parameters.UserData" };
    if joins {
        out.push(Finding::deny(path, JOINS.with(&quoted(subject))));
    } else if attaches {
        out.push(Finding::warn(path, ATTACHES.with(&quoted(subject))));
    }
}

/// The user data as text; Base64 where it is that.
fn script(op: &Operation<'_>) -> String {
    let text = match &op.source {
        Source::Call(call) => call.parameters.text("UserData"),
        Source::Plan(plan) => plan.after.text("user_data"),
    };
    let text = text.unwrap_or_default();
    let decoded = guards::command::decode_base64(&text);
    decoded.unwrap_or(text)
}
