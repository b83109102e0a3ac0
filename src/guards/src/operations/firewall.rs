//! Firewalls of a node (row 38).

use crate::on_node::{self, NodeGuard};
use redline_shell::SimpleCommand;
use redline_text::{any, prefix_in};

/// Switching a firewall on, installing or changing one.
pub static FIREWALL: NodeGuard = NodeGuard {
    paths: &["/etc/firewalld", "/etc/ufw"],
    ancestor: None,
    program: firewall,
    reaches: |reach, namespaces| reach.reaches_node(namespaces, "NET_ADMIN"),
    ..NodeGuard::NEW
};

const SOFTWARE: &str = "firewalld ufw nftables iptables-services iptables-persistent csf fail2ban";

/// What only asks, of `firewall-cmd`.
const QUESTIONS: &str = "--state --version --help --list --get --query --info --zone --permanent";

fn firewall(command: &SimpleCommand) -> bool {
    let args = command.args();
    match command.name() {
        "ufw" => any(args, "enable allow deny reject limit default reload insert route"),
        "firewalld" => true,
        // Everything but questions.
        "firewall-cmd" | "firewall-offline-cmd" => !args.iter().all(|arg| prefix_in(QUESTIONS, arg)),
        _ => {
            on_node::packages(command, "install reinstall add in", SOFTWARE, false)
                || on_node::units(command, "start restart enable reenable unmask try-restart", SOFTWARE)
        }
    }
}
