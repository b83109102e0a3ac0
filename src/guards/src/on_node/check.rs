//! The check of a request against a [`NodeGuard`].

use alloc::vec::Vec;

use redline_core::finding::{Finding, Findings, Level};
use redline_core::language::Text;
use redline_core::request_match::{Interest, Operation, RequestMatch, joined, of_interest};
use redline_core::scratch;
use redline_kubernetes::context::Context;
use redline_kubernetes::request::Request;
use redline_kubernetes::workload::{
    CONTROLLED_WORKLOADS, CORE_WORKLOADS, EXEC, PERSISTENT_VOLUMES, Workload, is_mirror,
};
use redline_shell::SimpleCommand;
use redline_text::{concat, join, truncate_for_display, word_in};

use super::guard::NodeGuard;
use crate::commands;
use crate::containers::{added_by_update, containers, pods};
use crate::host_path::{Guard, above_critical};
use crate::message::{message, message_about};
use crate::reach::{Reach, in_target};

/// The requests that can operate on a node.
pub const REQUESTS: &[RequestMatch] =
    &of_interest(Interest::NodeReach, joined::<13>(&[CORE_WORKLOADS, CONTROLLED_WORKLOADS, PERSISTENT_VOLUMES, EXEC]));

/// Service accounts of ACK's network and storage agents, which mount large parts of the node. From the manifests in
/// AliyunContainerService/terway, kubernetes-sigs/alibaba-cloud-csi-driver and flannel-io/flannel.
pub const AGENTS: &[&str] = &[
    "kube-system/alicloud-csi-node",
    "kube-system/csi-admin",
    "kube-system/csi-customfuse-node",
    "kube-system/flannel",
    "kube-system/terway",
];

/// Directories that many agents mount for sockets and locks. A mount of one is no sign that an agent uses the rest of it.
const ORDINARY: &str = "/run /var/run";

/// The maximum number of findings about one request. Nobody reads more, and a script may cause thousands.
const MOST: usize = 64;

/// Checks everything in a request that operates on a node, and adds the findings to `out`.
#[inline(never)]
pub fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, node: &NodeGuard, out: &mut Findings) {
    if req.operation == Operation::Connect {
        return exec(ctx, req, node, out);
    }
    if node.is_owner(req) {
        return;
    }
    added_by_update(ctx, req, out, &|object, out| {
        volumes(node, &|guard, out| guard.persistent_volume(object, out), out);
        if is_mirror(req, object) {
            return;
        }
        pods(ctx, req, object, &mut |pod| {
            volumes(node, &|guard, out| guard.pod(pod, out), out);
            containers(pod, &mut |at, container| {
                let reach = Reach::new(pod.spec, container);
                let subject = message("container `{0}`", "容器 `{0}` ", &[&truncate_for_display(&container.name)]);
                commands::of_container(container, &mut |field, command| {
                    check_command(node, &subject, command, Some(&reach), &[at, field], out);
                });
            });
        });
    });
}

/// Checks the volumes of a pod, or a PersistentVolume: `volumes` applies a guard to them. A path that both guards report is
/// reported once, and one that only contains critical directories is left to `critical-host-path`.
fn volumes(node: &NodeGuard, volumes: &dyn Fn(&Guard<'_>, &mut Findings), out: &mut Findings) {
    let mut found = Findings::new();
    volumes(&node.path_guard(), &mut found);
    node.with_directories(|guard| volumes(guard, &mut found));
    for finding in found {
        let ordinary = word_in(ORDINARY, &finding.value) || above_critical(&finding.value);
        if !ordinary && !out.iter().any(|other| other.path == finding.path && other.value == finding.value) {
            out.push(finding);
        }
    }
}

/// Checks `kubectl exec`. The exemptions of workloads do not apply, because a person enters the command.
fn exec(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, node: &NodeGuard, out: &mut Findings) {
    let Some(options) = &req.object else { return };
    let mut found: Vec<SimpleCommand> = Vec::new();
    commands::of_words(&options.command, &mut |command| {
        if (node.program)(command) || !command.changes.is_empty() {
            found.push(command.clone());
        }
    });
    if found.is_empty() {
        return;
    }
    let subject =
        message("a command in pod `{0}`", "在 Pod `{0}` 中执行的命令", &[&truncate_for_display(&req.object_id())]);
    let mut each = |reach: Option<&Reach<'_>>| {
        for command in &found {
            check_command(node, &subject, command, reach, &["command"], out);
        }
    };
    if !in_target(ctx, req, &mut |reach| each(Some(reach))) {
        each(None);
    }
}

/// Checks one command, in memory that is reused, because a script may have many. `subject` is the subject of the sentences,
/// `path` the parts of the path of the findings.
fn check_command(
    node: &NodeGuard,
    subject: &Text,
    command: &SimpleCommand,
    reach: Option<&Reach<'_>>,
    path: &[&str],
    out: &mut Findings,
) {
    let produce = |emit: &mut dyn FnMut(&Finding)| {
        report(node, command, reach, &mut |level, en, zh, what| {
            let text = message_about(subject, en, zh, &[&truncate_for_display(what)]);
            emit(&Finding::deny(concat(path), text).at(level));
        });
    };
    scratch::stream(produce, &mut |finding: &Finding| {
        if out.len() < MOST && !out.contains(finding) {
            out.push(finding.clone());
        }
    });
}

/// Calls `visit` for each finding about a command: the level, the sentence in both languages, and what replaces `{0}` in it.
#[inline(never)]
fn report(
    node: &NodeGuard,
    command: &SimpleCommand,
    reach: Option<&Reach<'_>>,
    visit: &mut dyn FnMut(Level, &'static str, &'static str, &str),
) {
    if (node.program)(command) {
        let (level, en, zh) = match reach.map(|reach| (node.reaches)(reach, &command.place)) {
            Some(true) => (Some(Level::Deny), " runs `{0}` on the node", "在节点上运行 `{0}`"),
            Some(false) => (
                node.contained,
                " runs `{0}`, apparently only inside the container",
                "运行 `{0}`，从配置看仅作用于容器内部",
            ),
            None => (Some(Level::Warn), " runs `{0}`, which may affect the node", "运行 `{0}`，可能影响节点"),
        };
        if let Some(level) = level {
            visit(level, en, zh, &join(&command.words, " "));
        }
    }
    for change in &command.changes {
        let Some(reach) = reach else {
            if node.path_guard().mentioned(&change.path, change.act) {
                visit(
                    Level::Warn,
                    " modifies `{0}`, which affects the node if the path is mounted from it",
                    "修改 `{0}`，若该路径挂载自节点则会影响节点",
                    &change.path,
                );
            }
            continue;
        };
        for host in &reach.host_paths(&command.place, &change.path, change.act) {
            if node.changed(host, change.act) {
                visit(Level::Deny, " modifies `{0}` on the node", "修改节点上的 `{0}`", host);
            }
        }
    }
}
