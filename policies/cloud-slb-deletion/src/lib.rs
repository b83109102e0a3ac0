//! The load balancer of a Service or an Ingress, deleted in its own console.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Class, by_table};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Deleting a CLB, NLB or ALB instance that ACK made or uses for a Service or an Ingress: as an OpenAPI call,
    /// in the event log, or planned by Terraform. The API server's load balancer has a rule of its own.
    /// ## Why it is high-risk
    /// The Service keeps pointing at an instance that is gone. Its address is lost, traffic stops, and the
    /// controller reports errors until the Service is made anew, with another address.
    /// ## How to get it done anyway
    /// Delete the Service or the Ingress: the cloud controller manager lifts the protection and takes the instance
    /// along.
    docs: {
        title: Bilingual { en: "Deleting an ACK-managed load balancer", zh: "删除 ACK 托管的负载均衡实例" },
        text_zh: "拦截直接删除 ACK 为 Service 或 Ingress 创建、使用的 CLB、NLB、ALB 实例，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。删除后 Service 仍指向不存在的实例，地址丢失、流量中断。请通过删除 Service 或 Ingress 由控制器清理实例。",
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

const LB: Class = Class::LoadBalancer;
const DELETED: Bilingual = Bilingual { en: "load balancer {} is deleted", zh: "删除负载均衡 {}" };

/// What the rule judges.
static ACTIONS: &[Action] = &[
    Action::call("slb", "DeleteLoadBalancer", LB, DELETED),
    Action::call("nlb", "DeleteLoadBalancer", LB, DELETED),
    Action::call("alb", "DeleteLoadBalancer", LB, DELETED),
    Action::terraform("alicloud_slb_load_balancer", Change::Delete, LB, DELETED),
    Action::terraform("alicloud_slb", Change::Delete, LB, DELETED),
    Action::terraform("alicloud_nlb_load_balancer", Change::Delete, LB, DELETED),
    Action::terraform("alicloud_alb_load_balancer", Change::Delete, LB, DELETED),
];
