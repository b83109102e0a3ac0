//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting core directories of the control plane", zh: "删除控制面核心目录" },
    text: "\
## What it stops
Deleting, emptying or overwriting `/etc/kubernetes/manifests`, `/etc/kubernetes/pki` or `/var/lib/etcd` of a
node, formatting included, by a command or through a writable mount. A writable mount of a parent directory
warns. Commands of containers, probes and hooks deny when they reach the node, also behind `nsenter`,
`chroot` and shells, and warn when they do not; so do commands run with `kubectl exec`, once a look-up of
the pod shows how far they reach.
## Why it is high-risk
The API server, etcd and the other static pods live in these directories. Without them the control plane is
gone, and so is every object of the cluster. There is no way back.
## How to get it done anyway
Leave them to ACK. Migrate a dedicated cluster to a managed one to be rid of its control-plane nodes.
",
    text_zh: "拦截删除、清空或改写节点的 `/etc/kubernetes/manifests`、`/etc/kubernetes/pki`、`/var/lib/etcd`，\
              包括格式化和可写挂载；可写挂载其上级目录仅警告。容器命令、探针、生命周期钩子以及 `kubectl exec` 执\
              行的命令，作用到节点时拒绝（包括经 `nsenter`、`chroot`、shell 包装的命令），否则仅警告。API Server、\
              etcd 等静态 Pod 的配置和数据都在这些目录中，丢失后控制面和集群全部对象无法恢复。",
    severity: Severity::Critical,
    settings: &[],
    context: &[("v1", "Pod")],
    background_audit: true,
};
