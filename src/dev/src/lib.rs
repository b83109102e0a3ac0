//! The tools of Redline's developers: the registry of all rules, the catalogue, the generators of derived files, the build of
//! the modules, and the scaffold of a new rule.

mod bundles;
pub mod catalogue;
mod files;
pub mod generate;
pub mod metadata;
pub mod modules;
mod registry;
pub mod scaffold;
mod target;
pub mod web;

pub use bundles::{BUNDLES, Bundle};
pub use files::{File, Result, root, stale, sync, update};
pub use redline_engine::registry::RegisteredRule;
pub use registry::RULES;

/// The rule of this id.
pub fn rule(id: &str) -> Option<&'static RegisteredRule> {
    RULES.iter().find(|rule| rule.id() == id)
}
