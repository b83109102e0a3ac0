//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

use crate::settings::Settings;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Writing to critical node directories", zh: "写入节点关键目录" },
    text: "\
## What it stops
Containers that can write to `/var/lib/kubelet`, `/var/lib/docker`, `/var/lib/containerd`, `/etc/kubernetes`
or `/etc/kubeadm` of a node, or to `/var/lib/container`, which holds the kubelet and containerd directories on
nodes with a data disk. This covers `hostPath` volumes of such a directory, of anything in it, or of a parent
such as `/`, in every kind of workload, and PersistentVolumes of type `hostPath` or `local`. Read-only mounts
pass, and so do the directories in which device plugins and CSI drivers register (`allowedPaths`). A command
run with `kubectl exec` that modifies such a directory is denied if a look-up of the Pod shows that it reaches
the node, and warns without such a look-up; shells and attached terminals in such containers warn.
## Why it is high-risk
These directories hold the state of the kubelet and the container runtime, mounted volumes, and the
credentials of the node. Changing their paths, links or content can take the node and all its Pods down.
## How to get it done anyway
Mount directories read-only if you only read them. If a component must write there, add its service account to
`exempt.workloads`, such as `velero/velero` for a backup agent; Terway and the ACK CSI plugins are exempt by
default. Change node parameters in the configuration of the node pool. To debug a node, use an approval or
Workbench instead of `kubectl debug node/...`, which mounts `/` writable.
",
    text_zh: "\
## 拦截的操作
拦截可写入节点关键目录\
（`/var/lib/kubelet`、`/var/lib/docker`、`/var/lib/containerd`、`/etc/kubernetes`、`/etc/kubeadm`，以及数据盘\
节点上的 `/var/lib/container`）的容器：各类工作负载中这些目录、其下级目录或其上级目录（例如 `/`）的 \
`hostPath` 存储卷，以及 `hostPath`、`local` 类型的 PersistentVolume。`/var/lib/container` 存放数据盘节点上\
的 kubelet 和 containerd 目录。只读挂载放行，设备插件和 CSI 驱动注册所用的目录（`allowedPaths`）同样放行。通\
过 `kubectl exec` 执行的命令修改这些目录时，若查询 Pod 确认可达节点则拒绝，无法查询时告警；在此类容器中打开 \
shell 或终端时告警。
## 为何高危
这些目录保存 kubelet 和容器运行时的状态、已挂载的存储卷和节点凭证，改动其路径、链接或内容，可能导致节点及其上\
的 Pod 全部异常。
## 正确做法
仅需读取时请使用只读挂载；确需写入的组件请将其 ServiceAccount 加入 `exempt.workloads`，例如备份组件 \
`velero/velero`（Terway 和 ACK CSI 插件默认豁免）；节点参数请通过节点池配置修改；调试节点请使用审批或 \
Workbench，`kubectl debug node/...` 会以可写方式挂载 `/`。
",
    severity: Severity::Critical,
    settings: &[SettingField {
        name: "allowedPaths",
        doc: Bilingual {
            en: "Paths inside the protected directories that every workload may write to. A last segment `*` \
                 matches the directory of one CSI driver, but not `kubernetes.io`, where the kubelet keeps mounts \
                 of its own.\n",
            zh: "受保护目录内允许任意工作负载写入的路径。末段 `*` 匹配某个 CSI 驱动自己的目录，不包括 kubelet \
                 自用的 `kubernetes.io`。",
        },
        ty: <Vec<String> as Setting>::TYPE,
        default: || Settings::default().allowed_paths.to_json(),
    }],
    context: &[("v1", "Pod"), ("v1", "ConfigMap")],
    background_audit: true,
};
