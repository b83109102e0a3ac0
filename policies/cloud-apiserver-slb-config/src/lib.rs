//! Changing the load balancer in front of the API server.
#![no_std]

mod docs;

use redline_engine::alibaba::{Ownership, load_balancer};
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R2], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn reports(_: &CloudContext<'_>, op: &CloudOperation<'_>, found: &mut ActionMatch) -> bool {
        // A part that is on a list may as well serve a Service; `cloud-slb-config` reports it.
        let is_part = matches!(found.action.class, Class::Listener | Class::ServerGroup);
        let of_balancer = || op.call().is_some_and(|call| call.parameters.text("LoadBalancerId").is_some());
        !is_part || found.owner == Ownership::Unknown || of_balancer()
    }
}

const LB: Class = Class::ApiServerLoadBalancer;
const ACL: Class = Class::AccessControlList;
const ACCESS: Bilingual =
    Bilingual { en: "changes entries of access control list {}", zh: "修改访问控制策略组 {} 的条目" };
const ENDPOINTS: Bilingual = Bilingual {
    en: "replaces the API server's load balancers of cluster {}",
    zh: "更换集群 {} 的 API Server 负载均衡",
};
/// What the rule evaluates: changes of the load balancer itself, then what stands around it.
const ACTIONS: &[Action] = &Action::joined::<{ BALANCER.len() + AROUND.len() }>(&[BALANCER, AROUND]);

const BALANCER: &[Action] = &load_balancer::changes(LB);

/// Whoever closes the access control of the API server locks everybody out.
const AROUND: &[Action] = &[
    Action::call("slb", "AddAccessControlListEntry RemoveAccessControlListEntry DeleteAccessControlList", ACL, ACCESS),
    Action::terraform("alicloud_slb_acl", Change::Update, ACL, ACCESS).when(When::Changes(&["entry_list"])),
    Action::terraform("alicloud_slb_acl", Change::Delete, ACL, ACCESS),
    Action::terraform("alicloud_slb_acl_entry_attachment", Change::Any, ACL, ACCESS).ids(&["acl_id"]),
    Action::terraform("alicloud_cs_managed_kubernetes", Change::Update, Class::Cluster, ENDPOINTS)
        .when(When::Changes(&["control_plane_endpoints_config.load_balancers_config.load_balancer_id"]))
        .warns(),
];
