//! What the registry holds of each rule.

use redline_engine::{Documentation, Host, Response, SettingsResponse};

/// One rule, linked natively.
pub struct Entry {
    /// Its declaration and documentation.
    pub documentation: &'static Documentation,
    /// Evaluates a payload.
    pub validate: fn(&[u8], &Host<'_>) -> Response,
    /// Checks settings.
    pub validate_settings: fn(&[u8]) -> SettingsResponse,
}

impl Entry {
    /// The rule's id.
    pub fn id(&self) -> &'static str {
        self.documentation.declaration.id
    }
}
