//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing the DNS resolver of a node", zh: "修改节点的 resolv.conf" },
    text: "\
## What it stops
Writing the DNS resolver configuration of a node, `/etc/resolv.conf`, `/etc/systemd/resolved.conf` and the
directories `/run/systemd/resolve` and `/run/resolvconf`, with a command or through a writable mount. A
writable mount of a parent directory warns. Commands of containers, probes and lifecycle hooks are denied when
they modify these paths on the node, also inside `nsenter`, `chroot` and shells. Commands run with
`kubectl exec` are checked in the same way, but only warn without permission to look up Pods.
## Why it is high-risk
The kubelet passes the resolver configuration of the node to CoreDNS and to Pods that use the DNS of the node.
A wrong name server causes intermittent resolution failures in the cluster.
## How to get it done anyway
Configure upstream servers in CoreDNS (`forward`), or `dnsConfig` of the Pods that need them.
",
    text_zh: "\
## 拦截的操作
拦截修改节点的 DNS 解析配置 \
`/etc/resolv.conf`、`/etc/systemd/resolved.conf`、`/run/systemd/resolve`、`/run/resolvconf`，包括可写挂载；可\
写挂载其上级目录时告警。容器、探针和生命周期钩子中的命令修改节点上的这些路径时拒绝（包括经 \
`nsenter`、`chroot`、shell 包装的命令）；`kubectl exec` 执行的命令同样检查，未授予查询 Pod 的权限时只告警。
## 为何高危
kubelet 会将节点的 DNS 配置传给 CoreDNS 和使用节点 DNS 的 Pod，错误的 nameserver 会导致域名解析偶发失败。
## 正确做法
请在 CoreDNS 中配置上游服务器（`forward`），或在需要的 Pod 中设置 `dnsConfig`。
",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
