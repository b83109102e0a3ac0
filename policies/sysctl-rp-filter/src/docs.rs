//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Turning reverse path filtering on", zh: "开启反向路径过滤（rp_filter）" },
    text: "\
## What it stops
Turning reverse path filtering on: setting `rp_filter` of `net.ipv4.conf.all`, `net.ipv4.conf.default` or an
interface `ethX` to `1` or `2`. Pod sysctls are denied. Commands of containers, probes and lifecycle hooks
(`sysctl -w`, writes to `/proc/sys`, edits of `sysctl.conf` and `sysctl.d`, also inside shells and other
wrappers) are denied when they take effect on the node and warn otherwise. Commands run with `kubectl exec`
are checked in the same way, but only warn without permission to look up Pods. ConfigMaps that contain such a
setting warn. A value that cannot be determined counts as a harmful one.
## Why it is high-risk
Packets of Pods with an elastic network interface of their own can arrive on another interface than the one on
which the replies leave. With the filter on, the kernel drops them, and Pods lose their network.
## How to get it done anyway
A cluster node has no valid reason for this setting. Set other parameters in the configuration of the node
pool, and add the service account of a workload of your own to `exempt.workloads`.
",
    text_zh: "\
## 拦截的操作
拦截将 `net.ipv4.conf.all`、`net.ipv4.conf.default` 或 `ethX` 网卡的 `rp_filter` 设为 `1` 或 `2`。Pod 级 \
sysctl 直接拒绝；容器、探针和生命周期钩子中的命令（`sysctl -w`、写入 `/proc/sys`、修改 `sysctl.conf` 和 \
`sysctl.d`，包括经 shell 等包装的命令）作用于节点时拒绝，否则告警；`kubectl exec` 执行的命令同样检查，未授予\
查询 Pod 的权限时只告警；ConfigMap 中的此类配置告警。无法确定的值按有害值处理。
## 为何高危
使用独立弹性网卡的 Pod，其往返报文可能经过不同网卡，开启后内核会丢弃这些报文，Pod 网络不通。
## 正确做法
集群节点没有开启该参数的合理场景，其他参数请通过节点池配置设置；确需豁免的工作负载请将其 ServiceAccount 加\
入 `exempt.workloads`。
",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
