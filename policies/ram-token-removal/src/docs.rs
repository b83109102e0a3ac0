//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Removing RAM tokens of add-ons", zh: "删除组件的 RAM Token" },
    text: "\
## What it stops
Deleting a Secret `addon.*.token` in kube-system, with which an add-on calls Alibaba Cloud, or giving it an
owner so that the garbage collector may delete it. Removing or emptying its content warns.
## Why it is high-risk
The add-on loses its permissions: depending on the add-on, load balancers, disks, logs or nodes can no longer
be managed.
## How to get it done anyway
Leave these Secrets to ACK, which renews them. If one is missing, authorize the role again in the ACK console
and restart the component.
",
    text_zh: "\
## 拦截的操作
拦截删除 kube-system 中组件访问阿里云所用的 Secret `addon.*.token`，或为其设置可能使其被垃圾回收的 owner；移\
除或清空其内容时告警。
## 为何高危
对应组件会失去权限，视组件不同，无法管理负载均衡、云盘、日志或节点。
## 正确做法
这些 Secret 由 ACK 维护和轮换；如已丢失，请在容器服务控制台重新授权并重启组件。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[],
    background_audit: false,
};
