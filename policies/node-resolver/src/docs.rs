//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing the resolver of a node", zh: "修改节点的 resolv.conf" },
    text: "\
## What it stops
Writing the resolver configuration of a node: `/etc/resolv.conf`, or what it links to under
`/run/systemd/resolve`, by a mount or a command. A parent directory mounted writable warns. Commands of
containers, probes and hooks deny when they reach the node, also behind `nsenter`, `chroot` and shells, and
warn when they do not; so do commands run with `kubectl exec`, once a look-up of the pod shows how far they
reach.
## Why it is high-risk
The kubelet hands the node's resolver to CoreDNS and to pods that use the node's DNS. A wrong name server
breaks names in the cluster now and then.
## How to get it done anyway
Set upstream servers in CoreDNS (`forward`), or `dnsConfig` of the pods that need them.
",
    text_zh: "拦截改动节点的 DNS 解析配置 `/etc/resolv.conf` 及其链接目标 `/run/systemd/resolve`，包括可写挂载\
              ；可写挂载其上级目录仅警告。容器命令、探针、生命周期钩子以及 `kubectl exec` 执行的命令，作用到节\
              点时拒绝（包括经 `nsenter`、`chroot`、shell 包装的命令），否则仅警告。节点的 DNS 配置会传给 CoreDNS 和\
              使用节点 DNS 的 Pod，错误的 nameserver 会使解析偶发失败。",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
