//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing the address of a node", zh: "修改节点的 IP 地址" },
    text: "\
## What it stops
Changing the private IP address or the vSwitch of a node's ECS instance, worker or control plane. The rule
checks OpenAPI calls, ActionTrail events and Terraform plans.
## Why it is high-risk
The kubelet's certificate, the routes of the pod network and the API server's record of the node all contain
the old address, so the node becomes unavailable. On a control-plane node, etcd loses a member too.
## How to get it done anyway
Add a new node in the vSwitch that you need, and remove the old one from its node pool.
",
    text_zh: "\
## 拦截的操作
拦截修改节点（含 Master）ECS 实例的私网 IP 或交换机。规则检查 OpenAPI 调用、操作审计事件和 Terraform 计划。
## 为何高危
kubelet 证书、容器网络的路由和 API Server 中的节点记录使用的都是原 IP，修改后节点不可用，Master 节点还会脱\
离 etcd 集群。
## 正确做法
请在目标交换机中添加新节点，再从节点池移除旧节点。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
