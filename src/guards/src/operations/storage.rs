//! Stored data: NAS directories (row 54), and the positions (row 56) and buffers (row 57) of the log collector.

use crate::on_node::{CommandMatch, NodeGuard, may_name};
use crate::reach::{KUBELET, Need};
use redline_shell::value::{known_prefix, leads_to};
use redline_shell::{FileOpKind, SimpleCommand};
use redline_text::{concat, contains};

/// Where the kubelet keeps volumes, with every name that the directories on the way have.
const PODS: &str = "/var/lib/container/kubelet/pods";

/// Deleting data in volumes that the kubelet has mounted.
pub static NAS: NodeGuard = NodeGuard { files: true, program: removes_mounted, ..NodeGuard::NEW };

/// Whether a command deletes the directory of a volume, the directories of pods, or a parent directory.
fn removes_mounted(command: &SimpleCommand<'_>) -> Option<CommandMatch> {
    let mut found = None;
    for change in command.file_ops() {
        if !matches!(change.kind, FileOpKind::Remove | FileOpKind::Move) {
            continue;
        }
        let volume = contains(change.path, "kubernetes.io~csi") || contains(change.path, "kubernetes.io~nfs");
        let pods = KUBELET.iter().find_map(|root| leads_to(change.path, &concat(&[root, "/pods"])));
        // The directory of the kubelet itself, with everything that is mounted below.
        let whole = change.recursive
            && KUBELET.iter().any(|root| change.path.ends_with(root) && leads_to(change.path, root) == Some(true));
        match (volume || whole, pods) {
            (true, _) | (_, Some(true)) => return CommandMatch::deny(Need::Volumes),
            (_, Some(false)) if known_prefix(change.path).len() > 1 || may_name(change.path, PODS) => {
                found = CommandMatch::warn(Need::Volumes)
            }
            _ => {}
        }
    }
    found
}

/// Deleting the files in which the log collector records how far it has read.
pub static POSITIONS: NodeGuard = NodeGuard {
    paths: &[
        "/tmp/ccs-log-collector/pos",
        "/tmp/logtail_check_point",
        // Where the DaemonSets of ACK keep this state.
        "/var/lib/kube-system-logtail-ds/checkpoint",
    ],
    // `/tmp` says nothing about what may lie in it.
    ancestor: None,
    explicit: true,
    owners: &["logtail-ds", "loongcollector-ds"],
    ..NodeGuard::NEW
};

/// Deleting logs that the log collector has yet to send.
pub static BUFFERS: NodeGuard = NodeGuard {
    paths: &["/tmp/ccs-log-collector/buffer"],
    // `/tmp` says nothing about what may lie in it.
    ancestor: None,
    explicit: true,
    owners: &["logtail-ds", "loongcollector-ds"],
    ..NodeGuard::NEW
};
