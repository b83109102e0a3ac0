//! Conditions of rows, the resources that rows name, and what messages say about a replacement.

use super::{Action, Change, Class, MESSAGE, When, plan, verdict, with};
use crate::conditions::ConditionResult::{self, Met, NotMet, Unknown};

/// What a condition is for an instance whose attributes change like this.
fn evaluate(when: When, actions: &str, before: &str, after: &str, unknown: &str) -> ConditionResult {
    with(&plan(actions, before, after, unknown), |operation| when.evaluate(operation))
}

#[test]
fn conditions_of_updates() {
    let update = |when, before, after, unknown| evaluate(when, r#"["update"]"#, before, after, unknown);
    let none = "{}";
    for (when, before, after, unknown, expected) in [
        (When::Changes(&["a", "b"]), r#"{"b":1}"#, r#"{"b":2}"#, none, Met),
        (When::Changes(&["a", "b"]), r#"{"c":1}"#, r#"{"c":2}"#, none, NotMet),
        (When::Changes(&["a", "b"]), r#"{"b":1}"#, none, r#"{"b":true}"#, Unknown("b")),
        // What is known decides, where it is enough.
        (When::Changes(&["a", "b"]), r#"{"a":1,"b":1}"#, r#"{"a":2}"#, r#"{"b":true}"#, Met),
        (When::Given(&["a"]), none, r#"{"a":1}"#, none, Met),
        (When::Given(&["a"]), r#"{"a":1}"#, none, none, NotMet),
        (When::Given(&["a"]), r#"{"a":1}"#, none, r#"{"a":true}"#, Unknown("a")),
        (When::Sets(&["a"]), none, r#"{"a":"x"}"#, none, Met),
        (When::Sets(&["a"]), r#"{"a":"x"}"#, none, none, NotMet),
        (When::Sets(&["a"]), r#"{"a":"x"}"#, r#"{"a":"0"}"#, none, NotMet),
        (When::Sets(&["a"]), r#"{"a":"x"}"#, r#"{"a":"x"}"#, none, NotMet),
        (When::Loses(&["a"]), r#"{"a":["x","y"]}"#, r#"{"a":["y"]}"#, none, Met),
        (When::Loses(&["a"]), r#"{"a":["y"]}"#, r#"{"a":["x","y"]}"#, none, NotMet),
        (When::Loses(&["a"]), r#"{"a":["y"]}"#, r#"{"a":["y"]}"#, none, NotMet),
        (When::Loses(&["a"]), r#"{"a":["y"]}"#, none, r#"{"a":true}"#, Unknown("a")),
        (When::Becomes("a", &["x"]), r#"{"a":"y"}"#, r#"{"a":"X"}"#, none, Met),
        (When::Becomes("a", &["x", "y"]), r#"{"a":"y"}"#, r#"{"a":"x"}"#, none, NotMet),
        (When::Becomes("a", &["x"]), r#"{"a":"x"}"#, r#"{"a":"y"}"#, none, NotMet),
        (When::Becomes("a", &["x"]), r#"{"a":"y"}"#, none, r#"{"a":true}"#, Unknown("a")),
        (When::Becomes("a", &["x"]), r#"{"a":"x"}"#, none, r#"{"a":true}"#, NotMet),
        (When::Leaves(&["a", "b"], &["x"]), r#"{"b":"x"}"#, r#"{"b":"y"}"#, none, Met),
        (When::Leaves(&["a", "b"], &["x"]), r#"{"b":"x"}"#, none, none, Met),
        (When::Leaves(&["a"], &["x", "y"]), r#"{"a":"x"}"#, r#"{"a":"y"}"#, none, NotMet),
        (When::Leaves(&["a"], &["x"]), r#"{"a":"y"}"#, r#"{"a":"x"}"#, none, NotMet),
        (When::Leaves(&["a"], &["x"]), r#"{"a":"x"}"#, none, r#"{"a":true}"#, Unknown("a")),
        (When::Leaves(&["a"], &["x"]), r#"{"a":"y"}"#, none, r#"{"a":true}"#, NotMet),
        (When::ChangesBeyond(&["a"]), r#"{"a":1,"b":1}"#, r#"{"a":2,"b":1}"#, none, NotMet),
        (When::ChangesBeyond(&["a"]), r#"{"a":1,"b":1}"#, r#"{"a":1,"b":2}"#, none, Met),
        (When::ChangesBeyond(&["a"]), r#"{"a":1}"#, r#"{"a":1,"c":2}"#, none, Met),
        // An instance that only runs again has not changed; one that stops has.
        (When::ChangesBeyond(&["a"]), r#"{"status":"Stopped"}"#, r#"{"status":"Running"}"#, none, NotMet),
        (When::ChangesBeyond(&["a"]), r#"{"status":"Running"}"#, r#"{"status":"Stopped"}"#, none, Met),
        (When::Is(&["a"], &["x"]), r#"{"a":"x"}"#, r#"{"a":"y"}"#, none, Met),
        (When::Is(&["a"], &["x"]), r#"{"a":"y"}"#, r#"{"a":"x"}"#, none, NotMet),
        (When::IsNot(&["a"], &["x"]), r#"{"a":"x"}"#, r#"{"a":"y"}"#, none, Met),
        (When::IsNot(&["a"], &["x"]), r#"{"a":"y"}"#, r#"{"a":"x"}"#, none, NotMet),
    ] {
        assert_eq!(update(when, before, after, unknown), expected, "{when:?} {before} {after} {unknown}");
    }
}

#[test]
fn conditions_of_creations_and_deletions() {
    let is = |actions, before, after, unknown| evaluate(When::Is(&["a"], &["x"]), actions, before, after, unknown);
    assert_eq!(is(r#"["create"]"#, "null", r#"{"a":"x"}"#, "{}"), Met);
    assert_eq!(is(r#"["create"]"#, "null", "{}", r#"{"a":true}"#), Unknown("a"));
    // What a deletion takes is as it was, whatever comes after.
    assert_eq!(is(r#"["delete","create"]"#, r#"{"a":"x"}"#, "{}", r#"{"a":true}"#), Met);
    assert_eq!(is(r#"["delete","create"]"#, r#"{"a":"y"}"#, r#"{"a":"x"}"#, r#"{"a":true}"#), NotMet);
    let is_not = |actions, before, after| evaluate(When::IsNot(&["a"], &["x"]), actions, before, after, "{}");
    assert_eq!(is_not(r#"["delete"]"#, r#"{"a":"x"}"#, "null"), NotMet);
    assert_eq!(is_not(r#"["delete"]"#, "{}", "null"), Met);
    assert_eq!(is_not(r#"["create"]"#, "null", r#"{"a":"x"}"#), NotMet);
    assert_eq!(evaluate(When::ChangesBeyond(&["a"]), r#"["delete"]"#, r#"{"a":1}"#, "null", "{}"), Met);
    assert_eq!(evaluate(When::ChangesBeyond(&["a"]), r#"["create"]"#, "null", r#"{"a":1}"#, "{}"), Met);
}

#[test]
fn conditions_of_calls() {
    let call = r#"{"product":"ecs","action":"X","parameters":{"A":"x"}}"#;
    let evaluate = |when: When| with(call, |operation| when.evaluate(operation));
    assert_eq!([When::Is(&["A"], &["X"]), When::Is(&["A"], &["y"])].map(evaluate), [Met, NotMet]);
    assert_eq!([When::IsNot(&["A"], &["y"]), When::IsNot(&["A"], &["x"])].map(evaluate), [Met, NotMet]);
    assert_eq!([When::Given(&["B", "A"]), When::Given(&["B"])].map(evaluate), [Met, NotMet]);
    // A call does not say what was before.
    for when in [
        When::Changes(&["A"]),
        When::ChangesBeyond(&["B"]),
        When::Sets(&["A"]),
        When::Becomes("A", &["x"]),
        When::Leaves(&["A"], &["y"]),
        When::Loses(&["A"]),
    ] {
        assert_eq!(evaluate(when), NotMet, "{when:?}");
    }
}

#[test]
fn what_is_unknown_may_be_one_boolean() {
    let created = |unknown| evaluate(When::Given(&["a"]), r#"["create"]"#, "null", "{}", unknown);
    assert_eq!([created("true"), created("false"), created("null")], [Unknown("a"), NotMet, NotMet]);
    let keys = |tags: &str, unknown: &str| {
        let json = plan(r#"["update"]"#, r#"{"tags":{"a":"1"}}"#, &format!(r#"{{"tags":{tags}}}"#), unknown);
        with(&json, |op| op.plan().unwrap().tag_changes().into_iter().map(|(key, _)| key).collect::<Vec<_>>())
    };
    // All tags are unknown, one of them is, or none.
    assert_eq!(keys(r#"{"a":"1"}"#, r#"{"tags":true}"#), ["a"]);
    assert_eq!(keys(r#"{"a":"1"}"#, "true"), ["a"]);
    assert_eq!(keys(r#"{"a":"1"}"#, r#"{"tags":{"a":true}}"#), ["a"]);
    for unknown in [r#"{"tags":{"a":false,"b":true}}"#, r#"{"tags":false}"#, "{}", "false"] {
        assert_eq!(keys(r#"{"a":"1"}"#, unknown), [""; 0], "{unknown}");
    }
}

#[test]
fn the_attribute_that_forces_a_replacement_is_named() {
    let replaced_for = |paths: &str| {
        let json = plan(r#"["delete","create"]"#, "{}", "{}", "{}")
            .replace(r#""before":"#, &format!(r#""replace_paths":{paths},"before":"#));
        with(&json, |operation| operation.plan().unwrap().replaced_for().map(str::to_owned))
    };
    assert_eq!(replaced_for(r#"[["image_id"],["tags","x"]]"#).as_deref(), Some("image_id"));
    assert_eq!((replaced_for("[]"), replaced_for("null")), (None, None));
}

#[test]
fn a_star_exempts_nothing_that_has_no_id() {
    let call = |id: &str| {
        format!(r#"{{"product":"ess","action":"DeleteScalingGroup","parameters":{{"ScalingGroupId":"{id}"}}}}"#)
    };
    let every = r#"{"exempt":{"objects":["*"]}}"#;
    assert_eq!((verdict(&call("asg-1"), every), verdict(&call(""), every)), ("exempt", "warn"));
    let two =
        r#"{"product":"ecs","action":"DeleteInstances","parameters":{"InstanceId.1":"i-1","InstanceId.2":"i-2"}}"#;
    let both = r#"{"instances":["i-1","i-2"],"exempt":{"objects":["i-1"]}}"#;
    let answer = super::answer(two, both);
    assert_eq!(answer.message.as_deref(), Some("rule: deletes `i-2`"));
}

#[test]
fn parts_are_named_once_and_not_all_of_them() {
    const ROW: Action = Action::call("ecs", "X", Class::Instance, MESSAGE).ids(&["Id"]).naming(&["Part"]);
    const PLANNED: Action =
        Action::terraform("alicloud_instance", Change::Any, Class::Instance, MESSAGE).ids(&["id"]).naming(&["part"]);
    let of = |action: &'static Action, json: &str| with(json, |operation| operation.parts(action, "i-1"));
    let call = r#"{"product":"ecs","action":"X","parameters":{"Id":"i-1","Part":["i-1","a","b","a"]}}"#;
    assert_eq!(of(&ROW, call), "`a`, `b`");
    let many: Vec<String> = (0..12).map(|i| format!("\"p{i}\"")).collect();
    let call = format!(r#"{{"product":"ecs","action":"X","parameters":{{"Part":[{}]}}}}"#, many.join(","));
    assert_eq!(of(&ROW, &call).matches("`p").count(), 8);
    // Of what is there, the parts that it has; of what is new, those that it gets.
    let (before, after) = (r#"{"part":["a"]}"#, r#"{"part":["b"]}"#);
    for (actions, expected) in [
        (r#"["delete"]"#, "`a`"),
        (r#"["update"]"#, "`a`"),
        (r#"["create"]"#, "`b`"),
        (r#"["delete","create"]"#, "`a`"),
    ] {
        assert_eq!(of(&PLANNED, &plan(actions, before, after, "{}")), expected, "{actions}");
    }
}

#[test]
fn what_a_plan_creates_belongs_to_nobody_yet() {
    let disk = |actions: &str, before: &str| {
        verdict(&plan(actions, before, "{}", r#"{"id":true}"#).replace("alicloud_instance", "alicloud_disk"), "{}")
    };
    assert_eq!(disk(r#"["create"]"#, "null"), "allow");
    // What it replaces was somebody's.
    assert_eq!(disk(r#"["delete","create"]"#, "{}"), "warn");
    assert_eq!(disk(r#"["update"]"#, "{}"), "warn");
}

#[test]
fn findings_say_what_decides_and_where_it_stands() {
    let finding = |request: &str| {
        let answer = super::answer(request, "{}");
        let notes = answer.audit_annotations.unwrap().0;
        let findings = notes.iter().find(|(key, _)| *key == "redline-findings").unwrap();
        let findings: serde_json::Value = serde_json::from_str(&findings.1).unwrap();
        ["decidedBy", "path"].map(|key| findings[0][key].as_str().unwrap_or_default().to_owned())
    };
    let call =
        |parameters: &str| format!(r#"{{"product":"ess","action":"RemoveInstances","parameters":{{{parameters}}}}}"#);
    assert_eq!(finding(&call(r#""InstanceId.1":"i-1""#)), ["instances", "parameters.InstanceId"]);
    assert_eq!(finding(&call(r#""ScalingGroupId":"asg-1""#)), ["scalingGroups", "action"]);
    assert_eq!(finding(&call("")), ["", "action"]);
    let event = r#"{"eventName":"RemoveInstances","serviceName":"Ess","requestParameters":{"InstanceId":"i-1"}}"#;
    assert_eq!(finding(event), ["instances", "requestParameters.InstanceId"]);
    let event =
        r#"{"eventName":"RemoveInstances","serviceName":"Ess","referencedResources":{"ACS::ECS::Instance":["i-1"]}}"#;
    assert_eq!(finding(event), ["instances", "referencedResources.Instance"]);
}
