//! Changing load balancers of Services and Ingresses outside ACK.
#![no_std]

mod docs;

use redline_engine::alibaba::load_balancer::{
    self, BACKENDS, CHANGED, LISTENER, PARENT, SETTINGS, UNPROTECTED, backends, changed, listener, unprotected,
};
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R41], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;
}

const LB: Class = Class::LoadBalancer;
const PARENTS: &[(Class, &[&str])] = &[(LB, &["LoadBalancerId"])];
const LISTENER_ID: &[&str] = &["ListenerId"];
const RULE_ID: &[&str] = &["RuleId", "Rules.RuleId"];
const GROUP_ID: &[&str] = &["ServerGroupId"];

/// What the rule evaluates.
const ACTIONS: &[Action] = &Action::joined::<{ CLB_AND_NLB.len() + ALB.len() }>(&[CLB_AND_NLB, ALB]);

const CLB_AND_NLB: &[Action] = &load_balancer::changes(LB);

/// An ALB instance serves Ingresses, never the API server.
const ALB: &[Action] = &[
    changed("alb", "UpdateLoadBalancerAttribute", LB),
    changed("alb", "UpdateLoadBalancerZones", LB),
    changed("alb", "UpdateLoadBalancerEdition", LB),
    unprotected("alb", "DisableDeletionProtection", LB).ids(&["ResourceId"]),
    listener("alb", "CreateListener", LB),
    listener("alb", "UpdateListenerAttribute", Class::Other).ids(LISTENER_ID).related(PARENTS),
    listener("alb", "StartListener", Class::Other).ids(LISTENER_ID).related(PARENTS),
    listener("alb", "StopListener", Class::Other).ids(LISTENER_ID).related(PARENTS),
    listener("alb", "DeleteListener", Class::Other).ids(LISTENER_ID).related(PARENTS),
    listener("alb", "AssociateAclsWithListener", Class::Other).ids(LISTENER_ID),
    listener("alb", "DissociateAclsFromListener", Class::Other).ids(LISTENER_ID),
    listener("alb", "CreateRule", Class::Other).ids(LISTENER_ID),
    listener("alb", "CreateRules", Class::Other).ids(LISTENER_ID),
    listener("alb", "UpdateRuleAttribute", Class::Other).ids(RULE_ID),
    listener("alb", "UpdateRulesAttribute", Class::Other).ids(RULE_ID),
    listener("alb", "DeleteRule", Class::Other).ids(RULE_ID),
    listener("alb", "DeleteRules", Class::Other).ids(RULE_ID),
    backends("alb", "UpdateServerGroupAttribute", Class::Other).ids(GROUP_ID),
    backends("alb", "AddServersToServerGroup", Class::Other).ids(GROUP_ID),
    backends("alb", "RemoveServersFromServerGroup", Class::Other).ids(GROUP_ID),
    backends("alb", "ReplaceServersInServerGroup", Class::Other).ids(GROUP_ID),
    backends("alb", "DeleteServerGroup", Class::Other).ids(GROUP_ID),
    Action::terraform("alicloud_alb_load_balancer", Change::Update, LB, CHANGED).when(SETTINGS),
    Action::terraform("alicloud_alb_load_balancer", Change::Update, LB, UNPROTECTED)
        .when(When::Leaves("deletion_protection_enabled", &["on", "true"])),
    Action::terraform("alicloud_alb_listener", Change::Any, LB, LISTENER).ids(PARENT),
    Action::terraform("alicloud_alb_server_group", Change::Update, Class::Other, BACKENDS),
    Action::terraform("alicloud_alb_server_group", Change::Delete, Class::Other, BACKENDS),
];
