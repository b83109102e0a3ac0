//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Working on raw disks of a node", zh: "直接操作节点上的磁盘设备" },
    text: "\
## What it stops
Working on disk devices of a node directly: `mkfs`, `fdisk`, `parted`, `wipefs`, `dd` onto `/dev/...` and
their kin. A writable mount of `/dev` or of a disk in it warns. Commands of containers, probes and hooks
deny when they reach the node, also behind `nsenter`, `chroot` and shells, and warn when they do not; so do
commands run with `kubectl exec`, once a look-up of the pod shows how far they reach.
## Why it is high-risk
The file system of a volume in use is overwritten or resized under the pod that writes to it. There is no
way back.
## How to get it done anyway
Resize and snapshot through the PersistentVolumeClaim; let the CSI driver format disks.
",
    text_zh: "拦截在节点上用 `mkfs`、`fdisk`、`parted`、`wipefs`、`dd` 等命令直接操作 `/dev` 下的磁盘设备；可写\
              挂载 `/dev` 或其中的磁盘仅警告。容器命令、探针、生命周期钩子以及 `kubectl exec` 执行的命令，作用\
              到节点时拒绝（包括经 `nsenter`、`chroot`、shell 包装的命令），否则仅警告。正在使用的文件系统会被\
              覆盖，无法恢复。扩容、快照请通过 PVC 完成，格式化由 CSI 驱动负责。",
    severity: Severity::Critical,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
