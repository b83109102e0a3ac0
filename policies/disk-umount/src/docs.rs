//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Unmounting volumes on a node", zh: "在节点上卸载存储卷" },
    text: "\
## What it stops
Running `umount` on the paths under `/var/lib/kubelet` where volumes are mounted, or on everything at once.
Commands of containers, probes and hooks deny when they reach the node, also behind `nsenter`, `chroot` and
shells, and warn when they do not; so do commands run with `kubectl exec`, once a look-up of the pod shows
how far they reach.
## Why it is high-risk
The pod goes on writing, but into the node's own disk below the mount point. What it writes there is lost to
the volume.
## How to get it done anyway
Delete or move the pod: the kubelet and the CSI driver unmount its volumes.
",
    text_zh: "拦截在节点上对 `/var/lib/kubelet` 下的存储卷挂载路径执行 `umount`（包括 `umount -a`）。容器命令、\
              探针、生命周期钩子以及 `kubectl exec` 执行的命令，作用到节点时拒绝（包括经 `nsenter`、`chroot`、\
              shell 包装的命令），否则仅警告。卸载后 Pod 会继续写入节点本地盘，数据不再进入存储卷。请删除或迁移\
               Pod，由 kubelet 和 CSI 驱动卸载。",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
