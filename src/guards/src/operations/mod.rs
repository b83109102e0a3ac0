//! High-risk operations on a node, as tables. They are the same for a container that affects the node and for a script that
//! runs there through the cloud, with Cloud Assistant or as user data.

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
use crate::message::message;
use crate::on_node::NodeGuard;
use crate::sysctl::{self, Parameter};
use redline_core::finding::Level;
use redline_core::language::Text;
use redline_core::row::Row;
use redline_shell::SimpleCommand;
use redline_text::join;
use redline_text::truncate_for_display;

/// An operation on a node, with its rows of the catalogue.
pub struct NodeOperation {
    /// The row for worker nodes, and the row for control-plane nodes. They are the same if the catalogue does not distinguish.
    pub rows: [&'static Row; 2],
    /// How a command is recognised as this operation.
    pub check: NodeCheck,
}

/// How a command is recognised as an operation on a node.
pub enum NodeCheck {
    /// As a command or a change of files.
    Node(&'static NodeGuard),
    /// As an assignment of a kernel parameter.
    Parameter(&'static Parameter),
}

/// The maximum number of operations that are reported about one script.
const MOST: usize = 16;

/// An operation that a script performs.
#[derive(Debug, PartialEq)]
pub struct DetectedOperation {
    /// The rows of the operation, as in [`NodeOperation::rows`].
    pub rows: [&'static Row; 2],
    /// How certain it is that the catalogue means this operation.
    pub level: Level,
    /// The predicate of a sentence, such as ``runs `date -s 12:00` ``.
    pub text: Text,
}

/// Those of `operations` that a script performs if it runs on a node as root, in the order of the script.
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
    for change in &command.changes {
        if node.changed(&change.path, change.act) {
            let level = if change.path == components::CUSTOMIZED_ARGS { Level::Warn } else { Level::Deny };
            add(level, message("modifies `{0}`", "修改 `{0}`", &[&truncate_for_display(&change.path)]));
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
    fn operations_in_a_script_are_recognised() {
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
    fn a_documented_file_only_warns() {
        let operations =
            [NodeOperation { rows: [&row!("9"), &row!("19")], check: NodeCheck::Node(&components::CONFIGURATION) }];
        let levels = |script: &str| in_script(script, &operations).iter().map(|found| found.level).collect::<Vec<_>>();
        assert_eq!(levels("echo x >> /etc/kubernetes/kubelet-customized-args.conf"), [Level::Warn]);
        assert_eq!(levels("echo x > /var/lib/kubelet/config.yaml"), [Level::Deny]);
    }
}
