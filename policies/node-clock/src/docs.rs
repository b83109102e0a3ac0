//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing the clock of a node", zh: "修改节点时间" },
    text: "\
## What it stops
Setting the time, the time zone or the time synchronisation of a node: commands such as `date -s`,
`timedatectl set-time`, `hwclock -w`, `ntpdate`, writable mounts of the configuration of chrony or ntp, and
(as a warning) of the time zone. The capability SYS_TIME alone warns. Commands of containers, probes and
hooks deny when they reach the node, also behind `nsenter`, `chroot` and shells, and warn when they do not;
so do commands run with `kubectl exec`, once a look-up of the pod shows how far they reach.
## Why it is high-risk
Certificates, leases and tokens are compared with the clock. A node whose time jumps drops out of the
cluster, and etcd loses its leader.
## How to get it done anyway
Leave the clock to chrony as ACK set it up. Choose the time zone when the cluster is made.
",
    text_zh: "拦截修改节点时间、时区或时间同步配置：`date -s`、`timedatectl set-time`、`hwclock -w`、`ntpdate` 等\
              命令，以及可写挂载 chrony、ntp 配置；可写挂载时区文件、仅授予 SYS_TIME 时警告。容器命令、探针、生\
              命周期钩子以及 `kubectl exec` 执行的命令，作用到节点时拒绝（包括经 `nsenter`、`chroot`、shell 包\
              装的命令），否则仅警告。证书、租约、令牌都依赖时钟，时间跳变会使节点脱离集群、etcd 失去主节点。",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
