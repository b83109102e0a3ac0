//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Reusing the API server's load balancer", zh: "复用 API Server 的负载均衡" },
    text: "\
## What it stops
Using the load balancer in front of the API server for other traffic: adding listeners and forwarding rules to
it, adding server groups and backends, and attaching scaling groups. The rule checks OpenAPI calls,
ActionTrail events and Terraform plans. Services that reuse it are checked by the rule `apiserver-slb-reuse`.
## Why it is high-risk
Listeners and backends of other applications share bandwidth and limits with those of the API server, and are
likely to be changed together with them. If they conflict, the cluster can no longer be reached.
## How to get it done anyway
Create a separate load balancer.
",
    text_zh: "\
## 拦截的操作
拦截将集群 API Server 的负载均衡用于其他流量：新增监听、转发规则、服务器组和后端，以及为伸缩组关联该实例。规\
则检查 OpenAPI 调用、操作审计事件和 Terraform 计划。Service 复用该实例由规则 `apiserver-slb-reuse` 检查。
## 为何高危
其他流量与 API Server 共用带宽和规格，其监听和后端也容易被一并改动，发生冲突时集群无法访问。
## 正确做法
请另行创建负载均衡。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
