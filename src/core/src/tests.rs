//! What responses say, and which requests a declaration matches.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde_json::Value;

use crate::annotations::{AUDIT_FINDINGS, AUDIT_REASON, AUDIT_VERDICT, LAST_APPLIED, is_bookkeeping};
use crate::finding::{Finding, Level};
use crate::kinds::{self, Kind};
use crate::language::{Bilingual, Language, Text};
use crate::outcome::{Approved, Outcome, Violations};
use crate::pattern::first_match;
use crate::render::{joined_findings, response};
use crate::request_match::{
    CREATE_UPDATE, DELETE, Interest, Operation, RequestMatch, UPDATE, joined, of_interest, on, with_sub_resources,
};
use crate::response::Response;
use crate::row::Row;
use crate::rule::{ClusterKind, RuleMetadata, Severity};
use crate::settings::Enforcement;

const fn both(en: &'static str, zh: &'static str) -> Bilingual {
    Bilingual { en, zh }
}

const FIRST: &Row = &Row {
    id: "1",
    impact: both("it stops", "停止"),
    recovery: both("start it", "启动"),
    instead: both("ask", "询问"),
};
const SECOND: &Row = &Row {
    id: "2",
    impact: both("it burns", "起火"),
    recovery: both("irreversible", "不可恢复"),
    instead: both("wait", "等待"),
};
const RULE: &RuleMetadata = &RuleMetadata { rows: &[FIRST, SECOND], ..RuleMetadata::new("some-rule") };

fn violations(enforcement: Enforcement, language: Language) -> Violations {
    let findings = vec![
        Finding::deny("spec.a", crate::text!("cuts \"{}\"\nin two", "切断“{}”", "a")).value("x"),
        Finding::warn("", crate::text!("may cut", "可能切断")).row(SECOND),
    ];
    let how_to_approve = Some(crate::text!("to approve: ask", "审批：询问"));
    Violations { findings, enforcement, language, how_to_approve, approved: None }
}

fn note<'r>(response: &'r Response, key: &str) -> Option<&'r str> {
    let notes = &response.audit_annotations.as_ref()?.0;
    notes.iter().find(|(known, _)| *known == key).map(|(_, text)| &**text)
}

fn findings(response: &Response) -> Vec<Value> {
    serde_json::from_str(note(response, AUDIT_FINDINGS).unwrap()).unwrap()
}

#[test]
fn a_denial_names_findings_rows_and_the_approval() {
    let denial = response(RULE, &Outcome::Violations(violations(Enforcement::Deny, Language::En)));
    assert_eq!((denial.accepted, denial.code), (false, Some(403)));
    assert_eq!(
        denial.message.as_deref(),
        Some(
            "some-rule: cuts \"a\" in two (row 1); may cut (row 2); impact: it stops (recovery: start it); \
             impact: it burns (recovery: irreversible); instead: ask; instead: wait; to approve: ask"
        )
    );
    assert_eq!(denial.warnings.as_ref().unwrap().len(), 6);
    assert_eq!(denial.warnings.as_ref().unwrap()[0], "some-rule: cuts \"a\" in two");
    assert_eq!(note(&denial, AUDIT_VERDICT), Some("deny"));
    let found = findings(&denial);
    assert_eq!(found.len(), 2);
    let members = |i: usize| ["rule", "level", "path", "value", "row"].map(|key| found[i][key].as_str().unwrap());
    assert_eq!(members(0), ["some-rule", "deny", "spec.a", "x", "1"]);
    assert_eq!(members(1), ["some-rule", "warn", "", "", "2"]);
    assert_eq!((&found[0]["text"]["en"], &found[0]["text"]["zh"]), (&"cuts \"a\"\nin two".into(), &Value::Null));
    assert!(found[0].get("decidedBy").is_none());
}

#[test]
fn enforcement_and_language_decide_what_is_said() {
    let of = |enforcement, language| response(RULE, &Outcome::Violations(violations(enforcement, language)));
    let audit = of(Enforcement::Audit, Language::Zh);
    assert_eq!((audit.accepted, audit.code, audit.message.clone(), audit.warnings.clone()), (true, None, None, None));
    assert_eq!(note(&audit, AUDIT_VERDICT), Some("audit"));
    assert_eq!(findings(&audit)[0]["text"]["en"], Value::Null);
    let warn = of(Enforcement::Warn, Language::Zh);
    assert_eq!((warn.accepted, note(&warn, AUDIT_VERDICT)), (true, Some("warn")));
    assert_eq!(warn.warnings.unwrap()[1], "some-rule: 可能切断");
    let strict = of(Enforcement::Strict, Language::Both);
    assert!(
        strict
            .message
            .as_ref()
            .unwrap()
            .contains(" / some-rule: 切断“a”（清单条目 1）；可能切断（清单条目 2）；影响：停止（恢复方案：启动）")
    );
    assert_eq!(findings(&strict)[1]["text"]["zh"], "可能切断");
    let mut mild = violations(Enforcement::Strict, Language::En);
    mild.findings.remove(0);
    mild.findings[0].decided_by = "enforcement".to_owned();
    let denied = response(RULE, &Outcome::Violations(mild.clone()));
    assert_eq!((denied.code, &findings(&denied)[0]["decidedBy"]), (Some(403), &"enforcement".into()));
    mild.enforcement = Enforcement::Deny;
    assert!(response(RULE, &Outcome::Violations(mild)).accepted);
}

#[test]
fn approvals_exemptions_and_what_is_invalid_are_recorded() {
    let mut approved = violations(Enforcement::Deny, Language::En);
    let approval =
        |reason: &str| Approved { by: "ann".to_owned(), reason: reason.to_owned(), until: "noon".to_owned() };
    approved.approved = Some(approval("disk\nbroken"));
    let answer = response(RULE, &Outcome::Violations(approved.clone()));
    assert_eq!((answer.accepted, answer.code), (true, None));
    assert_eq!(answer.warnings.as_deref(), Some(&["some-rule: approved until noon: disk broken".to_owned()][..]));
    assert_eq!(note(&answer, AUDIT_VERDICT), Some("approved"));
    assert_eq!(note(&answer, AUDIT_REASON), Some("ann uses an approval that holds until noon: disk\nbroken"));
    assert_eq!(findings(&answer).len(), 2);
    approved.approved = Some(approval(""));
    let answer = response(RULE, &Outcome::Violations(approved));
    assert_eq!(answer.warnings.as_deref(), Some(&["some-rule: approved until noon: -".to_owned()][..]));

    let exempt = response(RULE, &Outcome::Exempt("a controller".to_owned()));
    assert_eq!((exempt.accepted, exempt.warnings.as_ref()), (true, None));
    assert_eq!((note(&exempt, AUDIT_VERDICT), note(&exempt, AUDIT_REASON)), (Some("exempt"), Some("a controller")));

    let invalid = response(RULE, &Outcome::Invalid("not JSON".to_owned()));
    assert_eq!((invalid.accepted, invalid.code), (false, Some(400)));
    assert_eq!(invalid.message.as_deref(), Some("some-rule: invalid: not JSON"));
    assert_eq!(note(&invalid, AUDIT_VERDICT), Some("invalid"));
    assert_eq!(response(RULE, &Outcome::Allow), Response::allow());
}

#[test]
fn arrays_of_findings_are_joined() {
    let joined =
        |arrays: &[&str]| joined_findings(&arrays.iter().map(|array| (*array).to_owned()).collect::<Vec<String>>());
    assert_eq!(joined(&["[1,2]", "[]", "[3]"]), "[1,2,3]");
    assert_eq!(joined(&["[]", "[1]", "[]"]), "[1]");
    assert_eq!(joined(&[]), "[]");
}

#[test]
fn texts_take_an_argument_and_a_remark() {
    let template = both("has {} left", "剩余{}个");
    assert_eq!(template.with("`x`"), Text { en: "has `x` left".to_owned(), zh: "剩余`x`个".to_owned() });
    assert_eq!(both("x", "x").with("y").en, "x");
    // A full-width bracket includes its own spacing.
    assert_eq!(both("", "移除 {} 的").with("（甲）").zh, "移除（甲）的");
    let mut text = crate::text!("cut", "切断");
    text.append(&crate::text!("late", "较晚"));
    assert_eq!(text, Text { en: "cut (late)".to_owned(), zh: "切断（较晚）".to_owned() });
    assert_eq!(text.in_language(Language::Both).count(), 2);
    assert_eq!(text.in_language(Language::Zh).collect::<Vec<_>>(), ["切断（较晚）"]);
    assert_eq!(text.in_language(Language::En).collect::<Vec<_>>(), ["cut (late)"]);
}

#[test]
fn bookkeeping_is_what_kubectl_and_approvals_write() {
    assert!(is_bookkeeping(LAST_APPLIED) && is_bookkeeping("redline.dev/approve"));
    assert!(!is_bookkeeping("example.com/redline.dev/approve") && !is_bookkeeping("kubectl.kubernetes.io/restartedAt"));
    let patterns = ["b".to_owned(), "a*".to_owned()];
    assert_eq!((first_match(&patterns, "ab"), first_match(&patterns, "c")), (Some("a*"), None));
}

#[test]
fn kinds_know_their_place() {
    let Kind { namespaced, scale, pod_spec, .. } = kinds::DEPLOYMENT;
    assert_eq!((*namespaced, *scale, *pod_spec), (true, true, "spec.template.spec"));
    let Kind { namespaced, scale, pod_spec, .. } = kinds::NODE;
    assert_eq!((*namespaced, *scale, *pod_spec), (false, false, ""));
    let object = |sub_resource| kinds::POD.object_kind(sub_resource);
    assert_eq!(
        ["", "status", "scale", "binding", "exec", "attach"].map(object),
        ["Pod", "Pod", "Scale", "Binding", "PodExecOptions", "PodAttachOptions"]
    );
}

#[test]
fn requests_match_by_group_and_name() {
    let pods = on(UPDATE, kinds::POD);
    assert_eq!((pods.resource(), pods.sub("status").resource()), (("pods", ""), ("pods", "status")));
    assert!(pods.matches_kind(("", "Pod"), ("", "pods")));
    assert!(pods.matches_kind(("", "Pod"), ("", "Pod")), "Kubewarden's audit scanner");
    assert!(pods.matches_kind(("", "Pod"), ("", "")), "without a resource the kind decides");
    assert!(!pods.matches_kind(("", "Service"), ("", "")) && !pods.matches_kind(("", "Pod"), ("", "services")));
    assert!(!pods.matches_kind(("metrics.k8s.io", "PodMetrics"), ("metrics.k8s.io", "pods")));
    assert!(!pods.matches_kind(("metrics.k8s.io", "Pod"), ("", "")));
    let scale = on(UPDATE, kinds::DEPLOYMENT).sub("scale");
    assert!(scale.matches_kind(("autoscaling", "Scale"), ("apps", "Scale")));
    let every = Kind { group: "*", plural: "*", ..*kinds::POD };
    let every: &'static Kind = alloc::boxed::Box::leak(alloc::boxed::Box::new(every));
    assert!(on(DELETE, every).matches_kind(("x", "Y"), ("x", "ys")));
    assert_eq!(Operation::ALL.map(|operation| Operation::parse(operation.as_str())), Operation::ALL.map(Some));
    assert_eq!(Operation::parse("delete"), None);
}

#[test]
fn tables_of_requests_are_put_together() {
    const NODES: [RequestMatch; 3] = with_sub_resources(DELETE, &[(kinds::NODE, &["status"]), (kinds::POD, &[])]);
    assert_eq!(NODES, [on(DELETE, kinds::NODE), on(DELETE, kinds::NODE).sub("status"), on(DELETE, kinds::POD)]);
    const OTHERS: [RequestMatch; 1] = [on(CREATE_UPDATE, kinds::SERVICE).of(Interest::Approval)];
    const ALL: [RequestMatch; 4] = of_interest(Interest::KubeSystem, joined(&[&NODES, &OTHERS]));
    let kinds: Vec<&str> = ALL.iter().map(|request| request.kind.kind).collect();
    assert_eq!(kinds, ["Node", "Node", "Pod", "Service"]);
    let interests = [Interest::KubeSystem, Interest::KubeSystem, Interest::KubeSystem, Interest::Approval];
    assert_eq!(ALL.map(|request| request.interest), interests);
}

#[test]
fn names_are_those_of_kubewarden_and_of_the_settings() {
    assert_eq!(
        [Severity::Medium, Severity::High, Severity::Critical].map(Severity::as_str),
        ["medium", "high", "critical"]
    );
    let kinds = ClusterKind::ALL.map(|kind| (kind.as_str(), kind.is_ordinary_elsewhere()));
    assert_eq!(kinds, [("managed", false), ("dedicated", false), ("serverless", true), ("registered", true)]);
    assert!(Level::Warn < Level::Deny);
}
