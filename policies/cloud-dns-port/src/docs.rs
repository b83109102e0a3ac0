//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Closing DNS for pods in a security group", zh: "安全组未放行容器网段的 DNS" },
    text: "\
## What it stops
Closing UDP port 53 for the pods in a security group of the cluster: removing a rule that allows it, adding a
rule that drops it or changing one to do so, and isolating the members of the group from each other. A rule
counts when its protocol is UDP or all, its ports include 53, and its CIDR block overlaps one of `podCidrs`.
The rule warns while `podCidrs` is empty, or when a call names a security group rule only by its id. The rule
checks OpenAPI calls, ActionTrail events and Terraform plans.
## Why it is high-risk
Pods resolve names through CoreDNS on other nodes. Without UDP port 53 between pod addresses, DNS resolution
fails in the whole cluster.
## How to get it done anyway
Before you remove a rule, make sure that another one accepts UDP port 53 for the pod CIDR block, or for all
members of the group.
",
    text_zh: "\
## 拦截的操作
拦截在集群安全组中关闭容器网段的 UDP 53 端口：撤销放行规则，新增拒绝规则或改为拒绝，以及关闭组内互通。协议\
为 UDP 或全部、端口包含 53、网段与 `podCidrs` 有重叠的安全组规则计入；`podCidrs` 为空，或调用仅给出规则 ID \
时，只告警。规则检查 OpenAPI 调用、操作审计事件和 Terraform 计划。
## 为何高危
Pod 通过其他节点上的 CoreDNS 解析域名，关闭后集群内 DNS 解析失败。
## 正确做法
请先确保有规则对容器网段或组内成员放行 UDP 53，再撤销其他规则。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
