//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

use crate::settings::Settings;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Important data on the system disk", zh: "将重要数据存放在系统盘" },
    text: "\
## What it stops
Warns about data that a workload stores on its node: any workload but a DaemonSet that writes to a `hostPath`
outside `dataDiskPaths` and outside the system directories of the node, and a stateful one (a StatefulSet, or
any workload with the annotation `redline.dev/stateful: \"true\"` on itself or on its Pods) that writes to an
`emptyDir` on disk. An `emptyDir` at `/tmp` is scratch space; without the annotation, an `emptyDir` counts
only if the StatefulSet has no claims at all. PersistentVolumes of type `local` or `hostPath` with a file
system outside `dataDiskPaths`, StorageClasses that create such volumes, and claims of a class that matches
`nodeStorageClasses` warn too.
## Why it is high-risk
When a node of a node pool fails, ACK's self-healing may reset it and initialize its system disk. The data on
it is lost.
## How to get it done anyway
Store data on cloud disks, NAS or OSS through claims. If nodes have a data disk, add its mount point to
`dataDiskPaths`.
",
    text_zh: "\
## 拦截的操作
对工作负载将数据保存在节点上的情况告警：DaemonSet 以外的工作负载写入 `dataDiskPaths` 和节点系统目录以外的 \
`hostPath`；有状态工作负载（StatefulSet，或自身、Pod 模板带有注解 `redline.dev/stateful: \"true\"` 的工作负\
载）写入磁盘上的 `emptyDir`。挂载在 `/tmp` 的 `emptyDir` 视为临时空间；没有该注解的 StatefulSet 只在完全没\
有 PVC 时才计入 `emptyDir`。`dataDiskPaths` 以外的 `local`、`hostPath` 类型 PersistentVolume，创建此类存储\
卷的 StorageClass，以及使用 `nodeStorageClasses` 中 StorageClass 的 PVC 同样告警。
## 为何高危
节点异常时，节点池自愈可能重置节点并初始化系统盘，其上的数据会丢失。
## 正确做法
请通过 PVC 使用云盘、NAS 或 OSS；节点带有数据盘时，请将其挂载点加入 `dataDiskPaths`。
",
    severity: Severity::High,
    settings: &[
        SettingField {
            name: "dataDiskPaths",
            doc: Bilingual {
                en: "Directories in which nodes mount data disks.\n", zh: "节点数据盘的挂载目录。"
            },
            ty: <Vec<String> as Setting>::TYPE,
            default: || Settings::default().data_disk_paths.to_json(),
        },
        SettingField {
            name: "nodeStorageClasses",
            doc: Bilingual {
                en: "Names of the StorageClasses whose volumes are directories on nodes; exact, or with one trailing `*`.\n",
                zh: "存储卷为节点目录的 StorageClass 的名称，可精确匹配或以一个 `*` 结尾。",
            },
            ty: <Vec<String> as Setting>::TYPE,
            default: || Settings::default().node_storage_classes.to_json(),
        },
    ],
    context: &[],
    background_audit: true,
};
