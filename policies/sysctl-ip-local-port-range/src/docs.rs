//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing the range of local ports", zh: "修改本地端口范围" },
    text: "\
## What it stops
Setting `net.ipv4.ip_local_port_range` to anything but the default `32768 60999`. Pod sysctls only warn: any pod
may set this parameter, and it changes the pod alone. Commands of containers, probes and hooks (`sysctl -w`,
writes to `/proc/sys`, edits of `sysctl.conf` and `sysctl.d`, behind any wrapper) deny when they take effect on
the node and warn when they do not; so do commands run with `kubectl exec`, once a look-up of the pod shows how
far they reach. ConfigMaps that hold such a setting warn. A value that cannot be known counts as a bad one.
## Why it is high-risk
Kubernetes and the load balancers hand out ports outside the default range. When the node takes its own
outgoing connections from those, they collide, and the network fails now and then.
## How to get it done anyway
There is no proper reason on a node of a cluster. Set other parameters in the node pool's configuration, and
exempt a workload of your own by its account in `exempt.workloads`.
",
    text_zh: "拦截将 `net.ipv4.ip_local_port_range` 改为默认值 `32768 60999` 以外的范围：Pod 级 sysctl 仅警告（任\
              何 Pod 都可设置，且只影响该 Pod）；容器命令、探针、生命周期钩子以及 `kubectl exec` 执行的命令，作\
              用到节点时拒绝，否则仅警告；ConfigMap 中的此类配置仅警告。无法确定的值按有害值处理。修改后节点对\
              外连接可能与 NodePort 等端口冲突，网络偶发异常。",
    severity: Severity::Medium,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
