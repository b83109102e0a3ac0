//! Renders an outcome as a response: the message, the warnings, and the audit annotations.
//!
//! The message is for people. Programs read the audit annotation [`AUDIT_FINDINGS`], a JSON array with one object for each
//! finding (documented in `docs/audit.md`):
//!
//! ```json
//! [{"rule":"node-deletion","level":"deny","path":"","value":"","row":"26","text":{"en":"...","zh":"..."}}]
//! ```
//!
//! A finding that nothing decides names the setting that would, as `decidedBy`. A finding that denies a request which can be
//! approved says how, as `approval`. `path` and `value` may be empty; texts have the languages that the settings ask for. The
//! catalogue has impact, recovery and the proper way for each `row`.

use crate::annotations::{AUDIT_FINDINGS, AUDIT_REASON, AUDIT_VERDICT};
use crate::finding::{Finding, Level};
use crate::language::{Language, Text};
use crate::outcome::{Approved, Outcome, Violations};
use crate::response::{AuditAnnotations, Response};
use crate::row::Row;
use crate::rule::RuleMetadata;
use crate::settings::Enforcement;
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use redline_json::write;
use redline_text::{concat, contains};

/// The response of a module that holds only this rule.
pub fn response(rule: &RuleMetadata, outcome: &Outcome) -> Response {
    match outcome {
        Outcome::Allow => Response::allow(),
        Outcome::Exempt(why) => exempt(why),
        Outcome::Invalid(problem) => invalid(rule.id, problem),
        Outcome::Violations(violations) => match &violations.approved {
            Some(approved) => self::approved(rule, violations, approved),
            None => enforced(rule, violations),
        },
    }
}

/// The response to input or settings that cannot be used: always a rejection, with code 400. `rule` is the id of the rule
/// or bundle, `problem` the reason.
pub fn invalid(rule: &str, problem: &str) -> Response {
    Response {
        accepted: false,
        message: Some(format!("{rule}: invalid: {problem}")),
        code: Some(400),
        audit_annotations: annotations([(AUDIT_VERDICT, "invalid".to_owned())]),
        ..Response::default()
    }
}

/// The response to a request that is exempt: allowed without a warning, with the reason in the audit log.
fn exempt(why: &str) -> Response {
    Response {
        audit_annotations: annotations([(AUDIT_VERDICT, "exempt".to_owned()), (AUDIT_REASON, why.to_owned())]),
        ..Response::allow()
    }
}

/// The response to findings that a valid approval covers: allowed. A warning and an audit annotation give the reason and
/// the time at which the approval expires.
fn approved(rule: &RuleMetadata, violations: &Violations, approved: &Approved) -> Response {
    let Approved { by, reason, until } = approved;
    let reason = if reason.is_empty() { "-" } else { reason };
    let text = crate::text!("approved until {until}: {reason}", "已审批，有效期至 {until}：{reason}");
    Response {
        accepted: true,
        warnings: Some(self::warnings(rule, violations.language, &[text])),
        audit_annotations: annotations([
            (AUDIT_VERDICT, "approved".to_owned()),
            (AUDIT_FINDINGS, findings_json(rule, violations)),
            (AUDIT_REASON, format!("{by} uses an approval that holds until {until}: {reason}")),
        ]),
        ..Response::default()
    }
}

/// The response to findings that no approval covers.
fn enforced(rule: &RuleMetadata, violations: &Violations) -> Response {
    let Violations { enforcement, language, findings, how_to_approve, .. } = violations;
    let (enforcement, language) = (*enforcement, *language);
    let denied = findings.iter().any(|finding| enforcement.denies(finding.level));
    let verdict = match (enforcement, denied) {
        (Enforcement::Audit, _) => "audit",
        (_, true) => "deny",
        (_, false) => "warn",
    };
    let mut lines = lines(rule, findings);
    let warnings = (enforcement != Enforcement::Audit).then(|| warnings(rule, language, &lines));
    Response {
        accepted: !denied,
        message: denied.then(|| {
            number(rule, findings, &mut lines);
            lines.extend(how_to_approve.clone());
            message(rule, language, &lines)
        }),
        code: denied.then_some(403),
        warnings,
        audit_annotations: annotations([
            (AUDIT_VERDICT, verdict.to_owned()),
            (AUDIT_FINDINGS, findings_json(rule, violations)),
        ]),
    }
}

fn annotations<const N: usize>(entries: [(&'static str, String); N]) -> Option<AuditAnnotations> {
    Some(AuditAnnotations(Vec::from(entries)))
}

/// The row of a finding: its own, else the rule's first.
fn row_of(rule: &RuleMetadata, finding: &Finding) -> Option<&'static Row> {
    finding.row.or(rule.rows.first().copied())
}

/// The findings of a rule as a JSON array.
fn findings_json(rule: &RuleMetadata, violations: &Violations) -> String {
    let mut json = String::from("[");
    for finding in &violations.findings {
        if json.len() > 1 {
            json.push(',');
        }
        let level = if finding.level == Level::Deny { "deny" } else { "warn" };
        let row = row_of(rule, finding).map_or("", |row| row.id);
        let mut opening = "{\"";
        for (key, value) in
            [("rule", rule.id), ("level", level), ("path", &finding.path), ("value", &finding.value), ("row", row)]
        {
            member(&mut json, opening, key, value);
            opening = ",\"";
        }
        if !finding.decided_by.is_empty() {
            member(&mut json, opening, "decidedBy", &finding.decided_by);
        }
        let denies = violations.approved.is_none() && violations.enforcement.denies(finding.level);
        let approval = violations.how_to_approve.as_ref().filter(|_| denies);
        for (key, text) in [(",\"text\":{\"", Some(&finding.text)), (",\"approval\":{\"", approval)] {
            let Some(Text { en, zh }) = text else { continue };
            opening = key;
            for (key, text, other) in [("en", en, Language::Zh), ("zh", zh, Language::En)] {
                if violations.language != other {
                    member(&mut json, opening, key, text);
                    opening = ",\"";
                }
            }
            json.push('}');
        }
        json.push('}');
    }
    json.push(']');
    json
}

/// Joins the JSON arrays of several rules into one.
pub fn joined_findings(arrays: &[String]) -> String {
    let mut all = String::from("[");
    for array in arrays {
        let findings = array.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or_default();
        if all.len() > 1 && !findings.is_empty() {
            all.push(',');
        }
        all.push_str(findings);
    }
    all.push(']');
    all
}

/// Appends a member to a JSON object. `opening` is what precedes the key, including its opening quote.
#[inline(never)]
fn member(json: &mut String, opening: &str, key: &str, value: &str) {
    json.push_str(opening);
    json.push_str(key);
    json.push_str("\":");
    write::string(json, value);
}

/// The lines of a message: the findings, then the impact of each row, then the proper way of each row. A row appears once,
/// at the place of its first finding.
fn lines(rule: &RuleMetadata, findings: &[Finding]) -> Vec<Text> {
    let mut lines: Vec<Text> = Vec::new();
    let mut rows: Vec<&Row> = Vec::new();
    for finding in findings {
        lines.push(finding.text.clone());
        if let Some(row) = row_of(rule, finding).filter(|row| !rows.contains(row)) {
            rows.push(row);
        }
    }
    for Row { impact, recovery, .. } in &rows {
        lines.push(Text {
            en: concat(&["impact: ", impact.en, " (recovery: ", recovery.en, ")"]),
            zh: concat(&["影响：", impact.zh, "（恢复方案：", recovery.zh, "）"]),
        });
    }
    for Row { instead, .. } in &rows {
        lines.push(Text { en: concat(&["instead: ", instead.en]), zh: concat(&["正确做法：", instead.zh]) });
    }
    lines
}

/// Writes the number of its row behind each finding whose successor has another row, unless the finding itself names it.
/// `lines` begin with the findings.
fn number(rule: &RuleMetadata, findings: &[Finding], lines: &mut [Text]) {
    for (i, line) in lines.iter_mut().take(findings.len()).enumerate() {
        let row = row_of(rule, &findings[i]);
        if let Some(row) = row.filter(|_| row != findings.get(i + 1).and_then(|next| row_of(rule, next))) {
            let text = concat(&[" (row ", row.id, ")"]);
            if contains(&line.en, &text) {
                continue;
            }
            line.en.push_str(&text);
            line.zh.push_str(&concat(&["（清单条目 ", row.id, "）"]));
        }
    }
}

/// The text with a blank in place of each control character.
fn in_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// `<rule>: <finding>; <finding> (row <row>); impact: ...; instead: ...; approve: ...`, in English, Chinese or both.
fn message(rule: &RuleMetadata, language: Language, lines: &[Text]) -> String {
    let mut message = String::new();
    for (spoken, line, between) in
        [(Language::En, (|text| &*text.en) as fn(&Text) -> &str, "; "), (Language::Zh, |text| &*text.zh, "；")]
    {
        if language != Language::Both && language != spoken {
            continue;
        }
        if !message.is_empty() {
            message.push_str(" / ");
        }
        message.push_str(rule.id);
        for (i, text) in lines.iter().enumerate() {
            message.push_str(if i == 0 { ": " } else { between });
            message.push_str(line(text));
        }
    }
    in_one_line(&message)
}

/// One warning for each line.
fn warnings(rule: &RuleMetadata, language: Language, lines: &[Text]) -> Vec<String> {
    let mut warnings = Vec::new();
    for text in lines {
        for line in text.in_language(language) {
            warnings.push(in_one_line(&concat(&[rule.id, ": ", line])));
        }
    }
    warnings
}
