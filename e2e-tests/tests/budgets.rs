//! What a call may cost in memory and in fuel. Both are counted, not timed, and so are the same on every machine.

use redline_dev::{BUNDLES, RULES};
use redline_e2e::fuel::{Cost, Meter};
use redline_e2e::{cases_of, module_bytes};
use redline_engine::RuleKind;
use serde_json::{Value, json};

/// Bytes beside twice the payload that a module's memory may come to.
const MEMORY: usize = 2 << 20;

/// How long the long things are.
const LONG: usize = 1_000_000;

fn cost(meter: &Meter, payload: &Value) -> (usize, Cost) {
    let payload = payload.to_string();
    (payload.len(), meter.validate(payload.as_bytes()).unwrap_or_else(|e| panic!("{e}")))
}

fn modules() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.id()).chain(BUNDLES.iter().map(|bundle| bundle.id))
}

/// The case's payload with something long in every object: an annotation, and of a container its arguments.
fn inflated(mut payload: Value, long: &Value) -> Value {
    fn containers(value: &mut Value, long: &Value) {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    match value {
                        Value::Array(items) if key == "containers" => {
                            items.iter_mut().take(1).for_each(|container| container["args"] = long.clone());
                        }
                        _ => containers(value, long),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| containers(item, long)),
            _ => {}
        }
    }
    let text = "x".repeat(LONG);
    if long.is_array() {
        containers(&mut payload, long);
        return payload;
    }
    for object in ["object", "oldObject"] {
        if payload["request"][object]["metadata"].is_object() {
            payload["request"][object]["metadata"]["annotations"]["note"] = json!(text);
        }
    }
    payload["request"]["note"] = json!(text);
    payload
}

fn within(id: &str, meter: &Meter, payload: &Value) -> Option<String> {
    let (length, Cost { memory, .. }) = cost(meter, payload);
    (memory > 2 * length + MEMORY).then(|| format!("{id}: {memory} bytes for a payload of {length}"))
}

#[test]
fn memory_stays_within_twice_the_payload() {
    let mut over = Vec::new();
    let script = "if [ -f /tmp/x ]; then echo \"$HOME\" > /tmp/x; sysctl -w vm.swappiness=1; fi\n".repeat(LONG / 75);
    let words: Vec<&str> = std::iter::repeat_n("word", LONG / 7).collect();
    for id in modules() {
        let meter = Meter::new(&module_bytes(id)).unwrap();
        let payloads = cases_of(id).into_iter().filter_map(|case| serde_json::from_slice(&case.payload().ok()?).ok());
        let mut scripts = 0;
        for (i, payload) in payloads.enumerate() {
            let payload: Value = payload;
            if !payload["request"].is_object() {
                continue;
            }
            // The annotation is much the same for every request.
            if i % 8 == 0 {
                over.extend(within(id, &meter, &inflated(payload.clone(), &Value::Null)));
            }
            let sh = inflated(payload.clone(), &json!(["-c", script]));
            if sh != payload && scripts < 3 {
                scripts += 1;
                over.extend(within(id, &meter, &sh));
                over.extend(within(id, &meter, &inflated(payload, &json!(words))));
            }
        }
    }
    assert!(over.is_empty(), "{over:#?}");
}

fn about(kind: &str, resource: &str, member: &str, length: usize) -> Value {
    let items: Vec<Value> =
        (0..length / 50).map(|i| json!({"name": format!("item-{i}"), "on": true, "n": i})).collect();
    json!({"request": {
        "uid": "1", "kind": {"group": "example.com", "version": "v1", "kind": kind},
        "resource": {"group": "example.com", "version": "v1", "resource": resource},
        "name": "x", "namespace": "default", "operation": "CREATE", "userInfo": {"username": "alice"},
        member: {"metadata": {"name": "x", "namespace": "default"}, "spec": {"items": items}},
    }, "settings": {}})
}

#[test]
fn other_kinds_cost_hardly_more_than_their_bytes() {
    for rule in RULES {
        let declared = rule.documentation.declaration;
        let everything = declared.on.iter().any(|on| on.resources.iter().any(|(plural, _)| *plural == "*"));
        if declared.kind == RuleKind::Cloud || everything {
            continue;
        }
        let meter = Meter::new(&module_bytes(rule.id())).unwrap();
        let (_, read) = cost(&meter, &about("Widget", "widgets", "object", 7000));
        let (_, skipped) = cost(&meter, &about("Widget", "widgets", "unread", 7000));
        assert!(read.fuel * 10 <= skipped.fuel * 11, "{}: {} of {}", rule.id(), read.fuel, skipped.fuel);
    }
}

#[test]
fn the_cost_grows_with_the_size_and_no_faster() {
    for id in modules() {
        let meter = Meter::new(&module_bytes(id)).unwrap();
        let per_byte = |length| {
            let mut payload = about("Widget", "widgets", "object", length);
            payload["request"]["kind"] = json!({"group": "", "version": "v1", "kind": "Pod"});
            payload["request"]["resource"] = json!({"group": "", "version": "v1", "resource": "pods"});
            let (length, Cost { fuel, .. }) = cost(&meter, &payload);
            fuel as f64 / length as f64
        };
        let (small, large) = (per_byte(100_000), per_byte(1_000_000));
        assert!(large <= small * 1.1, "{id}: {small:.1} a byte, then {large:.1}");
    }
}
