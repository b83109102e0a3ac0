//! Bundles: many rules in one module.
//!
//! The request is read once to find the rules that match it. Each of them evaluates it, in memory that is reused (see
//! [`scratch`]), and their outcomes are merged into one response.
//!
//! The verdict is the same as that of the single rules: the request is denied if one of them denies it. Only messages are
//! merged: each field of the object appears once, with the most severe finding about it.

mod merge;
mod settings;

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use redline_alibaba::{CloudOperation, CloudRule, INVENTORY_KEYS, input};
use redline_core::outcome::Outcome;
use redline_core::render;
use redline_core::response::{Response, SettingsResponse};
use redline_core::rule::RuleMetadata;
use redline_core::scratch;
use redline_core::settings::{unknown, validate_with};
use redline_kubernetes::lookup::Host;
use redline_kubernetes::payload;
use redline_kubernetes::rule::AdmissionRule;

use merge::{Evaluated, merge};
use settings::{RuleEntry, RuleSwitches};

pub use settings::KEYS;

/// One rule of a bundle. `E` is [`EvaluateRequest`] or [`EvaluateOperation`].
pub struct Member<E: 'static> {
    rule: &'static RuleMetadata,
    /// How many pairs of operation and kind, or how many actions, the rule matches.
    width: usize,
    evaluate: E,
    validate_settings: fn(&[u8]) -> SettingsResponse,
}

/// Evaluates the payload of a `validate` call with these settings (JSON) instead of those in the payload.
pub type EvaluateRequest = fn(&[u8], Option<&str>, &Host<'_>) -> Outcome;

/// Evaluates a cloud operation.
pub struct EvaluateOperation {
    /// Whether the rule matches the operation.
    matches: fn(&CloudOperation<'_>) -> bool,
    /// Evaluates the operation with settings (JSON).
    evaluate: fn(&CloudOperation<'_>, &str) -> Outcome,
}

impl Member<EvaluateRequest> {
    /// A rule about admission requests.
    pub const fn admission<R: AdmissionRule>() -> Self {
        let (mut index, mut width) = (0, 0);
        while index < R::METADATA.requests.len() {
            width += R::METADATA.requests[index].operations.len();
            index += 1;
        }
        Member { rule: R::METADATA, width, evaluate: R::evaluate, validate_settings: R::validate_settings }
    }
}

impl Member<EvaluateOperation> {
    /// A rule about cloud operations.
    pub const fn cloud<R: CloudRule>() -> Self {
        Member {
            rule: R::METADATA,
            width: R::ACTIONS.len(),
            evaluate: EvaluateOperation {
                matches: |operation| operation.is_about(R::ACTIONS),
                evaluate: R::evaluate_operation,
            },
            validate_settings: R::validate_settings,
        }
    }
}

/// The response to a `validate` call of the bundle with the id `bundle`: evaluates the admission request in `payload` with
/// each of `rules` that matches it and is on.
pub fn admission(bundle: &str, rules: &[Member<EvaluateRequest>], payload: &[u8], host: &Host<'_>) -> Response {
    let Ok(text) = core::str::from_utf8(payload) else {
        return render::invalid(bundle, "not valid UTF-8");
    };
    let (matching, json) = match payload::matching_rules(text, rules.iter().map(|member| member.rule)) {
        Ok(read) => read,
        Err(problem) => return render::invalid(bundle, &problem.to_string()),
    };
    if !matching.contains(&true) {
        return Response::allow();
    }
    let switches = match RuleSwitches::read(&[], json) {
        Ok(switches) => switches,
        Err(problem) => return render::invalid(bundle, &problem),
    };
    let matching = rules.iter().zip(matching).filter(|(_, matches)| *matches).map(|(member, _)| member);
    let mut outcomes = Vec::new();
    for member in matching {
        if let Some(settings) = switches.of(member.rule) {
            scratch::stream(
                |emit| emit(&(member.evaluate)(payload, Some(&settings), host)),
                &mut |outcome: &Outcome| {
                    outcomes.push(Evaluated { rule: member.rule, width: member.width, outcome: outcome.clone() });
                },
            );
        }
    }
    merge(outcomes)
}

/// The response to a `validate` call of the bundle with the id `bundle`: evaluates the cloud operation in `payload` with each
/// of `rules` that matches it and is on.
pub fn cloud(bundle: &str, rules: &[Member<EvaluateOperation>], payload: &[u8]) -> Response {
    let mut response = Response::allow();
    let read = input::read(payload, &mut |operation, json| {
        let matching: Vec<_> = rules.iter().filter(|member| (member.evaluate.matches)(operation)).collect();
        if matching.is_empty() {
            return Outcome::Allow;
        }
        let switches = match RuleSwitches::read(INVENTORY_KEYS, json) {
            Ok(switches) => switches,
            Err(problem) => return Outcome::Invalid(problem),
        };
        let mut outcomes = Vec::new();
        for member in matching {
            if let Some(settings) = switches.of(member.rule) {
                scratch::stream(
                    |emit| emit(&(member.evaluate.evaluate)(operation, &settings)),
                    &mut |outcome: &Outcome| {
                        outcomes.push(Evaluated { rule: member.rule, width: member.width, outcome: outcome.clone() });
                    },
                );
            }
        }
        response = merge(outcomes);
        Outcome::Allow
    });
    match read {
        Ok(Outcome::Invalid(problem)) => render::invalid(bundle, &problem),
        Ok(_) => response,
        Err(problem) => render::invalid(bundle, &problem.to_string()),
    }
}

/// The response to a `validate_settings` call of a bundle of admission rules. `json` are the settings.
pub fn validate_admission_settings(bundle: &str, rules: &[Member<EvaluateRequest>], json: &[u8]) -> SettingsResponse {
    validate_settings(bundle, &[], rules, json)
}

/// The response to a `validate_settings` call of a bundle of cloud rules. `json` are the settings.
pub fn validate_cloud_settings(bundle: &str, rules: &[Member<EvaluateOperation>], json: &[u8]) -> SettingsResponse {
    validate_settings(bundle, INVENTORY_KEYS, rules, json)
}

/// Checks the settings of the bundle first, then the settings of each rule that is on.
fn validate_settings<E>(
    bundle: &str,
    shared: &'static [&'static str],
    rules: &[Member<E>],
    json: &[u8],
) -> SettingsResponse {
    validate_with(bundle, json, &mut |json| {
        let switches = RuleSwitches::read(shared, Some(json))?;
        let ids = || rules.iter().map(|member| member.rule.id);
        if let Some(RuleEntry { id, .. }) = switches.rules.iter().find(|entry| !ids().any(|known| known == entry.id)) {
            let known: Vec<&'static str> = ids().collect();
            return Err(unknown(&format!("rules.{id}"), &mut known.iter()));
        }
        for member in rules {
            if let Some(text) = switches.of(member.rule)
                && let SettingsResponse { valid: false, message } = (member.validate_settings)(text.as_bytes())
            {
                return Err(message.unwrap_or_default());
            }
        }
        Ok(())
    })
}
