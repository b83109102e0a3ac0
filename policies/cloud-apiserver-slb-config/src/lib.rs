//! The load balancer in front of the API server, changed.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, by_table};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Changing the CLB or NLB instance in front of the cluster's API server: adding, changing or removing
    /// listeners, their rules and access control, changing backends, stopping the instance, changing its size,
    /// payment or name, and switching its protections off. As an OpenAPI call, in the event log, or planned by
    /// Terraform.
    /// ## Why it is high-risk
    /// Nodes, components and people reach the API server through this instance. A listener or backend that is not
    /// as ACK made it cuts all of them off.
    /// ## How to get it done anyway
    /// Leave the instance to ACK. Change access from the Internet and its access control on the cluster's page in
    /// the ACK console.
    docs: {
        title: Bilingual { en: "Changing the API server's load balancer", zh: "修改 API Server 的负载均衡" },
        text_zh: "拦截修改集群 API Server 的 CLB、NLB 实例：增删或修改监听、转发规则与访问控制，修改后端服务器，停用实例，变更规格、计费方式或名称，以及关闭删除保护、修改保护。涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。节点、组件和用户都通过该实例访问 API Server，改动会使集群失联。公网访问与访问控制请在 ACK 控制台的集群页面设置。",
        severity: Severity::Critical,
        context: &[],
        background_audit: false,
    }
    declare: {
        kind: RuleKind::Cloud,
        actions: ACTIONS,
        rows: rows::ROWS,
    }
    settings: {}
    check: by_table, of cloud operations
}

/// What the rule judges.
static ACTIONS: &[Action] = redline_engine::load_balancer_changes!(
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
