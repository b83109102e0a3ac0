//! The operating system of a node (row 10) and its resolver (row 45).

use crate::on_node::NodeGuard;
use redline_shell::SimpleCommand;
use redline_text::{any, word_in};

/// Changing the configuration of the operating system.
pub static SYSTEM: NodeGuard = NodeGuard {
    paths: &[
        "/etc/fstab",
        "/etc/security",
        "/etc/ssh",
        "/etc/sudoers",
        "/etc/sudoers.d",
        "/etc/selinux",
        "/etc/NetworkManager",
    ],
    // Network add-ons and drivers mount these to load modules.
    directories: &["/boot", "/usr/lib/modules"],
    program: configures,
    ..NodeGuard::NEW
};

fn configures(command: &SimpleCommand) -> bool {
    let args = command.args();
    match command.name() {
        "swapon" => !args.is_empty() && !any(args, "-s --show --summary"),
        "modprobe" => any(args, "-r --remove"),
        name if word_in("rmmod setenforce grub2-mkconfig update-grub grubby grub2-install dracut", name) => {
            !args.is_empty()
        }
        name => word_in("useradd usermod userdel groupadd groupdel chpasswd visudo", name),
    }
}

/// Changing the name resolution of the node.
pub static RESOLVER: NodeGuard = NodeGuard {
    paths: &["/etc/resolv.conf", "/run/systemd/resolve", "/run/resolvconf", "/etc/systemd/resolved.conf"],
    ..NodeGuard::NEW
};
