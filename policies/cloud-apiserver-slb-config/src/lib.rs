//! Changing the load balancer in front of the API server.
#![no_std]

mod docs;

use redline_engine::alibaba::load_balancer;
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R2], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;
}

const LB: Class = Class::ApiServerLoadBalancer;
const ACL: &[&str] = &["AclId"];
const ACCESS: Bilingual =
    Bilingual { en: "changes entries of access control list {}", zh: "修改访问控制策略组 {} 的条目" };
const ENDPOINTS: Bilingual = Bilingual {
    en: "replaces the API server's load balancers of cluster {}",
    zh: "更换集群 {} 的 API Server 负载均衡",
};

/// What the rule evaluates: changes of the load balancer itself, then what stands around it.
const ACTIONS: &[Action] = &Action::joined::<{ BALANCER.len() + AROUND.len() }>(&[BALANCER, AROUND]);

const BALANCER: &[Action] = &load_balancer::changes(LB);

/// Whoever closes the access control of the API server locks everybody out. Only tags tell whose an access control list
/// is.
const AROUND: &[Action] = &[
    Action::call("slb", "AddAccessControlListEntry", Class::Other, ACCESS).ids(ACL),
    Action::call("slb", "RemoveAccessControlListEntry", Class::Other, ACCESS).ids(ACL),
    Action::call("slb", "DeleteAccessControlList", Class::Other, ACCESS).ids(ACL),
    Action::terraform("alicloud_slb_acl", Change::Update, Class::Other, ACCESS).when(When::Changes(&["entry_list"])),
    Action::terraform("alicloud_slb_acl", Change::Delete, Class::Other, ACCESS),
    Action::terraform("alicloud_cs_managed_kubernetes", Change::Update, Class::Cluster, ENDPOINTS)
        .when(When::Changes(&["control_plane_endpoints_config.load_balancers_config.load_balancer_id"]))
        .warns(),
];
