//! The check of a request against a [`NodeGuard`].

use redline_core::finding::{Finding, Findings, Level};
use redline_core::language::Text;
use redline_core::request_match::{Interest, Operation, RequestMatch, joined, of_interest};
use redline_kubernetes::context::Context;
use redline_kubernetes::request::Request;
use redline_kubernetes::workload::{
    CONTROLLED_WORKLOADS, CORE_WORKLOADS, EXEC, PERSISTENT_VOLUMES, Pod, Workload, is_mirror,
};
use redline_shell::SimpleCommand;
use redline_text::{concat, truncate_for_display, word_in};

use super::guard::NodeGuard;
use super::report::{Allowed, CommandLocation, report};
use crate::containers::{added_by_update, pods};
use crate::host_path::{CRITICAL, Guard, Overlap, above_critical};
use crate::message::message_about;
use crate::reach::Reach;
use crate::scripts::{self, MOST_FINDINGS, Origin};
use crate::step::Step;

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

/// Service accounts of the log collectors, which keep positions and buffers on the node, and of the network agent. From the
/// manifests of the add-ons `logtail-ds` and `loongcollector`.
pub const COLLECTORS: &[&str] =
    &["kube-system/logtail-ds", "kube-system/loongcollector", "kube-system/loongcollector-ds", "kube-system/terway"];

/// Directories that many agents mount for sockets and locks. A mount of one is no sign that an agent uses the rest of it.
const ORDINARY: &str = "/run /var/run";

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
        if is_mirror(req, &object.metadata) {
            return;
        }
        pods(ctx, req, object, &mut |pod| {
            volumes(node, &|guard, out| guard.pod(pod, out), out);
            check_pod(ctx, req, pod, node, None, out);
        });
    });
}

/// No path is free for everybody.
const NOWHERE: Allowed<'static> = &|_| false;

/// Checks the commands of a pod, and not its mounts. Paths that are `allowed`, if there are any, may be changed.
#[inline(never)]
pub fn check_pod(
    ctx: &Context<'_>,
    req: &Request<'_, Workload<'_>>,
    pod: &Pod<'_, '_>,
    node: &NodeGuard,
    allowed: Option<Allowed<'_>>,
    out: &mut Findings,
) {
    let check = |origin: &Origin<'_>, command: &SimpleCommand<'_>, emit: &mut dyn FnMut(&Finding)| {
        check_command(node, allowed.unwrap_or(NOWHERE), origin, command, emit);
    };
    let table = (core::ptr::from_ref(node).addr(), allowed.is_some());
    scripts::of_pod(ctx, req, pod, table, &check, &mut |finding| add(out, finding));
}

/// Keeps a finding, unless it is there.
fn add(out: &mut Findings, finding: &Finding) {
    if out.len() < MOST_FINDINGS && !out.contains(finding) {
        out.push(finding.clone());
    }
}

/// Checks the volumes of a pod, or a PersistentVolume: `volumes` applies a guard to them. A path that both guards report is
/// reported once, and one that only contains critical directories is left to `critical-host-path`.
fn volumes(node: &NodeGuard, volumes: &dyn Fn(&Guard<'_>, &mut Findings), out: &mut Findings) {
    let mut found = Findings::new();
    volumes(&node.path_guard(), &mut found);
    node.with_directories(|guard| volumes(guard, &mut found));
    volumes(&node.read_guard(), &mut found);
    for finding in found {
        let parent = matches!(node.path_guard().overlap(&finding.value), Some(Overlap::Above(_)));
        let critical = above_critical(&finding.value) || parent && CRITICAL.contains(&&*finding.value);
        let ordinary = word_in(ORDINARY, &finding.value) || critical;
        if !ordinary && !out.iter().any(|other| other.path == finding.path && other.value == finding.value) {
            out.push(finding);
        }
    }
}

/// Checks `kubectl exec`.
fn exec(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, node: &NodeGuard, out: &mut Findings) {
    let concerns = |command: &SimpleCommand<'_>| {
        command.changes_files() || command.is_unread() || node.command_match(&Step::anywhere(command)).is_some()
    };
    let check = |origin: &Origin<'_>, command: &SimpleCommand<'_>, emit: &mut dyn FnMut(&Finding)| {
        if origin.reach.is_none_or(Reach::any) {
            check_command(node, NOWHERE, origin, command, emit);
        }
    };
    scripts::of_exec(ctx, req, &concerns, &check, &mut |finding| add(out, finding));
}

/// Checks one command.
fn check_command(
    node: &NodeGuard,
    allowed: Allowed<'_>,
    origin: &Origin<'_>,
    command: &SimpleCommand<'_>,
    emit: &mut dyn FnMut(&Finding),
) {
    let location = CommandLocation::of(origin.reach);
    check_step(node, allowed, origin.subject, &location.step(command), location, origin.path, emit);
}

/// Checks one command of a container. `subject` is the subject of the sentences, `path` the parts of the path of the findings.
pub(crate) fn check_in_container(
    node: &NodeGuard,
    subject: &Text,
    step: &Step<'_>,
    reach: &Reach<'_>,
    path: &[&str],
    emit: &mut dyn FnMut(&Finding),
) {
    check_step(node, NOWHERE, subject, step, CommandLocation::Container(reach), path, emit);
}

#[inline(never)]
fn check_step(
    node: &NodeGuard,
    allowed: Allowed<'_>,
    subject: &Text,
    step: &Step<'_>,
    location: CommandLocation<'_>,
    path: &[&str],
    emit: &mut dyn FnMut(&Finding),
) {
    report(node, allowed, step, location, &mut |level: Level, [en, zh], what| {
        let text = message_about(subject, en, zh, &[&truncate_for_display(what)]);
        emit(&Finding::deny(concat(path), text).at(level));
    });
}
