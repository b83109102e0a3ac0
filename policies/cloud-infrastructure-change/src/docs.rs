//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing instances of a cluster behind ACK", zh: "绕过 ACK 变更集群的云资源" },
    text: "\
## What it stops
Stopping, restarting, resizing or moving the ECS instance of a node, changing its host name, bandwidth or
access to metadata, suspending processes or changing hooks of a node pool's scaling group, deleting vSwitches
and routes of the cluster, changing route tables and network ACLs in front of nodes and pods, and releasing
the cluster's elastic IPs, unless a more specific rule covers the operation. What can be undone at once, such
as a restart, only warns. The rule checks OpenAPI calls, ActionTrail events and Terraform plans.
## Why it is high-risk
ACK continues with a state that is no longer true. Pods on the node end without being drained, and the node
pool may replace a node that was only stopped.
## How to get it done anyway
Drain the node first, and use the ACK console or the `cs` OpenAPI.
",
    text_zh: "拦截停止、迁移作为集群节点的 ECS 实例或变更其规格，暂停节点池伸缩组的流程，删除集群的交换机和路由，\
              关闭交换机的 IPv6，释放或解绑集群的弹性公网 IP；重启实例、修改主机名、带宽、元数据访问、生命周期挂\
              钩、路由表和网络 ACL 仅告警；已由其他规则覆盖的操作除外。规则检查 OpenAPI 调用、操作审计事件和 Terraform \
              计划。此类变更使 ACK 记录的状态与实际不一致，Pod 未经排空即中断，节点池还可能替换仅被停止的节点。\
              请先排空节点，再通过容器服务控制台或 `cs` OpenAPI 操作。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
