//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Replacing control-plane certificates", zh: "替换控制面证书" },
    text: "\
## What it stops
Changing certificates on control-plane nodes: writing to `/etc/kubernetes/pki` or `/var/lib/etcd/cert`, by a
command or a writable mount, and running `kubeadm certs renew` or `kubeadm init phase certs` there. Changing
or deleting the published copies: the ConfigMaps `kube-system/extension-apiserver-authentication` and `kube-
public/cluster-info` deny, `kube-root-ca.crt` of a namespace warns, because it is restored at once.
## Why it is high-risk
API server, etcd, kubelets and clients trust each other by these certificates. One wrong file and none of
them connects. There is no way back but to rebuild the cluster.
## How to get it done anyway
Renew certificates in the ACK console, or with ACK's certificate rotation.
",
    text_zh: "拦截改动 Master 节点的证书：写入 `/etc/kubernetes/pki`、`/var/lib/etcd/cert`（命令或可写挂载），\
              或执行 `kubeadm certs renew`、`kubeadm init phase certs`；以及修改、删除其公开副本：ConfigMap `kube-system/extension-apiserver-authentication`、\
              `kube-public/cluster-info`，各命名空间的 `kube-root-ca.crt` 会被立即恢复，只告警。证书错误会使 API Server、\
              etcd、kubelet 之间无法通信，且无法恢复。请通过 ACK 控制台更新证书。",
    severity: Severity::Critical,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
