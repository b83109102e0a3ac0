//! Documents as plans: what applying them would do.

use std::collections::HashMap;

use redline_input::{AdmissionRequest, ObjectIdentity, Operation, RequestSpec, Requester, Subject, items_in, yaml};
use serde_json::Value;

use super::plan::Plan;

/// What is in a text: manifests, with the operation on them, or requests, calls, events and plans.
pub(crate) fn plan(text: &str, operation: Operation, old: Option<&str>) -> Plan {
    let mut plan = Plan::default();
    let before: HashMap<ObjectIdentity, Value> = subjects(old.unwrap_or_default(), &mut plan)
        .into_iter()
        .filter_map(|subject| match subject {
            Subject::Object(object) => Some((ObjectIdentity::of(&object), object)),
            _ => None,
        })
        .collect();
    for subject in subjects(text, &mut plan) {
        let object = match subject {
            Subject::Object(object) => object,
            other => {
                plan.add(other);
                continue;
            }
        };
        let old = match operation {
            Operation::Update => before.get(&ObjectIdentity::of(&object)).cloned(),
            _ => None,
        };
        let spec = RequestSpec { operation, requester: Requester::new(super::SOMEONE), old, dry_run: false };
        match AdmissionRequest::for_object(object, &spec) {
            Ok(request) => plan.add(Subject::Request(request.into_json())),
            Err(reason) => plan.open(reason.clone(), reason),
        }
    }
    plan
}

fn subjects(text: &str, plan: &mut Plan) -> Vec<Subject> {
    let mut found = Vec::new();
    for (_, value) in yaml::chunks(text).iter().flat_map(|chunk| chunk.values("text")) {
        let items = value.map_err(|error| error.to_string()).map(items_in);
        for subject in
            items.map_or_else(|reason| vec![Err(reason)], |items| items.into_iter().map(|i| i.subject).collect())
        {
            match subject {
                Ok(subject) => found.push(subject),
                Err(reason) => plan.open(reason.clone(), reason),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_take_the_operation_and_calls_bring_their_own() {
        let text = "apiVersion: v1\nkind: Node\nmetadata: {name: a}\n---\nproduct: slb\naction: DeleteLoadBalancer\n";
        let told = plan(text, Operation::Delete, None);
        let titles: Vec<_> =
            told.requests.iter().map(|request| format!("{} {}", request.operation, request.title)).collect();
        assert_eq!(titles, ["DELETE Node/a", "call slb:DeleteLoadBalancer"]);
        assert!(plan("kind: [", Operation::Create, None).notes[0].open);
        assert!(plan(text, Operation::Update, None).notes[0].text.en.contains("before the change"));
    }
}
