//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Upgrading components of a node by hand", zh: "手动升级节点组件" },
    text: "\
## What it stops
Installing, upgrading or removing the kubelet, the container runtime, etcd or the CNI plugins on a node with a
package manager, `kubeadm upgrade`, upgrading all packages at once, replacing or deleting the binaries of the
kubelet, `kubeadm`, the container runtime or etcd, and writable mounts of them. A writable mount of `/usr/bin`
or `/usr/local/bin` warns, and so does unpacking an archive in or above these directories. Commands of
containers, probes and lifecycle hooks are denied when they affect the node, also inside `nsenter`, `chroot`
and shells; a package manager that runs only inside the container passes. Commands run with `kubectl exec` are
checked in the same way, but only warn without permission to look up Pods.
## Why it is high-risk
ACK does not know the resulting combination of versions: nodes may become NotReady, and the next upgrade
through ACK fails.
## How to get it done anyway
Upgrade the node pool in the ACK console or with `cs:UpgradeClusterNodepool`.
",
    text_zh: "\
## 拦截的操作
拦截在节点上用包管理器安装、升级、卸载 kubelet、容器运行时、etcd、CNI 插件，执行 `kubeadm upgrade`，升级全部\
软件包，替换或删除 kubelet、`kubeadm`、容器运行时、etcd 的二进制文件，以及可写挂载这些文件；可写挂载 \
`/usr/bin`、`/usr/local/bin`，或在这些目录及其上级目录中解压归档文件时告警。容器、探针和生命周期钩子中的命令\
作用于节点时拒绝（包括经 `nsenter`、`chroot`、shell 包装的命令），仅在容器内部运行的包管理器放行；`kubectl \
exec` 执行的命令同样检查，未授予查询 Pod 的权限时只告警。
## 为何高危
ACK 无法掌握由此产生的版本组合，节点可能 NotReady，通过 ACK 进行的后续升级会失败。
## 正确做法
请在容器服务控制台或通过 `cs:UpgradeClusterNodepool` 升级节点池。
",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
