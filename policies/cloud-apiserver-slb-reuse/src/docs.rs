//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Reusing the API server's load balancer", zh: "复用 API Server 的负载均衡" },
    text: "\
## What it stops
Using the load balancer in front of the API server for other traffic: new listeners and rules, new server
groups and backends on it, and scaling groups attached to it. As an OpenAPI call, in the event log, or
planned by Terraform. What a Service does with it is the business of `apiserver-slb-reuse`.
## Why it is high-risk
Listeners and backends of something else sit beside those of the API server, share its bandwidth and limits,
and end up being changed along with it. When they collide, the cluster cannot be reached.
## How to get it done anyway
Create a load balancer of your own.
",
    text_zh: "拦截将集群 API Server 的负载均衡用于其他流量：新增监听、转发规则、服务器组和后端，以及为伸缩组挂\
              载该实例，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。Service 复用由 `apiserver-slb-reuse` 负\
              责。其他流量与 API Server 共用带宽和规格，冲突时集群不可用。请另建负载均衡。",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
