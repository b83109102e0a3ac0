//! Requests and cloud operations: of any shape they are answered, and written differently they get the same answer.

use redline_dev::{RULES, RegisteredRule};
use redline_e2e::{cases, native};
use redline_engine::core::rule::RuleKind;
use redline_host::Response;
use serde_json::{Value, json};

use crate::random::{Random, rounds};

/// Every case that has a payload of JSON.
pub(crate) fn payloads() -> Vec<(&'static RegisteredRule, String, Value)> {
    let mut all = Vec::new();
    for rule in RULES {
        for case in cases(rule) {
            let Ok(payload) = case.payload() else { continue };
            if let Ok(value) = serde_json::from_slice(&payload) {
                all.push((rule, case.name().to_owned(), value));
            }
        }
    }
    all
}

#[test]
fn changed_requests_are_answered() {
    let known = payloads();
    for round in 0..rounds() * 2 {
        let mut random = Random::new(round);
        let (rule, _, value) = random.pick(&known);
        let mut value = value.clone();
        for _ in 0..=random.below(4) {
            random.change(&mut value);
        }
        let response = native(rule, value.to_string().as_bytes(), None);
        let text = serde_json::to_string(&response).unwrap_or_default();
        // What was changed to is never repeated at length.
        assert!(text.len() < 64 * 1024, "{}: an answer of {} bytes", rule.id(), text.len());
    }
}

/// What an answer comes to, whatever the order of the findings.
pub(crate) fn essence(response: &Response) -> (String, Vec<String>) {
    let annotations = response.audit_annotations.as_ref();
    let findings = annotations.and_then(|all| all.get("redline-findings")).map_or("", String::as_str);
    let findings: Vec<Value> = serde_json::from_str(findings).unwrap_or_default();
    let mut findings: Vec<String> = findings.iter().map(|f| format!("{} {}", f["level"], f["path"])).collect();
    findings.sort();
    findings.dedup();
    (response.verdict().to_string(), findings)
}

#[test]
fn the_way_a_request_is_written_does_not_matter() {
    let known = payloads();
    for round in 0..rounds() {
        let mut random = Random::new(round);
        let (rule, case, value) = random.pick(&known);
        let before = native(rule, value.to_string().as_bytes(), None);
        let mut other = value.clone();
        if rule.kind == RuleKind::Admission {
            with_bookkeeping(&mut other, &mut random);
        }
        let mut text = String::new();
        write(&other, &mut random, &mut text);
        let after = native(rule, text.as_bytes(), None);
        assert_eq!(essence(&before), essence(&after), "{} {case}: round {round}:\n{text}", rule.id());
    }
}

/// Adds what no rule looks at: members that Kubernetes does not know, and what a server keeps for itself.
fn with_bookkeeping(payload: &mut Value, random: &mut Random) {
    let unknown = random.value(3);
    let Some(request) = payload.get_mut("request").filter(|request| request.is_object()) else { return };
    request["xUnknown"] = unknown.clone();
    for part in ["object", "oldObject"] {
        let Some(object) = request.get_mut(part).filter(|object| object["metadata"].is_object()) else { continue };
        object["xUnknown"] = unknown.clone();
        object["metadata"]["managedFields"] =
            json!([{"manager": "x", "operation": "Update", "fieldsV1": {"f:spec": unknown}}]);
        object["metadata"]["selfLink"] = "/x".into();
    }
}

/// Writes JSON with its members in any order, with white space, and with escapes that need not be.
pub(crate) fn write(value: &Value, random: &mut Random, out: &mut String) {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            for at in (1..members.len()).rev() {
                members.swap(at, random.below(at + 1));
            }
            write_list('{', '}', members.into_iter(), random, out, &|(key, value), random, out| {
                write_text(key, random, out);
                blank(random, out);
                out.push(':');
                blank(random, out);
                write(value, random, out);
            });
        }
        Value::Array(items) => write_list('[', ']', items.iter(), random, out, &write),
        Value::String(text) => write_text(text, random, out),
        other => out.push_str(&other.to_string()),
    }
}

/// Writes the items of an object or an array, with white space around each.
fn write_list<T>(
    open: char,
    close: char,
    items: impl Iterator<Item = T>,
    random: &mut Random,
    out: &mut String,
    write: &dyn Fn(T, &mut Random, &mut String),
) {
    out.push(open);
    for (at, item) in items.enumerate() {
        if at > 0 {
            out.push(',');
        }
        blank(random, out);
        write(item, random, out);
        blank(random, out);
    }
    out.push(close);
}

/// Writes white space, or nothing.
fn blank(random: &mut Random, out: &mut String) {
    if random.one_in(8) {
        out.push_str(random.pick::<&str>(&[" ", "\n", "\t", "\r\n  "]));
    }
}

fn write_text(text: &str, random: &mut Random, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        let mut units = [0; 2];
        match c {
            '"' | '\\' | '\0'..='\u{1f}' => escape(c.encode_utf16(&mut units), random, out),
            _ if random.one_in(40) => escape(c.encode_utf16(&mut units), random, out),
            '/' if random.one_in(8) => out.push_str("\\/"),
            _ => out.push(c),
        }
    }
    out.push('"');
}

fn escape(units: &[u16], random: &mut Random, out: &mut String) {
    for unit in units {
        let hex = format!("{unit:04x}");
        out.push_str("\\u");
        out.push_str(&if random.one_in(2) { hex.to_uppercase() } else { hex });
    }
}
