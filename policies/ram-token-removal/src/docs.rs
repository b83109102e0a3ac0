//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Removing RAM tokens of add-ons", zh: "删除组件的 RAM Token" },
    text: "\
## What it stops
Deleting a Secret `addon.*.token` in kube-system, through which an add-on calls Alibaba Cloud, or giving it an
owner with which the garbage collector would delete it. Removing or
emptying what it holds warns.
## Why it is high-risk
The component behind the Secret loses its permissions: no load balancers, disks, logs or nodes, depending on
the add-on.
## How to get it done anyway
Leave the Secrets to ACK, which renews them. Where one is gone, authorise the role again in the ACK console
and restart the component.
",
    text_zh: "拦截删除 kube-system 中组件访问阿里云所用的 Secret `addon.*.token`，或为其设置会被垃圾回收的 owner；\
              移除或清空其中的内容只告警。对应组件会失去权限，无法创建负载均衡、云盘，无法采集日志或伸缩节点。\
              这些 Secret 由 ACK 维护和轮换；如已丢失，请在 ACK 控制台重新授权并重启组件。",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
