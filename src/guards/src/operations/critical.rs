//! The critical directories of a node (note N4), and a shell on the node in which nobody knows what will be typed.

use super::components::CUSTOMIZED_ARGS;
use crate::on_node::{Act, NodeGuard};
use crate::reach::Need;

/// The five documented directories and, last, the data disk that two of them are mounted from (ACK documentation,
/// "Create and manage a node pool").
pub const CRITICAL: &[&str] = &[
    "/var/lib/kubelet",
    "/var/lib/docker",
    "/etc/kubernetes",
    "/etc/kubeadm",
    "/var/lib/containerd",
    "/var/lib/container",
];

/// Changing the critical directories by commands.
pub static DIRECTORIES: NodeGuard = NodeGuard {
    paths: CRITICAL,
    allowed: &[CUSTOMIZED_ARGS],
    program: |command| if command.is_interactive() { Act::warn(Need::System) } else { None },
    unknown: true,
    ..NodeGuard::NEW
};
