//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting the buffer of log collectors", zh: "删除日志采集缓冲目录" },
    text: "\
## What it stops
Deleting the buffer of log collectors on a node, `/tmp/ccs-log-collector/buffer`, or mounting it writable. A
parent directory mounted writable warns. Commands of containers, probes and hooks deny when they reach the
node, also behind `nsenter`, `chroot` and shells, and warn when they do not; so do commands run with
`kubectl exec`, once a look-up of the pod shows how far they reach.
## Why it is high-risk
Logs that were read but not sent yet are lost.
## How to get it done anyway
Wait until the collector has sent them, or give it more bandwidth.
",
    text_zh: "拦截删除或可写挂载节点上的日志采集缓冲目录 `/tmp/ccs-log-collector/buffer`；可写挂载其上级目录仅\
              警告。容器命令、探针、生命周期钩子以及 `kubectl exec` 执行的命令，作用到节点时拒绝（包括经 `nsenter`、\
              `chroot`、shell 包装的命令），否则仅警告。缓冲被删除后，尚未发送的日志丢失。",
    severity: Severity::Medium,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
