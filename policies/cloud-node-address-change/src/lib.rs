//! Changing the private address of a node.
#![no_std]

mod docs;

use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R8, rows::R18], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;
}

const NODE: Class = Class::Instance;
const MOVED: Bilingual = Bilingual {
    en: "changes the private IP address or vSwitch of instance {} of a node",
    zh: "修改节点实例 {} 的私网 IP 或交换机",
};

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "ModifyInstanceVpcAttribute", NODE, MOVED),
    Action::terraform("alicloud_instance", Change::Update, NODE, MOVED).when(When::Changes(&[
        "private_ip",
        "vswitch_id",
        "subnet_id",
        "vpc_id",
    ])),
];
