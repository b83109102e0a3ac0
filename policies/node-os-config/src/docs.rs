//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing the operating system of a node", zh: "修改节点操作系统配置" },
    text: "\
## What it stops
Changing the operating system of a node: loading and removing kernel modules, swap, SELinux, the boot loader
and users by command, and writing `/boot`, `/etc/fstab`, `/etc/security`, `/etc/ssh`, `/etc/sudoers`,
`/etc/selinux` or the kernel's modules, by a mount or a command. A writable mount of a parent directory such
as `/etc` warns. Commands of containers, probes and hooks deny when they reach the node, also behind
`nsenter`, `chroot` and shells, and warn when they do not; so do commands run with `kubectl exec`, once a
look-up of the pod shows how far they reach.
## Why it is high-risk
Nodes of a pool are expected to be alike. One that differs fails in ways that nobody can reproduce, may not
boot again, and loses the change when it is replaced.
## How to get it done anyway
Set operating-system parameters of the node pool in the ACK console or with `cs:ModifyNodePoolNodeConfig`,
or bake them into a custom image.
",
    text_zh: "拦截修改节点操作系统：加载或卸载内核模块、swap、SELinux、引导程序、用户等命令，以及改动或可写挂载\
               `/boot`、`/etc/fstab`、`/etc/security`、`/etc/ssh`、`/etc/sudoers`、`/etc/selinux` 和内核模块目\
              录；可写挂载 `/etc` 等上级目录仅警告。容器命令、探针、生命周期钩子以及 `kubectl exec` 执行的命令\
              ，作用到节点时拒绝（包括经 `nsenter`、`chroot`、shell 包装的命令），否则仅警告。节点与节点池不一\
              致会引发难以复现的故障，甚至无法启动，且节点被替换后改动丢失。请通过节点池的操作系统配置或 `cs:ModifyNodePoolNodeConfig` 设\
              置，或使用自定义镜像。",
    severity: Severity::Medium,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
