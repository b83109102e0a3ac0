//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing an ACK-managed load balancer", zh: "修改 ACK 托管的负载均衡" },
    text: "\
## What it stops
Changing a CLB, NLB or ALB instance that ACK made or uses for a Service or an Ingress: adding, changing or
removing listeners, their rules and access control, changing backends, stopping the instance, changing its
size, payment or name, and switching its protections off. As an OpenAPI call, in the event log, or planned
by Terraform. The API server's load balancer has a rule of its own.
## Why it is high-risk
The cloud controller manager writes the instance from the Service. It undoes such edits at its next pass or
stops at what it does not expect, and traffic fails in between.
## How to get it done anyway
Write what you want as annotations of the Service, or in the AlbConfig or Ingress.
",
    text_zh: "拦截直接修改 ACK 为 Service 或 Ingress 创建、使用的 CLB、NLB、ALB 实例：增删或修改监听、转发规则\
              与访问控制，修改后端服务器，停用实例，变更规格、计费方式或名称，以及关闭删除保护、修改保护。涵盖\
               OpenAPI 调用、操作审计事件和 Terraform 计划。控制器会按 Service 覆盖改动，或因配置异常停止同步。\
              请通过 Service 注解、AlbConfig 或 Ingress 修改。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
