//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Taking RAM permissions from ACK", zh: "修改 ACK 依赖的 RAM 角色或权限" },
    text: "\
## What it stops
Deleting a RAM role that ACK uses, detaching a policy from it, changing its trust policy, changing or deleting
its permission policies, and giving an instance of a node another role or none, through RAM or through
Resource Management. Roles and policies are recognised by their names; `roles` names those of your own.
Reducing the permissions of `KubernetesWorkerRole-*` only warns, because ACK documents it for managed
clusters; so does replacing a node pool to change its role. The rule checks OpenAPI calls, ActionTrail events
and Terraform plans.
## Why it is high-risk
Components of the cluster call Alibaba Cloud with these roles. Without the permissions they cannot create load
balancers, disks or routes, and nodes cannot be scaled.
## How to get it done anyway
Leave the roles as ACK created them. If they have been changed, authorise them again on the RAM authorisation
page of the ACK console.
",
    text_zh: "\
## 拦截的操作
拦截通过访问控制或资源管理删除 ACK 依赖的 RAM 角色、移除其权限策略、修改其信任策略、修改或删除其权限策略内\
容，以及收回或更换节点实例的 RAM 角色。规则检查 OpenAPI 调用、操作审计事件和 Terraform 计划。角色和策略按名称\
识别，自有的角色和策略可在 `roles` 中列出。缩减 `KubernetesWorkerRole-*` 的权限仅告警（ACK 托管集群可按 ACK 文档\
操作），为更换角色而重建节点池也仅告警。
## 为何高危
集群组件通过这些角色调用云服务，失去权限后无法创建负载均衡、云盘和路由，也无法伸缩节点。
## 正确做法
请保留 ACK 创建的角色；如已被修改，请在容器服务控制台的 RAM 授权页面重新授权。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
