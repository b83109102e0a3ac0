//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing instances of a cluster behind ACK", zh: "绕过 ACK 变更集群的云资源" },
    text: "\
## What it stops
Stopping, resizing or moving the ECS instance of a node, suspending processes of a node pool's scaling group,
deleting vSwitches and routes of the cluster, switching off IPv6 of a vSwitch, and releasing or unbinding the
cluster's elastic IPs, unless a more specific rule covers the operation. What can be undone at once only warns:
restarting an instance, changing its host name, clock options, bandwidth or access to metadata, removing ACK's
tags from instances, interfaces, disks and groups, changing the settings or lifecycle hooks of a scaling group,
and changing route tables, network ACLs, name servers by DHCP or the bandwidth of elastic IPs. The rule checks
OpenAPI calls, ActionTrail events and Terraform plans.
## Why it is high-risk
ACK continues with a state that is no longer true. Pods on the node end without being drained, and the node
pool may replace a node that was only stopped.
## How to get it done anyway
Drain the node first, and use the ACK console or the `cs` OpenAPI.
",
    text_zh: "\
## 拦截的操作
拦截停止、迁移作为集群节点的 ECS 实例或变更其规格，暂停节点池伸缩组的流程，删除集群的交换机和路由，关闭交换机\
的 IPv6，释放或解绑集群的弹性公网 IP；可立即撤销的操作仅告警：重启实例，修改其主机名、时钟选项、带宽和元数据访问，\
移除实例、弹性网卡、云盘、安全组和伸缩组上的 ACK 标签，修改伸缩组的配置和生命周期挂钩，修改路由表、网络 ACL、\
DHCP 下发的 DNS 服务器和弹性公网 IP 的带宽；已由其他规则覆盖的操作除外。规则检查 \
OpenAPI 调用、操作审计事件和 Terraform 计划。
## 为何高危
此类变更使 ACK 记录的状态与实际不一致，节点上的 Pod 未经排空即中断，节点池还可能替换仅被停止的节点。
## 正确做法
请先排空节点，再通过容器服务控制台或 `cs` OpenAPI 操作。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
