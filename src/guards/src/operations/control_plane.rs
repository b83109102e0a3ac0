//! Core directories (row 17) and certificates (row 20) of control-plane nodes.

use crate::on_node::NodeGuard;
use redline_shell::SimpleCommand;
use redline_text::contains;

/// Deleting or formatting core directories.
pub static DIRECTORY: NodeGuard = NodeGuard {
    paths: &["/etc/kubernetes/manifests", "/etc/kubernetes/pki", "/var/lib/etcd"],
    program: formats,
    ..NodeGuard::NEW
};

/// Whether a command formats a device of etcd. The command names only the device, so every argument counts that contains
/// `etcd`.
fn formats(command: &SimpleCommand) -> bool {
    command.name().starts_with("mkfs") && command.args().iter().any(|arg| contains(arg, "etcd"))
}

/// Replacing certificates.
pub static CERTIFICATE: NodeGuard =
    NodeGuard { paths: &["/etc/kubernetes/pki", "/var/lib/etcd/cert"], program: renews, ..NodeGuard::NEW };

fn renews(command: &SimpleCommand) -> bool {
    command.name() == "kubeadm"
        && matches!(
            command.operands().as_slice(),
            ["certs", "renew", ..] | ["alpha", "certs", "renew", ..] | ["init", "phase", "certs", ..]
        )
}
