//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting core directories of the control plane", zh: "删除控制面核心目录" },
    text: "\
## What it stops
Deleting, moving, overwriting or mounting over `/etc/kubernetes/manifests`, `/etc/kubernetes/pki`,
`/var/lib/etcd` or anything in them on a node, deleting or moving a parent of them, `mkfs` of a device whose
name contains `etcd`, and writable mounts and PersistentVolumes of these directories. The recursive removal of
a directory of which nothing is known warns. `critical-host-path` reports writable mounts of their parent
directories. Commands of containers, probes and lifecycle hooks are denied when they affect the node, also
inside `nsenter`, `chroot` and shells; a listed program that apparently runs only inside the container warns.
Commands run with `kubectl exec` are checked in the same way, but only warn without permission to look up
Pods.
## Why it is high-risk
The configuration of the API server and the other static Pods and the data of etcd are in these directories.
Without them, the control plane and all objects of the cluster are lost. This is irreversible.
## How to get it done anyway
Leave these directories to ACK. To get rid of the control-plane nodes of a dedicated cluster, migrate it to a
managed cluster.
",
    text_zh: "\
## 拦截的操作
拦截在节点上删除、移动、改写 `/etc/kubernetes/manifests`、`/etc/kubernetes/pki`、`/var/lib/etcd` 及其中的内容\
或在其上挂载，删除或移动其上级目录，对名称含 `etcd` 的设备执行 `mkfs`，以及可写挂载这些目录（包括 \
PersistentVolume）；递归删除路径完全未知的目录时告警；可写挂载其上级目录由 `critical-host-path` 检查。容器、\
探针和生命周期钩子中的命令作用于节点时拒绝（包括经 `nsenter`、`chroot`、shell 包装的命令），从配置看仅作用于\
容器内部的上述命令告警；`kubectl exec` 执行的命令同样检查，未授予查询 Pod 的权限时只告警。
## 为何高危
API Server 等静态 Pod 的配置和 etcd 的数据都在这些目录中，丢失后控制面和集群的全部对象不可恢复。
## 正确做法
请勿手动改动这些目录；不再需要自行维护 Master 节点时，请将 ACK 专有集群迁移为 ACK 托管集群。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
