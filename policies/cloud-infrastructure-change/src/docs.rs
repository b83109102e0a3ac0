//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing instances of a cluster behind ACK", zh: "绕过 ACK 变更集群的云资源" },
    text: "\
## What it stops
Stopping, restarting or resizing the ECS instance of a node, suspending processes of a pool's scaling group,
deleting vSwitches and routes that carry the cluster's tags, switching IPv6 of such a vSwitch off, and taking
the elastic IP from the API server's load balancer, where no narrower rule is about it: as an OpenAPI call, in
the event log, or planned by Terraform. A restart only warns, and so does a route of which nothing tells whose it is.
## Why it is high-risk
ACK goes on from a state that no longer holds. Pods on the node end without a drain, and the pool may
replace a node that only was stopped.
## How to get it done anyway
Drain the node first and use the ACK console or the `cs` OpenAPI.
",
    text_zh: "拦截停止、变配作为集群节点的 ECS 实例，挂起节点池伸缩组的进程，删除带有集群标签的交换机和路由，关\
              闭此类交换机的 IPv6，以及解绑 API Server 负载均衡的弹性公网 IP；重启实例、无法判断归属的路由仅警\
              告；其他规则已覆盖的操作不在此列。涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。此类变更使 ACK 记\
              录与实际不一致，Pod 未经排空即中断。请先排空节点，再通过 ACK 控制台或 `cs` OpenAPI 操作。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
