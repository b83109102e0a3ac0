//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Turning IP forwarding off", zh: "关闭 IP 转发" },
    text: "\
## What it stops
Turning packet forwarding off: `net.ipv4.ip_forward=0` or `net.ipv4.conf.all.forwarding=0`, which is the
same switch. Pod sysctls deny. Commands of containers, probes and hooks (`sysctl -w`, writes to
`/proc/sys`, edits of `sysctl.conf` and `sysctl.d`, behind any wrapper) deny when they take effect on the
node and warn when they do not; so do commands run with `kubectl exec`, once a look-up of the pod shows
how far they reach. ConfigMaps that hold such a setting warn. A value that cannot be known counts as `0`.
## Why it is high-risk
Without forwarding the node no longer passes packets between pods and its network cards, and the network of
all pods on it breaks.
## How to get it done anyway
There is no proper reason on a node of a cluster. Set other parameters in the node pool's configuration, and
exempt a router of your own by its account in `exempt.workloads`.
",
    text_zh: "拦截将 `net.ipv4.ip_forward`（或等效的 `net.ipv4.conf.all.forwarding`）设为 `0`：Pod 级 sysctl 直\
              接拒绝；容器命令、探针、生命周期钩子以及 `kubectl exec` 执行的命令，作用到节点时拒绝，否则仅警告\
              ；ConfigMap 中的此类配置仅警告。无法确定的值按 `0` 处理。关闭转发后，节点上所有 Pod 的网络都会中\
              断。",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
