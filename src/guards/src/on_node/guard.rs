//! The declaration of what a rule guards on nodes.

use redline_core::finding::Level;
use redline_kubernetes::request::Request;
use redline_kubernetes::workload::Workload;
use redline_shell::{Namespaces, SimpleCommand};

use crate::host_path::Guard;
use crate::reach::Reach;

/// What a rule guards on nodes: paths, and commands that are the operation.
pub struct NodeGuard {
    /// Clean paths of the node that nobody may write to.
    pub paths: &'static [&'static str],
    /// The level of a writable mount of such a path.
    pub mount: Level,
    /// The level of a writable mount of a parent directory; `None` if such a mount is not reported.
    pub ancestor: Option<Level>,
    /// Whether a command is the operation.
    pub program: fn(&SimpleCommand) -> bool,
    /// Whether a command of a container affects the node.
    pub reaches: fn(&Reach<'_>, &Namespaces) -> bool,
    /// The level of a command that affects only its container; `None` if such commands are ordinary.
    pub contained: Option<Level>,
    /// Names of objects in `kube-system` that may do this, because it is their purpose.
    pub owners: &'static [&'static str],
}

impl NodeGuard {
    /// The defaults, which guard nothing.
    pub const NEW: NodeGuard = NodeGuard {
        paths: &[],
        mount: Level::Deny,
        ancestor: Some(Level::Warn),
        program: |_| false,
        reaches: |reach, namespaces| reach.reaches_node(namespaces, "SYS_ADMIN"),
        contained: Some(Level::Warn),
        owners: &[],
    };

    /// The guard of the paths, without levels.
    #[inline(never)]
    pub(super) fn path_guard(&self) -> Guard<'_> {
        Guard { protected: self.paths, allowed: &|_| false, ancestor: Level::Warn }
    }

    /// Whether a request is about one of the owners.
    pub(super) fn is_owner(&self, req: &Request<'_, Workload<'_>>) -> bool {
        req.object_namespace() == "kube-system" && self.owners.contains(&req.object_name())
    }
}
