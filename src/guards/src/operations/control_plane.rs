//! Core directories (row 17) and certificates (row 20) of control-plane nodes.

use crate::on_node::{CommandMatch, Names, NodeGuard};
use crate::reach::Need;
use redline_shell::SimpleCommand;
use redline_text::contains;

/// Deleting or formatting core directories.
pub static DIRECTORY: NodeGuard = NodeGuard {
    paths: &["/etc/kubernetes/manifests", "/etc/kubernetes/pki", "/var/lib/etcd"],
    names: Names::of(&["mkfs"]),
    program: formats,
    unknown: true,
    ..NodeGuard::NEW
};

/// Whether a command formats a device of etcd. The command names only the device, so every argument counts that contains
/// `etcd`.
fn formats(command: &SimpleCommand<'_>) -> Option<CommandMatch> {
    let named = command.name().starts_with("mkfs") && command.args().iter().any(|arg| contains(arg, "etcd"));
    if named { CommandMatch::deny(Need::Devices) } else { None }
}

/// Replacing certificates.
pub static CERTIFICATE: NodeGuard = NodeGuard {
    paths: &["/etc/kubernetes/pki", "/var/lib/etcd/cert"],
    names: Names::of(&["kubeadm"]),
    program: renews,
    ..NodeGuard::NEW
};

fn renews(command: &SimpleCommand<'_>) -> Option<CommandMatch> {
    let mut words = command.operands();
    if words.get(0) == "alpha" {
        words = words.from(1);
    }
    let renews = command.name() == "kubeadm"
        && matches!(
            (words.get(0), words.get(1), words.get(2)),
            ("certs", "renew" | "generate-csr", _) | ("init", "phase", "certs" | "kubeconfig")
        );
    if renews { CommandMatch::deny(Need::System) } else { None }
}
