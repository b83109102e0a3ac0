//! The declaration of what a rule guards on nodes.

use redline_core::finding::Level;
use redline_kubernetes::request::Request;
use redline_kubernetes::workload::Workload;
use redline_shell::{FileOp, Namespaces, SimpleCommand};
use redline_text::path::below;

use crate::host_path::Guard;
use crate::reach::Reach;

/// What a rule guards on nodes: paths, and commands that are the operation.
pub struct NodeGuard {
    /// Clean paths of the node that nobody may write to.
    pub paths: &'static [&'static str],
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
    /// Whether a command is the operation.
    pub program: fn(&SimpleCommand) -> bool,
    /// Whether a command of a container affects the node.
    pub reaches: fn(&Reach<'_>, &Namespaces) -> bool,
    /// The level of a command that affects only its container; `None` if such commands are ordinary.
    pub contained: Option<Level>,
    /// Names of DaemonSets in `kube-system` that may do this, because it is their purpose.
    pub owners: &'static [&'static str],
}

impl NodeGuard {
    /// The defaults, which guard nothing.
    pub const NEW: NodeGuard = NodeGuard {
        paths: &[],
        mount: Level::Deny,
        ancestor: Some(Level::Warn),
        directories: &[],
        free: &[],
        program: |_| false,
        reaches: |reach, namespaces| reach.reaches_node(namespaces, "SYS_ADMIN"),
        contained: Some(Level::Warn),
        owners: &[],
    };

    /// The guard of the paths.
    #[inline(never)]
    pub(crate) fn path_guard(&self) -> Guard<'_> {
        Guard { protected: self.paths, allowed: &|_| false, inside: self.mount, ancestor: self.ancestor }
    }

    /// Calls `visit` with the guard of the directories.
    #[inline(never)]
    pub(super) fn with_directories<R>(&self, visit: impl FnOnce(&Guard<'_>) -> R) -> R {
        let free = |host: &str| self.free.iter().any(|path| below(host, path).is_some());
        visit(&Guard { protected: self.directories, allowed: &free, inside: Level::Warn, ancestor: None })
    }

    /// Whether an operation on a clean path of the node changes a guarded path or something in a guarded directory.
    #[inline(never)]
    pub(crate) fn changed(&self, host: &str, op: FileOp) -> bool {
        self.path_guard().changed(host, op) || self.with_directories(|guard| guard.changed(host, op))
    }

    /// Whether a request is about one of the owners.
    pub(super) fn is_owner(&self, req: &Request<'_, Workload<'_>>) -> bool {
        req.kind_name() == "DaemonSet"
            && req.object_namespace() == "kube-system"
            && self.owners.contains(&req.object_name())
    }
}
