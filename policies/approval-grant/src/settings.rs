//! The rule's own settings.

use redline_engine::prelude::*;
use redline_engine::settings::Identities;

/// Settings of this rule.
#[derive(Debug)]
pub struct Settings {
    /// Who may approve: `users`, `groups` and `serviceAccounts`. A value here replaces the whole default.
    pub approvers: Identities,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { approvers: Identities { groups: vec!["redline:approvers".to_owned()], ..Identities::default() } }
    }
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["approvers"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "approvers" => Some(self.approvers.assign(json)),
            _ => None,
        }
    }
}
