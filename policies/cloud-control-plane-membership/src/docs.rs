//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Adding or removing control-plane nodes", zh: "增删控制面节点" },
    text: "\
## What it stops
Releasing an ECS instance that is a control-plane node, listed in `controlPlaneInstances` or tagged as one,
and changing the `master_*` attributes of `alicloud_cs_kubernetes`, which Terraform can only do by making
the cluster anew. As an OpenAPI call, in the event log, or planned by Terraform.
## Why it is high-risk
Three or five control-plane nodes hold etcd. When one is gone the next failure stops the cluster, and ACK
cannot add another one.
## How to get it done anyway
Leave the control-plane nodes as they are. Migrate the dedicated cluster to a managed one to be rid of them.
",
    text_zh: "拦截释放专有集群控制面节点的 ECS 实例（在 `controlPlaneInstances` 中列出或带有相应标签），以及修\
              改 `alicloud_cs_kubernetes` 的 `master_*` 属性（Terraform 只能重建集群），涵盖 OpenAPI 调用、操作\
              审计事件和 Terraform 计划。控制面节点承载 etcd，缺少一个后再发生故障集群即不可用，且无法补充。请\
              保留控制面节点，或将专有集群迁移为托管集群。",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
