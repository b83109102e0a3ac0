//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting the API server's load balancer", zh: "删除 API Server 的负载均衡" },
    text: "\
## What it stops
Deleting the CLB or NLB instance in front of the cluster's API server: as an OpenAPI call, in the event log,
or planned by Terraform.
## Why it is high-risk
Nodes, components and people reach the API server through this instance, and its address stands in
certificates and kubeconfigs. ACK cannot give the cluster another one: the cluster has to be recreated.
## How to get it done anyway
Delete the cluster itself if it is to go. Nothing else takes this instance away properly.
",
    text_zh: "拦截删除集群 API Server 的 CLB、NLB 实例，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。节点\
              、组件和用户都通过该实例访问 API Server，删除后无法恢复，只能重建集群。",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
