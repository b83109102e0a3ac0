//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Upgrading Kubernetes by hand", zh: "自行升级 Kubernetes" },
    text: "\
## What it stops
Running `kubeadm upgrade`, `init`, `join` or `reset` on a node, and installing or replacing kubeadm there.
Commands of containers, probes and lifecycle hooks are denied when they affect the node, also inside
`nsenter`, `chroot` and shells; a listed program that apparently runs only inside the container warns.
Commands run with `kubectl exec` are checked in the same way, but only warn without permission to look up
Pods. Setting an image that is not from ACK's registries in the kube-proxy DaemonSets of kube-system
(`kube-proxy-worker`, `kube-proxy-master`) is denied; for CoreDNS it warns.
## Why it is high-risk
The control plane, the add-ons and the nodes of ACK depend on matching versions. ACK does not know about an
upgrade made by hand: its next upgrade fails, and the change cannot be rolled back.
## How to get it done anyway
Upgrade the cluster and its node pools in the ACK console or with `cs:UpgradeCluster` and
`cs:UpgradeClusterNodepool`, and add-ons on the Add-ons page.
",
    text_zh: "\
## 拦截的操作
拦截在节点上执行 `kubeadm upgrade`、`init`、`join`、`reset`，以及安装或替换 kubeadm。容器、探针和生命周期钩子\
中的命令作用于节点时拒绝（包括经 `nsenter`、`chroot`、shell 包装的命令），从配置看仅作用于容器内部的上述命令\
告警；`kubectl exec` 执行的命令同样检查，未授予查询 Pod 的权限时只告警。将 kube-system 中 kube-proxy 的 \
DaemonSet（`kube-proxy-worker`、`kube-proxy-master`）改为非 ACK 镜像仓库的镜像时拒绝，CoreDNS 告警。
## 为何高危
ACK 的控制面、组件和节点依赖相互匹配的版本。ACK 无法识别手动升级后的版本，后续升级会失败，且改动无法回滚。
## 正确做法
请在容器服务控制台或通过 `cs:UpgradeCluster`、`cs:UpgradeClusterNodepool` 升级集群和节点池，在组件管理页面升\
级组件。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
