//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing the API server's load balancer", zh: "修改 API Server 的负载均衡" },
    text: "\
## What it stops
Changing the CLB or NLB instance in front of the cluster's API server: adding, changing or removing listeners,
forwarding rules and access control, changing backend servers, stopping the instance, changing its
specification, billing method or name, and switching off its protections. The rule checks OpenAPI calls,
ActionTrail events and Terraform plans.
## Why it is high-risk
Nodes, components and users reach the API server through this instance. A listener or backend that differs
from what ACK configured can cut all of them off.
## How to get it done anyway
Leave the instance to ACK. Change public access and access control on the cluster's page in the ACK console.
",
    text_zh: "\
## 拦截的操作
拦截修改集群 API Server 的 CLB、NLB 实例：增删或修改监听、转发规则和访问控制，修改后端服务器，停用实例，变更\
规格、计费方式或名称，以及关闭删除保护、修改保护。规则检查 OpenAPI 调用、操作审计事件和 Terraform 计划。
## 为何高危
节点、组件和用户都通过该实例访问 API Server，监听或后端与 ACK 的配置不一致，可能使它们全部无法访问。
## 正确做法
该实例请交由 ACK 管理；公网访问和访问控制请在容器服务控制台的集群页面设置。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
