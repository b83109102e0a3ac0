//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Detaching cloud disks in use", zh: "卸载使用中的云盘" },
    text: "\
## What it stops
Deleting a VolumeAttachment of the cloud disk driver, or giving it an owner with which the garbage collector would
delete it, stripping its finalizer or those that protect
PersistentVolumes and claims in use, and putting the taint `node.kubernetes.io/out-of-service` on a node,
which detaches its volumes by force (a warning). Once the look-ups of Nodes and Pods are granted, what is left of
a node that is gone, and a claim that no pod uses, only warn.
## Why it is high-risk
The disk is detached under the pods that write to it. They get input and output errors, and what was not
written yet is lost.
## How to get it done anyway
Delete the pod or scale it down: the controllers detach the disk once nobody uses it. Use the taint only for
a node that is shut down.
",
    text_zh: "拦截删除云盘驱动的 VolumeAttachment（包括设置会使其被垃圾回收的 owner）、移除其 finalizer，以及移\
              除使用中 PV、PVC 的保护 finalizer；为节点添加 `node.kubernetes.io/out-of-service` 污点（会强制卸\
              载存储卷）时警告。授予查询 Node、Pod 的权限后，节点已不存在的挂载、没有 Pod 使用的 PVC 只告警。云\
              盘在使用中被卸载，Pod 会出现 IO 错误，未落盘的数据丢失。请删除 Pod 或缩容，由控制器卸载云盘。",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Node"), ("v1", "Pod")],
    background_audit: false,
};
