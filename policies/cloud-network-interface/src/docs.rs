//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing or deleting an ENI of ACK", zh: "修改或删除 ACK 创建的弹性网卡" },
    text: "\
## What it stops
Detaching, deleting or changing an elastic network interface (Lingjun ones too) that ACK made, or taking
addresses from it: as an OpenAPI call, in the event log, or planned by Terraform.
## Why it is high-risk
Pods live on the addresses of these interfaces. Those of an interface that is gone lose their network at
once, and Terway does not learn of it.
## How to get it done anyway
Leave the interfaces to Terway. To free addresses, drain the node or change Terway's pool settings.
",
    text_zh: "拦截卸载、删除、修改 ACK 创建的弹性网卡（含灵骏网卡）或回收其 IP，涵盖 OpenAPI 调用、操作审计事件\
              和 Terraform 计划。Pod 使用这些网卡上的地址，网卡被删除后 Pod 立即断网且无法恢复。请由 Terway 管\
              理网卡。",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
