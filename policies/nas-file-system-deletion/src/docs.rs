//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Deleting NAS file systems through Kubernetes", zh: "通过 Kubernetes 删除 NAS 文件系统"
    },
    text: "\
## What it stops
Deleting a ContainerNetworkFileSystem (CNFS) is denied if its reclaim policy is Delete or, with permission to
look up PersistentVolumes, if volumes use it; otherwise it warns. Deleting the CRD of CNFS is denied if such a
look-up shows that volumes use a CNFS; otherwise it warns. Giving the CRD an owner is denied. These cases
warn: setting the reclaim policy of such a volume to Delete; an owner on a CNFS that may get
it deleted by the garbage collector; setting the reclaim policy of a CNFS to Delete, removing its finalizer or
disabling its recycle bin; a StorageClass of the NAS driver with `deleteVolume: \"true\"`; and deleting such a
volume or, if it can be looked up, its claim.
## Why it is high-risk
Every Pod that has mounted the file system hangs on I/O, and so do tools that access its mount points; some
nodes have to be restarted. The data is lost.
## How to get it done anyway
Stop the Pods first, then delete their claims, then the CNFS. Keep the reclaim policy Retain, and delete the
file system in the NAS console when nothing mounts it any more.
",
    text_zh: "\
## 拦截的操作
删除 ContainerNetworkFileSystem（CNFS）时，若回收策略为 Delete，或（授予查询 PersistentVolume 的权限后）仍有\
存储卷使用则拒绝，否则告警；删除 CNFS 的 CRD 时，若查询到仍有存储卷使用 CNFS 则拒绝，否则告警；为该 CRD 设\
置 owner 时拒绝。以下情况告警：将此类存储卷的回收策略改为 Delete；为 CNFS 设置可能使其被垃圾回收的 owner；\
将 CNFS 的回收策略改为 Delete、移除其 finalizer、关闭回收站；NAS 驱动的 StorageClass 设置 `deleteVolume: \
\"true\"`；删除此类存储卷或（可查询时）其 PVC。
## 为何高危
文件系统被删除后，使用该文件系统的 Pod 和访问其挂载点的工具会出现 IO Hang，部分节点需要重启，数据丢失。
## 正确做法
请先停止 Pod、删除 PVC，再删除 CNFS；保持回收策略为 Retain，确认没有挂载后再在 NAS 控制台删除文件系统。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[("v1", "PersistentVolume")],
    background_audit: false,
};
