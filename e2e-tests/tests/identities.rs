//! Borrowed identities and borrowed approvals through the module of all rules, as a cluster runs it.

use rayon::prelude::*;
use redline_dev::{BUNDLES, Bundle, RULES, RegisteredRule};
use redline_e2e::identities::{WAYS, of_user};
use redline_e2e::matrix::identities::{is_exempt_itself, users};
use redline_e2e::matrix::{Base, Cases, bases};
use redline_e2e::{bundle_native, host, module};
use redline_engine::core::request_match::{Operation, RequestMatch};
use redline_engine::core::rule::RuleKind;
use redline_engine::kubernetes::exemption::CONTROL_PLANE;
use redline_host::{Module, Response, Verdict};
use serde_json::{Value, json};

fn admission() -> &'static Bundle {
    BUNDLES.iter().find(|bundle| bundle.kind == RuleKind::Admission).unwrap_or_else(|| panic!("none"))
}

/// What the bundle says, natively and through its module alike.
fn says(module: &Module, request: &Value, settings: &Value, base: Option<&Base>) -> Response {
    let payload = json!({"request": request, "settings": settings}).to_string();
    let cluster = base.and_then(Base::cluster);
    let wasm = module.validate(payload.as_bytes(), cluster).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(wasm, bundle_native(admission(), payload.as_bytes(), cluster), "{payload}");
    wasm
}

fn noted(answer: &Response) -> &str {
    let notes = answer.audit_annotations.as_ref();
    notes.and_then(|notes| notes.get("redline-verdict")).map_or("", String::as_str)
}

#[test]
fn nobody_borrows_an_exemption_from_the_bundle() {
    let host = host();
    let module = module(&host, admission().id);
    let of_rule = |rule: &'static RegisteredRule| {
        let mut bases = bases(rule);
        bases.retain(|base| base.is_among(Cases::Operations));
        bases
    };
    let bases: Vec<Base> = RULES.par_iter().filter(|rule| rule.kind == RuleKind::Admission).flat_map(of_rule).collect();
    let tried: usize = bases
        .par_iter()
        .map(|base| {
            let settings = json!({"allRules": false, "rules": {base.id(): base.settings}});
            let anybody = says(&module, &base.by(&json!({"username": "mallory"})), &settings, Some(base));
            // The matrix tries the others, rule by rule.
            let mut exempt = users(base);
            exempt.drain(1..CONTROL_PLANE.len());
            let mut count = 0;
            for user in &exempt {
                let itself = says(&module, &base.by(&json!({"username": user})), &settings, Some(base));
                assert_eq!((itself.verdict(), noted(&itself)), (Verdict::Allow, "exempt"), "{} {user}", base.id());
                for way in &WAYS.users {
                    let request = way.apply(base.request.clone(), &of_user(user));
                    if is_exempt_itself(base, &request) {
                        continue;
                    }
                    let answer = says(&module, &request, &settings, Some(base));
                    let wanted = (anybody.verdict(), noted(&anybody));
                    assert_eq!((answer.verdict(), noted(&answer)), wanted, "{} {user} {}", base.id(), way.way);
                    count += 1;
                }
            }
            count
        })
        .sum();
    println!("{tried} requests of borrowed names");
    assert!(tried > 5_000, "{tried}");
}

const APPROVAL: [(&str, &str); 3] = [
    ("redline.dev/approve", "node-deletion"),
    ("redline.dev/approved-until", "2199-01-01T00:00:00Z"),
    ("redline.dev/reason", "broken disk"),
];

/// A write to an object of the kind, with annotations before (none for a creation) and after it.
fn write(on: &RequestMatch, before: Option<&Value>, after: &Value, user: &Value) -> Value {
    let object =
        |annotations: &Value| json!({"metadata": {"name": "x", "namespace": "prod", "annotations": annotations}});
    let plural = if on.kind.plural == "*" { "widgets" } else { on.kind.plural };
    let kind = on.kind.object_kind(on.sub_resource);
    let kind = if kind.is_empty() { "Widget" } else { kind };
    json!({
        "uid": "1", "name": "x", "namespace": "prod",
        "kind": {"group": on.kind.group, "version": "v1", "kind": kind},
        "resource": {"group": on.kind.group, "version": "v1", "resource": plural}, "subResource": on.sub_resource,
        "operation": if before.is_some() { "UPDATE" } else { "CREATE" },
        "userInfo": user, "object": object(after), "oldObject": before.map_or(Value::Null, object),
    })
}

/// People who are no approvers, although some of them look like it.
fn strangers() -> Vec<Value> {
    let mut all = vec![
        json!({"username": "mallory"}),
        json!({"username": "mallory", "groups": ["system:masters"]}),
        json!({"username": "mallory", "groups": ["redline:approver", "redline:approvers2", "Redline:Approvers", "redline:*"]}),
        json!({"username": "mallory", "groups": [" redline:approvers", "redline:approvers ", "redline:approvers\n"]}),
        json!({"username": "mallory", "groups": ["redline:аpprovers"]}),
        json!({"username": "redline:approvers"}),
        json!({"username": "mallory", "extra": {"groups": ["redline:approvers"]}, "uid": "redline:approvers"}),
        json!({"username": "system:serviceaccount:redline:approvers"}),
        json!({"username": "system:serviceaccount:kube-system:deployer"}),
        json!({"username": "system:node:worker-1", "groups": ["system:nodes"]}),
        json!({}),
    ];
    all.extend([json!({"username": "carol"}), json!({"username": "carol2", "groups": ["carol", "sre2"]})]);
    all
}

/// On every kind and sub-resource: who is no approver sets, prolongs, copies and rewrites no part of an approval; approvers do,
/// on objects that exist; and everybody may take one away.
#[test]
fn only_approvers_approve() {
    let host = host();
    let module = module(&host, admission().id);
    let requests = redline_dev::rule("approval-grant").unwrap_or_else(|| panic!("none")).metadata.requests;
    let settings = json!({"allRules": false, "rules": {"approval-grant": true}});
    let none = json!({});
    let whole: Value = APPROVAL.iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect();
    let changed = |key: &str, value: &str| {
        let mut annotations = whole.clone();
        annotations[key] = value.into();
        annotations
    };
    let mut edits = vec![(none.clone(), whole.clone())];
    for (key, value) in APPROVAL {
        edits.push((none.clone(), json!({key: value})));
        edits.push((changed(key, "2026-01-01T00:00:00Z"), whole.clone()));
    }
    let approver = json!({"username": "ann", "groups": ["redline:approvers"]});
    let tried: usize = requests
        .par_iter()
        .map(|on| {
            let ask = |before: Option<&Value>, after: &Value, user: &Value| {
                let request = write(on, before, after, user);
                let verdict = says(&module, &request, &settings, None).verdict();
                (verdict, format!("{:?} {before:?} {after} {user}", on.resource()))
            };
            let mut count = 0;
            let mut expect = |wanted: Verdict, (verdict, what): (Verdict, String)| {
                assert_eq!(verdict, wanted, "{what}");
                count += 1;
            };
            for user in strangers() {
                for (before, after) in &edits {
                    expect(Verdict::Deny, ask(Some(before), after, &user));
                }
                expect(Verdict::Allow, ask(Some(&whole), &none, &user));
                expect(Verdict::Allow, ask(Some(&whole), &whole, &user));
                expect(Verdict::Deny, ask(None, &whole, &user));
            }
            for (before, after) in &edits {
                expect(Verdict::Allow, ask(Some(before), after, &approver));
            }
            expect(Verdict::Deny, ask(None, &whole, &approver));
            count
        })
        .sum();
    println!("{tried} writes of approvals");
    assert!(tried > 5_000, "{tried}");
}

/// Whoever approves and acts in one request, or creates what is approved already, is denied by one of the two rules, whatever
/// the other one says.
#[test]
fn an_approval_and_its_use_take_two_requests() {
    let host = host();
    let module = module(&host, admission().id);
    let rules = RULES.par_iter().filter(|rule| rule.kind == RuleKind::Admission && rule.metadata.ignore_approval_edits);
    let tried: usize = rules
        .map(|rule| {
            let mut count = 0;
            for base in bases(rule).into_iter().filter(|base| base.is_among(Cases::Requests)) {
                let created = base.operation() == Operation::Create.as_str();
                let denied = base.plain.verdict() == Verdict::Deny;
                let sub = base.text("/subResource");
                if !(created || base.operation() == "UPDATE") || !denied || !["", "status"].contains(&sub) {
                    continue;
                }
                // `protected-deletion` watches every kind; docs/security.md says what that means.
                let mut approval: Value = APPROVAL.iter().map(|(key, v)| ((*key).to_owned(), json!(v))).collect();
                approval["redline.dev/approve"] = base.id().into();
                let request = base.changed(|request| {
                    let annotations = &mut request["object"]["metadata"]["annotations"];
                    redline_e2e::identities::merge(annotations, &approval);
                });
                let approvals = json!({"approval": {"enabled": true, "maxDuration": "9999999h"}});
                let mut own = Value::Object(base.settings.clone());
                redline_e2e::identities::merge(&mut own, &approvals);
                let settings = json!({"allRules": false, "rules": {base.id(): own, "approval-grant": true}});
                let answer = says(&module, &request, &settings, Some(&base));
                assert_eq!(answer.verdict(), Verdict::Deny, "{} {}", base.id(), base.case);
                count += 1;
            }
            count
        })
        .sum();
    println!("{tried} approvals in the request that they are for");
    assert!(tried > 40, "{tried}");
}
