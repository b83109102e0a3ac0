//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Releasing the instance of a node", zh: "释放节点的 ECS 实例" },
    text: "\
## What it stops
Releasing an ECS instance or Lingjun node that is a node, worker or control plane: deleting or refunding it,
setting an automatic release time, switching off auto-renewal or deletion protection, removing instances from
the scaling group of a node pool, putting them into standby, replacing them by an instance refresh, by age or
by calling them unhealthy. Converting an instance to a subscription, after which it is released, only warns;
so does deleting or replacing a node pool through ACK, with the number of its nodes. The rule checks OpenAPI
calls, ActionTrail events and Terraform plans. Releases by Alibaba Cloud itself are among the events.
## Why it is high-risk
The node and the data on its disks are lost, its pods fail without being drained, and the node pool shows a
node that no longer exists. A pool with a desired size adds a new instance at once. In a dedicated cluster,
losing a control-plane node can cost etcd its majority.
## How to get it done anyway
Drain the node and remove it with `cs:RemoveNodePoolNodes` or in the ACK console, which also releases the
instance.
",
    text_zh: "\
## 拦截的操作
拦截释放作为集群节点（含 Master）的 ECS 实例或灵骏节点：删除或退订实例、设置自动释放时间、关闭自动续费或释放\
保护，从节点池的伸缩组中移出实例、转入备用，以及通过实例刷新、存活时长或标记为不健康替换实例；转为包年包月\
（到期后会被释放）、通过 ACK 删除或重建节点池仅告警，后者会给出节点数量。规则检查 OpenAPI 调用、操作审计事件\
和 Terraform 计划。其中操作审计事件包括云平台自动释放实例。
## 为何高危
节点及其磁盘数据丢失，Pod 未经排空即中断，节点池仍显示已不存在的节点，设置了期望节点数的节点池会立即扩容；专\
有集群失去 Master 节点可能使 etcd 失去多数派。
## 正确做法
请先排空节点，再通过 `cs:RemoveNodePoolNodes` 或容器服务控制台移除节点，实例会随之释放。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
