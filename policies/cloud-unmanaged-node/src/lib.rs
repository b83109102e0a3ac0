//! Adding instances to the cluster around ACK's node pools.
#![no_std]

mod docs;

use redline_engine::alibaba::{AttributeChange, Source, quoted};
use redline_engine::prelude::*;
use redline_engine::strings::contains;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R12], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &CloudContext<'_>, op: &CloudOperation<'_>, _: &NoSettings, out: &mut Findings) {
        let script = script(op);
        // An attachment that only shrinks adds no instance.
        let shrinks =
            op.plan().filter(|plan| plan.updates).is_some_and(|plan| match plan.attribute_change("instance_ids") {
                AttributeChange::To(old, new) => new.iter().all(|id| old.contains(id)),
                _ => false,
            });
        for found in op.matches(ctx) {
            if found.action.class == GROUP && !shrinks {
                out.push(found.finding);
            }
        }
        if script.is_empty() || !op.matches(ctx).iter().any(|found| found.action.class == Class::Other) {
            return;
        }
        // The owner of the instance does not matter: it is about to become a node.
        let subject = match &op.source {
            Source::Call(call) => &*call.action,
            Source::PlannedChange(plan) => &*plan.address,
        };
        let joins = contains(&script, "kubeadm") && contains(&script, "join");
        let attaches = contains(&script, "attach_node.sh") || contains(&script, "/run/attach/");
        let path = if op.plan().is_some() { "user_data" } else { "parameters.UserData" };
        if joins {
            out.push(Finding::deny(path, JOINS.with(&quoted(subject))));
        } else if attaches {
            out.push(Finding::warn(path, ATTACHES.with(&quoted(subject))));
        }
    }
}

const GROUP: Class = Class::ScalingGroup;
const ATTACHED: Bilingual = Bilingual {
    en: "adds instances to scaling group {} of a node pool",
    zh: "将实例加入节点池的伸缩组 {}",
};
const JOINS: Bilingual = Bilingual {
    en: "joins instances to a cluster with `kubeadm`, through the user data of {}",
    zh: "通过 {} 的实例自定义数据使用 `kubeadm` 将实例加入集群",
};
const ATTACHES: Bilingual = Bilingual {
    en: "runs ACK's attach script, through the user data of {}",
    zh: "通过 {} 的实例自定义数据执行 ACK 的添加节点脚本",
};

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ess", "AttachInstances", GROUP, ATTACHED).naming(&["InstanceId"]),
    Action::terraform("alicloud_ess_attachment", Change::Create, GROUP, ATTACHED).ids(&["scaling_group_id"]),
    Action::terraform("alicloud_ess_attachment", Change::Update, GROUP, ATTACHED)
        .ids(&["scaling_group_id"])
        .when(When::Changes(&["instance_ids"])),
    Action::call("ecs", "RunInstances CreateInstance", Class::Other, JOINS)
        .when(When::Given(&["UserData"]))
        .unless_dry_run(),
    Action::call("ess", "CreateScalingConfiguration ModifyScalingConfiguration", Class::Other, JOINS)
        .when(When::Given(&["UserData"])),
    Action::terraform("alicloud_instance alicloud_ecs_instance_set", Change::Create, Class::Other, JOINS)
        .when(When::Given(&["user_data"])),
    Action::terraform("alicloud_instance", Change::Update, Class::Other, JOINS).when(When::Changes(&["user_data"])),
    Action::terraform("alicloud_ess_scaling_configuration", Change::Any, Class::Other, JOINS)
        .when(When::Changes(&["user_data"])),
];

/// The user data as text, decoded where it is Base64.
fn script(op: &CloudOperation<'_>) -> String {
    let text = match &op.source {
        Source::Call(call) => call.parameters.text("UserData"),
        Source::PlannedChange(plan) => plan.after.text("user_data"),
    };
    let text = text.unwrap_or_default();
    let decoded = redline_engine::shell::decode_base64(&text);
    decoded.unwrap_or(text)
}
