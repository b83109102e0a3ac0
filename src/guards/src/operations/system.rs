//! The operating system of a node (row 10) and its resolver (row 45).

use crate::on_node::NodeGuard;
use redline_shell::SimpleCommand;
use redline_text::{any, prefix_in, word_in};

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

/// Taking away or changing the addresses of the node's network interfaces.
pub static ADDRESS: NodeGuard = NodeGuard {
    program: readdresses,
    reaches: |reach, namespaces| reach.in_host_network(namespaces),
    // Every network namespace has interfaces of its own.
    contained: None,
    ..NodeGuard::NEW
};

fn readdresses(command: &SimpleCommand) -> bool {
    let operands = command.operands();
    match (command.name(), operands.as_slice()) {
        ("ip", ["a" | "addr" | "address", verb, ..]) => {
            word_in("d de del delete f flush change chg replace repl", verb)
        }
        ("ip", ["l" | "li" | "link", "s" | "set", rest @ ..]) => {
            rest.contains(&"down") && !rest.iter().any(|name| prefix_in("veth cali cni docker lxc tap tun", name))
        }
        ("ifdown", [..]) | ("netplan", ["apply" | "try", ..]) => true,
        ("ifconfig", [_, rest @ ..]) => !rest.is_empty() && !rest.contains(&"up"),
        ("nmcli", ["con" | "connection" | "c", verb, ..]) => word_in("down modify delete mod del", verb),
        ("nmcli", ["dev" | "device" | "d", verb, ..]) => word_in("disconnect down modify delete", verb),
        _ => false,
    }
}

/// Changing the name resolution of the node.
pub static RESOLVER: NodeGuard = NodeGuard {
    paths: &["/etc/resolv.conf", "/run/systemd/resolve", "/run/resolvconf", "/etc/systemd/resolved.conf"],
    ..NodeGuard::NEW
};
