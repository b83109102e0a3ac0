//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

use crate::settings::Settings;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Sharing one cloud disk between Pods", zh: "多个 Pod 共用一块云盘" },
    text: "\
## What it stops
A claim, a claim template or a volume of a cloud disk that requests ReadWriteMany or ReadOnlyMany with a file
system, and workloads that run several Pods (a DaemonSet, more than one replica, a parallel Job) with one disk
that the Pod template names directly. With permission to look up claims, volumes, Deployments, StatefulSets
and Pods, these cases warn: several Pods on one claim of a cloud disk, also through `kubectl scale` or a
HorizontalPodAutoscaler; a Pod on a claim that another Pod uses; and a second volume for the same disk. Raw
block devices with multi-attach pass. StorageClasses that match `diskStorageClasses` count as cloud disks.
## Why it is high-risk
The file system of a cloud disk supports a single writer. A second Pod waits for the disk, writes to the local
disk of the node instead, or corrupts the file system.
## How to get it done anyway
Give each Pod a disk of its own with `volumeClaimTemplates` of a StatefulSet, or share files on NAS or OSS.
The access mode ReadWriteOncePod reliably keeps a second Pod out.
",
    text_zh: "\
## 拦截的操作
拦截云盘 PVC、PVC 模板或 PV 以文件系统方式请求 ReadWriteMany、ReadOnlyMany，以及运行多个 Pod 的工作负载\
（DaemonSet、多副本、并行 Job）在 Pod 模板中直接引用同一块云盘。授予查询 \
PVC、PV、Deployment、StatefulSet、Pod 的权限后，以下情况告警：多个 Pod 使用同一云盘 PVC（包括通过 `kubectl \
scale` 或 HorizontalPodAutoscaler）、Pod 使用已被其他 Pod 占用的云盘 PVC、同一云盘存在第二个 PV。多重挂载的裸块设备放行。名称匹配 \
`diskStorageClasses` 的 StorageClass 视为云盘。
## 为何高危
云盘的文件系统只支持一个写入方，第二个 Pod 会一直等待、写入节点本地盘或损坏文件系统。
## 正确做法
请使用 StatefulSet 的 `volumeClaimTemplates` 为每个 Pod 提供独立云盘，或改用 NAS、OSS 共享文件；访问模式 \
ReadWriteOncePod 可确保只有一个 Pod 使用。
",
    severity: Severity::High,
    settings: &[SettingField {
        name: "diskStorageClasses",
        doc: Bilingual {
            en: "Names of the StorageClasses of cloud disks; exact, or with one trailing `*`.\n",
            zh: "云盘 StorageClass 的名称，可精确匹配或以一个 `*` 结尾。",
        },
        ty: <Vec<String> as Setting>::TYPE,
        default: || Settings::default().disk_storage_classes.to_json(),
    }],
    context: &[
        ("apps/v1", "Deployment"),
        ("apps/v1", "StatefulSet"),
        ("v1", "PersistentVolume"),
        ("v1", "PersistentVolumeClaim"),
        ("v1", "Pod"),
    ],
    background_audit: false,
};
