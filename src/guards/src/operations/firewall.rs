//! Firewalls of a node (row 38).

use crate::on_node::{self, CommandMatch, Names, NodeGuard, PACKAGE_MANAGERS, SERVICE_MANAGERS};
use crate::reach::Need;
use redline_shell::SimpleCommand;
use redline_text::{prefix_in, word_in};

/// Installing, enabling or changing a firewall.
pub static FIREWALL: NodeGuard = NodeGuard {
    paths: &["/etc/firewalld", "/etc/ufw"],
    soft: &[
        "/etc/sysconfig/iptables",
        "/etc/sysconfig/ip6tables",
        "/etc/nftables.conf",
        "/etc/nftables",
        "/etc/iptables",
    ],
    ancestor: None,
    names: Names::of(&[TOOLS, SOFTWARE, PACKAGE_MANAGERS, SERVICE_MANAGERS]),
    program: firewall,
    ..NodeGuard::NEW
};

const SOFTWARE: &str = "firewalld ufw nftables iptables-services iptables-persistent csf fail2ban shorewall";

/// What sets rules of the firewall.
const TOOLS: &str = "ufw firewalld firewall-cmd firewall-offline-cmd iptables ip6tables iptables-legacy iptables-nft ip6tables-legacy \
                     iptables-restore ip6tables-restore nft ipvsadm";

/// Prefixes of the options with which `firewall-cmd` only shows something.
const QUESTIONS: &str = "--state --version --help --list --get --query --info --zone --permanent --check-config -h -V";

/// Chains that belong to Kubernetes and network plugins, and the built-in ones, to which they add their rules.
const CHAINS: &str = "INPUT OUTPUT FORWARD PREROUTING POSTROUTING";
const OWNED: &str = "KUBE- CNI- cali- CILIUM_ TERWAY FLANNEL- DOCKER";

fn firewall(command: &SimpleCommand<'_>) -> Option<CommandMatch> {
    let args = command.args();
    let words = command.operands();
    match command.name() {
        "ufw" => {
            let changes = words.any_in("enable allow deny reject limit default reload insert route prepend");
            return if changes && !command.has_option("dry-run") { CommandMatch::deny(Need::Network) } else { None };
        }
        "firewalld" => {
            return if command.has_option("version help") { None } else { CommandMatch::deny(Need::Network) };
        }
        // Everything that does not only show something.
        "firewall-cmd" | "firewall-offline-cmd" => {
            let asks = args.iter().all(|arg| prefix_in(QUESTIONS, arg) || !arg.starts_with('-'));
            return if asks { None } else { CommandMatch::deny(Need::Services) };
        }
        _ => {}
    }
    if on_node::packages(command, "install reinstall add in", SOFTWARE, false) {
        return CommandMatch::deny(Need::System);
    }
    if on_node::units(command, "start restart enable reenable unmask try-restart reload", SOFTWARE) {
        return CommandMatch::deny(Need::Services);
    }
    if flushes(command) { CommandMatch::warn(Need::Network) } else { None }
}

/// Whether a command drops rules that it has not made itself: those of kube-proxy and of network plugins go with them.
fn flushes(command: &SimpleCommand<'_>) -> bool {
    let words = command.operands();
    let owned = |chain: &str| chain.is_empty() || word_in(CHAINS, chain) || prefix_in(OWNED, chain);
    match command.name() {
        "iptables" | "ip6tables" | "iptables-legacy" | "iptables-nft" | "ip6tables-legacy" => {
            let chain = |names| command.has_option(names) && owned(words.get(0));
            chain("F flush") || chain("X delete-chain") || command.has_option("P policy") && words.get(1) != "ACCEPT"
        }
        "iptables-restore" | "ip6tables-restore" => !command.has_option("n noflush test"),
        "nft" => {
            words.get(0) == "flush" && word_in("ruleset table", words.get(1))
                || words.get(0) == "delete" && words.get(1) == "table"
                || command.has_option("f file") && words.get(0).starts_with("/etc/nftables")
        }
        "ipvsadm" => command.has_option("C clear"),
        _ => false,
    }
}
