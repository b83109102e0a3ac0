//! Kubernetes upgraded by hand.
#![no_std]

mod rows;

use guards::command::SimpleCommand;
use guards::image::from_ack;
use guards::on_node::{self, Node};
use guards::path::truncate_for_display;
use redline_engine::prelude::*;
use redline_engine::strings::word_in;
use redline_engine::workload::Workload;

redline_engine::rule! {
    /// ## What it stops
    /// Running `kubeadm upgrade`, `init`, `join` or `reset` on a node, and installing another kubeadm there, by the
    /// command of a container, probe or hook or with `kubectl exec`; a command that does not reach the node as far
    /// as can be seen warns. Giving kube-proxy in kube-system (`kube-proxy-worker`, `kube-proxy-master`) an image
    /// that is not from ACK's registries denies, CoreDNS warns.
    /// ## Why it is high-risk
    /// ACK's control plane, its add-ons and the nodes fit together by version. What is upgraded by hand is unknown
    /// to ACK, breaks its next upgrade, and cannot be rolled back.
    /// ## How to get it done anyway
    /// Upgrade the cluster and its node pools in the ACK console or with `cs:UpgradeCluster` and
    /// `cs:UpgradeClusterNodepool`, and add-ons on the Add-ons page.
    docs: {
        title: Bilingual { en: "Upgrading Kubernetes by hand", zh: "自行升级 Kubernetes" },
        text_zh: "拦截在节点上执行 `kubeadm upgrade`、`init`、`join`、`reset` 或安装其他版本的 kubeadm（容器命令、探针、生命周期钩子、`kubectl exec`，看不出作用到节点的只告警），以及将 kube-system 中 kube-proxy（`kube-proxy-worker`、`kube-proxy-master`）换成非 ACK 镜像仓库的镜像；CoreDNS 只告警。手动升级后 ACK 无法识别版本，后续升级会失败且无法回滚。请通过控制台或 `cs:UpgradeCluster`、`cs:UpgradeClusterNodepool` 升级。",
        severity: Severity::Critical,
        context: &[("v1", "Pod")],
        background_audit: true,
    }
    declare: {
        on: on_node::ON,
        rows: rows::ROWS,
    }
    settings: {}
    check: check, of Workload
}

static NODE: Node = Node { paths: &["/usr/bin/kubeadm"], ancestor: None, program: kubeadm, ..Node::NEW };

/// Parts of Kubernetes that run in the cluster, and how sure it is that nobody may swap them.
const PARTS: &[(&str, &str, Level)] = &[
    ("DaemonSet", "kube-proxy-worker", Level::Deny),
    ("DaemonSet", "kube-proxy-master", Level::Deny),
    ("Deployment", "coredns", Level::Warn),
];

fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, _: &Settings, out: &mut Findings) {
    on_node::check(ctx, req, &NODE, out);
    let part = PARTS.iter().find(|(_, name, _)| *name == req.object_name() && req.object_namespace() == "kube-system");
    let Some((kind, name, level)) = part.filter(|(kind, ..)| req.kind_name() == *kind) else { return };
    ctx.added_by_update(req, out, |object, out| {
        for pod in object.pods() {
            for (list, i, container) in pod.spec.all_containers() {
                if !container.image.is_empty() && !from_ack(&container.image) {
                    let image = truncate_for_display(&container.image);
                    let text = text!(
                        "{kind} `kube-system/{name}` gets image `{image}`, which is not one of ACK's",
                        "{kind} `kube-system/{name}` 使用了非 ACK 镜像 `{image}`"
                    );
                    let path = format!("{}.{list}[{i}].image", pod.path);
                    out.push(Finding::deny(path, text).value(&*container.image).at(*level));
                }
            }
        }
    });
}

fn kubeadm(command: &SimpleCommand) -> bool {
    let args = command.args();
    let runs = command.name() == "kubeadm"
        && command.operands().first().is_some_and(|verb| word_in("upgrade init join reset", verb))
        && !args.iter().any(|arg| word_in("plan diff", arg) || arg.starts_with("--dry-run"));
    runs || on_node::packages(command, "install upgrade update downgrade reinstall", "kubeadm", false)
}
