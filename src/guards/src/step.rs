//! A command, with what every check of it asks for: found once, however many checks there are.

use alloc::string::String;
use alloc::vec::Vec;

use redline_shell::{FileChange, SimpleCommand};
use redline_text::{concat, contains};

use crate::reach::{HostVisitor, Reach, on_node};

/// A path on the node that a file which a command changes may be.
pub(crate) struct HostPath {
    /// The number of the change among those of the command.
    change: usize,
    /// The clean path.
    pub(crate) path: String,
    /// Whether it is certainly that one.
    pub(crate) certain: bool,
}

/// A command of a script.
pub struct Step<'s> {
    /// The command.
    pub command: &'s SimpleCommand<'s>,
    /// The hash of its name.
    pub(crate) name: usize,
    /// Whether it may change a file of kernel parameters: below `/proc/sys`, or one that `sysctl` reads.
    pub(crate) parameters: bool,
    /// Where the files that it changes are on the node, in the order of its changes. A change that does not reach the node,
    /// or of whose place nothing is known, has none, and one of which the place is not certain may have several.
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
        Step::new(command, &|change, visit| reach.host_paths(&namespaces, change.path, true, visit))
    }

    /// A command that runs on a node.
    pub fn on_node(command: &'s SimpleCommand<'s>) -> Self {
        let root = command.namespaces().root;
        Step::new(command, &|change, visit| visit(on_node(&concat(&[root, change.path])), true))
    }

    /// A command of which nobody knows where it runs.
    pub fn anywhere(command: &'s SimpleCommand<'s>) -> Self {
        Step::new(command, &|_, _| {})
    }

    #[inline(never)]
    fn new(command: &'s SimpleCommand<'s>, hosts: &dyn Fn(&FileChange<'_>, &mut HostVisitor<'_>)) -> Self {
        let name = command.name().as_bytes();
        let name = name_hash(name, 0, name.len());
        let mut step = Step { command, name, parameters: false, hosts: Vec::new() };
        for (at, change) in command.file_ops().enumerate() {
            step.parameters |= contains(change.path, "sys");
            hosts(&change, &mut |path, certain| {
                step.parameters |= contains(&path, "sys");
                step.hosts.push(HostPath { change: at, path, certain });
            });
        }
        step
    }

    /// The files that the command changes, with their paths on the node.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (FileChange<'s>, &[HostPath])> {
        let mut rest = &*self.hosts;
        self.command.file_ops().enumerate().map(move |(at, change)| {
            let count = rest.iter().take_while(|host| host.change == at).count();
            let hosts = rest.get(..count).unwrap_or_default();
            rest = rest.get(count..).unwrap_or_default();
            (change, hosts)
        })
    }
}
