//! Bundles: many rules in one module.
//!
//! The request is read once to find the rules that match it, and then once for each view of the object that these rules
//! have. Rules with the same view share what was read, and the commands of its scripts. Each of them evaluates the request
//! in memory that is reused (see [`scratch`]), and their outcomes are merged into one response.
//!
//! The verdict is the same as that of the single rules: the request is denied if one of them denies it. Only messages are
//! merged: each field of the object appears once, with the most severe finding about it.

mod admission;
mod merge;
mod settings;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use redline_alibaba::{CloudOperation, CloudRule, INVENTORY_KEYS, input};
use redline_core::outcome::Outcome;
use redline_core::render;
use redline_core::response::{Response, SettingsResponse};
use redline_core::rule::RuleMetadata;
use redline_core::scratch;
use redline_core::settings::{unknown, validate_with};

use merge::{Evaluated, merge};
use settings::{RuleEntry, RuleSwitches};

pub use admission::{AdmissionMember, Group, Rules, admission, validate_admission_settings};
pub use settings::KEYS;

/// A rule about cloud operations in a bundle.
pub struct Member {
    about: About,
    evaluate: EvaluateOperation,
}

/// What a bundle knows of a rule of any kind.
#[derive(Clone, Copy)]
pub struct About {
    rule: &'static RuleMetadata,
    /// How many pairs of operation and kind, or how many actions, the rule matches.
    width: usize,
    validate_settings: fn(&[u8]) -> SettingsResponse,
}

/// Evaluates a cloud operation.
struct EvaluateOperation {
    /// Whether the rule matches the operation.
    matches: fn(&CloudOperation<'_>) -> bool,
    /// Evaluates the operation with settings (JSON).
    evaluate: fn(&CloudOperation<'_>, &str) -> Outcome,
}

impl Member {
    /// A rule about cloud operations.
    pub const fn cloud<R: CloudRule>() -> Self {
        Member {
            about: About { rule: R::METADATA, width: R::ACTIONS.len(), validate_settings: R::validate_settings },
            evaluate: EvaluateOperation {
                matches: |operation| operation.is_about(R::ACTIONS),
                evaluate: R::evaluate_operation,
            },
        }
    }
}

/// The response to a `validate` call of the bundle with the id `bundle`: evaluates the cloud operation in `payload` with each
/// of `rules` that matches it and is on.
pub fn cloud(bundle: &str, rules: &[Member], payload: &[u8]) -> Response {
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
        for Member { about, evaluate } in matching {
            let About { rule, width, .. } = *about;
            let evaluate = |emit: &mut dyn FnMut(&Outcome)| {
                if let Some(settings) = switches.of(rule) {
                    emit(&(evaluate.evaluate)(operation, &settings));
                }
            };
            scratch::stream(evaluate, &mut |outcome: &Outcome| {
                outcomes.push(Evaluated { rule, width, outcome: outcome.clone() });
            });
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

/// The response to a `validate_settings` call of a bundle of cloud rules. `json` are the settings.
pub fn validate_cloud_settings(bundle: &str, rules: &[Member], json: &[u8]) -> SettingsResponse {
    let rules: Vec<&About> = rules.iter().map(|member| &member.about).collect();
    validate_settings(bundle, INVENTORY_KEYS, &rules, json)
}

/// Checks the settings of the bundle first, then the settings of each rule that is on.
fn validate_settings(bundle: &str, shared: &'static [&'static str], rules: &[&About], json: &[u8]) -> SettingsResponse {
    validate_with(bundle, json, &mut |json| {
        let switches = RuleSwitches::read(shared, Some(json))?;
        let ids = || rules.iter().map(|about| about.rule.id);
        if let Some(RuleEntry { id, .. }) = switches.rules.iter().find(|entry| !ids().any(|known| known == entry.id)) {
            let known: Vec<&'static str> = ids().collect();
            return Err(unknown(&format!("rules.{id}"), &mut known.iter()));
        }
        let mut wrong = None;
        for about in rules {
            // Every rule reads the settings that are for all of them, which may be long.
            let check = |emit: &mut dyn FnMut(&String)| {
                if let Some(text) = switches.of(about.rule)
                    && let SettingsResponse { valid: false, message } = (about.validate_settings)(text.as_bytes())
                {
                    emit(&message.unwrap_or_default());
                }
            };
            scratch::stream::<String, ()>(check, &mut |message| wrong = wrong.take().or_else(|| Some(message.clone())));
        }
        wrong.map_or(Ok(()), Err)
    })
}
