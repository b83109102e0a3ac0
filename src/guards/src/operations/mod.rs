//! High-risk operations on a node, as tables. They are the same for a container that affects the node and for a script that
//! runs there through the cloud, with Cloud Assistant or as user data.

use alloc::string::String;
use alloc::vec::Vec;

pub mod clock;
pub mod components;
pub mod control_plane;
pub mod critical;
pub mod disk;
pub mod firewall;
pub mod kernel;
pub mod storage;
pub mod system;

use crate::commands::of_script;
use crate::message::message;
use crate::on_node::{CommandLocation, NodeGuard, report};
use crate::step::Step;
use crate::sysctl::{self, Parameter};
use redline_core::finding::{Finding, Level};
use redline_core::language::Text;
use redline_shell::value::display;
use redline_shell::{Certainty, SimpleCommand};
use redline_text::trim_start;
use redline_text::truncate_for_display;

/// An operation on a node, with its rows of the catalogue.
pub struct NodeOperation {
    /// The ids of the row for worker nodes, and of the row for control-plane nodes. They are the same if the catalogue does not
    /// distinguish.
    pub rows: [&'static str; 2],
    /// The id of the admission rule about it.
    pub rule: &'static str,
    /// How a command is recognised as this operation.
    pub check: NodeCheck,
}

const fn guard(
    worker: &'static str,
    master: &'static str,
    rule: &'static str,
    node: &'static NodeGuard,
) -> NodeOperation {
    NodeOperation { rows: [worker, master], rule, check: NodeCheck::Node(node) }
}

const fn parameter(row: &'static str, rule: &'static str, parameter: &'static Parameter) -> NodeOperation {
    NodeOperation { rows: [row, row], rule, check: NodeCheck::Parameter(parameter) }
}

/// Every operation on a node that a script can perform.
pub static ALL: &[NodeOperation] = &[
    guard("N3", "N3", "cluster-self-upgrade", &components::KUBERNETES),
    guard("N4", "N4", "critical-host-path", &critical::DIRECTORIES),
    guard("7", "16", "node-component-upgrade", &components::UPGRADE),
    guard("9", "19", "node-component-config", &components::CONFIGURATION),
    guard("10", "10", "node-os-config", &system::SYSTEM),
    guard("11", "22", "node-clock", &clock::CLOCK),
    guard("17", "17", "control-plane-directory", &control_plane::DIRECTORY),
    guard("20", "20", "control-plane-certificate", &control_plane::CERTIFICATE),
    parameter("33", "sysctl-ip-forward", &kernel::IP_FORWARD),
    parameter("34", "sysctl-rp-filter", &kernel::RP_FILTER),
    parameter("35", "sysctl-tcp-tw-reuse", &kernel::TCP_TW_REUSE),
    parameter("36", "sysctl-tcp-tw-recycle", &kernel::TCP_TW_RECYCLE),
    parameter("37", "sysctl-ip-local-port-range", &kernel::IP_LOCAL_PORT_RANGE),
    guard("38", "38", "host-firewall", &firewall::FIREWALL),
    guard("45", "45", "node-resolver", &system::RESOLVER),
    guard("51", "51", "disk-umount", &disk::UMOUNT),
    guard("52", "52", "direct-disk-operation", &disk::DEVICE),
    guard("54", "54", "nas-directory-deletion", &storage::NAS),
    guard("56", "56", "log-position-directory", &storage::POSITIONS),
    guard("57", "57", "log-buffer-directory", &storage::BUFFERS),
];

/// How a command is recognised as an operation on a node.
#[derive(Clone, Copy)]
pub enum NodeCheck {
    /// As a command or a change of files.
    Node(&'static NodeGuard),
    /// As an assignment of a kernel parameter.
    Parameter(&'static Parameter),
}

/// The maximum number of operations that are reported about one script.
const MOST: usize = 16;

/// An operation that a script performs.
pub struct DetectedOperation {
    /// The operation.
    pub operation: &'static NodeOperation,
    /// How certain it is that the catalogue means this operation.
    pub level: Level,
    /// The predicate of a sentence, such as ``runs `date -s 12:00` ``.
    pub text: Text,
}

/// Those operations of [`ALL`] that a script performs if it runs on a node as root, in the order of the script. `wanted` says
/// which rows are of interest.
pub fn in_script(script: &str, wanted: &(dyn Fn(&str) -> bool + Sync)) -> Vec<DetectedOperation> {
    let mut out: Vec<DetectedOperation> = Vec::new();
    let check = |_: &str, command: &SimpleCommand<'_>, emit: &mut dyn FnMut(&Finding)| {
        let step = Step::on_node(command);
        for (i, operation) in ALL.iter().enumerate().filter(|(_, operation)| wanted(operation.rows[0])) {
            detect(operation, &step, &mut |level, text| {
                // Only findings leave the memory of the interpreter; the path says which operation it is.
                let path = String::from(char::from(b'A' + i as u8));
                emit(&Finding::deny(path, text).at(level));
            });
        }
    };
    of_script(script, &check, &mut |finding| {
        let index = finding.path.bytes().next().unwrap_or_default().wrapping_sub(b'A');
        let Some(operation) = ALL.get(usize::from(index)) else { return };
        let known = |held: &DetectedOperation| {
            core::ptr::eq(held.operation, operation) && held.level == finding.level && held.text == finding.text
        };
        if out.len() < MOST && !out.iter().any(known) {
            out.push(DetectedOperation { operation, level: finding.level, text: finding.text.clone() });
        }
    });
    out
}

/// Calls `add` with each way in which a command that runs on a node is an operation.
pub(crate) fn detect(operation: &NodeOperation, step: &Step<'_>, add: &mut dyn FnMut(Level, Text)) {
    match operation.check {
        NodeCheck::Node(node) => report(node, &|_| false, step, CommandLocation::Node, &mut |level, [en, zh], what| {
            let text = message(trim_start(en, " "), zh, &[&truncate_for_display(what)]);
            add(level, text);
        }),
        NodeCheck::Parameter(parameter) => sysctl::on_host(step, parameter, &mut |name, value| {
            let args = [&*truncate_for_display(name), &truncate_for_display(&display(value))];
            let level = if step.command.certainty() == Certainty::Possible { Level::Warn } else { Level::Deny };
            add(level, message("sets `{0}` to `{1}`", "将 `{0}` 设为 `{1}`", &args));
        }),
    }
}

#[cfg(test)]
mod tests;
