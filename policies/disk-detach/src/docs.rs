//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Detaching cloud disks in use", zh: "卸载使用中的云盘" },
    text: "\
## What it stops
Deleting a VolumeAttachment of the cloud disk driver, or giving it an owner so that the garbage collector may
delete it; removing its finalizer, or the finalizers that protect PersistentVolumes and PersistentVolumeClaims
in use. Adding the taint `node.kubernetes.io/out-of-service` to a node, which force-detaches its volumes,
warns. With permission to look up Nodes and Pods, two cases only warn: attachments to a node that no longer
exists, and claims that no Pod uses.
## Why it is high-risk
The disk is detached while Pods write to it. They get I/O errors, and data that was not written yet is lost.
## How to get it done anyway
Delete the Pod or scale the workload down: the controllers detach the disk when nothing uses it any more. Use
the taint only for a node that is shut down.
",
    text_zh: "\
## 拦截的操作
拦截删除云盘驱动的 VolumeAttachment（包括设置可能使其被垃圾回收的 owner）、移除其 finalizer，以及移除保护使用\
中 PV、PVC 的 finalizer；为节点添加 `node.kubernetes.io/out-of-service` 污点会强制卸载存储卷，告警。授予查\
询 Node、Pod 的权限后，节点已不存在的挂载、没有 Pod 使用的 PVC 只告警。
## 为何高危
云盘在使用中被卸载会导致 Pod 出现 IO 错误，未落盘的数据丢失。
## 正确做法
请删除 Pod 或缩容工作负载，不再使用时控制器会卸载云盘；该污点仅用于已关机的节点。
",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Node"), ("v1", "Pod")],
    background_audit: false,
};
