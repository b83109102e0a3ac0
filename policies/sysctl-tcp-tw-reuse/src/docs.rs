//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Reusing TIME-WAIT connections", zh: "复用 TIME-WAIT 连接（tcp_tw_reuse）" },
    text: "\
## What it stops
Setting `net.ipv4.tcp_tw_reuse` to `1`. The default `2` (loopback only) and `0` pass. Pod sysctls deny. Commands of containers, probes and hooks (`sysctl -w`,
writes to `/proc/sys`, edits of `sysctl.conf` and `sysctl.d`, behind any wrapper) deny when they take effect on
the node and warn when they do not; so do commands run with `kubectl exec`, once a look-up of the pod shows how
far they reach. ConfigMaps that hold such a setting warn. A value that cannot be known counts as a bad one.
## Why it is high-risk
New connections take over ports that still wait for late packets. Behind address translation, as in a cluster,
the other end mixes up the two, and health checks of pods fail now and then.
## How to get it done anyway
There is no proper reason on a node of a cluster. Set other parameters in the node pool's configuration, and
exempt a workload of your own by its account in `exempt.workloads`.
",
    text_zh: "拦截将 `net.ipv4.tcp_tw_reuse` 设为 `1`（默认值 `2` 和 `0` 放行）：Pod 级 sysctl 直接拒绝；容器命\
              令、探针、生命周期钩子以及 `kubectl exec` 执行的命令，作用到节点时拒绝，否则仅警告；ConfigMap 中\
              的此类配置仅警告。无法确定的值按有害值处理。开启后经过地址转换的连接可能混淆，健康检查会偶发失败\
              。",
    severity: Severity::Medium,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
