//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Unmounting volumes on a node", zh: "在节点上卸载存储卷" },
    text: "\
## What it stops
Running `umount` on paths under `/var/lib/kubelet` where volumes are mounted, or on all mounts at once.
Commands of containers, probes and lifecycle hooks are denied when they affect the node, also inside
`nsenter`, `chroot` and shells; a listed program that apparently runs only inside the container warns.
Commands run with `kubectl exec` are checked in the same way, but only warn without permission to look up
Pods.
## Why it is high-risk
The Pod keeps writing, but to the local disk of the node below the mount point. That data never reaches the
volume.
## How to get it done anyway
Delete or move the Pod: the kubelet and the CSI driver unmount its volumes.
",
    text_zh: "\
## 拦截的操作
拦截在节点上对 `/var/lib/kubelet` 下的存储卷挂载路径执行 `umount`，以及卸载全部挂载（`umount -a`）。容器、探\
针和生命周期钩子中的命令作用于节点时拒绝（包括经 `nsenter`、`chroot`、shell 包装的命令），从配置看仅作用于容\
器内部的上述命令告警；`kubectl exec` 执行的命令同样检查，未授予查询 Pod 的权限时只告警。
## 为何高危
卸载后 Pod 会继续写入，但写入的是挂载点下的节点本地盘，数据不会进入存储卷。
## 正确做法
请删除或迁移 Pod，由 kubelet 和 CSI 驱动卸载存储卷。
",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
