//! The rule's own settings.

use redline_engine::prelude::*;

/// Settings of this rule.
#[derive(Debug, Default)]
pub struct Settings {
    /// Keys that anybody may set: exact, or a prefix that ends in `*`, such as `example.com/*`.
    pub allowed_keys: Vec<String>,
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["allowedKeys"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "allowedKeys" => Some(self.allowed_keys.assign(json)),
            _ => None,
        }
    }
}
