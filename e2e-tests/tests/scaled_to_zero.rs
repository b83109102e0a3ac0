//! A workload that no rule lets go is not scaled to zero either: as an update of the workload, and through its sub-resource
//! `scale`, with and without the number that the API server leaves out.

use redline_dev::{RULES, RegisteredRule};
use redline_e2e::matrix::{Base, bases};
use redline_e2e::native;
use redline_engine::core::request_match::Operation;
use redline_host::Verdict;
use serde_json::{Value, json};

/// Whether a rule names this resource, and is about its deletion.
fn guards(rule: &RegisteredRule, resource: &str) -> bool {
    let deletes = |operations: &[Operation]| operations.contains(&Operation::Delete);
    let mut requests = rule.metadata.requests.iter();
    requests.any(|on| on.kind.plural == resource && on.kind.scale && deletes(on.operations))
}

/// The ways to scale the workload that a request deletes.
fn scalings(base: &Base) -> Vec<(&'static str, Value)> {
    let mut running = base.request["oldObject"].clone();
    running["spec"]["replicas"] = json!(2);
    let mut stopped = running.clone();
    stopped["spec"]["replicas"] = json!(0);
    let metadata = running["metadata"].clone();
    let scale = |spec: Value| json!({"apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": metadata.clone(), "spec": spec});
    let update = |sub: &str, old: Value, new: Value| {
        base.changed(|request| {
            request.insert("operation".to_owned(), "UPDATE".into());
            if !sub.is_empty() {
                request.insert("subResource".to_owned(), sub.into());
                request.insert("kind".to_owned(), json!({"group": "autoscaling", "version": "v1", "kind": "Scale"}));
            }
            request.insert("oldObject".to_owned(), old);
            request.insert("object".to_owned(), new);
        })
    };
    vec![
        ("the workload", update("", running, stopped)),
        ("scale", update("scale", scale(json!({"replicas": 2})), scale(json!({"replicas": 0})))),
        ("scale without a number", update("scale", scale(json!({"replicas": 2})), scale(json!({})))),
    ]
}

#[test]
fn every_guarded_workload_is_guarded_against_zero() {
    let mut seen = Vec::new();
    for rule in RULES {
        for base in bases(rule).iter().filter(|base| base.is_violation() && base.operation() == "DELETE") {
            if !guards(rule, base.text("/resource/resource")) {
                continue;
            }
            for (way, request) in scalings(base) {
                let answer = native(rule, &base.with(&request, json!({})), base.cluster());
                let found = matches!(answer.verdict(), Verdict::Deny | Verdict::Warn);
                assert!(found, "{} {}: {way}: {answer:?}", rule.id(), base.case);
            }
            seen.push(rule.id());
        }
    }
    seen.dedup();
    assert!(seen.len() >= 4, "{seen:?}");
}
