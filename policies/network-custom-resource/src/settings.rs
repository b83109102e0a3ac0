//! The rule's own settings.

use redline_engine::prelude::*;

/// Settings of this rule.
#[derive(Debug, Default)]
pub struct Settings {
    /// Allow users to write network policies of Cilium and Calico, for clusters that use them.
    pub allow_user_policies: bool,
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["allowUserPolicies"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "allowUserPolicies" => Some(self.allow_user_policies.assign(json)),
            _ => None,
        }
    }
}
