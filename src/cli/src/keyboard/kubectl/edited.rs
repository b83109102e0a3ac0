//! What an editor session changed.

use redline_input::{Operation, Requester, Subject, items_in, yaml};
use serde_json::Value;

use super::args::Invocation;
use super::planner::{Planner, counterpart};
use crate::keyboard::plan::Plan;

/// The requests that kubectl sends for a file that was edited.
pub(crate) fn edited(
    before: &str,
    after: &str,
    operation: Operation,
    invocation: &Invocation,
    requester: Requester,
) -> Plan {
    let mut planner = Planner::new(invocation, None, None, requester);
    let old = objects(before);
    let sub = invocation.flag("subresource").unwrap_or_default().to_owned();
    for object in objects(after) {
        match (operation, counterpart(&object, &old)) {
            (Operation::Create, _) => planner.request(Operation::Create, object, None),
            (_, Some(old)) => planner.request_to(&sub, Operation::Update, object, Some(old.clone())),
            // kubectl itself refuses an object that has another name now.
            (_, None) => {}
        }
    }
    planner.plan
}

/// The objects in a text. What is not YAML is left to kubectl, which opens the editor again.
fn objects(text: &str) -> Vec<Value> {
    let values = yaml::chunks(text).iter().flat_map(|chunk| chunk.values("editor")).collect::<Vec<_>>();
    let items = values.into_iter().filter_map(|(_, value)| value.ok()).flat_map(items_in);
    items
        .filter_map(|item| match item.subject {
            Ok(Subject::Object(object)) => Some(object),
            _ => None,
        })
        .collect()
}
