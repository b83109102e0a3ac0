//! Many rules in one module: the request is read once to see which rules it is about, each of these evaluates it, and
//! their outcomes become one answer.
//!
//! The verdict is always that of the rules one by one. Only messages are merged: of several findings about the same field
//! the one of the narrowest rule stands in the message, and names the others.

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
use settings::{Named, Switches};

pub use settings::KEYS;

/// One rule of a bundle.
pub struct Member<E: 'static> {
    rule: &'static RuleMetadata,
    width: usize,
    evaluate: E,
    validate_settings: fn(&[u8]) -> SettingsResponse,
}

/// Evaluates a payload with settings given separately.
pub type EvaluateRequest = fn(&[u8], Option<&str>, &Host<'_>) -> Outcome;

/// Evaluates an operation with settings. The flag alone asks whether the rule is about the operation.
pub struct EvaluateOperation {
    matches: fn(&CloudOperation<'_>) -> bool,
    evaluate: fn(&CloudOperation<'_>, &str) -> Outcome,
}

impl Member<EvaluateRequest> {
    /// A rule over admission requests.
    pub const fn admission<R: AdmissionRule>() -> Self {
        let (mut at, mut width) = (0, 0);
        while at < R::METADATA.requests.len() {
            width += R::METADATA.requests[at].operations.len();
            at += 1;
        }
        Member { rule: R::METADATA, width, evaluate: R::evaluate, validate_settings: R::validate_settings }
    }
}

impl Member<EvaluateOperation> {
    /// A rule over cloud operations.
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

/// Evaluates an admission request with every rule that is about it. `bundle` is the id of the bundle.
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
    let switches = match Switches::read(&[], json) {
        Ok(switches) => switches,
        Err(problem) => return render::invalid(bundle, &problem),
    };
    let matching = rules.iter().zip(matching).filter(|(_, matches)| *matches).map(|(member, _)| member);
    let mut outcomes = Vec::new();
    for member in matching {
        if let Some(settings) = switches.of(member.rule.id) {
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

/// Evaluates a cloud operation with every rule that is about it. `bundle` is the id of the bundle.
pub fn cloud(bundle: &str, rules: &[Member<EvaluateOperation>], payload: &[u8]) -> Response {
    let mut answer = Response::allow();
    let read = input::read(payload, &mut |operation, json| {
        let matching: Vec<_> = rules.iter().filter(|member| (member.evaluate.matches)(operation)).collect();
        if matching.is_empty() {
            return Outcome::Allow;
        }
        let switches = match Switches::read(INVENTORY_KEYS, json) {
            Ok(switches) => switches,
            Err(problem) => return Outcome::Invalid(problem),
        };
        let mut outcomes = Vec::new();
        for member in matching {
            if let Some(settings) = switches.of(member.rule.id) {
                scratch::stream(
                    |emit| emit(&(member.evaluate.evaluate)(operation, &settings)),
                    &mut |outcome: &Outcome| {
                        outcomes.push(Evaluated { rule: member.rule, width: member.width, outcome: outcome.clone() });
                    },
                );
            }
        }
        answer = merge(outcomes);
        Outcome::Allow
    });
    match read {
        Ok(Outcome::Invalid(problem)) => render::invalid(bundle, &problem),
        Ok(_) => answer,
        Err(problem) => render::invalid(bundle, &problem.to_string()),
    }
}

/// Answers a settings validation call of a bundle of admission rules.
pub fn validate_admission_settings(bundle: &str, rules: &[Member<EvaluateRequest>], json: &[u8]) -> SettingsResponse {
    validate_settings(bundle, &[], rules, json)
}

/// Answers a settings validation call of a bundle of cloud rules.
pub fn validate_cloud_settings(bundle: &str, rules: &[Member<EvaluateOperation>], json: &[u8]) -> SettingsResponse {
    validate_settings(bundle, INVENTORY_KEYS, rules, json)
}

/// The bundle's own keys are checked first, then the settings of each rule that is on.
fn validate_settings<E>(
    bundle: &str,
    shared: &'static [&'static str],
    rules: &[Member<E>],
    json: &[u8],
) -> SettingsResponse {
    validate_with(bundle, json, &mut |json| {
        let switches = Switches::read(shared, Some(json))?;
        let ids = || rules.iter().map(|member| member.rule.id);
        if let Some(Named { id, .. }) = switches.rules.iter().find(|named| !ids().any(|known| known == named.id)) {
            let known: Vec<&'static str> = ids().collect();
            return Err(unknown(&format!("rules.{id}"), &mut known.iter()));
        }
        for member in rules {
            if let Some(text) = switches.of(member.rule.id)
                && let SettingsResponse { valid: false, message } = (member.validate_settings)(text.as_bytes())
            {
                return Err(message.unwrap_or_default());
            }
        }
        Ok(())
    })
}
