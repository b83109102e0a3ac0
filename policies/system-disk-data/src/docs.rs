//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

use crate::Settings;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Important data on the system disk", zh: "将重要数据存放在系统盘" },
    text: "\
## What it stops
Data that a stateful workload keeps on its node, as a warning: a StatefulSet, or anything with the
annotation `redline.dev/stateful: \"true\"` on itself or on its pods, that writes to a `hostPath` outside
`dataDiskPaths` and outside the node's own directories, or to an `emptyDir` on disk. In a StatefulSet an
`emptyDir` only counts when it has no claims at all. PersistentVolumes of type `local` or `hostPath` outside
`dataDiskPaths`, and StorageClasses that make such volumes, warn too.
## Why it is high-risk
When a node of a pool fails, ACK's self-healing resets it and initialises its system disk. What was there is
gone.
## How to get it done anyway
Keep data on cloud disks, NAS or OSS through claims. Where a node has a data disk of its own, write its
mount point into `dataDiskPaths`.
",
    text_zh: "StatefulSet，或自身、Pod 模板带有注解 `redline.dev/stateful: \"true\"` 的工作负载，将数据写入 `dataDiskPaths` 和\
              系统目录以外的 `hostPath`，或写入磁盘上的 `emptyDir` 时告警；StatefulSet 只在完全没有 PVC 时才计\
              入 `emptyDir`。`dataDiskPaths` 以外的 `local`、`hostPath` 类型 PersistentVolume，以及创建此类存储\
              卷的 StorageClass 同样告警。节点池自愈可能重置节点并初始化系统盘，数据会丢失。请通过 PVC 使用云盘\
              、NAS 或 OSS；节点带有数据盘时，将其挂载点填入 `dataDiskPaths`。",
    severity: Severity::High,
    settings: &[SettingField {
        name: "dataDiskPaths",
        doc: Bilingual {
            en: "Directories in which nodes mount data disks.\n", zh: "节点数据盘的挂载目录。"
        },
        ty: <Vec<String> as Setting>::TYPE,
        default: || Settings::default().data_disk_paths.to_json(),
    }],
    context: &[],
    background_audit: true,
};
