//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting the positions of log collectors", zh: "删除日志采集位点目录" },
    text: "\
## What it stops
Deleting the position files of log collectors on a node, `/tmp/ccs-log-collector/pos` and the checkpoints of
Logtail and LoongCollector, or mounting them writable. A parent directory mounted writable warns. Commands
of containers, probes and hooks deny when they reach the node, also behind `nsenter`, `chroot` and shells,
and warn when they do not; so do commands run with `kubectl exec`, once a look-up of the pod shows how far
they reach.
## Why it is high-risk
A collector without its positions reads all logs again: stores fill with duplicates, alerts fire twice.
## How to get it done anyway
Leave the directory to the collector. To collect again on purpose, import history in the log service.
",
    text_zh: "拦截删除或可写挂载节点上的日志采集位点：`/tmp/ccs-log-collector/pos`，以及 Logtail、LoongCollector 的\
               checkpoint；可写挂载其上级目录仅警告。容器命令、探针、生命周期钩子以及 `kubectl exec` 执行的命令\
              ，作用到节点时拒绝（包括经 `nsenter`、`chroot`、shell 包装的命令），否则仅警告。位点丢失后日志会\
              被重复采集。",
    severity: Severity::Medium,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
