//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing the operating system of a node", zh: "修改节点操作系统配置" },
    text: "\
## What it stops
Changing the operating system of a node: programs that remove kernel modules, enable swap, or change SELinux,
the boot loader, users, groups or the locale; installing, upgrading or removing packages of the kernel, libc,
systemd, GRUB, the SSH server or SELinux; and writing to `/etc/fstab`, `/etc/security`, `/etc/ssh`,
`/etc/sudoers`, `/etc/selinux`, `/etc/NetworkManager`, `/boot` or the kernel modules, with a command or,
except for the last two, through a writable mount. These only warn: a writable mount of `/boot` or of the
kernel modules; loading a kernel module; disabling swap; a reboot; changing the host name, or the addresses or
interfaces of the network; `tuned-adm profile`; any other package; writing to the files of GRUB, dracut,
modprobe, netplan, PAM, the host name, users and groups, or to transparent huge pages and KSM under
`/sys/kernel/mm`, or to `/proc/sysrq-trigger`; and removing `/etc/cni/net.d` or `/opt/cni/bin`.
`critical-host-path` reports mounts of parents such as `/etc`. Commands of containers, probes and lifecycle
hooks are denied when they affect the node, also inside `nsenter`, `chroot` and shells; a listed program that
apparently runs only inside the container warns. Commands run with `kubectl exec` are checked in the same way,
but only warn without permission to look up Pods.
## Why it is high-risk
All nodes of a node pool are expected to be alike. A node that differs fails in ways that are hard to
reproduce, may not boot again, and loses the change when it is replaced.
## How to get it done anyway
Set operating-system parameters of the node pool in the ACK console or with `cs:ModifyNodePoolNodeConfig`, or
use a custom image.
",
    text_zh: "\
## 拦截的操作
拦截修改节点操作系统：卸载内核模块、启用 swap、修改 SELinux、引导程序、用户和用户组、区域设置的命令，安装、升\
级、卸载内核、libc、systemd、GRUB、SSH 服务、SELinux 的软件包，以及写入或可写挂载 \
`/etc/fstab`、`/etc/security`、`/etc/ssh`、`/etc/sudoers`、`/etc/selinux`、`/etc/NetworkManager`，写入 \
`/boot` 和内核模块目录。以下操作只告警：可写挂载 `/boot` 或内核模块目录，加载内核模块，关闭 swap，重启节点，\
修改主机名、网络地址或网卡，`tuned-adm profile`，安装或卸载其他软件包，写入 \
GRUB、dracut、modprobe、netplan、PAM、主机名、用户和用户组的文件，写入 `/sys/kernel/mm` 下的透明大页和 KSM 设\
置或 `/proc/sysrq-trigger`，删除 `/etc/cni/net.d` 或 `/opt/cni/bin`。`/etc` 等上级目录的挂载由 \
`critical-host-path` 检查。容器、探针和生命周期钩子中的命令作用于节点时拒绝（包括经 \
`nsenter`、`chroot`、shell 包装的命令），从配置看仅作用于容器内部的上述命令告警；`kubectl exec` 执行的命令同\
样检查，未授予查询 Pod 的权限时只告警。
## 为何高危
同一节点池的节点应保持一致，个别节点的改动会引发难以复现的故障，可能导致节点无法启动，且节点被替换后改动丢\
失。
## 正确做法
请在容器服务控制台或通过 `cs:ModifyNodePoolNodeConfig` 设置节点池的操作系统参数，或使用自定义镜像。
",
    severity: Severity::Medium,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
