//! Custom resources that make pods: where only the documents are there, their pods are checked like those of Kubernetes' own
//! workloads, and findings point into the resource.

use std::collections::BTreeSet;

use redline_dev::RULES;
use redline_e2e::native;
use redline_engine::core::kinds::{CUSTOM_WORKLOADS, CustomWorkload};
use redline_input::{AdmissionRequest, Operation, RequestSpec, Requester, pod_requests, yaml};
use serde_json::Value;

/// Documents, each with the path at which `rule` (`critical-host-path`, where it is not named) denies it; empty for those that no
/// rule reports.
const DOCUMENTS: &str = include_str!("custom_workloads.yaml");

fn findings(object: Value) -> Vec<(String, String)> {
    let requester = Requester::new("alice");
    let spec = RequestSpec { operation: Operation::Create, requester, old: None, dry_run: false };
    let request = AdmissionRequest::for_object(object, &spec).unwrap().into_json();
    let mut found = Vec::new();
    for pods in pod_requests(&request) {
        let payload = format!("{{\"request\":{},\"settings\":{{}}}}", pods.to_json());
        for rule in RULES.iter().filter(|rule| !rule.metadata.requests.is_empty()) {
            let answer = native(rule, payload.as_bytes(), None);
            let findings = answer.audit_annotations.as_ref().and_then(|notes| notes.get("redline-findings"));
            let findings: Vec<Value> = findings.map(|json| serde_json::from_str(json).unwrap()).unwrap_or_default();
            for finding in findings {
                let path = pods.path(finding["path"].as_str().unwrap());
                found.push((finding["rule"].as_str().unwrap().to_owned(), path));
            }
            assert!(answer.code != Some(400), "{}: {:?}", rule.id(), answer.message);
        }
    }
    found
}

#[test]
fn pods_of_custom_resources_are_checked_where_they_are_described() {
    let mut denied_kinds = BTreeSet::new();
    for chunk in yaml::chunks(DOCUMENTS) {
        for (line, value) in chunk.values("custom_workloads.yaml") {
            let mut document = value.unwrap();
            let rule = document["rule"].as_str().unwrap_or("critical-host-path").to_owned();
            let want = document["denied"].as_str().unwrap().to_owned();
            let object = document["object"].take();
            let text = |name: &str| object[name].as_str().unwrap().to_owned();
            let kind = (text("apiVersion").split('/').next().unwrap().to_owned(), text("kind"));
            let found = findings(object);
            match &*want {
                "" => assert!(found.is_empty(), "line {line}: {found:?}"),
                path => {
                    let denied = (rule, path.to_owned());
                    assert!(found.contains(&denied), "line {line}: {found:?}");
                    denied_kinds.insert(kind);
                }
            }
        }
    }
    for CustomWorkload { kind, .. } in CUSTOM_WORKLOADS {
        assert!(denied_kinds.contains(&(kind.group.to_owned(), kind.kind.to_owned())), "no document for {}", kind.kind);
    }
}
