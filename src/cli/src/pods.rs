//! Evaluates the pods that a custom resource describes, as part of the resource.

use std::cell::Cell;

use redline_host::{Cluster, Error, PolicyType, Response, Target};
use redline_input::pod_requests;
use serde_json::Value;

use crate::answer;
use crate::evaluation::RuleResult;
use crate::rules::{ConfiguredRule, Rules, Unit};

/// A request, ready for rules, and those about the pods that its object describes.
pub(crate) struct Requests {
    policy_type: PolicyType,
    request: Value,
    text: String,
    pods: Vec<(redline_input::PodRequest, String)>,
}

impl Requests {
    pub(crate) fn new(policy_type: PolicyType, request: Value) -> Self {
        let pods = if policy_type == PolicyType::Raw { Vec::new() } else { pod_requests(&request) };
        let with_text = |pods: redline_input::PodRequest| {
            let text = pods.to_json();
            (pods, text)
        };
        let pods = pods.into_iter().map(with_text).collect();
        Requests { text: request.to_string(), policy_type, request, pods }
    }

    /// What decides which rules are for the request.
    pub(crate) fn target(&self) -> (PolicyType, Target<'_>) {
        (self.policy_type, Target::of(&self.request))
    }

    /// For each rule, whether it is for the request.
    pub(crate) fn matching(&self, rules: &Rules) -> Vec<bool> {
        let target = self.target();
        rules.all().iter().map(|rule| matches(rule, target)).collect()
    }

    /// What some rules report; `None` when none of them is for the request or the pods. `matching` is whether each rule is for
    /// the request. Without a cluster look-ups are refused.
    pub(crate) fn evaluate(
        &self,
        rules: &Rules,
        unit: &Unit,
        matching: &[bool],
        cluster: Option<&Cluster>,
    ) -> Option<Vec<RuleResult>> {
        let members = unit.rules.clone().zip(&rules.all()[unit.rules.clone()]);
        let about: Vec<_> = members.clone().filter(|(at, _)| matching[*at]).map(|(_, rule)| rule).collect();
        let mut results = (!about.is_empty()).then(|| reported(unit, &about, &self.text, cluster));
        for (pods, text) in &self.pods {
            let target = Target::of(&pods.request).created();
            let about: Vec<_> = members.clone().map(|(_, rule)| rule).filter(|rule| is_about(rule, &target)).collect();
            if about.is_empty() {
                continue;
            }
            let mut found = reported(unit, &about, text, cluster);
            for finding in found.iter_mut().flat_map(|result| &mut result.findings) {
                finding.path = pods.path(&finding.path);
            }
            found.into_iter().for_each(|result| add(results.get_or_insert_default(), result));
            results.get_or_insert_default();
        }
        let place = |result: &RuleResult| rules.all().iter().position(|rule| rule.rule.id() == result.rule);
        results.iter_mut().for_each(|results| results.sort_by_key(place));
        results
    }
}

/// Adds what a rule reports to what it has reported already. What all pods of a resource have in common, such as its
/// annotations, is reported once.
fn add(results: &mut Vec<RuleResult>, result: RuleResult) {
    match results.iter_mut().find(|known| known.rule == result.rule) {
        None => results.push(result),
        Some(known) => {
            for finding in result.findings {
                if !known.findings.contains(&finding) {
                    known.findings.push(finding);
                }
            }
            for line in result.advice {
                if !known.advice.contains(&line) {
                    known.advice.push(line);
                }
            }
        }
    }
}

/// Whether a rule is for a request.
pub(crate) fn matches(rule: &ConfiguredRule, (policy_type, target): (PolicyType, Target<'_>)) -> bool {
    match policy_type {
        _ if policy_type != rule.policy_type => false,
        PolicyType::Raw => true,
        PolicyType::Kubernetes => is_about(rule, &target),
    }
}

fn is_about(rule: &ConfiguredRule, target: &Target<'_>) -> bool {
    rule.rule.metadata().is_some_and(|metadata| metadata.is_about(target))
}

thread_local! {
    /// The memory of the payload before, for the next one.
    static PAYLOAD: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// What some rules of a unit report about a request; nothing when they simply allow it.
///
/// A bundle answers for all of them. Only where it has something to say, each rule that may be behind it is called alone, so
/// that its answer is the one it gives in a module of its own.
fn reported(unit: &Unit, rules: &[&ConfiguredRule], text: &str, cluster: Option<&Cluster>) -> Vec<RuleResult> {
    let mut behind = Behind::All;
    if let Some((bundle, settings)) = unit.bundle.as_ref().filter(|_| rules.len() > 1) {
        behind = with_payload(text, settings, |payload| Behind::of(&bundle.validate(payload, cluster)));
    }
    let asked = rules.iter().filter(|rule| behind.may_be(rule.rule.id()));
    let results = asked.flat_map(|rule| {
        let answer = with_payload(text, &rule.module_settings, |payload| rule.rule.validate(payload, cluster));
        answer::results(rule.rule.id(), answer)
    });
    results.collect()
}

fn with_payload<T>(text: &str, settings: &str, call: impl FnOnce(&[u8]) -> T) -> T {
    let mut payload = PAYLOAD.take();
    payload.clear();
    for part in [r#"{"request":"#, text, r#","settings":"#, settings, "}"] {
        payload.extend_from_slice(part.as_bytes());
    }
    let answer = call(&payload);
    PAYLOAD.set(payload);
    answer
}

/// Which rules of a bundle are behind its answer.
enum Behind {
    /// None: all of them allow the request, or exempt it.
    None,
    /// Those that report findings.
    Rules(Vec<String>),
    /// Any: the answer does not tell.
    All,
}

impl Behind {
    fn of(answer: &Result<Response, Error>) -> Self {
        let Ok(answer) = answer else { return Behind::All };
        match (answer.recorded_verdict(), answer.findings()) {
            (None | Some("exempt"), None) if answer.accepted && answer.warnings().is_empty() => Behind::None,
            (Some("audit" | "approved" | "warn" | "deny"), Some(findings)) => {
                Behind::Rules(findings.into_iter().map(|finding| finding.rule).collect())
            }
            _ => Behind::All,
        }
    }

    fn may_be(&self, rule: &str) -> bool {
        match self {
            Behind::None => false,
            Behind::Rules(rules) => rules.iter().any(|id| id == rule),
            Behind::All => true,
        }
    }
}
