//! The bundles: modules that contain all rules of a kind.

use redline_engine::core::response::Response;
use redline_engine::core::response::SettingsResponse;
use redline_engine::core::rule::RuleKind;
use redline_engine::kubernetes::lookup::Host;

use crate::registry::RULES;
use redline_engine::registry::RegisteredRule;

/// A bundle, linked natively.
pub struct Bundle {
    /// The id, which is also the name of its folder in `policies/`.
    pub id: &'static str,
    /// The kind of its rules.
    pub kind: RuleKind,
    /// Returns the response to a `validate` call with this payload.
    pub validate: fn(&[u8], &Host<'_>) -> Response,
    /// Returns the response to a `validate_settings` call with these settings (JSON).
    pub validate_settings: fn(&[u8]) -> SettingsResponse,
}

/// Every bundle. Their folders in `policies/` contain no rule.
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
    /// The rules of the bundle, sorted by id.
    pub fn rules(&self) -> impl Iterator<Item = &'static RegisteredRule> {
        let kind = self.kind;
        RULES.iter().filter(move |rule| rule.kind == kind)
    }
}
