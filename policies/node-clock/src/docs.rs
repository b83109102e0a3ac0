//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing the clock of a node", zh: "修改节点时间" },
    text: "\
## What it stops
Setting the time, the time zone or the time synchronization of a node: programs such as `date -s`,
`timedatectl set-time`, `hwclock -w` and `ntpdate`, and writable mounts of the configuration of chrony or ntp.
A writable mount of the time zone files and the capability SYS_TIME warn. Commands of containers, probes and
lifecycle hooks are denied when they affect the node, also inside `nsenter`, `chroot` and shells; a listed
program that apparently runs only inside the container warns. Commands run with `kubectl exec` are checked in
the same way, but only warn without permission to look up Pods.
## Why it is high-risk
Certificates, leases and tokens depend on the clock. A node whose time jumps can drop out of the cluster, and
etcd can lose its leader.
## How to get it done anyway
Leave the clock to chrony as ACK configures it. Choose the time zone when you create the cluster.
",
    text_zh: "\
## 拦截的操作
拦截修改节点时间、时区或时间同步配置：`date -s`、`timedatectl set-time`、`hwclock -w`、`ntpdate` 等命令，以及\
可写挂载 chrony、ntp 配置；可写挂载时区文件、授予 SYS_TIME 时告警。容器、探针和生命周期钩子中的命令作用于节点\
时拒绝（包括经 `nsenter`、`chroot`、shell 包装的命令），从配置看仅作用于容器内部的上述命令告警；`kubectl \
exec` 执行的命令同样检查，未授予查询 Pod 的权限时只告警。
## 为何高危
证书、租约、令牌都依赖时钟，时间跳变可能使节点脱离集群、etcd 失去 Leader。
## 正确做法
请由 ACK 配置的 chrony 维护时间，时区请在创建集群时选择。
",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
