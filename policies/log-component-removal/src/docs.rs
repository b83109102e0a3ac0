//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Removing log collectors", zh: "删除日志采集组件" },
    text: "\
## What it stops
Deleting the DaemonSets, Deployments and the ConfigMap of ACK's log collection in kube-system (`logtail-ds`,
`logtail-windows`, `loongcollector-ds`, `alibaba-log-controller`, `loongcollector-operator`,
`alibaba-log-configuration`), scaling them to zero, giving a DaemonSet or Deployment an owner, with which the
garbage collector would delete it, and (as a warning) giving them another nodeSelector
or node affinity.
## Why it is high-risk
Collection stops at once. Logs that containers write until it is back may be rotated away before anybody
reads them.
## How to get it done anyway
Uninstall or upgrade the add-on on the Add-ons page of the ACK console. To collect less, delete single log
configurations.
",
    text_zh: "拦截删除 kube-system 中 ACK 日志采集的 DaemonSet、Deployment 和 ConfigMap（`logtail-ds`、`logtail-windows`、\
              `loongcollector-ds`、`alibaba-log-controller`、`loongcollector-operator`、`alibaba-log-configuration`）\
              ，将其缩容到 0，以及为 DaemonSet、Deployment 设置会使其被垃圾回收的 owner；修改其 nodeSelector 或\
              节点亲和性仅警告。采集会立即停止，期间的日志可能被轮转丢失。请在 ACK 控制台的组件管理页面卸载或升\
              级。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
