//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Replacing control-plane certificates", zh: "替换控制面证书" },
    text: "\
## What it stops
Changing certificates on control-plane nodes: writing to `/etc/kubernetes/pki` or `/var/lib/etcd/cert`, with a
command or through a writable mount, and running `kubeadm certs renew` or `kubeadm init phase certs`. Commands
of containers, probes and lifecycle hooks are denied when they affect the node, also inside `nsenter`,
`chroot` and shells; a listed program that apparently runs only inside the container warns. Commands run with
`kubectl exec` are checked in the same way, but only warn without permission to look up Pods. Changing or
deleting published copies of the certificates: the ConfigMaps `kube-system/extension-apiserver-authentication`
and `kube-public/cluster-info` are protected; `kube-root-ca.crt` of a namespace only warns, because a
controller restores it immediately.
## Why it is high-risk
The API server, etcd, kubelets and clients authenticate each other with these certificates. A single wrong
file can cut all of these connections. The change is irreversible; the cluster has to be rebuilt.
## How to get it done anyway
Renew certificates in the ACK console, or with ACK's certificate rotation.
",
    text_zh: "\
## 拦截的操作
拦截修改 Master 节点的证书：写入 `/etc/kubernetes/pki`、`/var/lib/etcd/cert`（命令或可写挂载），以及执行 \
`kubeadm certs renew`、`kubeadm init phase certs`。容器、探针和生命周期钩子中的命令作用于节点时拒绝（包括经 \
`nsenter`、`chroot`、shell 包装的命令），从配置看仅作用于容器内部的上述命令告警；`kubectl exec` 执行的命令同\
样检查，未授予查询 Pod 的权限时只告警。同时拦截修改、删除证书的公开副本：ConfigMap \
`kube-system/extension-apiserver-authentication`、`kube-public/cluster-info`；各命名空间的 \
`kube-root-ca.crt` 会被控制器立即恢复，只告警。
## 为何高危
API Server、etcd、kubelet 和客户端依靠这些证书相互认证，任何一个文件出错都可能使通信全部中断；改动不可恢复，\
只能重建集群。
## 正确做法
请在容器服务控制台更新证书，或使用 ACK 的证书轮转。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
