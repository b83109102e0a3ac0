//! What must not make a difference, over every case of every rule: fields that nobody reads, exemptions of nobody, the
//! order of members, and a dry run.

use redline_dev::{Entry, RULES};
use redline_e2e::{cases, native};
use redline_engine::RuleKind;
use redline_host::{Case, Response};
use serde_json::{Map, Value, json};

/// Every case whose payload is JSON, with the payload and the answer to it.
fn judged() -> impl Iterator<Item = (&'static Entry, Case, Value, Response)> {
    RULES.iter().flat_map(|rule| {
        cases(rule).into_iter().filter_map(move |case| {
            let payload: Value = serde_json::from_slice(&case.payload().ok()?).ok()?;
            let answer = answer(rule, &case, &payload);
            Some((rule, case, payload, answer))
        })
    })
}

fn answer(rule: &Entry, case: &Case, payload: &Value) -> Response {
    native(rule, &serde_json::to_vec(payload).unwrap(), case.cluster().as_ref())
}

fn object<'v>(payload: &'v mut Value, name: &str) -> Option<&'v mut Map<String, Value>> {
    payload.get_mut("request")?.get_mut(name)?.as_object_mut()
}

#[test]
fn an_unrelated_field_takes_no_finding_away() {
    let mut changed = 0;
    for (rule, case, mut payload, before) in judged() {
        if rule.documentation.declaration.kind == RuleKind::Cloud {
            let Some(request) = payload["request"].as_object_mut() else { continue };
            request.insert("zzz".to_owned(), json!({"deep": [1, {"x": null}]}));
        } else {
            // In both objects, so that the update itself stays what it was.
            for name in ["object", "oldObject"] {
                if let Some(object) = object(&mut payload, name) {
                    object.insert("zzz".to_owned(), json!({"deep": [1, {"x": null}]}));
                    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
                        metadata.insert("managedFields".to_owned(), json!([{"manager": "kubectl"}]));
                    }
                }
            }
        }
        changed += 1;
        assert_eq!(answer(rule, &case, &payload), before, "{}: {}", rule.id(), case.name());
    }
    assert!(changed > 1000, "{changed}");
}

#[test]
fn exempting_nobody_changes_nothing() {
    let empty =
        json!({"users": [], "groups": [], "serviceAccounts": [], "workloads": [], "namespaces": [], "objects": []});
    for (rule, case, mut payload, before) in judged() {
        let settings = &mut payload["settings"];
        if settings.is_null() {
            *settings = json!({});
        }
        let Some(settings) = settings.as_object_mut() else { continue };
        let Some(exempt) = settings.entry("exempt").or_insert_with(|| json!({})).as_object_mut() else { continue };
        for (key, list) in empty.as_object().unwrap() {
            exempt.entry(key.clone()).or_insert_with(|| list.clone());
        }
        assert_eq!(answer(rule, &case, &payload), before, "{}: {}", rule.id(), case.name());
    }
}

/// JSON with the members of every object in the reverse order.
fn reversed(value: &Value) -> String {
    let join = |items: Vec<String>| items.join(",");
    match value {
        Value::Object(members) => {
            let text = |(key, value)| format!("{}:{}", Value::String(String::clone(key)), reversed(value));
            format!("{{{}}}", join(members.iter().rev().map(text).collect()))
        }
        Value::Array(items) => format!("[{}]", join(items.iter().map(reversed).collect())),
        other => other.to_string(),
    }
}

#[test]
fn the_order_of_members_and_a_dry_run_change_no_verdict() {
    for (rule, case, mut payload, before) in judged() {
        if rule.documentation.declaration.kind == RuleKind::Admission
            && let Some(request) = payload["request"].as_object_mut()
            && !request.is_empty()
        {
            request.insert("dryRun".to_owned(), json!(true));
        }
        let after = native(rule, reversed(&payload).as_bytes(), case.cluster().as_ref());
        assert_eq!(after.verdict(), before.verdict(), "{}: {}", rule.id(), case.name());
    }
}
