//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting mounted NAS directories", zh: "删除已挂载的 NAS 目录" },
    text: "\
## What it stops
Commands of containers, probes and hooks, and of `kubectl exec`, that delete what the kubelet has mounted
below `/var/lib/kubelet/pods`; when they do not reach the node as far as can be seen they warn. Commands
that delete a whole NFS share, or a top-level directory of the root of one, which other volumes mount. It
warns about StorageClasses of the NAS driver whose volumes are really deleted (`archiveOnDelete:
\"false\"`), when such a volume is deleted, and when somebody sets or strips the finalizers by which the
driver deletes or archives a directory.
## Why it is high-risk
Pods that have the directory mounted get I/O errors until they are restarted, and the files are gone.
## How to get it done anyway
Stop the pods, then delete their claims. Leave `archiveOnDelete` at its default, so that the directory is
only renamed, and delete archived directories when you are sure.
",
    text_zh: "拦截容器命令、探针、生命周期钩子以及 `kubectl exec` 删除 kubelet 挂载在 `/var/lib/kubelet/pods` 下\
              的内容（看不出作用到节点的只告警），以及删除整个 NFS 共享、或根目录共享中的一级目录（其他存储卷可\
              能挂载）。NAS 驱动的 StorageClass 设置 `archiveOnDelete: \"false\"`、删除此类存储卷、手动设置或移\
              除驱动用于删除和归档的 finalizer 时告警。目录被删除后，挂载它的 Pod 会出现 I/O 错误直至重启，文件\
              丢失。请先停止 Pod 再删除 PVC，保留 `archiveOnDelete` 的默认值。",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: false,
};
