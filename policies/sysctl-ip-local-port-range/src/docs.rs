//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing the range of local ports", zh: "修改本地端口范围" },
    text: "\
## What it stops
Setting `net.ipv4.ip_local_port_range` to anything but the default `32768 60999`. Pod sysctls only warn: every
Pod may set this parameter, and it affects only the Pod. Commands of containers, probes and lifecycle hooks
(`sysctl -w`, writes to `/proc/sys`, edits of `sysctl.conf` and `sysctl.d`, also inside shells and other
wrappers) are denied when they take effect on the node and warn otherwise. Commands run with `kubectl exec`
are checked in the same way, but only warn without permission to look up Pods. ConfigMaps that contain such a
setting warn. A value that cannot be determined counts as a harmful one.
## Why it is high-risk
Kubernetes and the load balancers assign ports outside the default range. If the node uses those ports for its
own outgoing connections, they collide, and the network fails intermittently.
## How to get it done anyway
A cluster node has no valid reason for this setting. Set other parameters in the configuration of the node
pool, and add the service account of a workload of your own to `exempt.workloads`.
",
    text_zh: "\
## 拦截的操作
拦截将 `net.ipv4.ip_local_port_range` 改为默认值 `32768 60999` 以外的范围。Pod 级 sysctl 只告警（任何 Pod 都\
可设置，且只影响该 Pod）；容器、探针和生命周期钩子中的命令（`sysctl -w`、写入 `/proc/sys`、修改 \
`sysctl.conf` 和 `sysctl.d`，包括经 shell 等包装的命令）作用于节点时拒绝，否则告警；`kubectl exec` 执行的命令\
同样检查，未授予查询 Pod 的权限时只告警；ConfigMap 中的此类配置告警。无法确定的值按有害值处理。
## 为何高危
Kubernetes 和负载均衡使用默认范围之外的端口（例如 NodePort）。节点的对外连接占用这些端口时会发生冲突，网络偶\
发异常。
## 正确做法
集群节点没有修改该参数的合理场景，其他参数请通过节点池配置设置；确需豁免的工作负载请将其 ServiceAccount 加\
入 `exempt.workloads`。
",
    severity: Severity::Medium,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
