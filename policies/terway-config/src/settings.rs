//! The rule's own settings.

use redline_engine::prelude::*;

/// Settings of this rule.
#[derive(Debug, Default)]
pub struct Settings {
    /// Fixed fields and keys that may be changed nevertheless, such as `eni_conf.eni_tags` or
    /// `10-terway.conf.auto_mtu`.
    pub allowed_fields: Vec<String>,
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["allowedFields"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "allowedFields" => Some(self.allowed_fields.assign(json)),
            _ => None,
        }
    }
}
