//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Running a firewall on a node", zh: "在节点上安装或启用防火墙软件" },
    text: "\
## What it stops
Installing, starting or configuring firewall software such as firewalld or ufw on a node, and writable mounts
of its configuration. Commands of containers, probes and lifecycle hooks are denied when they affect the node,
also inside `nsenter`, `chroot` and shells; a listed program that apparently runs only inside the container
warns. Commands run with `kubectl exec` are checked in the same way, but only warn without permission to look
up Pods.
## Why it is high-risk
The rules of the firewall apply before those of the container network: packets between Pods, and from load
balancers to Pods, are dropped. After removing the software, the node has to be restarted.
## How to get it done anyway
Filter traffic with security groups, and between Pods with NetworkPolicy.
",
    text_zh: "\
## 拦截的操作
拦截在节点上安装、启动、配置 firewalld、ufw 等防火墙软件，以及可写挂载其配置目录。容器、探针和生命周期钩子中\
的命令作用于节点时拒绝（包括经 `nsenter`、`chroot`、shell 包装的命令），从配置看仅作用于容器内部的上述命令告\
警；`kubectl exec` 执行的命令同样检查，未授予查询 Pod 的权限时只告警。
## 为何高危
防火墙规则先于容器网络生效，会丢弃 Pod 之间及负载均衡到 Pod 的报文，卸载后还需重启节点。
## 正确做法
请改用安全组过滤流量，Pod 之间的流量使用 NetworkPolicy。
",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
