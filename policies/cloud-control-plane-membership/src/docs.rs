//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Adding or removing control-plane nodes", zh: "增加或减少 Master 节点" },
    text: "\
## What it stops
Releasing an ECS instance that is a control-plane node, listed in `controlPlaneInstances` or tagged as one,
and changing the `master_*` attributes of `alicloud_cs_kubernetes`, which Terraform can only do by recreating
the cluster. The rule checks OpenAPI calls, ActionTrail events and Terraform plans.
## Why it is high-risk
The three or five control-plane nodes run etcd. After one of them is lost, the next failure makes the cluster
unavailable, and ACK cannot add a replacement.
## How to get it done anyway
Keep the control-plane nodes as they are. To get rid of them, migrate the dedicated cluster to a managed
cluster.
",
    text_zh: "\
## 拦截的操作
拦截释放专有集群 Master 节点的 ECS 实例（在 `controlPlaneInstances` 中列出或带有相应标签），以及修改 \
`alicloud_cs_kubernetes` 的 `master_*` 属性（Terraform 只能重建集群）。规则检查 OpenAPI 调用、操作审计事件\
和 Terraform 计划。
## 为何高危
etcd 运行在 Master 节点上，缺少一个节点后再发生故障，集群即不可用，且无法补充节点。
## 正确做法
请保留 Master 节点；不再需要时，请将 ACK 专有集群迁移为 ACK 托管集群。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
