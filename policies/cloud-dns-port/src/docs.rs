//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Closing DNS for pods in a security group", zh: "安全组未放行容器网段的 DNS" },
    text: "\
## What it stops
Closing UDP port 53 for the pods in a security group of the cluster: taking a rule away that allowed it,
adding or turning to one that drops it, and switching off that members of the group reach each other. A rule
counts when its protocol is UDP or all, its ports hold 53, and its address range meets one of `podCidrs`; it
warns while `podCidrs` is empty or the call names a rule only by its id. As an OpenAPI call, in the event
log, or planned by Terraform.
## Why it is high-risk
Pods resolve names through CoreDNS on other nodes. Without UDP 53 between pod addresses every name lookup of
the cluster fails.
## How to get it done anyway
Keep a rule that accepts UDP 53 for the pod range, or for all members of the group, before you take another
away.
",
    text_zh: "拦截在集群安全组中关闭容器网段的 UDP 53 端口：撤销放行规则、新增或改为拒绝规则、关闭组内互通，涵\
              盖 OpenAPI 调用、操作审计事件和 Terraform 计划。协议为 UDP 或全部、端口包含 53、网段与 `podCidrs` 相\
              交的规则计入；`podCidrs` 为空或仅按规则 ID 操作时只告警。Pod 通过其他节点上的 CoreDNS 解析域名，\
              关闭后集群内域名解析失败。请先保留放行容器网段 UDP 53 的规则，再撤销其他规则。",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
