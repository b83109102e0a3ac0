//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing parameters of node components by hand", zh: "手动修改节点组件参数" },
    text: "\
## What it stops
Writing the configuration or the unit files of the kubelet, the container runtime, etcd and the static Pods of
the control plane on a node, with a command or through a writable mount; and stopping, disabling, masking or
killing the kubelet, the container runtime, etcd or another component of the control plane, or changing its
unit with `systemctl edit` or `set-property`. Restarting a component warns, and so does writing
`/etc/kubernetes/kubelet-customized-args.conf`, which ACK documents for the user data of node pools. A
writable mount of a directory that consists of such files, such as `/etc/containerd` or `/etc/systemd/system`,
warns; writing there is denied. `/etc/containerd/certs.d` and `/etc/docker/certs.d` are for users.
`critical-host-path` reports mounts of parents such as `/etc`. Commands of containers, probes and lifecycle
hooks are denied when they affect the node, also inside `nsenter`, `chroot` and shells; stopping a component
apparently only inside the container warns. Commands run with `kubectl exec` are checked in the same way, but
only warn without permission to look up Pods.
## Why it is high-risk
A wrong parameter can keep the kubelet or the container runtime from starting, and ACK overwrites the files at
the next upgrade.
## How to get it done anyway
Set parameters of the node pool in the ACK console or with `cs:ModifyNodePoolNodeConfig`.
",
    text_zh: "\
## 拦截的操作
拦截修改节点上 kubelet、容器运行时、etcd 及控制面静态 Pod 的配置和 systemd 单元文件，包括可写挂载；停止、禁\
用、屏蔽、终止 kubelet、容器运行时、etcd 或其他控制面组件，以及用 `systemctl edit`、`set-property` 修改其单\
元；重启组件，或写入 ACK 文档允许节点池的实例自定义数据修改的 `/etc/kubernetes/kubelet-customized-args.conf` 时告警；\
可写挂载由此类文件组成的目录（如 `/etc/containerd`、`/etc/systemd/system`）时告警，写入则拒\
绝；`/etc/containerd/certs.d`、`/etc/docker/certs.d` 供用户使用；`/etc` 等上级目录由 `critical-host-path` 检\
查。容器、探针和生命周期钩子中的命令作用于节点时拒绝（包括经 `nsenter`、`chroot`、shell 包装的命令），从配置\
看仅停止容器内部的组件时告警；`kubectl exec` 执行的命令同样检查，未授予查询 Pod 的权限时只告警。
## 为何高危
参数错误可能使 kubelet 或容器运行时无法启动，且下次升级时会被 ACK 覆盖。
## 正确做法
请在容器服务控制台或通过 `cs:ModifyNodePoolNodeConfig` 设置节点池参数。
",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
