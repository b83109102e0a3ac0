//! The setting of rules about what a migration from a dedicated to a managed cluster leaves behind.

use alloc::string::String;

use redline_core::settings::{RuleSettings, Setting};

/// Settings with `migratedFromDedicated` alone.
#[derive(Debug, Default)]
pub struct MigrationSettings {
    /// The cluster was migrated from a dedicated to a managed one, so what is left of the dedicated one may go.
    pub migrated_from_dedicated: bool,
}

impl RuleSettings for MigrationSettings {
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
