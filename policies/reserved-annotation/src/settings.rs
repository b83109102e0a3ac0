//! The rule's own settings.

use redline_engine::prelude::*;

/// Settings of this rule.
#[derive(Debug, Default)]
pub struct Settings {
    /// Reserved keys that may be set nevertheless; exact, or with one `*` at the end.
    pub allowed_keys: Vec<String>,
    /// Keys that only exempt users may set, reserved or not; exact, or with one `*` at the end. They take precedence
    /// over `allowedKeys`.
    pub denied_keys: Vec<String>,
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["allowedKeys", "deniedKeys"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "allowedKeys" => Some(self.allowed_keys.assign(json)),
            "deniedKeys" => Some(self.denied_keys.assign(json)),
            _ => None,
        }
    }
}
