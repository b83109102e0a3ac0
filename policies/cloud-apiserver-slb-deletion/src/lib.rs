//! Deleting the load balancer in front of the API server.
#![no_std]

mod docs;

use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R3], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;
}

const LB: Class = Class::ApiServerLoadBalancer;
const DELETED: Bilingual =
    Bilingual { en: "deletes load balancer {} of the API server", zh: "删除 API Server 的负载均衡 {}" };

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("slb", "DeleteLoadBalancer", LB, DELETED),
    Action::call("nlb", "DeleteLoadBalancer", LB, DELETED),
    Action::terraform("alicloud_slb_load_balancer", Change::Delete, LB, DELETED),
    Action::terraform("alicloud_slb", Change::Delete, LB, DELETED),
    Action::terraform("alicloud_nlb_load_balancer", Change::Delete, LB, DELETED),
];
