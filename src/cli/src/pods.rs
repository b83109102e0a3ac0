//! Evaluates the pods that a custom resource describes, as part of the resource.

use std::cell::Cell;

use redline_host::{Cluster, PolicyType, Target};
use redline_input::pod_requests;
use serde_json::Value;

use crate::answer;
use crate::evaluation::RuleResult;
use crate::modules::ConfiguredModule;

/// A request, ready for modules, and those about the pods that its object describes.
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

    /// What decides which modules are for the request.
    pub(crate) fn target(&self) -> (PolicyType, Target<'_>) {
        (self.policy_type, Target::of(&self.request))
    }

    /// What a module reports; `None` when it is neither for the request nor for the pods. Without a cluster its look-ups are
    /// refused.
    pub(crate) fn evaluate(&self, rule: &ConfiguredModule, cluster: Option<&Cluster>) -> Option<Vec<RuleResult>> {
        self.evaluate_if(matches(rule, self.target()), rule, cluster)
    }

    /// [`Requests::evaluate`], where it is known whether the module is for the request.
    pub(crate) fn evaluate_if(
        &self,
        matches: bool,
        rule: &ConfiguredModule,
        cluster: Option<&Cluster>,
    ) -> Option<Vec<RuleResult>> {
        let mut results = matches.then(|| reported(rule, &self.text, cluster));
        for (pods, text) in &self.pods {
            let target = Target::of(&pods.request).created();
            if rule.module.metadata().is_some_and(|metadata| metadata.is_about(&target)) {
                let mut found = reported(rule, text, cluster);
                for finding in found.iter_mut().flat_map(|result| &mut result.findings) {
                    finding.path = pods.path(&finding.path);
                }
                found.into_iter().for_each(|result| add(results.get_or_insert_default(), result));
                results.get_or_insert_default();
            }
        }
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

/// Whether a module is for a request.
pub(crate) fn matches(rule: &ConfiguredModule, (policy_type, target): (PolicyType, Target<'_>)) -> bool {
    match policy_type {
        _ if policy_type != rule.policy_type => false,
        PolicyType::Raw => true,
        PolicyType::Kubernetes => rule.module.metadata().is_some_and(|metadata| metadata.is_about(&target)),
    }
}

thread_local! {
    /// The memory of the payload before, for the next one.
    static PAYLOAD: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// What a module reports about a request; nothing when it simply allows it. Without a cluster its look-ups are refused.
fn reported(rule: &ConfiguredModule, text: &str, cluster: Option<&Cluster>) -> Vec<RuleResult> {
    let mut payload = PAYLOAD.take();
    payload.clear();
    for part in [r#"{"request":"#, text, r#","settings":"#, &rule.settings, "}"] {
        payload.extend_from_slice(part.as_bytes());
    }
    let answer = rule.module.validate(&payload, cluster);
    PAYLOAD.set(payload);
    answer::results(rule.module.id(), answer)
}
