//! The rule's own settings.

use redline_engine::prelude::*;

/// Settings of this rule.
#[derive(Debug, Default)]
pub struct Settings {
    /// Additional labels that protect an object, with any value but `false`.
    pub labels: Vec<String>,
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["labels"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "labels" => Some(self.labels.assign(json)),
            _ => None,
        }
    }
}
