//! A rule as the registry links it.

use redline_engine::registry::RegisteredRule;

/// One rule, linked in.
pub(crate) struct LinkedRule {
    /// The rule.
    pub(crate) rule: RegisteredRule,
    /// The generated manifest.
    pub(crate) manifest: &'static str,
}

impl LinkedRule {
    pub(crate) fn id(&self) -> &'static str {
        self.rule.id()
    }
}
