//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Changing the security group of nodes", zh: "更换节点安全组或修改安全组规则"
    },
    text: "\
## What it stops
Moving a node, worker or control plane, to another security group, changing the groups of a node pool's
scaling configuration, and restricting the cluster's group: revoking or changing its rules, adding a rule
that drops traffic, isolating its members, deleting it. Removing entries of a prefix list that rules name
only warns, and so does a node pool that Terraform replaces to change its groups. The rule checks OpenAPI
calls, ActionTrail events and Terraform plans.
## Why it is high-risk
Nodes reach the API server, each other and DNS through this group. A missing rule disconnects nodes and pods,
and the network interfaces of the control plane are in the same group.
## How to get it done anyway
Leave nodes in the group that ACK created. Give applications a security group of their own, or choose groups
in the settings of the node pool.
",
    text_zh: "\
## 拦截的操作
拦截更换节点（含 Master）所属的安全组，修改节点池伸缩配置的安全组，以及撤销或修改集群安全组的规则、新增拒绝规\
则、关闭组内互通、删除安全组；移除安全组规则引用的前缀列表条目，或 Terraform 为更换安全组而重建节点池，仅告\
警。规则检查 OpenAPI 调用、操作审计事件和 Terraform 计划。
## 为何高危
节点通过该安全组访问 API Server、其他节点和 DNS，缺少规则会使节点和 Pod 断网，控制面的弹性网卡也在该安全组\
中。
## 正确做法
请保留 ACK 创建的安全组，业务所需的规则请使用单独的安全组，或在节点池配置中设置安全组。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
