//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing or deleting an ENI of ACK", zh: "修改或删除 ACK 创建的弹性网卡" },
    text: "\
## What it stops
Detaching, deleting or changing an elastic network interface (ENI) that ACK created, also a Lingjun ENI, or
unassigning its IP addresses. Attaching it to another instance warns. The rule checks OpenAPI calls, ActionTrail
events and Terraform plans.
## Why it is high-risk
Pods use the addresses of these interfaces. When an interface is gone, its pods lose their network at once,
and Terway does not notice.
## How to get it done anyway
Leave the interfaces to Terway. To free addresses, drain the node or change Terway's IP pool settings.
",
    text_zh: "\
## 拦截的操作
拦截解绑、删除、修改 ACK 创建的弹性网卡（含灵骏弹性网卡），或回收其 IP 地址；将其绑定到其他实例仅告警。规则检\
查 OpenAPI 调用、操作审计事件和 Terraform 计划。
## 为何高危
Pod 使用这些网卡的 IP 地址，网卡被删除后 Pod 网络立即中断，Terway 也不会察觉。
## 正确做法
弹性网卡请交由 Terway 管理；如需释放 IP，请排空节点或调整 Terway 的 IP 池配置。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
