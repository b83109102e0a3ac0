//! NodeCheck nobody should do on a node, as tables: the same for a container that reaches the node and for a script that runs
//! there through the cloud.

use alloc::vec::Vec;

pub mod clock;
pub mod components;
pub mod control_plane;
pub mod disk;
pub mod firewall;
pub mod kernel;
pub mod storage;
pub mod system;

use crate::commands::of_script;
use crate::host_path::Guard;
use crate::message::message;
use crate::on_node::NodeGuard;
use crate::sysctl::{self, Parameter};
use redline_core::finding::Level;
use redline_core::language::Text;
use redline_core::row::Row;
use redline_shell::SimpleCommand;
use redline_text::join;
use redline_text::truncate_for_display;

/// An act on a node, and the rows of the catalogue that it is: of worker nodes, of control-plane nodes.
pub struct NodeOperation {
    /// The rows; the same one twice where the catalogue makes no difference.
    pub rows: [&'static Row; 2],
    /// NodeCheck it is.
    pub check: NodeCheck,
}

/// NodeCheck an act on a node is.
pub enum NodeCheck {
    /// A command, or a change of files.
    Node(&'static NodeGuard),
    /// An assignment of a kernel parameter.
    Parameter(&'static Parameter),
}

/// Most operations that one script is told about.
const MOST: usize = 16;

/// NodeCheck a script does.
#[derive(Debug, PartialEq)]
pub struct DetectedOperation {
    /// The rows of the act.
    pub rows: [&'static Row; 2],
    /// How sure it is that this is one of the operations that the catalogue means.
    pub level: Level,
    /// NodeCheck it does.
    pub text: Text,
}

/// NodeCheck a script does that runs on a node as root.
pub fn in_script(script: &str, operations: &[NodeOperation]) -> Vec<DetectedOperation> {
    let mut found: Vec<DetectedOperation> = Vec::new();
    of_script(script, &mut |command| {
        for operation in operations {
            let mut add = |level: Level, text: Text| {
                let new = DetectedOperation { rows: operation.rows, level, text };
                if found.len() < MOST && !found.contains(&new) {
                    found.push(new);
                }
            };
            match operation.check {
                NodeCheck::Node(node) => on_node(node, command, &mut add),
                NodeCheck::Parameter(parameter) => sysctl::on_host(command, parameter, &mut |name, value| {
                    let args = [&*truncate_for_display(name), &truncate_for_display(value)];
                    add(Level::Deny, message("sets `{0}` to `{1}`", "将 `{0}` 设为 `{1}`", &args));
                }),
            }
        }
    });
    found
}

fn on_node(node: &NodeGuard, command: &SimpleCommand, add: &mut dyn FnMut(Level, Text)) {
    if (node.program)(command) {
        return add(
            Level::Deny,
            message("runs `{0}`", "运行 `{0}`", &[&truncate_for_display(&join(&command.words, " "))]),
        );
    }
    let guard = Guard { protected: node.paths, allowed: &|_| false, ancestor: Level::Warn };
    for change in &command.changes {
        if guard.changed(&change.path, change.act) {
            let level = if change.path == components::CUSTOMIZED_ARGS { Level::Warn } else { Level::Deny };
            add(level, message("changes `{0}`", "改动 `{0}`", &[&truncate_for_display(&change.path)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use redline_core::language::Bilingual;

    const NOTHING: Bilingual = Bilingual { en: "", zh: "" };

    macro_rules! row {
        ($id:literal) => {
            Row { id: $id, impact: NOTHING, recovery: NOTHING, instead: NOTHING }
        };
    }

    #[test]
    fn a_script_is_told_by_its_acts() {
        let operations = [
            NodeOperation { rows: [&row!("11"), &row!("22")], check: NodeCheck::Node(&clock::CLOCK) },
            NodeOperation { rows: [&row!("17"), &row!("17")], check: NodeCheck::Node(&control_plane::DIRECTORY) },
            NodeOperation { rows: [&row!("33"), &row!("33")], check: NodeCheck::Parameter(&kernel::IP_FORWARD) },
        ];
        let rows =
            |script: &str| in_script(script, &operations).iter().map(|found| found.rows[0].id).collect::<Vec<_>>();
        assert_eq!(
            rows("timedatectl set-time 12:00\nsysctl -w net.ipv4.ip_forward=0; rm -rf /etc/kubernetes"),
            ["11", "33", "17"]
        );
        assert_eq!(rows("echo 0 > /proc/sys/net/ipv4/ip_forward"), ["33"]);
        assert!(rows("date; sysctl net.ipv4.ip_forward; ls /etc/kubernetes # rm -rf /etc/kubernetes").is_empty());
    }

    #[test]
    fn a_documented_place_is_a_risk_only() {
        let operations =
            [NodeOperation { rows: [&row!("9"), &row!("19")], check: NodeCheck::Node(&components::CONFIGURATION) }];
        let levels = |script: &str| in_script(script, &operations).iter().map(|found| found.level).collect::<Vec<_>>();
        assert_eq!(levels("echo x >> /etc/kubernetes/kubelet-customized-args.conf"), [Level::Warn]);
        assert_eq!(levels("echo x > /var/lib/kubelet/config.yaml"), [Level::Deny]);
    }
}
