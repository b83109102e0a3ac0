//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Taking RAM permissions from ACK", zh: "修改 ACK 依赖的 RAM 角色或权限" },
    text: "\
## What it stops
Deleting a RAM role that ACK works with, taking a policy from it, changing whom it trusts, changing or
deleting its policies, and taking the role from an instance: as an OpenAPI call, in the event log, or planned
by Terraform. Roles and policies are known by their names. Taking permissions from `KubernetesWorkerRole-*`
warns, as ACK documents that for managed clusters; so does making a node pool anew with another role.
## Why it is high-risk
Components of the cluster call Alibaba Cloud with these roles. Without their permissions no load balancer,
disk or route can be made, and nodes cannot be scaled.
## How to get it done anyway
Leave the roles as ACK made them. Where they were changed, authorise them again on the RAM authorisation
page of the ACK console.
",
    text_zh: "拦截删除 ACK 依赖的 RAM 角色、解除其权限策略、修改其信任策略、修改或删除其权限策略内容，以及解绑\
              实例的 RAM 角色，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划，角色和策略按名称识别。缩减 `KubernetesWorkerRole-*` 的\
              权限仅告警（托管集群可按 ACK 文档操作），为更换角色而重建节点池也仅告警。集群组件通过这些角色调用\
              云服务，失去权限后无法创建负载均衡、云盘、路由，也无法伸缩节点。如已被修改，请在 ACK 控制台的 RAM 授\
              权页面重新授权。",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
