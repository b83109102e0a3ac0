//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Upgrading components of a node by hand", zh: "手工升级节点组件" },
    text: "\
## What it stops
Installing, upgrading or removing the kubelet, the container runtime, etcd or the CNI plugins on a node with
a package manager or `kubeadm`, upgrading everything at once, and writable mounts of their binaries.
Commands of containers, probes and hooks deny when they reach the node, also behind `nsenter`, `chroot` and
shells, and warn when they do not; so do commands run with `kubectl exec`, once a look-up of the pod shows
how far they reach.
## Why it is high-risk
Versions that ACK does not know of work together by chance: nodes turn NotReady, and the next upgrade
through ACK fails.
## How to get it done anyway
Upgrade the node pool in the ACK console or with `cs:UpgradeClusterNodepool`.
",
    text_zh: "拦截在节点上用包管理器或 `kubeadm` 安装、升级、卸载 kubelet、容器运行时、etcd、CNI 插件，整机升级\
              软件包，以及可写挂载其二进制文件。容器命令、探针、生命周期钩子以及 `kubectl exec` 执行的命令，作\
              用到节点时拒绝（包括经 `nsenter`、`chroot`、shell 包装的命令），否则仅警告。ACK 不掌握的版本组合\
              可能使节点 NotReady，后续升级失败。请在 ACK 控制台或通过 `cs:UpgradeClusterNodepool` 升级节点池。",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
