//! Firewalls of a node (row 38).

use crate::on_node::{self, NodeGuard};
use redline_shell::SimpleCommand;
use redline_text::{any, prefix_in};

/// Installing, enabling or changing a firewall.
pub static FIREWALL: NodeGuard = NodeGuard {
    paths: &["/etc/firewalld", "/etc/ufw"],
    ancestor: None,
    program: firewall,
    reaches: |reach, namespaces| reach.reaches_node(namespaces, "NET_ADMIN"),
    ..NodeGuard::NEW
};

const SOFTWARE: &str = "firewalld ufw nftables iptables-services iptables-persistent csf fail2ban";

/// Prefixes of the options with which `firewall-cmd` only shows something.
const QUESTIONS: &str = "--state --version --help --list --get --query --info --zone --permanent";

fn firewall(command: &SimpleCommand) -> bool {
    let args = command.args();
    match command.name() {
        "ufw" => any(args, "enable allow deny reject limit default reload insert route"),
        "firewalld" => true,
        // Everything that does not only show something.
        "firewall-cmd" | "firewall-offline-cmd" => !args.iter().all(|arg| prefix_in(QUESTIONS, arg)),
        _ => {
            on_node::packages(command, "install reinstall add in", SOFTWARE, false)
                || on_node::units(command, "start restart enable reenable unmask try-restart", SOFTWARE)
        }
    }
}
