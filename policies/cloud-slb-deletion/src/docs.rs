//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting an ACK-managed load balancer", zh: "删除 ACK 托管的负载均衡实例" },
    text: "\
## What it stops
Deleting a CLB, NLB or ALB instance that ACK made or uses for a Service or an Ingress: as an OpenAPI call,
in the event log, or planned by Terraform. The API server's load balancer has a rule of its own.
## Why it is high-risk
The Service keeps pointing at an instance that is gone. Its address is lost, traffic stops, and the
controller reports errors until the Service is made anew, with another address.
## How to get it done anyway
Delete the Service or the Ingress: the cloud controller manager lifts the protection and takes the instance
along.
",
    text_zh: "拦截直接删除 ACK 为 Service 或 Ingress 创建、使用的 CLB、NLB、ALB 实例，涵盖 OpenAPI 调用、操作审\
              计事件和 Terraform 计划。删除后 Service 仍指向不存在的实例，地址丢失、流量中断。请通过删除 Service 或\
               Ingress 由控制器清理实例。",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
