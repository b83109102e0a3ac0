//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting the buffer of log collectors", zh: "删除日志采集缓冲目录" },
    text: "\
## What it stops
Deleting or modifying the buffer of log collectors on a node, `/tmp/ccs-log-collector/buffer`, or mounting it
writable. A mount of `/tmp` alone says nothing. Commands of containers, probes and lifecycle hooks are
denied when they modify these paths on the node, also inside `nsenter`, `chroot` and shells. Commands run with
`kubectl exec` are checked in the same way, but only warn without permission to look up Pods.
## Why it is high-risk
Logs that were read but not sent yet are lost.
## How to get it done anyway
Wait until the collector has sent the logs, or give it more bandwidth.
",
    text_zh: "\
## 拦截的操作
拦截删除、修改或可写挂载节点上的日志采集缓冲目录 `/tmp/ccs-log-collector/buffer`；仅挂载 `/tmp` 不能说明用\
途，放行。容器、探针和生命周期钩子中的命令修改节点上的这些路径时拒绝（包括经 `nsenter`、`chroot`、shell 包装\
的命令）；`kubectl exec` 执行的命令同样检查，未授予查询 Pod 的权限时只告警。
## 为何高危
缓冲被删除后，已读取但尚未发送的日志丢失。
## 正确做法
请等待日志发送完成，或提高采集组件的发送带宽。
",
    severity: Severity::Medium,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
