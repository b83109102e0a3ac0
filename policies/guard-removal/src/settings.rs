//! The rule's own settings.

use redline_engine::prelude::*;

/// Settings of this rule.
#[derive(Debug)]
pub struct Settings {
    /// PolicyServers that run the policies, in addition to those with the label.
    pub policy_servers: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { policy_servers: Vec::from(["default".to_owned()]) }
    }
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["policyServers"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "policyServers" => Some(self.policy_servers.assign(json)),
            _ => None,
        }
    }
}
