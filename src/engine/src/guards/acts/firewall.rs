//! Firewalls of a node (row 38).

use crate::guards::command::Simple;
use crate::guards::on_node::{self, Node};
use alloc::string::String;

/// Switching a firewall on, installing or changing one.
pub static FIREWALL: Node = Node {
    paths: &["/etc/firewalld", "/etc/ufw"],
    ancestor: None,
    program: firewall,
    reaches: |reach, place| reach.node(place, "NET_ADMIN"),
    ..Node::NEW
};

const SOFTWARE: &[&str] =
    &["firewalld", "ufw", "nftables", "iptables-services", "iptables-persistent", "csf", "fail2ban"];

fn firewall(command: &Simple) -> bool {
    let says = |words: &[&str]| command.args().iter().any(|arg| words.contains(&arg.as_str()));
    match command.name() {
        "ufw" => says(&["enable", "allow", "deny", "reject", "limit", "default", "reload", "insert", "route"]),
        "firewalld" => true,
        // Everything but questions.
        "firewall-cmd" | "firewall-offline-cmd" => {
            let asks = |arg: &String| {
                ["--state", "--version", "--help", "--list", "--get", "--query", "--info", "--zone", "--permanent"]
                    .iter()
                    .any(|question| arg.starts_with(question))
            };
            !command.args().is_empty() && !command.args().iter().all(asks)
        }
        _ => {
            on_node::packages(command, &["install", "reinstall", "add", "in"], SOFTWARE)
                || on_node::units(
                    command,
                    &["start", "restart", "enable", "reenable", "unmask", "try-restart"],
                    SOFTWARE,
                )
        }
    }
}
