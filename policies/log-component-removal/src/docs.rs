//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Removing log collectors", zh: "删除日志采集组件" },
    text: "\
## What it stops
Deleting the DaemonSets, the Deployments and the ConfigMap of ACK's log collection in kube-system
(`logtail-ds`, `logtail-windows`, `loongcollector-ds`, `alibaba-log-controller`, `loongcollector-operator`,
`alibaba-log-configuration`), scaling them to zero, and giving a DaemonSet or Deployment an owner so that the
garbage collector may delete it. Another nodeSelector or node affinity warns.
## Why it is high-risk
Log collection stops immediately. Logs that containers write in the meantime may be rotated away before they
are collected.
## How to get it done anyway
Uninstall or upgrade the add-on on the Add-ons page of the ACK console. To collect less, delete single log
configurations.
",
    text_zh: "\
## 拦截的操作
拦截删除 kube-system 中 ACK 日志采集的 DaemonSet、Deployment 和 \
ConfigMap（`logtail-ds`、`logtail-windows`、`loongcollector-ds`、`alibaba-log-controller`、\
`loongcollector-operator`、`alibaba-log-configuration`），\
将其缩容到 0，以及为 DaemonSet、Deployment 设置可能使其被垃圾回收的 owner；修改其 nodeSelector 或节点亲和性时\
告警。
## 为何高危
日志采集会立即停止，期间的日志可能在采集前被轮转删除。
## 正确做法
请在容器服务控制台的组件管理页面卸载或升级组件；如需减少采集，请删除单个采集配置。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
