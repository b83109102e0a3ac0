//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

use crate::Settings;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Writing to critical node directories", zh: "写入节点关键目录" },
    text: "\
## What it stops
Containers that can write to `/var/lib/kubelet`, `/var/lib/docker`, `/var/lib/containerd`,
`/etc/kubernetes` or `/etc/kubeadm` of a node, or to `/var/lib/container`, which holds the first and third
on nodes with a data disk: through a `hostPath` volume of the directory, of something in it or of a parent
such as `/`, in every kind of workload, and through PersistentVolumes with `hostPath` or `local`. Read-only
mounts pass, and so do the places where device plugins and CSI drivers register (`allowedPaths`). Commands
run with `kubectl exec` that change such a directory are denied when a look-up of the pod shows that they
get there; shells and attached terminals in such containers warn.
## Why it is high-risk
These directories hold the state of the kubelet and the container runtime, volumes that are mounted, and the
node's credentials. Changing their path, links or content may take the node and all its pods down.
## How to get it done anyway
Mount read-only what is only read. Name a component that must write there by the account it runs as in
`exempt.workloads`, as `velero/velero` for a backup agent; Terway and the ACK CSI plugins are named already.
Set node parameters with the node pool's own configuration. To debug a node, use an approval or Workbench
instead of `kubectl debug node/...`, which mounts `/` writable.
",
    text_zh: "拦截可写挂载节点关键目录（`/var/lib/kubelet`、`/var/lib/docker`、`/var/lib/containerd`、`/etc/kubernetes`、\
              `/etc/kubeadm`，以及数据盘节点上的 `/var/lib/container`）及其上级、下级目录的工作负载和 PersistentVolume。\
              只读挂载放行，设备插件与 CSI 驱动的注册目录见 `allowedPaths`。通过 `kubectl exec` 修改这些目录的\
              命令，查询到 Pod 确实可达时拒绝。确需写入的组件请按其运行账号加入 `exempt.workloads`。",
    severity: Severity::Critical,
    settings: &[SettingField {
        name: "allowedPaths",
        doc: Bilingual {
            en: "Paths inside the guarded directories that every workload may write to. A last segment `*` stands for \
                     the directory of one CSI driver, not for `kubernetes.io`, where the kubelet keeps mounts of its own.\n",
            zh: "受保护目录内允许任意工作负载写入的路径。末段 `*` 代表某一 CSI 驱动自己的目录，不包括 kubelet 自用\
                     的 `kubernetes.io`",
        },
        ty: <Vec<String> as Setting>::TYPE,
        default: || Settings::default().allowed_paths.to_json(),
    }],
    context: &[("v1", "Pod")],
    background_audit: true,
};
