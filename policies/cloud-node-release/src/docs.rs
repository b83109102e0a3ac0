//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Releasing the instance of a node", zh: "释放节点的 ECS 实例" },
    text: "\
## What it stops
Releasing an ECS instance that is a node, worker or control plane: deleting it, setting an automatic release
time, switching renewal or deletion protection off, and taking instances out of the scaling group of a node
pool. Making it a subscription, which ends, only warns. As an OpenAPI call, in the event log (releases by
Alibaba Cloud included), or planned by Terraform.
## Why it is high-risk
The node and everything on its disks are gone, its pods fail without a drain, and the node pool's page shows
a node that no longer is. A pool with a desired size starts a new instance at once. In a dedicated cluster a
lost control-plane node can take etcd's majority along.
## How to get it done anyway
Drain the node and remove it with `cs:RemoveNodePoolNodes` or in the ACK console, which releases the
instance too.
",
    text_zh: "拦截释放作为集群节点（含 Master）的 ECS 实例：删除实例、设置自动释放时间、关闭自动续费或释放保护\
              ，以及直接从节点池的伸缩组中移出实例；转为包年包月（到期会被释放）仅告警。涵盖 OpenAPI 调用、操作\
              审计事件（含云平台释放）和 Terraform 计划。节点数据丢失，Pod 未经排空即中断，节点池显示异常。请先\
              排空节点，再通过 `cs:RemoveNodePoolNodes` 移除。",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
