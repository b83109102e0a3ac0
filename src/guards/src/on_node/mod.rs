//! Operations on a node: files that a pod can write there, and programs that it runs there.
//!
//! A rule is a [`NodeGuard`]: a table of paths, and a predicate on commands. [`check`] treats all rules alike: mounts,
//! PersistentVolumes, the commands of containers (also behind `nsenter`, `chroot` and shells), and `kubectl exec`.

mod check;
mod guard;
mod names;
mod report;
mod tools;

pub(crate) use check::check_in_container;
pub use check::{AGENTS, COLLECTORS, REQUESTS, check, check_pod};
pub(crate) use guard::may_name;
pub use guard::{CommandMatch, NodeGuard};
pub use names::Names;
pub use report::{Allowed, shown};
pub(crate) use report::{CommandLocation, report};
pub(crate) use tools::{KILLERS, PACKAGE_MANAGERS, SERVICE_MANAGERS, kills};
pub use tools::{packages, units};
