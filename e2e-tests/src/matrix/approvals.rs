//! Two-step confirmation: when an approval on the object counts, and what is said of one that does not.

use redline_host::Response;
use serde_json::{Value, json};

use super::expected::{FINDINGS, notes};
use super::{Base, Expected, Variant};

/// The annotations that make an approval.
const APPROVAL: [&str; 3] = ["redline.dev/approve", "redline.dev/reason", "redline.dev/approved-until"];

/// A time that has passed, and one that stays ahead.
const PAST: &str = "2020-01-01T00:00:00Z";
const AHEAD: &str = "2199-01-01T00:00:00Z";

pub(super) fn variants(base: &Base) -> Vec<Variant> {
    let id = base.id();
    let long = json!({"approval": {"enabled": true, "maxDuration": "9999999h"}});
    let without_reason = json!({"approval": {"enabled": true, "maxDuration": "9999999h", "requireReason": false}});
    let off = json!({"approval": {"enabled": false, "maxDuration": "9999999h"}});
    let given = |rules: &str, reason: &str, until: &str| {
        let mut all = json!({"redline.dev/approve": rules, "redline.dev/approved-until": until});
        if !reason.is_empty() {
            all["redline.dev/reason"] = reason.into();
        }
        all
    };
    let Some(stands_in) = carriers(base) else {
        // Nothing could carry an approval, and the setting alone changes nothing.
        return vec![base.setting(long, base.same())];
    };
    let mut variants = Vec::new();
    let mut add = |name: &str, annotations: &Value, settings: &Value, expected: Expected| {
        let request = annotated(base, stands_in, annotations);
        variants.push(base.variant(name, &request, settings.clone(), expected));
    };
    let valid = given(id, "broken disk", AHEAD);
    add("approved", &valid, &long, approved(base, "broken disk", "en"));
    let mut chinese = long.clone();
    chinese["language"] = "zh".into();
    add("approved, in Chinese", &valid, &chinese, approved(base, "broken disk", "zh"));
    let others = format!("some-other-rule, {id}");
    add("approved among others", &given(&others, "broken disk", AHEAD), &long, approved(base, "broken disk", "en"));
    add("approved, no reason wanted", &given(id, "", AHEAD), &without_reason, approved(base, "-", "en"));
    add("approvals are off", &valid, &off, ends_with(base, OFF, "en"));
    add("approvals are off, in Chinese", &valid, &json!({"language": "zh"}), ends_with(base, OFF, "zh"));
    add("approvals are off by default", &valid, &json!({}), ends_with(base, OFF, "en"));
    let how = how_to_approve(base);
    let how = [&*how[0], &*how[1]];
    let other = given(&format!("{id}-2"), "broken disk", AHEAD);
    add("another rule approved", &other, &long, ends_with(base, how, "en"));
    add("another rule approved, in Chinese", &other, &chinese, ends_with(base, how, "zh"));
    let not = |why: &str| remark(base, &format!("its approval does not count: {why}"));
    add("expired", &given(id, "broken disk", PAST), &long, not(&format!("it expired at {PAST}")));
    let day = json!({"approval": {"enabled": true}});
    add("too long", &valid, &day, not("it runs longer than `maxDuration` allows"));
    add("no reason", &given(id, "", AHEAD), &long, not("`redline.dev/reason` is missing"));
    let no_time = "`redline.dev/approved-until` is not a time such as `2026-01-31T20:00:00Z`";
    add("no time", &given(id, "broken disk", "tomorrow"), &long, not(no_time));
    if base.operation() == "UPDATE" {
        let request = annotated(base, &["object"], &valid);
        variants.push(base.variant("approved and done at once", &request, long.clone(), ends_with(base, how, "en")));
        let mut request = base.changed(|request| request["object"] = request["oldObject"].clone());
        annotate(&mut request["object"], &valid);
        variants.push(base.variant("the approval itself", &request, long, Expected::silence()));
    }
    variants
}

/// The objects that an approval must stand on: the one that is there already, and at an UPDATE the new one too, which
/// keeps it. `None` where the request has no object to carry one.
pub(super) fn carriers(base: &Base) -> Option<&'static [&'static str]> {
    let carriers: &[&str] = match base.operation() {
        "CREATE" => &["object"],
        "UPDATE" => &["oldObject", "object"],
        "DELETE" if base.request["oldObject"].is_object() => &["oldObject"],
        "DELETE" => &["object"],
        _ => return None,
    };
    carriers.iter().all(|name| base.request[*name]["metadata"].is_object()).then_some(carriers)
}

pub(super) fn annotated(base: &Base, objects: &[&str], annotations: &Value) -> Value {
    base.changed(|request| {
        for name in objects {
            request.entry(*name).and_modify(|object| annotate(object, annotations));
        }
    })
}

/// Puts annotations in the place of whatever approval there is.
pub(super) fn annotate(object: &mut Value, annotations: &Value) {
    let all = &mut object["metadata"]["annotations"];
    if all.is_null() {
        *all = json!({});
    }
    if let (Some(all), Some(more)) = (all.as_object_mut(), annotations.as_object()) {
        all.retain(|key, _| !APPROVAL.contains(&&**key));
        all.extend(more.clone());
    }
}

/// Let through with a warning, and a word to the audit log about who, why and until when.
fn approved(base: &Base, reason: &str, language: &str) -> Expected {
    let warning = match language {
        "zh" => format!("{}: 已审批，有效期至 {AHEAD}：{reason}", base.id()),
        _ => format!("{}: approved until {AHEAD}: {reason}", base.id()),
    };
    let by = base.text("/userInfo/username");
    Response {
        accepted: true,
        warnings: Some(vec![warning]),
        audit_annotations: notes([
            ("redline-verdict", "approved".to_owned()),
            (FINDINGS, base.findings_in(language, None, [""; 2])),
            ("redline-reason", format!("{by} uses an approval that holds until {AHEAD}: {reason}")),
        ]),
        ..Response::default()
    }
    .into()
}

/// What a denial ends with where approvals are off and the object carries one.
const OFF: [&str; 2] = [
    "the approval on the object does not count, because the setting `approval.enabled` is off",
    "对象上的审批注解无效：未启用 `approval.enabled`",
];

/// What a denial ends with where approvals are on; empty where the object is not there yet or is no object of its own.
fn how_to_approve(base: &Base) -> [String; 2] {
    let either = |pointers: [&'static str; 3]| pointers.map(|p| base.text(p)).into_iter().find(|text| !text.is_empty());
    let name = either(["/name", "/oldObject/metadata/name", "/object/metadata/name"]).unwrap_or_default();
    if base.operation() == "CREATE" || base.text("/subResource") == "scale" || name.is_empty() {
        return Default::default();
    }
    let namespace = either(["/namespace", "/oldObject/metadata/namespace", "/object/metadata/namespace"]);
    let cluster_wide = base.text("/kind/kind") == "Namespace" && base.text("/kind/group").is_empty();
    let namespace = namespace.filter(|_| !cluster_wide).map(|name| format!(" --namespace {name}")).unwrap_or_default();
    let (resource, group) = match base.text("/resource/resource") {
        "" => (base.text("/kind/kind"), base.text("/kind/group")),
        resource => (resource, base.text("/resource/group")),
    };
    let dot = if group.is_empty() { "" } else { "." };
    let (resource, id) = (resource.to_lowercase(), base.id());
    let command = format!("`redline approve {resource}{dot}{group}/{name}{namespace} --rule {id} --reason \"...\"`");
    [format!("to approve: {command}"), format!("如确需执行，请先审批：{command}")]
}

/// The plain answer in a language, whose denial ends with this, given in both languages.
fn ends_with(base: &Base, end: [&str; 2], language: &str) -> Expected {
    let mut answer = base.native(&base.with_settings(json!({"language": language})));
    if let Some(findings) = answer.audit_annotations.as_mut().and_then(|notes| notes.get_mut(FINDINGS)) {
        *findings = base.findings_in(language, None, end);
    }
    let (end, between) = if language == "zh" { (end[1], "；") } else { (end[0], "; ") };
    if let Some(message) = answer.message.as_mut().filter(|_| !end.is_empty()) {
        *message = [&**message, between, end].concat();
    }
    answer.into()
}

/// The plain answer with a remark behind its first finding.
fn remark(base: &Base, remark: &str) -> Expected {
    let first = &base.lines[0][0];
    let with = |text: &String| text.replacen(&**first, &format!("{first} ({remark})"), 1);
    let mut answer = base.plain.clone();
    let how = how_to_approve(base);
    let end = &how[0];
    let between = if end.is_empty() { "" } else { "; " };
    answer.message = answer.message.as_ref().map(|message| [&*with(message), between, end].concat());
    if let Some(line) = answer.warnings.iter_mut().flatten().next() {
        *line = with(line);
    }
    if let Some(findings) = answer.audit_annotations.as_mut().and_then(|notes| notes.get_mut(FINDINGS)) {
        *findings = base.findings_in("en", Some(remark), [&how[0], &how[1]]);
    }
    answer.into()
}
