//! Stored data: NAS directories (row 54), and the positions (row 56) and buffers (row 57) of the log collector.

use crate::on_node::NodeGuard;
use crate::reach::Reach;
use alloc::string::String;
use redline_shell::{FileOp, Namespaces, SimpleCommand};
use redline_text::path::{below, names};
use redline_text::{concat, contains};

/// Deleting data in volumes that the kubelet has mounted.
pub static NAS: NodeGuard = NodeGuard { program: removes_mounted, reaches: reaches_kubelet, ..NodeGuard::NEW };

const KUBELET: &[&str] = &["/var/lib/kubelet", "/var/lib/container/kubelet"];

/// Whether a command deletes the directory of a volume, the directories of pods, or a parent directory.
fn removes_mounted(command: &SimpleCommand) -> bool {
    // Unmounting deletes nothing.
    command.name() != "umount"
        && command.changes.iter().filter(|change| change.act == FileOp::Remove).any(|change| {
            contains(&change.path, "kubernetes.io~csi")
                || contains(&change.path, "kubernetes.io~nfs")
                || KUBELET.iter().any(|root| names(&change.path, &concat(&[root, "/pods"])))
        })
}

/// Whether a command has access to the directories of the kubelet, on the node or through a mount.
fn reaches_kubelet(reach: &Reach<'_>, namespaces: &Namespaces) -> bool {
    let mounted = |host: &String| KUBELET.iter().any(|root| below(host, root).is_some() || below(root, host).is_some());
    reach.in_host_mounts(namespaces) || reach.host_paths(namespaces, "/", FileOp::Remove).iter().any(mounted)
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
    owners: &["logtail-ds", "loongcollector-ds"],
    ..NodeGuard::NEW
};

/// Deleting logs that the log collector has yet to send.
pub static BUFFERS: NodeGuard = NodeGuard {
    paths: &["/tmp/ccs-log-collector/buffer"],
    // `/tmp` says nothing about what may lie in it.
    ancestor: None,
    owners: &["logtail-ds", "loongcollector-ds"],
    ..NodeGuard::NEW
};
