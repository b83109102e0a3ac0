//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting an ACK-managed load balancer", zh: "删除 ACK 管理的负载均衡实例" },
    text: "\
## What it stops
Deleting a CLB, NLB or ALB instance that ACK created or uses for a Service or an Ingress. The rule checks
OpenAPI calls, ActionTrail events and Terraform plans. The API server's load balancer is checked by
`cloud-apiserver-slb-deletion`.
## Why it is high-risk
The Service still refers to an instance that no longer exists. Its address is lost, traffic stops, and the
controller reports errors until the Service is recreated, with another address.
## How to get it done anyway
Delete the Service or the Ingress. The cloud controller manager removes the protection and deletes the
instance.
",
    text_zh: "\
## 拦截的操作
拦截直接删除 ACK 为 Service 或 Ingress 创建、使用的 CLB、NLB、ALB 实例。规则检查 OpenAPI 调用、操作审计事件\
和 Terraform 计划。API Server 的负载均衡由 `cloud-apiserver-slb-deletion` 检查。
## 为何高危
删除后 Service 仍指向不存在的实例，访问地址丢失，流量中断，控制器持续报错，只能重建 Service 并使用新的地址。
## 正确做法
请删除 Service 或 Ingress，由 CCM 关闭保护并删除实例。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
