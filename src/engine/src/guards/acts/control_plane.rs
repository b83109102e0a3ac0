//! Core directories (row 17) and certificates (row 20) of control-plane nodes.

use crate::guards::command::Simple;
use crate::guards::on_node::Node;
use crate::strings::contains;

/// Deleting or formatting core directories.
pub static DIRECTORY: Node = Node {
    paths: &["/etc/kubernetes/manifests", "/etc/kubernetes/pki", "/var/lib/etcd"],
    program: formats,
    ..Node::NEW
};

/// Formatting what is mounted there shows only the device, so every device counts that the script calls etcd's.
fn formats(command: &Simple) -> bool {
    command.name().starts_with("mkfs") && command.args().iter().any(|arg| contains(arg, "etcd"))
}

/// Replacing certificates.
pub static CERTIFICATE: Node =
    Node { paths: &["/etc/kubernetes/pki", "/var/lib/etcd/cert"], program: renews, ..Node::NEW };

fn renews(command: &Simple) -> bool {
    command.name() == "kubeadm"
        && matches!(
            command.operands().as_slice(),
            ["certs", "renew", ..] | ["alpha", "certs", "renew", ..] | ["init", "phase", "certs", ..]
        )
}
