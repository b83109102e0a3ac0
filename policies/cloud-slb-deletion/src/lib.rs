//! Deleting the load balancer of a Service or an Ingress outside ACK.
#![no_std]

mod docs;

use redline_engine::alibaba::load_balancer;
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R43], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;
}

const LB: Class = Class::LoadBalancer;
const DELETED: Bilingual = Bilingual { en: "deletes load balancer {}", zh: "删除负载均衡 {}" };

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("slb", "DeleteLoadBalancer", LB, DELETED),
    Action::call("nlb", "DeleteLoadBalancer", LB, DELETED),
    Action::call("alb", "DeleteLoadBalancer", LB, DELETED),
    Action::refunded(&["slb"], LB, DELETED),
    Action::terraform(load_balancer::TYPES, Change::Delete, LB, DELETED),
    Action::terraform("alicloud_alb_load_balancer", Change::Delete, LB, DELETED),
];
