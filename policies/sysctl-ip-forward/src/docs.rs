//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Turning IP forwarding off", zh: "关闭 IP 转发" },
    text: "\
## What it stops
Turning packet forwarding off: `net.ipv4.ip_forward=0`, or the equivalent `net.ipv4.conf.all.forwarding=0`.
Pod sysctls are denied. Commands of containers, probes and lifecycle hooks (`sysctl -w`, writes to
`/proc/sys`, edits of `sysctl.conf` and `sysctl.d`, also inside shells and other wrappers) are denied when
they take effect on the node and warn otherwise. Commands run with `kubectl exec` are checked in the same way,
but only warn without permission to look up Pods. ConfigMaps that contain such a setting warn. A value that
cannot be determined counts as a harmful one.
## Why it is high-risk
Without forwarding, the node no longer passes packets between Pods and its network interfaces, and all Pods on
it lose their network.
## How to get it done anyway
A cluster node has no valid reason for this setting. Set other parameters in the configuration of the node
pool. If you run a router of your own, add its service account to `exempt.workloads`.
",
    text_zh: "\
## 拦截的操作
拦截将 `net.ipv4.ip_forward`（或等效的 `net.ipv4.conf.all.forwarding`）设为 `0`。Pod 级 sysctl 直接拒绝；容\
器、探针和生命周期钩子中的命令（`sysctl -w`、写入 `/proc/sys`、修改 `sysctl.conf` 和 `sysctl.d`，包括经 \
shell 等包装的命令）作用于节点时拒绝，否则告警；`kubectl exec` 执行的命令同样检查，未授予查询 Pod 的权限时只\
告警；ConfigMap 中的此类配置告警。无法确定的值按有害值处理。
## 为何高危
关闭转发后，节点不再在 Pod 和网卡之间转发报文，节点上所有 Pod 的网络都会中断。
## 正确做法
集群节点没有关闭转发的合理场景，其他参数请通过节点池配置设置；自行运行的路由组件请将其 ServiceAccount 加入 \
`exempt.workloads`。
",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
