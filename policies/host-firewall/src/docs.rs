//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Running a firewall on a node", zh: "在节点上安装或启用防火墙软件" },
    text: "\
## What it stops
Installing, starting or configuring a firewall such as firewalld or ufw on a node, and writable mounts of
its configuration. Commands of containers, probes and hooks deny when they reach the node, also behind
`nsenter`, `chroot` and shells, and warn when they do not; so do commands run with `kubectl exec`, once a
look-up of the pod shows how far they reach.
## Why it is high-risk
The firewall's rules come before those of the container network: packets between pods, and from load
balancers to them, are dropped. Removing it again takes a restart of the node.
## How to get it done anyway
Filter in security groups, and between pods with NetworkPolicy.
",
    text_zh: "拦截在节点上安装、启动、配置 firewalld、ufw 等防火墙软件，以及可写挂载其配置目录。容器命令、探针\
              、生命周期钩子以及 `kubectl exec` 执行的命令，作用到节点时拒绝（包括经 `nsenter`、`chroot`、shell 包\
              装的命令），否则仅警告。防火墙规则先于容器网络生效，会丢弃 Pod 之间及负载均衡到 Pod 的报文，卸载\
              后还需重启节点。请改用安全组和 NetworkPolicy。",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
