//! The operating system of a node (row 10) and its resolver (row 45).

use crate::guards::command::Simple;
use crate::guards::on_node::Node;
use crate::strings::{any, listed};

/// Configuration of the operating system.
pub static SYSTEM: Node = Node {
    paths: &[
        "/boot",
        "/etc/fstab",
        "/etc/security",
        "/etc/ssh",
        "/etc/sudoers",
        "/etc/sudoers.d",
        "/etc/selinux",
        "/etc/NetworkManager",
        "/usr/lib/modules",
        "/lib/modules",
    ],
    program: configures,
    ..Node::NEW
};

fn configures(command: &Simple) -> bool {
    let args = command.args();
    match command.name() {
        "swapon" => !args.is_empty() && !any(args, "-s --show --summary"),
        "modprobe" => any(args, "-r --remove"),
        name if listed("rmmod setenforce grub2-mkconfig update-grub grubby grub2-install dracut", name) => {
            !args.is_empty()
        }
        name => listed("useradd usermod userdel groupadd groupdel chpasswd visudo", name),
    }
}

/// Name resolution of the node.
pub static RESOLVER: Node = Node {
    paths: &["/etc/resolv.conf", "/run/systemd/resolve", "/run/resolvconf", "/etc/systemd/resolved.conf"],
    ..Node::NEW
};
