//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting the API server's load balancer", zh: "删除 API Server 的负载均衡" },
    text: "\
## What it stops
Deleting the CLB or NLB instance in front of the cluster's API server. Destroying or replacing the whole
cluster, with which the instance goes, warns, and so does switching off the protection of the cluster: that
is the supported way, and worth a second look. The rule checks OpenAPI calls, ActionTrail events and Terraform
plans.
## Why it is high-risk
Nodes, components and users reach the API server through this instance, and certificates and kubeconfig files
contain its address. ACK cannot give the cluster another instance: the cluster has to be recreated.
## How to get it done anyway
To get rid of the instance, delete the cluster itself. There is no other proper way to remove it.
",
    text_zh: "\
## 拦截的操作
拦截删除集群 API Server 的 CLB、NLB 实例。销毁、重建整个集群（该实例随之删除）或关闭集群的删除保护是受支持的\
操作，但值得再次确认，因此告警。规则检查 OpenAPI 调用、操作审计事件和 Terraform 计划。
## 为何高危
节点、组件和用户都通过该实例访问 API Server，证书和 kubeconfig 中也包含其地址，ACK 无法为集群更换实例，删除后\
只能重建集群。
## 正确做法
不再需要集群时，请直接删除集群；没有其他移除该实例的正确做法。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
