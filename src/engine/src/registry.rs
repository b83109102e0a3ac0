//! Rules as values, for code that handles all of them: generators, tests, the page.

use alloc::vec::Vec;
use redline_alibaba::{Action, CloudRule};

use redline_core::outcome::Outcome;
use redline_core::response::{Response, SettingsResponse};
use redline_core::row::CatalogueRow;
use redline_core::rule::{RuleDocs, RuleKind, RuleMetadata};
use redline_kubernetes::lookup::Host;
use redline_kubernetes::rule::AdmissionRule;

/// A rule as a value.
#[derive(Clone, Copy)]
pub struct RegisteredRule {
    /// What the rule evaluates.
    pub kind: RuleKind,
    /// What the rule needs at run time.
    pub metadata: &'static RuleMetadata,
    /// What documentation and manifests need.
    pub docs: &'static RuleDocs,
    /// The API calls and Terraform changes that the rule evaluates; empty for admission rules.
    pub actions: &'static [Action],
    /// Evaluates the payload of a `validate` call. Settings that are given (JSON) replace those in the payload.
    pub evaluate: fn(&[u8], Option<&str>, &Host<'_>) -> Outcome,
    /// Returns the response to a `validate` call with this payload.
    pub validate: fn(&[u8], &Host<'_>) -> Response,
    /// Returns the response to a `validate_settings` call with these settings (JSON).
    pub validate_settings: fn(&[u8]) -> SettingsResponse,
}

impl RegisteredRule {
    /// A rule about admission requests.
    pub const fn admission<R: AdmissionRule>() -> RegisteredRule {
        RegisteredRule {
            kind: RuleKind::Admission,
            metadata: R::METADATA,
            docs: R::DOCS,
            actions: &[],
            evaluate: R::evaluate,
            validate: R::validate,
            validate_settings: R::validate_settings,
        }
    }

    /// A rule about cloud operations.
    pub const fn cloud<R: CloudRule>() -> RegisteredRule {
        RegisteredRule {
            kind: RuleKind::Cloud,
            metadata: R::METADATA,
            docs: R::DOCS,
            actions: R::ACTIONS,
            evaluate: |payload, settings, _| R::evaluate(payload, settings),
            validate: |payload, _| R::validate(payload),
            validate_settings: R::validate_settings,
        }
    }

    /// The rule's id.
    pub const fn id(&self) -> &'static str {
        self.metadata.id
    }
}

/// Those of `rules` that declare the row: admission rules, then cloud rules, each in the given order.
pub fn declaring<'r>(row: &CatalogueRow, rules: impl Iterator<Item = &'r RegisteredRule>) -> Vec<&'r RegisteredRule> {
    let declares = |rule: &&RegisteredRule| rule.metadata.rows.iter().any(|declared| declared.id == row.id);
    let mut declaring: Vec<&RegisteredRule> = rules.filter(declares).collect();
    declaring.sort_by_key(|rule| rule.kind == RuleKind::Cloud);
    declaring
}
