//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Operating directly on disk devices of a node", zh: "直接操作节点上的磁盘设备" },
    text: "\
## What it stops
Operating directly on disk devices of a node: `mkfs`, `fdisk`, `parted`, `wipefs`, `dd` to `/dev/...` and
similar programs. A writable mount of `/dev` or of a disk in it warns. Commands of
containers, probes and lifecycle hooks are denied when they affect the node, also inside `nsenter`, `chroot`
and shells; a listed program that apparently runs only inside the container warns. Commands run with
`kubectl exec` are checked in the same way, but only warn without permission to look up Pods.
## Why it is high-risk
The file system of a volume is overwritten or resized while a Pod writes to it. This is irreversible.
## How to get it done anyway
Resize and snapshot volumes through their PersistentVolumeClaim, and let the CSI driver format disks.
",
    text_zh: "\
## 拦截的操作
拦截在节点上用 `mkfs`、`fdisk`、`parted`、`wipefs`、`dd` 等命令直接操作 `/dev` 下的磁盘设备；可写挂载 \
`/dev` 或其中的磁盘时告警。容器、探针和生命周期钩子中的命令作用于节点时拒绝（包括经 \
`nsenter`、`chroot`、shell 包装的命令），从配置看仅作用于容器内部的上述命令告警；`kubectl exec` 执行的命令同\
样检查，未授予查询 Pod 的权限时只告警。
## 为何高危
Pod 写入存储卷的同时，其文件系统被覆盖或改变大小，数据不可恢复。
## 正确做法
扩容和快照请通过 PVC 完成，格式化由 CSI 驱动负责。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
