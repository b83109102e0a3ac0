//! What makes no difference, whatever the verdict: a dry run, members that are null or unknown, the order of members.

use redline_host::Verdict;
use serde_json::{Map, Value, json};

use super::{Base, Expected, Variant};

pub(super) fn variants(base: &Base) -> Vec<Variant> {
    let request = base.changed(|request| {
        unknown(base, request);
        if !base.is_cloud() && !request.is_empty() {
            request.insert("dryRun".to_owned(), json!(true));
            nulls(request);
        }
    });
    let mut settings = json!({});
    let own = base.rule.docs.settings.iter().map(|setting| setting.name);
    for setting in COMMON.iter().copied().chain(own).filter(|setting| !base.settings.contains_key(*setting)) {
        settings[setting] = Value::Null;
    }
    let mut variants =
        vec![base.variant("a dry run, null and unknown members", &request, settings, base.same()), reversed(base)];
    if base.settings.is_empty() {
        let payload = json!({"request": base.request, "settings": null}).to_string().into_bytes();
        variants.push(Variant { name: "settings: null".to_owned(), payload, expected: base.same() });
    }
    variants
}

const COMMON: &[&str] = &["enforcement", "language", "exempt", "exemptDefaults", "approval"];

/// Members that no rule reads. In both objects, so that an update stays what it was.
fn unknown(base: &Base, request: &mut Map<String, Value>) {
    let member = || ("zzz".to_owned(), json!({"deep": [1, {"x": null}]}));
    if request.is_empty() {
        return;
    }
    request.extend([member()]);
    if base.is_cloud() {
        return;
    }
    for name in ["object", "oldObject"] {
        let Some(object) = request.get_mut(name).and_then(Value::as_object_mut) else { continue };
        object.extend([member()]);
        if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
            metadata.insert("managedFields".to_owned(), json!([{"manager": "kubectl"}]));
        }
    }
}

/// What encoders of other languages write for a member without a value.
fn nulls(request: &mut Map<String, Value>) {
    let null = |members: &mut Map<String, Value>, keys: &[&str]| {
        for key in keys {
            members.entry(*key).or_insert(Value::Null);
        }
    };
    if request.is_empty() {
        return;
    }
    null(request, &["subResource", "dryRun", "options", "requestKind", "object", "oldObject", "name", "namespace"]);
    for name in ["object", "oldObject"] {
        let metadata = request.get_mut(name).and_then(|object| object.get_mut("metadata"));
        if let Some(metadata) = metadata.and_then(Value::as_object_mut) {
            let keys = ["generateName", "labels", "annotations", "finalizers", "ownerReferences", "deletionTimestamp"];
            null(metadata, &keys);
        }
    }
}

/// The payload with the members of every object in the reverse order.
fn reversed(base: &Base) -> Variant {
    let payload = backwards(&json!({"request": base.request, "settings": base.settings}));
    let expected = match base.plain.verdict() {
        // Which of two problems comes first is a matter of order.
        Verdict::Invalid => Expected::Unreadable(""),
        _ => Expected::InAnyOrder(Box::new(base.plain.clone())),
    };
    Variant { name: "members in the reverse order".to_owned(), payload: payload.into_bytes(), expected }
}

fn backwards(value: &Value) -> String {
    let join = |items: Vec<String>| items.join(",");
    match value {
        Value::Object(members) => {
            let text = |(key, value)| format!("{}:{}", Value::String(String::clone(key)), backwards(value));
            format!("{{{}}}", join(members.iter().rev().map(text).collect()))
        }
        Value::Array(items) => format!("[{}]", join(items.iter().map(backwards).collect())),
        other => other.to_string(),
    }
}
