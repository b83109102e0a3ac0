//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Upgrading Kubernetes by hand", zh: "自行升级 Kubernetes" },
    text: "\
## What it stops
Running `kubeadm upgrade`, `init`, `join` or `reset` on a node, and installing another kubeadm there, by the
command of a container, probe or hook or with `kubectl exec`; a command that does not reach the node as far
as can be seen warns. Giving kube-proxy in kube-system (`kube-proxy-worker`, `kube-proxy-master`) an image
that is not from ACK's registries denies, CoreDNS warns.
## Why it is high-risk
ACK's control plane, its add-ons and the nodes fit together by version. What is upgraded by hand is unknown
to ACK, breaks its next upgrade, and cannot be rolled back.
## How to get it done anyway
Upgrade the cluster and its node pools in the ACK console or with `cs:UpgradeCluster` and
`cs:UpgradeClusterNodepool`, and add-ons on the Add-ons page.
",
    text_zh: "拦截在节点上执行 `kubeadm upgrade`、`init`、`join`、`reset` 或安装其他版本的 kubeadm（容器命令、\
              探针、生命周期钩子、`kubectl exec`，看不出作用到节点的只告警），以及将 kube-system 中 kube-proxy（`kube-proxy-worker`、\
              `kube-proxy-master`）换成非 ACK 镜像仓库的镜像；CoreDNS 只告警。手动升级后 ACK 无法识别版本，后续\
              升级会失败且无法回滚。请通过控制台或 `cs:UpgradeCluster`、`cs:UpgradeClusterNodepool` 升级。",
    severity: Severity::Critical,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
