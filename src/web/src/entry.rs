//! A rule as the registry links it.

use redline_engine::{Documentation, Host, Outcome, SettingsResponse};

/// One rule, linked in.
pub(crate) struct Entry {
    /// Its declaration and documentation.
    pub(crate) documentation: &'static Documentation,
    /// Evaluates a payload.
    pub(crate) outcome: fn(&[u8], Option<&str>, &Host<'_>) -> Outcome,
    /// Validates settings.
    pub(crate) validate_settings: fn(&[u8]) -> SettingsResponse,
    /// JSON Schema of the settings.
    pub(crate) schema: &'static str,
    /// The generated manifest.
    pub(crate) manifest: &'static str,
}

impl Entry {
    pub(crate) fn id(&self) -> &'static str {
        self.documentation.declaration.id
    }
}
