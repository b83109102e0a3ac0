//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing the operating system of a node", zh: "修改节点操作系统配置" },
    text: "\
## What it stops
Changing the operating system of a node: programs that remove kernel modules, enable swap, or change SELinux,
the boot loader or users, and writing to `/boot`, `/etc/fstab`, `/etc/security`, `/etc/ssh`, `/etc/sudoers`,
`/etc/selinux`, `/etc/NetworkManager` or the kernel modules, with a command or through a writable mount. A
writable mount of `/boot` or of the kernel modules only warns. `critical-host-path` reports mounts of parents
such as `/etc`. Commands of containers, probes and lifecycle hooks
are denied when they affect the node, also inside `nsenter`, `chroot` and shells; a listed program that
apparently runs only inside the container warns. Commands run with `kubectl exec` are checked in the same way,
but only warn without permission to look up Pods.
## Why it is high-risk
All nodes of a node pool are expected to be alike. A node that differs fails in ways that are hard to
reproduce, may not boot again, and loses the change when it is replaced.
## How to get it done anyway
Set operating-system parameters of the node pool in the ACK console or with `cs:ModifyNodePoolNodeConfig`, or
use a custom image.
",
    text_zh: "拦截修改节点操作系统：卸载内核模块、启用 swap、修改 SELinux、引导程序、用户的命令，以及修改或可\
              写挂载 `/boot`、`/etc/fstab`、`/etc/security`、`/etc/ssh`、`/etc/sudoers`、`/etc/selinux`、\
              `/etc/NetworkManager` 和内核模块目录；可写挂载 `/boot` 和内核模块目录只告警，`/etc` 等上级目录由 `critical-host-path` 检查。容器、探针和生命周期钩子\
              中的命令作用于节点时拒绝（包括经 `nsenter`、`chroot`、shell 包装的命令），从配置看仅作用于容器内\
              部的上述命令告警；`kubectl exec` 执行的命令同样检查，未授予查询 Pod 的权限时只告警。同一节点池的\
              节点应保持一致，个别节点的改动会引发难以复现的故障，可能导致节点无法启动，且节点被替换后改动丢\
              失。请在容器服务控制台或通过 `cs:ModifyNodePoolNodeConfig` 设置节点池的操作系统参数，或使用自定义镜\
              像。",
    severity: Severity::Medium,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
