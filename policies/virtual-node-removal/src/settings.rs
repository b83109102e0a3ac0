//! The rule's own settings.

use redline_engine::prelude::*;

/// Settings of this rule.
#[derive(Debug, Default)]
pub struct Settings {
    /// The cluster was migrated from a dedicated to a managed one, so the objects of the old component may be
    /// deleted. Virtual nodes and `eci-profile`, which stay in use, remain protected.
    pub migrated_from_dedicated: bool,
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["migratedFromDedicated"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "migratedFromDedicated" => Some(self.migrated_from_dedicated.assign(json)),
            _ => None,
        }
    }
}
