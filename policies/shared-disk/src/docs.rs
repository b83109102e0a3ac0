//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

use crate::Settings;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Sharing one cloud disk between pods", zh: "多个 Pod 共用一块云盘" },
    text: "\
## What it stops
A claim, a claim template or a volume of a cloud disk that asks for ReadWriteMany or ReadOnlyMany with a file system;
workloads that run several pods (a DaemonSet, more than one replica, a parallel Job) on one disk named in
the pod itself. Once look-ups of claims, volumes, Deployments, StatefulSets and Pods are granted it also
warns about several pods on one claim of a disk, also when they come by `kubectl scale`, about a pod on a
claim that another pod uses, and about a second volume for the same disk. Raw block devices with multi-
attach pass. Classes that match `diskStorageClasses` count as disks.
## Why it is high-risk
A disk has a file system for one writer. A second pod waits for the disk, writes to the node's own disk
instead, or corrupts the file system.
## How to get it done anyway
Give each pod a disk of its own with the `volumeClaimTemplates` of a StatefulSet, or share files on NAS or
OSS. Access mode ReadWriteOncePod keeps a second pod out for good.
",
    text_zh: "拦截：云盘 PVC、PVC 模板或 PV 以文件系统方式使用 ReadWriteMany、ReadOnlyMany；以多个 Pod 运行的工\
              作负载（DaemonSet、多副本、并行 Job）在 Pod 中直接引用同一块云盘。授予查询 PVC、PV、Deployment、\
              StatefulSet、Pod 的权限后，多个 Pod 使用同一云盘 PVC（包括 `kubectl scale`）、Pod 使用已被其他 Pod 占\
              用的云盘 PVC、同一云盘存在第二个 PV 时告警。多重挂载的裸块设备放行。名称匹配 `diskStorageClasses` 的\
               StorageClass 视为云盘。云盘的文件系统只支持一个写入方，第二个 Pod 会等待、写到本地盘或损坏文件系\
              统。请用 StatefulSet 的 `volumeClaimTemplates` 为每个 Pod 提供独立云盘，或改用 NAS、OSS。",
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
