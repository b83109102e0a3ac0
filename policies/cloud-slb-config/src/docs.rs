//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing an ACK-managed load balancer", zh: "修改 ACK 管理的负载均衡" },
    text: "\
## What it stops
Changing a CLB, NLB or ALB instance that ACK created or uses for a Service or an Ingress: adding, changing or
removing listeners, forwarding rules and access control, changing backend servers, stopping the instance,
changing its specification, billing method or name, and switching off its protections. The rule checks OpenAPI
calls, ActionTrail events and Terraform plans. The API server's load balancer is checked by
`cloud-apiserver-slb-config`.
## Why it is high-risk
The cloud controller manager configures the instance according to the Service. It undoes such changes at its
next sync or stops at what it does not expect, and traffic fails in the meantime.
## How to get it done anyway
Configure the instance with annotations of the Service, or in the AlbConfig or the Ingress.
",
    text_zh: "\
## 拦截的操作
拦截直接修改 ACK 为 Service 或 Ingress 创建、使用的 CLB、NLB、ALB 实例：增删或修改监听、转发规则和访问控制，\
修改后端服务器，停用实例，变更规格、计费方式或名称，以及关闭删除保护、修改保护。规则检查 OpenAPI 调用、操作审\
计事件和 Terraform 计划。API Server 的负载均衡由 `cloud-apiserver-slb-config` 检查。
## 为何高危
CCM 按 Service 的配置管理实例：下次同步时会覆盖改动，或因配置与预期不符而停止同步，期间业务流量中断。
## 正确做法
请通过 Service 注解、AlbConfig 或 Ingress 配置实例。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
