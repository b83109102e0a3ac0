//! The critical directories of a node (note N4), and a shell on the node in which nobody knows what will be typed.

use super::components::CUSTOMIZED_ARGS;
use crate::host_path::CRITICAL;
use crate::on_node::{CommandMatch, NodeGuard};
use crate::reach::Need;

/// Changing the critical directories by commands.
pub static DIRECTORIES: NodeGuard = NodeGuard {
    paths: CRITICAL,
    allowed: &[CUSTOMIZED_ARGS],
    program: |command| if command.is_interactive() { CommandMatch::warn(Need::System) } else { None },
    unknown: true,
    ..NodeGuard::NEW
};
