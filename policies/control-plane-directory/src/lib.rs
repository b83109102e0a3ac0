//! Core directories of control-plane nodes.
#![no_std]

mod rows;

use guards::acts::control_plane;
use guards::on_node;
use redline_engine::prelude::*;
use redline_engine::workload::Workload;

redline_engine::rule! {
    /// ## What it stops
    /// Deleting, emptying or overwriting `/etc/kubernetes/manifests`, `/etc/kubernetes/pki` or `/var/lib/etcd` of a
    /// node, formatting included, by a command or through a writable mount. A writable mount of a parent directory
    /// warns. Commands of containers, probes and hooks deny when they reach the node, also behind `nsenter`,
    /// `chroot` and shells, and warn when they do not; so do commands run with `kubectl exec`, once a look-up of
    /// the pod shows how far they reach.
    /// ## Why it is high-risk
    /// The API server, etcd and the other static pods live in these directories. Without them the control plane is
    /// gone, and so is every object of the cluster. There is no way back.
    /// ## How to get it done anyway
    /// Leave them to ACK. Migrate a dedicated cluster to a managed one to be rid of its control-plane nodes.
    docs: {
        title: Bilingual { en: "Deleting core directories of the control plane", zh: "删除控制面核心目录" },
        text_zh: "拦截删除、清空或改写节点的 `/etc/kubernetes/manifests`、`/etc/kubernetes/pki`、`/var/lib/etcd`，包括格式化和可写挂载；可写挂载其上级目录仅警告。容器命令、探针、生命周期钩子以及 `kubectl exec` 执行的命令，作用到节点时拒绝（包括经 `nsenter`、`chroot`、shell 包装的命令），否则仅警告。API Server、etcd 等静态 Pod 的配置和数据都在这些目录中，丢失后控制面和集群全部对象无法恢复。",
        severity: Severity::Critical,
        context: &[("v1", "Pod")],
        background_audit: true,
    }
    declare: {
        on: on_node::ON,
        rows: rows::ROWS,
        exempt_workloads: on_node::AGENTS,
    }
    settings: {}
    check: check, of Workload
}

fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, _: &Settings, out: &mut Findings) {
    on_node::check(ctx, req, &control_plane::DIRECTORY, out);
}
