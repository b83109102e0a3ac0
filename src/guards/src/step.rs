//! A command, with what every check of it asks for: found once, however many checks there are.

use alloc::string::String;
use alloc::vec::Vec;

use redline_shell::{FileChange, SimpleCommand};
use redline_text::{concat, contains};

use crate::reach::{Reach, on_node};

/// The path on the node of a file that a command changes, and whether it is certainly that one; `None` if the change does
/// not reach the node, or if nothing is known of the place.
pub(crate) type HostPath = (Option<String>, bool);

/// A command of a script.
pub struct Step<'s> {
    /// The command.
    pub command: &'s SimpleCommand<'s>,
    /// The hash of its name.
    pub(crate) name: usize,
    /// Whether it may change a file of kernel parameters: below `/proc/sys`, or one that `sysctl` reads.
    pub(crate) parameters: bool,
    /// Where the files that it changes are on the node, in the order of its changes.
    hosts: Vec<HostPath>,
}

/// The hash of the name of a command, which ends at a dot: `mkfs.ext4` has that of `mkfs`.
pub(crate) const fn name_hash(bytes: &[u8], from: usize, to: usize) -> usize {
    let mut hash = 0_u32;
    let mut at = from;
    while at < to && at < bytes.len() && bytes[at] != b'.' {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    (hash ^ (hash >> 15)) as usize
}

impl<'s> Step<'s> {
    /// A command that runs in a container.
    pub(crate) fn in_container(command: &'s SimpleCommand<'s>, reach: &Reach<'_>) -> Self {
        let namespaces = command.namespaces();
        Step::new(command, &|change| reach.host_path(&namespaces, change.path, true))
    }

    /// A command that runs on a node.
    pub fn on_node(command: &'s SimpleCommand<'s>) -> Self {
        let root = command.namespaces().root;
        Step::new(command, &|change| (Some(on_node(&concat(&[root, change.path]))), true))
    }

    /// A command of which nobody knows where it runs.
    pub fn anywhere(command: &'s SimpleCommand<'s>) -> Self {
        Step::new(command, &|_| (None, true))
    }

    #[inline(never)]
    fn new(command: &'s SimpleCommand<'s>, host: &dyn Fn(&FileChange<'_>) -> HostPath) -> Self {
        let name = command.name().as_bytes();
        let name = name_hash(name, 0, name.len());
        let mut step = Step { command, name, parameters: false, hosts: Vec::new() };
        for change in command.file_ops() {
            let (path, certain) = host(&change);
            step.parameters |=
                contains(change.path, "sys") || path.as_deref().is_some_and(|path| contains(path, "sys"));
            step.hosts.push((path, certain));
        }
        step
    }

    /// The files that the command changes, with their paths on the node.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (FileChange<'s>, Option<&str>, bool)> {
        self.command.file_ops().enumerate().map(|(at, change)| match self.hosts.get(at) {
            Some((host, certain)) => (change, host.as_deref(), *certain),
            None => (change, None, true),
        })
    }
}
