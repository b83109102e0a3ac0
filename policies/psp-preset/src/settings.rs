//! The rule's own settings.

use redline_engine::prelude::*;

/// Settings of this rule.
#[derive(Debug, Default)]
pub struct Settings {
    /// Allow deleting the preset binding `ack:podsecuritypolicy:authenticated`. Enable it once policies and bindings
    /// of your own admit everybody's Pods.
    pub allow_authenticated_binding_deletion: bool,
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["allowAuthenticatedBindingDeletion"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "allowAuthenticatedBindingDeletion" => Some(self.allow_authenticated_binding_deletion.assign(json)),
            _ => None,
        }
    }
}
