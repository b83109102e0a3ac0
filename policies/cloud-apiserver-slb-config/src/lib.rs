//! The load balancer in front of the API server, changed.
#![no_std]

mod docs;

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

/// What the rule evaluates.
const ACTIONS: &[Action] = redline_engine::load_balancer_changes!(
    Class::ApiServerLoadBalancer,
    // Whoever closes the access control of the API server locks everybody out, and only tags tell whose it is.
    Action::call("slb", "AddAccessControlListEntry", Class::Other, ACCESS).ids(ACL),
    Action::call("slb", "RemoveAccessControlListEntry", Class::Other, ACCESS).ids(ACL),
    Action::call("slb", "DeleteAccessControlList", Class::Other, ACCESS).ids(ACL),
    planned("alicloud_slb_acl", Change::Update, Class::Other, ACCESS).when(When::Changes(&["entry_list"])),
    planned("alicloud_slb_acl", Change::Delete, Class::Other, ACCESS),
    planned("alicloud_cs_managed_kubernetes", Change::Update, Class::Cluster, ENDPOINTS)
        .when(When::Changes(&["control_plane_endpoints_config.load_balancers_config.load_balancer_id"]))
        .warns(),
);

const ACL: &[&str] = &["AclId"];
const ACCESS: Bilingual =
    Bilingual { en: "entries of access control list {} are changed", zh: "修改访问控制策略组 {} 的条目" };
const ENDPOINTS: Bilingual = Bilingual {
    en: "cluster {} gets other load balancers for its API server",
    zh: "更换集群 {} 的 API Server 负载均衡",
};
