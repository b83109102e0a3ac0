//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting the positions of log collectors", zh: "删除日志采集位点目录" },
    text: "\
## What it stops
Deleting or modifying the position files of log collectors on a node (`/tmp/ccs-log-collector/pos` and the
checkpoints of Logtail and LoongCollector), or mounting them writable. A writable mount of a parent directory
warns. Commands of containers, probes and lifecycle hooks are denied when they modify these paths on the node,
also inside `nsenter`, `chroot` and shells. Commands run with `kubectl exec` are checked in the same way, but
only warn without permission to look up Pods.
## Why it is high-risk
Without its positions, a collector reads all logs again: logs are duplicated, and alerts fire twice.
## How to get it done anyway
Leave these files to the collector. To collect logs again on purpose, import historical logs in Log Service.
",
    text_zh: "\
## 拦截的操作
拦截删除、修改或可写挂载节点上的日志采集位点：`/tmp/ccs-log-collector/pos`，以及 Logtail、LoongCollector 的 \
checkpoint；可写挂载其上级目录时告警。容器、探针和生命周期钩子中的命令修改节点上的这些路径时拒绝（包括经 \
`nsenter`、`chroot`、shell 包装的命令）；`kubectl exec` 执行的命令同样检查，未授予查询 Pod 的权限时只告警。
## 为何高危
位点丢失后，采集组件会重新读取全部日志：日志重复，告警重复触发。
## 正确做法
这些文件请交由采集组件维护；如需重新采集，请使用日志服务的历史日志导入功能。
",
    severity: Severity::Medium,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
