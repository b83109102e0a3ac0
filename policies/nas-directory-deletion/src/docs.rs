//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting mounted NAS directories", zh: "删除已挂载的 NAS 目录" },
    text: "\
## What it stops
Commands of containers, probes, lifecycle hooks and `kubectl exec` that delete directories which the kubelet
has mounted below `/var/lib/kubelet/pods`; if they apparently do not affect the node, they warn. Commands of
containers that delete a whole NFS share, or a top-level directory in the root of one, which other volumes may
mount. It warns about StorageClasses of the NAS driver whose volumes are really deleted
(`archiveOnDelete: \"false\"`), about deleting such a volume or, with permission to look it up, its claim, about
setting the reclaim policy of such a volume to Delete, and about adding or removing the finalizers with which the
driver deletes or archives a directory.
## Why it is high-risk
Pods that have mounted the directory get I/O errors until they are restarted, and the files are lost.
## How to get it done anyway
Stop the Pods, then delete their claims. Keep the default of `archiveOnDelete`, so that the directory is only
renamed, and delete archived directories once you are sure.
",
    text_zh: "\
## 拦截的操作
拦截容器命令、探针、生命周期钩子以及 `kubectl exec` 删除 kubelet 挂载在 `/var/lib/kubelet/pods` 下的目录（从\
配置看未作用于节点时告警），以及容器命令删除整个 NFS 共享或共享根目录下的一级目录（其他存储卷可能已挂\
载）。NAS 驱动的 StorageClass 设置 `archiveOnDelete: \"false\"`（删除存储卷时真正删除目录）、删除此类存储卷或\
（授予查询权限后）其 PVC、将此类存储卷的回收策略改为 Delete、添加或移除驱动用于删除和归档目录的 finalizer 时\
告警。
## 为何高危
目录被删除后，挂载它的 Pod 会出现 I/O 错误直至重启，文件丢失。
## 正确做法
请先停止 Pod 再删除 PVC；保留 `archiveOnDelete` 的默认值（仅重命名目录），确认后再删除归档目录。
",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "PersistentVolume"), ("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: false,
};
