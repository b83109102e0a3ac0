//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Recycling TIME-WAIT connections", zh: "快速回收 TIME-WAIT 连接（tcp_tw_recycle）" },
    text: "\
## What it stops
Setting `net.ipv4.tcp_tw_recycle` to `1` or any other number but `0`. Pod sysctls are denied. Commands of
containers, probes and lifecycle hooks (`sysctl -w`, writes to `/proc/sys`, edits of `sysctl.conf` and
`sysctl.d`, also inside shells and other wrappers) are denied when they take effect on the node and warn
otherwise. Commands run with `kubectl exec` are checked in the same way, but only warn without permission to
look up Pods. ConfigMaps that contain such a setting warn. A value that cannot be determined counts as a
harmful one.
## Why it is high-risk
Kernels before 4.12 then drop connections whose timestamps seem to go backwards, as those of clients behind
one translated address do: connections through NAT fail at random. Newer kernels do not have the parameter,
and a script that sets it fails.
## How to get it done anyway
A cluster node has no valid reason for this setting. Set other parameters in the configuration of the node
pool, and add the service account of a workload of your own to `exempt.workloads`.
",
    text_zh: "\
## 拦截的操作
拦截将 `net.ipv4.tcp_tw_recycle` 设为 `0` 以外的值。Pod 级 sysctl 直接拒绝；容器、探针和生命周期钩子中的命令\
（`sysctl -w`、写入 `/proc/sys`、修改 `sysctl.conf` 和 `sysctl.d`，包括经 shell 等包装的命令）作用于节点时拒\
绝，否则告警；`kubectl exec` 执行的命令同样检查，未授予查询 Pod 的权限时只告警；ConfigMap 中的此类配置告警。\
无法确定的值按有害值处理。
## 为何高危
4.12 之前的内核开启后会丢弃时间戳回退的连接，经过 NAT 的连接会随机失败；之后的内核已移除该参数，设置时会报\
错。
## 正确做法
集群节点没有开启该参数的合理场景，其他参数请通过节点池配置设置；确需豁免的工作负载请将其 ServiceAccount 加\
入 `exempt.workloads`。
",
    severity: Severity::Medium,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
