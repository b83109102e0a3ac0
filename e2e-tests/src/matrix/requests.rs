//! Forms that an admission request may take, and what they change.

use serde_json::{Value, json};

use super::{Base, Expected, Variant};

const DELETED_AT: &str = "2026-01-01T00:00:00Z";

pub(super) fn variants(base: &Base) -> Vec<Variant> {
    let mut variants = cut_short(base);
    if base.is_cloud() {
        return variants;
    }
    let mut add = |name: &str, request: Value, expected: Expected| {
        variants.push(base.variant(name, &request, json!({}), expected));
    };
    // Refusing the deletion of what is being deleted only wedges clients. Everything else is still looked at.
    let expected = if base.operation() == "DELETE" { Expected::silence() } else { base.same() };
    if let Some(request) = terminating(base) {
        add("terminating", request, expected);
    }
    // `kubectl delete --all` sends a request for each object, without its name.
    if base.operation() == "DELETE" && base.text("/oldObject/metadata/name") == base.text("/name") {
        let request = base.changed(|request| _ = request.insert("name".to_owned(), "".into()));
        add("one of a collection", request, base.same());
    }
    // Kubewarden's audit scanner and some clients write the kind where the plural belongs.
    let kind = base.text("/kind/kind").to_owned();
    if base.text("/subResource").is_empty() && !kind.is_empty() {
        let request = base.changed(|request| request["resource"]["resource"] = kind.into());
        add("kind in place of the plural", request, base.same());
    }
    // Kubernetes always sends the object. A request without it is no request, and no reason to let it through.
    if base.operation() != "CONNECT" {
        let request = base.changed(|request| {
            request.insert("object".to_owned(), Value::Null);
            request.insert("oldObject".to_owned(), Value::Null);
        });
        add("without an object", request, Expected::Unreadable("expected the object, found nothing"));
    }
    if let Some(request) = labels_in_a_list(base) {
        add("labels in a list", request, Expected::Unreadable("Object.metadata.labels`: expected an object"));
    }
    let unnamed = base.by(&Value::Null);
    let as_nobody = base.by(&json!({"username": "", "groups": []}));
    add("without `userInfo`", unnamed, base.native(&base.with(&as_nobody, json!({}))).into());
    variants
}

/// The request about an object with a deletion timestamp, in both its states.
fn terminating(base: &Base) -> Option<Value> {
    let mut changed = false;
    let request = base.changed(|request| {
        for name in ["object", "oldObject"] {
            let metadata = request.get_mut(name).and_then(|object| object.get_mut("metadata"));
            if let Some(metadata) = metadata.and_then(Value::as_object_mut) {
                metadata.insert("deletionTimestamp".to_owned(), DELETED_AT.into());
                changed = true;
            }
        }
    });
    changed.then_some(request)
}

/// The request about an object that no view can read.
fn labels_in_a_list(base: &Base) -> Option<Value> {
    let mut changed = false;
    let request = base.changed(|request| {
        let metadata = request.get_mut("oldObject").and_then(|object| object.get_mut("metadata"));
        if let Some(metadata) = metadata.and_then(Value::as_object_mut) {
            metadata.insert("labels".to_owned(), json!(["s3cret"]));
            changed = true;
        }
    });
    changed.then_some(request)
}

/// Half a payload, and other parts of one. What cannot be read is never let through.
fn cut_short(base: &Base) -> Vec<Variant> {
    let text = base.with_settings(json!({}));
    let cuts = [text.len() / 8, text.len() / 2, text.len() - text.len() / 8, text.len() - 1];
    cuts.into_iter()
        .map(|cut| {
            // Not in the middle of a character: that is another problem.
            let cut = (0..=cut).rev().find(|at| text[*at] & 0xC0 != 0x80).unwrap_or_default();
            Variant {
                name: format!("cut after {cut} bytes"),
                payload: text[..cut].to_vec(),
                expected: Expected::Unreadable("the JSON ends too early"),
            }
        })
        .chain([Variant {
            name: "not UTF-8".to_owned(),
            payload: [&*text, b"\xff"].concat(),
            expected: Expected::Unreadable("not valid UTF-8"),
        }])
        .collect()
}
