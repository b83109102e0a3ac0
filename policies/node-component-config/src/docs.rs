//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing parameters of node components by hand", zh: "手工修改节点组件参数" },
    text: "\
## What it stops
Writing the configuration or the unit files of the kubelet, the container runtime, etcd and the control
plane's static pods on a node, by a mount or a command. A parent directory mounted writable is the business
of `critical-host-path` or says too little. Commands of containers, probes and hooks deny when they reach
the node, also behind `nsenter`, `chroot` and shells, and warn when they do not; so do commands run with
`kubectl exec`, once a look-up of the pod shows how far they reach.
## Why it is high-risk
A wrong parameter keeps the kubelet or the runtime from starting, and ACK overwrites the files at its next
upgrade.
## How to get it done anyway
Set parameters of the node pool in the ACK console or with `cs:ModifyNodePoolNodeConfig`.
",
    text_zh: "拦截改动节点上 kubelet、容器运行时、etcd 及控制面静态 Pod 的配置和 systemd 单元文件，包括可写挂载\
              。容器命令、探针、生命周期钩子以及 `kubectl exec` 执行的命令，作用到节点时拒绝（包括经 `nsenter`、\
              `chroot`、shell 包装的命令），否则仅警告。参数错误会使 kubelet 或容器运行时无法启动，且升级时会被\
               ACK 覆盖。请在 ACK 控制台或通过 `cs:ModifyNodePoolNodeConfig` 设置节点池参数。",
    severity: Severity::High,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
