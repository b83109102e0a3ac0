//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Deleting NAS file systems through Kubernetes", zh: "通过 Kubernetes 删除 NAS 文件系统"
    },
    text: "\
## What it stops
Deleting a ContainerNetworkFileSystem (CNFS): it denies when its reclaim policy is Delete or, once the look-
up of PersistentVolumes is granted, when volumes use it, and warns otherwise; so it does for the definition of
all CNFS, and for an owner with which the garbage collector would delete one. It warns when a CNFS gets the
reclaim policy Delete, loses its finalizer or its recycle bin, when a StorageClass of the NAS driver has
`deleteVolume: \"true\"`, and when such a volume or, where it can be looked up, its claim is deleted.
## Why it is high-risk
Every pod that has the file system mounted hangs, and with it the tools that look at its mount points; some
nodes have to be restarted. What was stored is gone.
## How to get it done anyway
Stop the pods first, then delete their claims, then the CNFS. Keep the reclaim policy Retain and delete the
file system in the NAS console once nobody has it mounted.
",
    text_zh: "删除 ContainerNetworkFileSystem（CNFS）时，回收策略为 Delete，或（授予查询 PersistentVolume 的权\
              限后）仍有存储卷使用的予以拦截，否则告警；删除 CNFS 的 CRD 同样处理，为 CNFS 设置会被垃圾回收的 owner 告\
              警。CNFS 的回收策略改为 Delete、移除其 finalizer、关闭回收站，NAS 驱动的 StorageClass 设置 `deleteVolume: \"true\"`，\
              以及删除此类存储卷或（可查询时）其 PVC时告警。文件系统被删除后，挂载它的 Pod 会卡住，部分节点需要\
              重启，数据丢失。请先停止 Pod、删除 PVC，再删除 CNFS，并保持回收策略为 Retain。",
    severity: Severity::Critical,
    settings: &[],
    context: &[("v1", "PersistentVolume")],
    background_audit: false,
};
