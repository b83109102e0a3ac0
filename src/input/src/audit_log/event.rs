//! Reads the members of one event of a kube-apiserver's audit log.

use serde_json::{Map, Value, json};

use crate::{equivalent, kinds};

/// Members that some exports turn into strings.
const MEMBERS: [&str; 7] =
    ["objectRef", "user", "impersonatedUser", "responseStatus", "requestObject", "responseObject", "annotations"];

/// The event without the wrapper of a log service, and with its members as JSON where an export made them strings.
pub(super) fn unwrap(mut event: Value) -> Value {
    for wrapper in ["content", "log", "message"] {
        let inner =
            event.get(wrapper).and_then(Value::as_str).and_then(|text| serde_json::from_str::<Value>(text).ok());
        if let Some(inner) = inner.filter(|inner| inner.get("auditID").is_some()) {
            event = inner;
        }
    }
    for member in MEMBERS {
        let inner = event.get(member).and_then(Value::as_str).and_then(|text| serde_json::from_str::<Value>(text).ok());
        if let Some(inner) = inner {
            event[member] = inner;
        }
    }
    event
}

/// The object in a member of the event; `None` where it is missing or a Status.
pub(super) fn object<'e>(event: &'e Value, member: &str) -> Option<&'e Value> {
    let object = event.get(member).filter(|object| object.is_object())?;
    (object.get("kind").is_some_and(|kind| kind != "Status") && object.get("metadata").is_some()).then_some(object)
}

/// The object as it was before its deletion began, which is what a webhook would have received.
pub(super) fn before_deletion(mut object: Value) -> Value {
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("deletionTimestamp");
        metadata.remove("deletionGracePeriodSeconds");
    }
    object
}

/// The object with no more than kind and name, which is all that every event has.
pub(super) fn reference(event: &Value) -> Option<Value> {
    let text = |member: &str| event["objectRef"][member].as_str().unwrap_or_default();
    let kind = equivalent::by_resource(text("apiGroup"), text("resource"))?;
    let mut metadata = Map::new();
    for member in ["name", "namespace"].into_iter().filter(|member| !text(member).is_empty()) {
        metadata.insert(member.to_owned(), text(member).into());
    }
    let version = kinds::api_version(text("apiGroup"), text("apiVersion"));
    Some(json!({"apiVersion": version, "kind": &*kind.kind, "metadata": metadata}))
}

/// What identifies the object of an event among all objects of the log.
pub(super) fn key(event: &Value) -> String {
    let text = |member: &str| event["objectRef"][member].as_str().unwrap_or_default();
    let name = match text("name") {
        // The API server generated the name.
        "" => event.pointer("/responseObject/metadata/name").and_then(Value::as_str).unwrap_or_default(),
        name => name,
    };
    // A request to `status` carries the whole object; other sub-resources have objects of their own.
    let sub = Some(text("subresource")).filter(|sub| *sub != "status").unwrap_or_default();
    [text("apiGroup"), text("resource"), text("namespace"), name, sub].join("/")
}
