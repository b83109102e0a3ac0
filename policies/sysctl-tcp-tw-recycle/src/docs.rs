//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Recycling TIME-WAIT connections", zh: "快速回收 TIME-WAIT 连接（tcp_tw_recycle）" },
    text: "\
## What it stops
Setting `net.ipv4.tcp_tw_recycle` to `1` or any other number but `0`. Pod sysctls deny. Commands of containers, probes and hooks (`sysctl -w`,
writes to `/proc/sys`, edits of `sysctl.conf` and `sysctl.d`, behind any wrapper) deny when they take effect on
the node and warn when they do not; so do commands run with `kubectl exec`, once a look-up of the pod shows how
far they reach. ConfigMaps that hold such a setting warn. A value that cannot be known counts as a bad one.
## Why it is high-risk
Kernels before 4.12 then drop connections whose timestamps seem to go backwards, and those of clients behind one
translated address do: connections through NAT fail at random. Newer kernels no longer know the parameter, and a
script that sets it stops there.
## How to get it done anyway
There is no proper reason on a node of a cluster. Set other parameters in the node pool's configuration, and
exempt a workload of your own by its account in `exempt.workloads`.
",
    text_zh: "拦截将 `net.ipv4.tcp_tw_recycle` 设为非 `0` 值：Pod 级 sysctl 直接拒绝；容器命令、探针、生命周期\
              钩子以及 `kubectl exec` 执行的命令，作用到节点时拒绝，否则仅警告；ConfigMap 中的此类配置仅警告。\
              无法确定的值按有害值处理。4.12 之前的内核开启后会随机丢弃 NAT 之后的连接，之后的内核已移除该参数\
              。",
    severity: Severity::Medium,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
