//! The bundles: modules that hold all rules of a kind.

use redline_engine::core::response::Response;
use redline_engine::core::response::SettingsResponse;
use redline_engine::core::rule::RuleKind;
use redline_engine::kubernetes::lookup::Host;

use crate::registry::RULES;
use redline_engine::registry::RegisteredRule;

/// A module that holds all rules of a kind, linked natively.
pub struct Bundle {
    /// Its folder in `policies/`.
    pub id: &'static str,
    /// Which rules it holds.
    pub kind: RuleKind,
    /// Evaluates a payload.
    pub validate: fn(&[u8], &Host<'_>) -> Response,
    /// Checks settings.
    pub validate_settings: fn(&[u8]) -> SettingsResponse,
}

/// The bundles: folders in `policies/` that hold no rule of their own.
pub static BUNDLES: &[Bundle] = &[
    Bundle {
        id: "redline-admission",
        kind: RuleKind::Admission,
        validate: redline_admission::Rule::validate,
        validate_settings: redline_admission::Rule::validate_settings,
    },
    Bundle {
        id: "redline-cloud",
        kind: RuleKind::Cloud,
        validate: |payload, _| redline_cloud::Rule::validate(payload),
        validate_settings: redline_cloud::Rule::validate_settings,
    },
];

impl Bundle {
    /// Its rules, by id.
    pub fn rules(&self) -> impl Iterator<Item = &'static RegisteredRule> {
        let kind = self.kind;
        RULES.iter().filter(move |rule| rule.kind == kind)
    }
}
