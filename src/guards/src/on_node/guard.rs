//! The declaration of what a rule guards on nodes.

use redline_core::finding::Level;
use redline_kubernetes::request::Request;
use redline_kubernetes::workload::Workload;
use redline_shell::value::{Relation, is_unknown, known_prefix, relate};
use redline_shell::{FileChange, FileOpKind, SimpleCommand};
use redline_text::path::{below, segment};
use redline_text::{after_last, contains_any};

use super::names::Names;
use crate::host_path::Guard;
use crate::reach::{Need, Reach};
use crate::step::Step;

/// How a command matches a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandMatch {
    /// What it needs to affect the node.
    pub need: Need,
    /// The level if it does.
    pub level: Level,
}

impl CommandMatch {
    /// The operation.
    pub const fn deny(need: Need) -> Option<CommandMatch> {
        Some(CommandMatch { need, level: Level::Deny })
    }

    /// A command that may be the operation, or that the recovery from it needs.
    pub const fn warn(need: Need) -> Option<CommandMatch> {
        Some(CommandMatch { need, level: Level::Warn })
    }
}

/// What a rule guards on nodes: paths, and commands that are the operation.
pub struct NodeGuard {
    /// Clean paths of the node that nobody may write to.
    pub paths: &'static [&'static str],
    /// More of them, of which a writable mount only warns, because many pods mount them to read them.
    pub read: &'static [&'static str],
    /// Clean paths inside of those that are somebody else's.
    pub allowed: &'static [&'static str],
    /// Clean paths of which a change by a command warns.
    pub soft: &'static [&'static str],
    /// Clean paths of directories of which only the removal warns, or that of everything in them.
    pub removed: &'static [&'static str],
    /// Whether a path with unknown parts is nothing to the rule, unless what is known of it names a guarded path.
    pub explicit: bool,
    /// The level of a writable mount of such a path.
    pub mount: Level,
    /// The level of a writable mount of a parent directory; `None` if such a mount is not reported. It is never reported
    /// where the parent contains a critical directory, which is the matter of `critical-host-path`.
    pub ancestor: Option<Level>,
    /// Directories that consist of such files: writing there counts, while a writable mount only warns, because agents mount
    /// them for one file of their own.
    pub directories: &'static [&'static str],
    /// Paths in these directories that are for users.
    pub free: &'static [&'static str],
    /// The names of the commands that `program` looks at.
    pub names: Names,
    /// Whether it also looks at every command that changes files.
    pub files: bool,
    /// How a command matches the rule; `None` if it does not.
    pub program: fn(&SimpleCommand<'_>) -> Option<CommandMatch>,
    /// Which commands of a container touch nothing but what is its own.
    pub spared: fn(&Reach<'_>, &SimpleCommand<'_>) -> bool,
    /// Whether an archive that is unpacked far above a path is taken to hold it.
    pub unpacked: bool,
    /// Whether the removal of a directory of which nothing is known warns.
    pub unknown: bool,
    /// Names of DaemonSets in `kube-system` that may do this, because it is their purpose.
    pub owners: &'static [&'static str],
}

impl NodeGuard {
    /// The defaults, which guard nothing.
    pub const NEW: NodeGuard = NodeGuard {
        paths: &[],
        read: &[],
        allowed: &[],
        soft: &[],
        removed: &[],
        explicit: false,
        mount: Level::Deny,
        ancestor: Some(Level::Warn),
        directories: &[],
        free: &[],
        names: Names::of(&[]),
        files: false,
        program: |_| None,
        spared: |_, _| false,
        unpacked: false,
        unknown: false,
        owners: &[],
    };

    /// The guard of the paths.
    #[inline(never)]
    pub(crate) fn path_guard(&self) -> Guard<'_> {
        Guard { protected: self.paths, allowed: &|_| false, inside: self.mount, ancestor: self.ancestor }
    }

    /// The guard of the paths that many pods mount.
    #[inline(never)]
    pub(super) fn read_guard(&self) -> Guard<'_> {
        Guard { protected: self.read, allowed: &|_| false, inside: Level::Warn, ancestor: None }
    }

    /// Calls `visit` with the guard of the directories.
    #[inline(never)]
    pub(super) fn with_directories<R>(&self, visit: impl FnOnce(&Guard<'_>) -> R) -> R {
        let free = |host: &str| self.free.iter().any(|path| below(host, path).is_some());
        visit(&Guard { protected: self.directories, allowed: &free, inside: Level::Warn, ancestor: None })
    }

    /// Whether a request is about one of the owners.
    pub(super) fn is_owner(&self, req: &Request<'_, Workload<'_>>) -> bool {
        req.kind_name() == "DaemonSet"
            && req.object_namespace() == "kube-system"
            && self.owners.contains(&req.object_name())
    }

    /// How a command matches the rule; `None` if it does not.
    #[inline(never)]
    pub(super) fn command_match(&self, step: &Step<'_>) -> Option<CommandMatch> {
        let command = step.command;
        let concerns =
            self.files && command.changes_files() || command.is_interactive() || self.names.may_hold(step.name);
        if concerns { (self.program)(command) } else { None }
    }

    /// The level of a change of a path of the node; `None` if it is nothing to the rule.
    #[inline(never)]
    pub fn changed(&self, host: &str, change: &FileChange<'_>) -> Option<Level> {
        let mut level = self.touched(self.paths, host, change);
        if level.is_none() {
            level = self.touched(self.read, host, change);
        }
        if level.is_none() {
            level = self.touched(self.soft, host, change).map(|_| Level::Warn);
        }
        if level.is_none() && matches!(change.kind, FileOpKind::Remove | FileOpKind::Move) {
            let whole = self.removed.iter().any(|path| is_whole(host, path, change.recursive));
            level = whole.then_some(Level::Warn);
        }
        if level.is_none() && !self.free.iter().any(|path| below(host, path).is_some()) {
            level = self.touched(self.directories, host, change);
        }
        level
    }

    fn touched(&self, paths: &[&str], host: &str, change: &FileChange<'_>) -> Option<Level> {
        use FileOpKind::*;
        if self.allowed.contains(&host) {
            return None;
        }
        // Of a relative path in an unknown directory the root is known, and nothing else.
        if contains_any(host, "\x01\x03") && known_prefix(host).len() <= 1 {
            let removes = matches!(change.kind, Remove | Move) && change.recursive;
            let fits = paths.iter().any(|path| may_name(host, path));
            return (removes && self.unknown && fits).then_some(Level::Warn);
        }
        let mut found = None;
        for path in paths {
            let (relation, certain) = relate(host, path);
            // A pattern stands for what is there, and the guarded paths are: what is removed by it goes.
            let certain = certain || matches!(change.kind, Remove | Move) && !contains_any(host, "\x01\x03");
            let level = match relation {
                Relation::Apart => continue,
                _ if self.explicit && !certain => continue,
                // What is mounted below a directory is not part of it; the kubelet's mounts have a rule of their own.
                Relation::Inside if change.kind == Unmount && host != *path => continue,
                // What the unknown part of a path has to stand for is known only in a removal or where a name is left.
                Relation::Inside => certain,
                Relation::Above => match change.kind {
                    Remove if change.recursive => certain,
                    Move | Mount => certain,
                    Unmount if change.recursive => certain,
                    Attributes if change.recursive => certain,
                    Write | Fill if self.explicit => continue,
                    Write | Fill if change.recursive && (self.unpacked || is_parent(host, path)) => false,
                    _ => continue,
                },
            };
            // Whatever an archive holds, it changes the directory.
            let certain = change.certain || self.unknown && change.kind == Fill && host == *path;
            let level = if level && certain { Level::Deny } else { Level::Warn };
            found = found.max(Some(level));
        }
        found
    }
}

/// Whether what is known behind the unknown part of a path names a part of a guarded one, as `kubernetes` in
/// `"$DIR/kubernetes"` does, and `build` in `"$DIR/build"` does not.
pub(crate) fn may_name(path: &str, guarded: &str) -> bool {
    let known = after_last(path, 1);
    let mut rest = known;
    let name = segment(&mut rest);
    let whole = known.starts_with('/');
    let mut rest = guarded;
    loop {
        let part = segment(&mut rest);
        if name.is_empty() || !part.is_empty() && (part == name || !whole && part.ends_with(name)) {
            return true;
        }
        if part.is_empty() {
            return is_unknown(name);
        }
    }
}

/// Whether a directory holds a path itself, not further below.
fn is_parent(host: &str, path: &str) -> bool {
    let rest = path.strip_prefix(host).unwrap_or(path);
    redline_text::find(redline_text::trim_start(rest, "/"), "/").is_none()
}

/// Whether what goes is a directory, one that holds it, or everything in it.
fn is_whole(host: &str, directory: &str, recursive: bool) -> bool {
    match below(host, directory) {
        Some(rest) => {
            let rest = redline_text::trim_start(rest, "/");
            rest.is_empty() || rest == "\x02" || recursive && is_unknown(rest) && known_prefix(rest).is_empty()
        }
        None => recursive && below(directory, host).is_some(),
    }
}
