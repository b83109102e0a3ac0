//! The declaration of what a rule guards on nodes.

use redline_core::finding::Level;
use redline_kubernetes::request::Request;
use redline_kubernetes::workload::Workload;
use redline_shell::{Namespaces, SimpleCommand};

use crate::host_path::Guard;
use crate::reach::Reach;

/// What a rule guards on nodes.
pub struct NodeGuard {
    /// Clean paths of the node that nobody may write to.
    pub paths: &'static [&'static str],
    /// What a writable mount of such a path comes to.
    pub mount: Level,
    /// What a writable mount of a parent directory comes to; `None` where that says too little.
    pub ancestor: Option<Level>,
    /// Whether a command is the act.
    pub program: fn(&SimpleCommand) -> bool,
    /// Whether the act of a command reaches the node.
    pub reaches: fn(&Reach<'_>, &Namespaces) -> bool,
    /// What an act that stays in its container comes to; `None` where that is everyday work.
    pub contained: Option<Level>,
    /// Names of objects in `kube-system` whose business this is.
    pub owners: &'static [&'static str],
}

impl NodeGuard {
    /// Nothing guarded, for rules to start from.
    pub const NEW: NodeGuard = NodeGuard {
        paths: &[],
        mount: Level::Deny,
        ancestor: Some(Level::Warn),
        program: |_| false,
        reaches: |reach, namespaces| reach.reaches_node(namespaces, "SYS_ADMIN"),
        contained: Some(Level::Warn),
        owners: &[],
    };

    #[inline(never)]
    pub(super) fn path_guard(&self) -> Guard<'_> {
        Guard { protected: self.paths, allowed: &|_| false, ancestor: Level::Warn }
    }

    pub(super) fn is_owner(&self, req: &Request<'_, Workload<'_>>) -> bool {
        req.object_namespace() == "kube-system" && self.owners.contains(&req.object_name())
    }
}
