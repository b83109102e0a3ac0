//! Operations on a node: files that a pod can write there, and programs that it runs there.
//!
//! A rule is a [`NodeGuard`]: a table of paths, and a predicate on commands. [`check`] treats all rules alike: mounts,
//! PersistentVolumes, the commands of containers (also behind `nsenter`, `chroot` and shells), and `kubectl exec`.

mod check;
mod guard;
mod tools;

pub use check::{AGENTS, REQUESTS, check};
pub use guard::NodeGuard;
pub use tools::{packages, units};
