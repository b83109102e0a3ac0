//! Writable reach into the directories that the kubelet and the container runtime live in.
#![no_std]

mod rows;

use guards::command::{self, FileOp, Reach, SimpleCommand};
use guards::host_path::{Guard, Hit};
use guards::on_node;
use guards::path::{below, clean, names, segment, truncate_for_display};
use guards::say::say;
use redline_engine::Text;
use redline_engine::prelude::*;
use redline_engine::workload::{EXEC, PERSISTENT_VOLUMES, WORKLOADS, Workload, is_mirror};

redline_engine::rule! {
    /// ## What it stops
    /// Containers that can write to `/var/lib/kubelet`, `/var/lib/docker`, `/var/lib/containerd`,
    /// `/etc/kubernetes` or `/etc/kubeadm` of a node, or to `/var/lib/container`, which holds the first and third
    /// on nodes with a data disk: through a `hostPath` volume of the directory, of something in it or of a parent
    /// such as `/`, in every kind of workload, and through PersistentVolumes with `hostPath` or `local`. Read-only
    /// mounts pass, and so do the places where device plugins and CSI drivers register (`allowedPaths`). Commands
    /// run with `kubectl exec` that change such a directory are denied when a look-up of the pod shows that they
    /// get there; shells and attached terminals in such containers warn.
    /// ## Why it is high-risk
    /// These directories hold the state of the kubelet and the container runtime, volumes that are mounted, and the
    /// node's credentials. Changing their path, links or content may take the node and all its pods down.
    /// ## How to get it done anyway
    /// Mount read-only what is only read. Name a component that must write there by the account it runs as in
    /// `exempt.workloads`, as `velero/velero` for a backup agent; Terway and the ACK CSI plugins are named already.
    /// Set node parameters with the node pool's own configuration. To debug a node, use an approval or Workbench
    /// instead of `kubectl debug node/...`, which mounts `/` writable.
    docs: {
        title: Bilingual { en: "Writing to critical node directories", zh: "写入节点关键目录" },
        text_zh: "拦截可写挂载节点关键目录（`/var/lib/kubelet`、`/var/lib/docker`、`/var/lib/containerd`、`/etc/kubernetes`、\
                  `/etc/kubeadm`，以及数据盘节点上的 `/var/lib/container`）及其上级、下级目录的工作负载和 PersistentVolume。\
                  只读挂载放行，设备插件与 CSI 驱动的注册目录见 `allowedPaths`。通过 `kubectl exec` 修改这些目录的命令，\
                  查询到 Pod 确实可达时拒绝。确需写入的组件请按其运行账号加入 `exempt.workloads`。",
        severity: Severity::Critical,
        context: &[("v1", "Pod")],
        background_audit: true,
    }
    declare: {
        on: &[WORKLOADS[0], WORKLOADS[1], WORKLOADS[2], PERSISTENT_VOLUMES, EXEC],
        rows: rows::ROWS,
        exempt_workloads: &[
            // kubernetes-sigs/alibaba-cloud-csi-driver, deploy/: node plugin, its predecessor's account, controller.
            "kube-system/alicloud-csi-node",
            "kube-system/alicloud-csi-provisioner",
            "kube-system/csi-admin",
            "kube-system/csi-customfuse-node",
            // AliyunContainerService/terway, charts/terway.
            "kube-system/terway",
        ],
    }
    settings: {
        /// Paths inside the guarded directories that every workload may write to. A last segment `*` stands for
        /// the directory of one CSI driver, not for `kubernetes.io`, where the kubelet keeps mounts of its own.
        #[zh("受保护目录内允许任意工作负载写入的路径。末段 `*` 代表某一 CSI 驱动自己的目录，不包括 kubelet 自用的 `kubernetes.io`")]
        allowed_paths = "allowedPaths": Vec<String> = ALLOWED.map(str::to_owned);
    }
    check: check, of Workload
}

/// Where the device plugin and CSI protocols of Kubernetes have their sockets (kubernetes.io, "Device Plugins";
/// kubernetes-csi.github.io, "Deploying CSI Driver"). `/var/lib/kubelet/pods` holds the volumes of every pod, so
/// whoever works there is named by account.
const ALLOWED: [&str; 5] = [
    // Features that node-feature-discovery reads; nothing of Kubernetes does.
    "/etc/kubernetes/node-feature-discovery",
    "/var/lib/kubelet/device-plugins",
    "/var/lib/kubelet/plugins/*",
    "/var/lib/kubelet/plugins_registry",
    // The socket on which the kubelet tells monitoring about devices (kubernetes.io, "Device Plugins").
    "/var/lib/kubelet/pod-resources",
];

/// The five documented directories and, last, the data disk that two of them are mounted from (ACK documentation,
/// "Create and manage a node pool").
const CRITICAL: &[&str] = &[
    "/var/lib/kubelet",
    "/var/lib/docker",
    "/etc/kubernetes",
    "/etc/kubeadm",
    "/var/lib/containerd",
    "/var/lib/container",
];

fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, settings: &Settings, out: &mut Findings) {
    let allowed = |host: &str| settings.allowed_paths.iter().any(|pattern| is_allowed(pattern, host));
    let guard = Guard { protected: CRITICAL, allowed: &allowed, ancestor: Level::Deny };
    if req.operation == Operation::Connect {
        return connect(ctx, req, &guard, out);
    }
    on_node::added_by_update(ctx, req, out, &|object, out| {
        guard.persistent_volume(object, out);
        if !is_mirror(req, object) {
            on_node::pods(ctx, req, object, &mut |pod| guard.pod(pod, out));
        }
    });
}

fn is_allowed(pattern: &str, host: &str) -> bool {
    match pattern.strip_suffix("/*") {
        Some(parent) => {
            let mut rest = below(host, &clean(parent)).unwrap_or_default();
            !matches!(segment(&mut rest), "" | "kubernetes.io")
        }
        None => below(host, &clean(pattern)).is_some(),
    }
}

/// `pods/exec` and `pods/attach`. Exempt workloads are no excuse here: somebody else is at the keyboard.
fn connect(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, guard: &Guard<'_>, out: &mut Findings) {
    let Some(options) = &req.object else { return };
    let attach = req.sub_resource == "attach";
    let mut commands: Vec<SimpleCommand> = Vec::new();
    command::of_words(&options.command, &mut |command| {
        if command.interactive() || !command.changes.is_empty() {
            commands.push(command.clone());
        }
    });
    if commands.is_empty() && !attach {
        return;
    }
    let id = truncate_for_display(&req.object_id());
    let mut push = |level: Level, path: &str, text: Text| {
        let finding = Finding { level, path: path.to_owned(), value: String::new(), text, row: "" };
        if !out.contains(&finding) {
            out.push(finding);
        }
    };
    let looked = command::in_target(ctx, req, &mut |reach| {
        let terminal = commands.iter().find(|command| command.interactive());
        let on_host = terminal.is_some_and(|command| reach.in_host_mounts(&command.place));
        if (attach || terminal.is_some()) && (on_host || guard.writable(reach.spec, reach.container)) {
            let text = message(
                "a terminal in container `{0}` of pod `{1}` can change critical directories of the node",
                "在 Pod `{1}` 的容器 `{0}` 中打开终端，可改动节点关键目录",
                &[&truncate_for_display(&reach.container.name), &id],
            );
            push(Level::Warn, "", text);
        }
        for command in &commands {
            for path in &changed(guard, reach, command) {
                let text = message(
                    "`{0}` run in pod `{1}` changes `{2}` on the node",
                    "在 Pod `{1}` 中执行 `{0}` 会改动节点上的 `{2}`",
                    &[&truncate_for_display(verb(command)), &id, &truncate_for_display(path)],
                );
                push(Level::Deny, "command", text);
            }
        }
    });
    if looked {
        return;
    }
    for command in &commands {
        for change in command.changes.iter().filter(|c| CRITICAL.iter().any(|p| names(&c.path, p))) {
            let text = message(
                "`{0}` run in pod `{1}` changes `{2}`, on the node if it is mounted there",
                "在 Pod `{1}` 中执行 `{0}` 会改动 `{2}`，若其挂载自节点则影响节点",
                &[&truncate_for_display(verb(command)), &id, &truncate_for_display(&change.path)],
            );
            push(Level::Warn, "command", text);
        }
    }
}

/// What to call a command in a message; a redirection has no name.
fn verb(command: &SimpleCommand) -> &str {
    if command.words.is_empty() { ">" } else { command.name() }
}

/// The guarded paths of the node that a command changes.
fn changed(guard: &Guard<'_>, reach: &Reach<'_>, command: &SimpleCommand) -> Vec<String> {
    let mut out = Vec::new();
    for change in &command.changes {
        for host in reach.host_paths(&command.place, &change.path, change.act) {
            match guard.hit(&host) {
                Some(Hit::Inside(_)) => out.push(host),
                Some(Hit::Above(_)) if change.act == FileOp::Remove => out.push(host),
                _ => {}
            }
        }
    }
    out
}
