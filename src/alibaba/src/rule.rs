//! What a rule over cloud operations is.

use redline_core::finding::Findings;
use redline_core::outcome::Outcome;
use redline_core::render;
use redline_core::response::{Response, SettingsResponse};
use redline_core::rule::{RuleDocs, RuleMetadata};
use redline_core::settings::RuleSettings;

use crate::action::Action;
use crate::context::CloudContext;
use crate::evaluate::{evaluate, evaluate_operation, validate_settings};
use crate::matching::ActionMatch;
use crate::operation::CloudOperation;

/// A rule over Alibaba Cloud operations.
///
/// Most rules are a table of [`Action`]s alone: the default check reports every match.
pub trait CloudRule {
    /// The rule's own settings, in addition to the inventory.
    type Settings: RuleSettings + Default;
    /// What the rule carries into its module.
    const METADATA: &'static RuleMetadata;
    /// Calls and changes that the rule evaluates. RAM policies are derived from the same table.
    const ACTIONS: &'static [Action];
    /// What documentation and manifests need.
    const DOCS: &'static RuleDocs;

    /// Whether the rule reports a match, whose finding it may change before. The default reports every match as it is.
    fn reports(_: &CloudContext<'_>, _: &CloudOperation<'_>, _: &mut ActionMatch) -> bool {
        true
    }

    /// Adds the findings about an operation to `out`. It is called only for operations that [`CloudRule::ACTIONS`] are
    /// about, and after exemptions. The default asks [`CloudRule::reports`] about every match; a rule whose findings are
    /// more than its matches has a check of its own.
    fn check(context: &CloudContext<'_>, operation: &CloudOperation<'_>, _: &Self::Settings, out: &mut Findings) {
        for mut found in operation.matches(context) {
            if Self::reports(context, operation, &mut found) {
                out.push(found.finding);
            }
        }
    }

    /// Evaluates the payload of a validation call, with these settings, or else with those in the payload.
    fn evaluate(payload: &[u8], settings: Option<&str>) -> Outcome {
        evaluate::<Self::Settings>(Self::METADATA, Self::ACTIONS, payload, settings, Self::check)
    }

    /// Evaluates an operation that has been read already.
    fn evaluate_operation(operation: &CloudOperation<'_>, settings: &str) -> Outcome {
        evaluate_operation::<Self::Settings>(Self::METADATA, Self::ACTIONS, operation, settings, Self::check)
    }

    /// Answers a validation call.
    fn validate(payload: &[u8]) -> Response {
        render::response(Self::METADATA, &Self::evaluate(payload, None))
    }

    /// Answers a settings validation call.
    fn validate_settings(settings: &[u8]) -> SettingsResponse {
        validate_settings(Self::METADATA.id, settings, &mut Self::Settings::default())
    }
}
