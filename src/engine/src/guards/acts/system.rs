//! The operating system of a node (row 10) and its resolver (row 45).

use crate::guards::command::Simple;
use crate::guards::on_node::Node;

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
    let asks = |words: &[&str]| args.iter().any(|arg| words.contains(&arg.as_str()));
    match command.name() {
        "swapon" => !args.is_empty() && !asks(&["-s", "--show", "--summary"]),
        "modprobe" => asks(&["-r", "--remove"]),
        "rmmod" | "setenforce" | "grub2-mkconfig" | "update-grub" | "grubby" | "grub2-install" | "dracut" => {
            !args.is_empty()
        }
        "useradd" | "usermod" | "userdel" | "groupadd" | "groupdel" | "chpasswd" | "visudo" => true,
        _ => false,
    }
}

/// Name resolution of the node.
pub static RESOLVER: Node = Node {
    paths: &["/etc/resolv.conf", "/run/systemd/resolve", "/run/resolvconf", "/etc/systemd/resolved.conf"],
    ..Node::NEW
};
