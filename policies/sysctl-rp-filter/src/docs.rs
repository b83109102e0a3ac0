//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Turning reverse path filtering on", zh: "开启反向路径过滤（rp_filter）" },
    text: "\
## What it stops
Turning reverse path filtering on: `rp_filter` of `net.ipv4.conf.all`, `net.ipv4.conf.default` or an interface
`ethX`, set to `1` or `2`. Pod sysctls deny. Commands of containers, probes and hooks (`sysctl -w`,
writes to `/proc/sys`, edits of `sysctl.conf` and `sysctl.d`, behind any wrapper) deny when they take effect on
the node and warn when they do not; so do commands run with `kubectl exec`, once a look-up of the pod shows how
far they reach. ConfigMaps that hold such a setting warn. A value that cannot be known counts as a bad one.
## Why it is high-risk
Packets of pods with an elastic network interface of their own come in on another interface than the answers
leave by. With the filter on the kernel drops them, and pods lose their network.
## How to get it done anyway
There is no proper reason on a node of a cluster. Set other parameters in the node pool's configuration, and
exempt a workload of your own by its account in `exempt.workloads`.
",
    text_zh: "拦截将 `net.ipv4.conf.all`、`net.ipv4.conf.default` 或 `ethX` 网卡的 `rp_filter` 设为 `1` 或 `2`：\
              Pod 级 sysctl 直接拒绝；容器命令、探针、生命周期钩子以及 `kubectl exec` 执行的命令，作用到节点时\
              拒绝，否则仅警告；ConfigMap 中的此类配置仅警告。无法确定的值按有害值处理。开启后内核会丢弃往返路\
              径不一致的报文，Pod 网络不通。",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
