//! A rule as the registry links it.

use std::ops::Deref;

use redline_engine::registry::RegisteredRule;

/// A linked rule and its manifest.
pub(crate) struct LinkedRule {
    pub(crate) rule: RegisteredRule,
    /// The generated `policy.yaml`.
    pub(crate) manifest: &'static str,
}

impl Deref for LinkedRule {
    type Target = RegisteredRule;

    fn deref(&self) -> &RegisteredRule {
        &self.rule
    }
}
