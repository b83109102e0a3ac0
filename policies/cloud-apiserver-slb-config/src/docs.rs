//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing the API server's load balancer", zh: "修改 API Server 的负载均衡" },
    text: "\
## What it stops
Changing the CLB or NLB instance in front of the cluster's API server: adding, changing or removing
listeners, their rules and access control, changing backends, stopping the instance, changing its size,
payment or name, and switching its protections off. As an OpenAPI call, in the event log, or planned by
Terraform.
## Why it is high-risk
Nodes, components and people reach the API server through this instance. A listener or backend that is not
as ACK made it cuts all of them off.
## How to get it done anyway
Leave the instance to ACK. Change access from the Internet and its access control on the cluster's page in
the ACK console.
",
    text_zh: "拦截修改集群 API Server 的 CLB、NLB 实例：增删或修改监听、转发规则与访问控制，修改后端服务器，停\
              用实例，变更规格、计费方式或名称，以及关闭删除保护、修改保护。涵盖 OpenAPI 调用、操作审计事件和 Terraform 计\
              划。节点、组件和用户都通过该实例访问 API Server，改动会使集群失联。公网访问与访问控制请在 ACK 控\
              制台的集群页面设置。",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
