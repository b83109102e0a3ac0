//! What is no approval: other times, ids, keys and places than the documented ones, and an approval that came too late.

use serde_json::{Value, json};

use super::approvals::{annotate, annotated, carriers};
use super::{Base, Expected, Variant};
use crate::identities::merge;

const APPROVE: &str = "redline.dev/approve";
const REASON: &str = "redline.dev/reason";
const UNTIL: &str = "redline.dev/approved-until";
const AHEAD: &str = "2199-01-01T00:00:00Z";

/// Times that RFC 3339 allows.
const TIMES: &[&str] = &[
    "2199-01-01T08:00:00+08:00",
    "2199-01-01T00:00:00z",
    "2199-01-01t00:00:00Z",
    "2199-01-01T00:00:00.000001Z",
    "2198-12-31T23:59:60Z",
    " 2199-01-01T00:00:00Z ",
];

/// What is no time, or no time to come.
const NO_TIMES: &[&str] = &[
    "",
    "never",
    "forever",
    "true",
    "2199",
    "2199-01",
    "2199-01-01",
    "2199-01-01T00:00Z",
    "2199-01-01T00:00:00",
    "2199-01-01T00:00:00 Z",
    "2199-01-01T00:00:00ZZ",
    "2199-01-01T00:00:00UTC",
    "2199-01-01T00:00:00+8",
    "2199-01-01T00:00:00+0800",
    "2199-01-01T00:00:00+24:00",
    "2199-01-01T00:00:61Z",
    "2199-01-01T24:00:00Z",
    "2199-02-29T00:00:00Z",
    "2199-13-01T00:00:00Z",
    "2199-00-01T00:00:00Z",
    "2199-1-1T00:00:00Z",
    "99999-01-01T00:00:00Z",
    "+2199-01-01T00:00:00Z",
    "-2199-01-01T00:00:00Z",
    "7226582400",
    "9999h",
    "P1Y",
    "２１９９-01-01T00:00:00Z",
    "2020-01-01T00:00:00Z,2199-01-01T00:00:00Z",
    "2020-01-01T00:00:00Z",
    "0000-01-01T00:00:00Z",
];

/// How an approval does not name a rule; `{}` is its id.
const NO_IDS: &[&str] = &[
    "",
    "*",
    "all",
    "true",
    "{}*",
    "{}x",
    "x{}",
    "{}-2",
    "{} x",
    "{};x",
    "{}\u{200b}",
    "[\"{}\"]",
    "'{}'",
    "!{}",
    "policies/{}",
    "row",
];

/// Keys that are not those of an approval.
const NO_KEYS: &[&str] = &[
    "Redline.dev/approve",
    "redline.dev/Approve",
    "redline.dev/approve ",
    "redline.dev/approved",
    "redline.dev/approves",
    "redline.dev//approve",
    "xredline.dev/approve",
    "redline.dev.example.com/approve",
    "example.com/redline.dev/approve",
    "approve",
    "redline/approve",
];

pub(super) fn variants(base: &Base) -> Vec<Variant> {
    let Some(stands_in) = carriers(base) else { return connections(base) };
    let long = json!({"approval": {"enabled": true, "maxDuration": "9999999h"}});
    let given = |id: &str, until: &str| json!({APPROVE: id, REASON: "broken disk", UNTIL: until});
    let id = base.id();
    let mut variants = Vec::new();
    let mut add = |name: String, request: &Value, counts: bool| {
        let expected = if counts { approved(base) } else { Expected::AsGrave(Box::new(base.plain.clone())) };
        variants.push(base.variant(name, request, long.clone(), expected));
    };
    for until in TIMES {
        add(format!("until {until}"), &annotated(base, stands_in, &given(id, until)), true);
    }
    for until in NO_TIMES {
        add(format!("until {until}"), &annotated(base, stands_in, &given(id, until)), false);
    }
    for ids in NO_IDS {
        let ids = ids.replace("{}", id);
        add(format!("approves {ids}"), &annotated(base, stands_in, &given(&ids, AHEAD)), false);
    }
    add("in capitals".to_owned(), &annotated(base, stands_in, &given(&id.to_uppercase(), AHEAD)), false);
    for key in NO_KEYS {
        let annotations = json!({*key: id, REASON: "broken disk", UNTIL: AHEAD});
        add(format!("under {key}"), &annotated(base, stands_in, &annotations), false);
    }
    let blank = json!({APPROVE: id, REASON: " \t", UNTIL: AHEAD});
    add("for a blank reason".to_owned(), &annotated(base, stands_in, &blank), false);
    let valid = given(id, AHEAD);
    for (place, request) in elsewhere(base, &valid) {
        add(place.to_owned(), &request, false);
    }
    if base.operation() == "UPDATE" {
        let request = annotated(base, &["oldObject"], &valid);
        add("there before, and taken away by what it approves".to_owned(), &request, true);
        let expired = given(id, "2020-01-01T00:00:00Z");
        let mut request = annotated(base, &["oldObject"], &expired);
        annotate(&mut request["object"], &valid);
        add("prolonged by what it would approve".to_owned(), &request, false);
    }
    if base.operation() == "DELETE" && base.request["oldObject"].is_object() {
        let request = base.changed(|request| {
            request["object"] = request["oldObject"].clone();
            annotate(&mut request["object"], &valid);
        });
        add("on an object that is not the one to be deleted".to_owned(), &request, false);
    }
    variants.extend(written_twice(base, stands_in, &long));
    variants
}

/// Let through with a warning that begins with the approval.
fn approved(base: &Base) -> Expected {
    Expected::ApprovedIn(base.id())
}

/// A connection has no object that could carry an approval.
fn connections(base: &Base) -> Vec<Variant> {
    let annotations = json!({APPROVE: base.id(), REASON: "broken disk", UNTIL: AHEAD});
    let request = base.changed(|request| {
        for object in ["object", "oldObject"] {
            if let Some(object) = request.get_mut(object).filter(|object| object.is_object()) {
                merge(&mut object["metadata"], &json!({"annotations": annotations}));
            }
        }
    });
    let long = json!({"approval": {"enabled": true, "maxDuration": "9999999h"}});
    let expected = Expected::AsGrave(Box::new(base.plain.clone()));
    vec![base.variant("on the options of a connection", &request, long, expected)]
}

/// The request with the approval in places that do not count.
fn elsewhere(base: &Base, approval: &Value) -> Vec<(&'static str, Value)> {
    let text = approval.to_string();
    let places: [(&str, Value); 5] = [
        ("among the labels", json!({"labels": approval})),
        ("in managedFields", json!({"managedFields": [{"manager": "x", "fieldsV1": {"f:annotations": approval}}]})),
        ("as one text", json!({"annotations": {"redline.dev/approvals": text}})),
        (
            "in what kubectl applied last",
            json!({"annotations": {"kubectl.kubernetes.io/last-applied-configuration":
            json!({"metadata": {"annotations": approval}}).to_string()}}),
        ),
        ("beside the annotations", approval.clone()),
    ];
    let mut all: Vec<(&'static str, Value)> =
        places.into_iter().map(|(place, metadata)| (place, with_metadata(base, &metadata))).collect();
    let request = base.changed(|request| {
        request.insert("annotations".to_owned(), approval.clone());
        request.insert("options".to_owned(), json!({"metadata": {"annotations": approval}}));
        if let Some(user) = request.get_mut("userInfo").and_then(Value::as_object_mut) {
            user.insert("extra".to_owned(), json!({APPROVE: [base.id()], UNTIL: [AHEAD]}));
        }
    });
    all.push(("in the request", request));
    let request = base.changed(|request| {
        for object in ["object", "oldObject"] {
            let Some(Value::Object(object)) = request.get_mut(object) else { continue };
            object.insert("annotations".to_owned(), approval.clone());
            object.insert("approval".to_owned(), approval.clone());
        }
    });
    all.push(("in the object", request));
    all
}

fn with_metadata(base: &Base, metadata: &Value) -> Value {
    base.changed(|request| {
        for object in ["object", "oldObject"] {
            let own = request.get_mut(object).and_then(|object| object.get_mut("metadata"));
            if let Some(own) = own.filter(|own| own.is_object()) {
                merge(own, metadata);
            }
        }
    })
}

/// Of members that stand twice the last counts, as the API server reads them; escapes make no difference.
fn written_twice(base: &Base, stands_in: &[&str], settings: &Value) -> Vec<Variant> {
    let annotations = json!({APPROVE: base.id(), REASON: "broken disk", UNTIL: AHEAD});
    let payload = base.with(&annotated(base, stands_in, &annotations), settings.clone());
    let text = String::from_utf8(payload).unwrap_or_default();
    let [approve, until] = [(APPROVE, base.id()), (UNTIL, AHEAD)].map(|(key, value)| format!("\"{key}\":\"{value}\""));
    let [other, past] =
        [(APPROVE, "other"), (UNTIL, "2020-01-01T00:00:00Z")].map(|(key, v)| format!("\"{key}\":\"{v}\""));
    let escaped = format!("\"\\u0072edline.dev\\/approve\":\"{}\"", base.id());
    let late = format!("{approve},\"\\u0072edline.dev\\/approve\":\"other\"");
    [
        ("first for this rule, then for another", &approve, format!("{approve},{other}"), false),
        ("first for another rule, then for this one", &approve, format!("{other},{approve}"), true),
        ("first ahead, then past", &until, format!("{until},{past}"), false),
        ("first past, then ahead", &until, format!("{past},{until}"), true),
        ("with escapes", &approve, escaped, true),
        ("first plain, then for another rule with escapes", &approve, late, false),
    ]
    .into_iter()
    .map(|(name, old, new, counts)| Variant {
        name: name.to_owned(),
        payload: text.replace(old, &new).into_bytes(),
        expected: if counts { approved(base) } else { Expected::AsGrave(Box::new(base.plain.clone())) },
    })
    .collect()
}
