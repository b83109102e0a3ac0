//! Load balancers of Services and Ingresses, changed in their own console.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Class, by_table};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Changing a CLB, NLB or ALB instance that ACK made or uses for a Service or an Ingress: adding, changing or
    /// removing listeners, their rules and access control, changing backends, stopping the instance, changing its
    /// size, payment or name, and switching its protections off. As an OpenAPI call, in the event log, or planned
    /// by Terraform. The API server's load balancer has a rule of its own.
    /// ## Why it is high-risk
    /// The cloud controller manager writes the instance from the Service. It undoes such edits at its next pass or
    /// stops at what it does not expect, and traffic fails in between.
    /// ## How to get it done anyway
    /// Write what you want as annotations of the Service, or in the AlbConfig or Ingress.
    docs: {
        title: Bilingual { en: "Changing an ACK-managed load balancer", zh: "修改 ACK 托管的负载均衡" },
        text_zh: "拦截直接修改 ACK 为 Service 或 Ingress 创建、使用的 CLB、NLB、ALB 实例：增删或修改监听、转发规则与访问控制，修改后端服务器，停用实例，变更规格、计费方式或名称，以及关闭删除保护、修改保护。涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。控制器会按 Service 覆盖改动，或因配置异常停止同步。请通过 Service 注解、AlbConfig 或 Ingress 修改。",
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
    check: by_table, of cloud operations
}

/// What the rule judges.
static ACTIONS: &[Action] = redline_engine::load_balancer_changes!(
    LB,
    // An ALB instance serves Ingresses, never the API server.
    changed("alb", "UpdateLoadBalancerAttribute", LB),
    changed("alb", "UpdateLoadBalancerZones", LB),
    changed("alb", "UpdateLoadBalancerEdition", LB),
    unprotected("alb", "DisableDeletionProtection", LB).ids(&["ResourceId"]),
    listener("alb", "CreateListener", LB),
    listener("alb", "UpdateListenerAttribute", Class::Other).ids(LISTENER_ID).also(PARENTS),
    listener("alb", "StartListener", Class::Other).ids(LISTENER_ID).also(PARENTS),
    listener("alb", "StopListener", Class::Other).ids(LISTENER_ID).also(PARENTS),
    listener("alb", "DeleteListener", Class::Other).ids(LISTENER_ID).also(PARENTS),
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
    planned("alicloud_alb_load_balancer", Change::Update, LB, CHANGED).when(SETTINGS),
    planned("alicloud_alb_load_balancer", Change::Update, LB, UNPROTECTED)
        .when(When::Leaves("deletion_protection_enabled", &["on", "true"])),
    planned("alicloud_alb_listener", Change::Any, LB, LISTENER).ids(PARENT),
    planned("alicloud_alb_server_group", Change::Update, Class::Other, BACKENDS),
    planned("alicloud_alb_server_group", Change::Delete, Class::Other, BACKENDS),
);

const LB: Class = Class::LoadBalancer;
const PARENTS: &[(Class, &[&str])] = &[(LB, &["LoadBalancerId"])];
const LISTENER_ID: &[&str] = &["ListenerId"];
const RULE_ID: &[&str] = &["RuleId", "Rules.RuleId"];
const GROUP_ID: &[&str] = &["ServerGroupId"];
