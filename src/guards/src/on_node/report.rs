//! What one command does to what a rule guards.

use alloc::string::String;

use redline_core::finding::Level;
use redline_shell::value::{display, leads_to};
use redline_shell::{Certainty, FileChange, FileOpKind, SimpleCommand};
use redline_text::concat;

use super::guard::NodeGuard;
use crate::reach::{Access, Need, Reach, on_node};
use crate::step::{HostPath, Step};

/// Where a command runs.
#[derive(Clone, Copy)]
pub(crate) enum CommandLocation<'p> {
    /// In a container with this reach.
    Container(&'p Reach<'p>),
    /// In a container of which nothing is known.
    Unknown,
    /// On a node.
    Node,
}

impl<'p> CommandLocation<'p> {
    /// In a container, of which nothing is known without its reach.
    pub(crate) fn of(reach: Option<&'p Reach<'p>>) -> CommandLocation<'p> {
        reach.map_or(CommandLocation::Unknown, CommandLocation::Container)
    }

    /// A command that runs there.
    pub(crate) fn step<'s>(self, command: &'s SimpleCommand<'s>) -> Step<'s> {
        match self {
            CommandLocation::Container(reach) => Step::in_container(command, reach),
            CommandLocation::Unknown => Step::anywhere(command),
            CommandLocation::Node => Step::on_node(command),
        }
    }
}

/// A sentence in both languages, without its subject. `{0}` stands for the command or path.
type Sentence = [&'static str; 2];

const RUNS_ON_NODE: Sentence = [" runs `{0}` on the node", "在节点上运行 `{0}`"];
const RUNS_INSIDE: Sentence =
    [" runs `{0}`, apparently only inside the container", "运行 `{0}`，从配置看仅作用于容器内部"];
const RUNS_SOMEWHERE: Sentence = [" runs `{0}`, which may affect the node", "运行 `{0}`，可能影响节点"];
const RUNS: Sentence = [" runs `{0}`", "运行 `{0}`"];
const MODIFIES_ON_NODE: Sentence = [" modifies `{0}` on the node", "修改节点上的 `{0}`"];
const MAY_MODIFY: Sentence = [" may modify `{0}` on the node", "可能修改节点上的 `{0}`"];
const MODIFIES_SOMEWHERE: Sentence = [
    " modifies `{0}`, which affects the node if the path is mounted from it",
    "修改 `{0}`，若该路径挂载自节点则会影响节点",
];
const MODIFIES: Sentence = [" modifies `{0}`", "修改 `{0}`"];
const RUNS_ELSEWHERE: Sentence =
    [" runs `{0}` on another machine, which may be a node", "在另一台机器上运行 `{0}`，该机器可能是节点"];
const MODIFIES_ELSEWHERE: Sentence =
    [" modifies `{0}` on another machine, which may be a node", "修改另一台机器上的 `{0}`，该机器可能是节点"];
const UNREAD: Sentence =
    [" runs a script of which a part is too complex to be checked", "运行的脚本中有一部分过于复杂，无法检查"];

/// Which clean paths of the node everybody may change.
pub type Allowed<'a> = &'a (dyn Fn(&str) -> bool + Sync);

/// Calls `visit` for each finding about a command: the level, the sentence, and what replaces `{0}` in it.
#[inline(never)]
pub(crate) fn report(
    node: &NodeGuard,
    allowed: Allowed<'_>,
    step: &Step<'_>,
    location: CommandLocation<'_>,
    visit: &mut dyn FnMut(Level, &Sentence, &str),
) {
    let command = step.command;
    if command.is_unread() {
        return visit(Level::Warn, &UNREAD, "");
    }
    let most = if command.certainty() == Certainty::Possible { Level::Warn } else { Level::Deny };
    if let Some(matched) = node.command_match(step)
        && let Some((level, sentence)) = runs(node, matched.need, command, location)
    {
        visit(level.min(matched.level).min(most), sentence, &shown(command));
    }
    for (change, hosts) in step.changes() {
        if is_harmless(command, &change) {
            continue;
        }
        changes(node, allowed, command, &change, hosts, location, &mut |level, sentence, path| {
            visit(level.min(most), sentence, &display(path));
        });
    }
}

/// A command for people; a redirection by the file that it writes.
pub fn shown(command: &SimpleCommand<'_>) -> String {
    if command.words().is_empty() {
        let path = command.file_ops().next().map_or("", |change| change.path);
        return concat(&["> ", &display(path)]);
    }
    command.words().display()
}

/// The most certain level at which a command with such a need affects the node, and the sentence about it.
fn runs(
    node: &NodeGuard,
    need: Need,
    command: &SimpleCommand<'_>,
    location: CommandLocation<'_>,
) -> Option<(Level, &'static Sentence)> {
    let namespaces = command.namespaces();
    match location {
        CommandLocation::Container(reach) => {
            let mut access = reach.access(need, &namespaces);
            if need == Need::Mounts && access == Access::Possible {
                let shared = command.file_ops().any(|change| reach.propagates(change.path));
                access = if shared { Access::Certain } else { access };
            }
            match access {
                Access::None => None,
                _ if (node.spared)(reach, command) => None,
                _ if namespaces.remote => Some((Level::Warn, &RUNS_ELSEWHERE)),
                Access::Possible => Some((Level::Warn, &RUNS_INSIDE)),
                Access::Certain => Some((Level::Deny, &RUNS_ON_NODE)),
            }
        }
        CommandLocation::Unknown if need == Need::Entry => None,
        CommandLocation::Unknown => Some((Level::Warn, &RUNS_SOMEWHERE)),
        // A container that a script on the node starts has a system of its own, and another machine may be another node.
        CommandLocation::Node if namespaces.container || need == Need::Entry => None,
        CommandLocation::Node if namespaces.remote => Some((Level::Warn, &RUNS)),
        CommandLocation::Node => Some((Level::Deny, &RUNS)),
    }
}

fn changes(
    node: &NodeGuard,
    allowed: Allowed<'_>,
    command: &SimpleCommand<'_>,
    change: &FileChange<'_>,
    hosts: &[HostPath],
    location: CommandLocation<'_>,
    visit: &mut dyn FnMut(Level, &Sentence, &str),
) {
    let namespaces = command.namespaces();
    let node_itself = matches!(location, CommandLocation::Node);
    if node_itself || namespaces.remote && matches!(location, CommandLocation::Container(_)) {
        let host = on_node(&concat(&[namespaces.root, change.path]));
        if !namespaces.container
            && let Some(level) = node.changed(&host, change).filter(|_| !allowed(&host))
        {
            let sentence = if node_itself { &MODIFIES } else { &MODIFIES_ELSEWHERE };
            visit(if namespaces.remote { Level::Warn } else { level }, sentence, &host);
        }
        return;
    }
    match location {
        CommandLocation::Container(reach) => {
            let mounts = matches!(change.kind, FileOpKind::Mount | FileOpKind::Unmount);
            let inside = reach.in_host_mounts(&namespaces) && !namespaces.own_mount;
            if mounts && !inside && !reach.propagates(change.path) {
                return;
            }
            for HostPath { path, certain, .. } in hosts {
                if let Some(level) = node.changed(path, change).filter(|_| !allowed(path)) {
                    let level = if *certain { level } else { Level::Warn };
                    let sentence = if level == Level::Deny { &MODIFIES_ON_NODE } else { &MAY_MODIFY };
                    return visit(level, sentence, path);
                }
            }
            let everything = change.recursive && matches!(change.kind, FileOpKind::Remove | FileOpKind::Move);
            if everything {
                let guarded = |host: &str| !allowed(host) && node.changed(host, change).is_some();
                if let Some(host) = reach.mounted_below(&namespaces, change.path, &guarded) {
                    visit(Level::Deny, &MODIFIES_ON_NODE, host);
                }
            }
        }
        CommandLocation::Unknown => {
            if !allowed(change.path)
                && node.paths.iter().chain(node.read).any(|guarded| leads_to(change.path, guarded) == Some(true))
            {
                visit(Level::Warn, &MODIFIES_SOMEWHERE, change.path);
            }
        }
        CommandLocation::Node => {}
    }
}

/// Whether a change changes nothing that is there: a directory that is made, a directory mounted on itself.
fn is_harmless(command: &SimpleCommand<'_>, change: &FileChange<'_>) -> bool {
    match change.kind {
        FileOpKind::Write => {
            command.name() == "mkdir" || command.name() == "install" && command.has_option("d directory")
        }
        FileOpKind::Mount => change.content == Some(change.path),
        FileOpKind::Attributes => command.name() == "mount",
        _ => false,
    }
}
