//! The answer, in Kubewarden's form, and how findings become one.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Serialize, Serializer};

use crate::declare::{Declaration, Row};
use crate::finding::{Finding, Level, Text};
use crate::outcome::{Approved, Found};
use crate::settings::{Enforcement, Language};

/// Kubewarden's validation response.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Response {
    /// Whether the request goes through.
    pub accepted: bool,
    /// Why not.
    pub message: Option<String>,
    /// HTTP status for the client: 403 when a rule says no, 400 when the input cannot be read.
    pub code: Option<u16>,
    /// Warnings for the client; Kubernetes asks for 120 characters each.
    pub warnings: Option<Vec<String>>,
    /// Notes for the audit log.
    pub audit_annotations: Option<Notes>,
}

/// Notes for the audit log: keys and values, written as a JSON object.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notes(pub Vec<(&'static str, String)>);

/// Kubewarden's settings validation response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsResponse {
    /// Whether the settings can be used.
    pub valid: bool,
    /// Why not.
    pub message: Option<String>,
}

/// A member of an answer. One type for all, because serde makes code for each.
enum Member<'r> {
    Flag(bool),
    Code(u16),
    Text(&'r str),
    Texts(&'r [String]),
    Notes(&'r Notes),
    Object(&'r [(&'static str, Option<Member<'r>>)]),
}

impl Serialize for Member<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Member::Flag(flag) => s.serialize_bool(*flag),
            Member::Code(code) => s.serialize_u16(*code),
            Member::Text(text) => s.serialize_str(text),
            Member::Texts(texts) => s.collect_seq(texts.iter().map(|text| Member::Text(text))),
            Member::Notes(Notes(notes)) => s.collect_map(notes.iter().map(|(key, text)| (*key, Member::Text(text)))),
            Member::Object(members) => object(members, s),
        }
    }
}

/// Writes the members that are there.
fn object<S: Serializer>(members: &[(&str, Option<Member<'_>>)], s: S) -> Result<S::Ok, S::Error> {
    s.collect_map(members.iter().filter_map(|(key, member)| Some((*key, member.as_ref()?))))
}

impl Serialize for Response {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let members = [
            ("accepted", Some(Member::Flag(self.accepted))),
            ("message", self.message.as_deref().map(Member::Text)),
            ("code", self.code.map(Member::Code)),
            ("warnings", self.warnings.as_deref().map(Member::Texts)),
            ("audit_annotations", self.audit_annotations.as_ref().map(Member::Notes)),
        ];
        object(&members, s)
    }
}

impl Serialize for SettingsResponse {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let members =
            [("valid", Some(Member::Flag(self.valid))), ("message", self.message.as_deref().map(Member::Text))];
        object(&members, s)
    }
}

pub(crate) const VERDICT: &str = "redline-verdict";
pub(crate) const FINDINGS: &str = "redline-findings";
pub(crate) const REASON: &str = "redline-reason";

fn note<const N: usize>(entries: [(&'static str, String); N]) -> Option<Notes> {
    Some(Notes(Vec::from(entries)))
}

impl Response {
    /// Nothing to say.
    pub fn allow() -> Response {
        Response { accepted: true, ..Response::default() }
    }

    /// Let through because of who asks or what it is about; silent but for the audit log.
    pub fn exempt(why: &str) -> Response {
        Response {
            audit_annotations: note([(VERDICT, "exempt".to_owned()), (REASON, why.to_owned())]),
            ..Response::allow()
        }
    }

    /// Input or settings that cannot be used: rejected, never allowed.
    pub fn invalid(rule: &Declaration, problem: &str) -> Response {
        Response {
            accepted: false,
            message: Some(format!("{}: invalid: {problem}", rule.id)),
            code: Some(400),
            audit_annotations: note([(VERDICT, "invalid".to_owned())]),
            ..Response::default()
        }
    }

    /// Findings that a valid approval lets through: a warning and an audit annotation say why and until when.
    pub(crate) fn approved(rule: &Declaration, found: &Found, approved: &Approved) -> Response {
        let Approved { by, reason, until } = approved;
        let reason_shown = if reason.is_empty() { "-" } else { reason };
        let text = crate::text!(
            "{}: approved until {until}: {reason_shown}",
            "{}: 已批准，有效期至 {until}：{reason_shown}",
            rule.id
        );
        Response {
            accepted: true,
            warnings: Some(say(found.language, &text).map(in_one_line).collect()),
            audit_annotations: note([
                (VERDICT, "approved".to_owned()),
                (FINDINGS, record(rule, found)),
                (REASON, format!("{by} acts on an approval until {until}: {reason_shown}")),
            ]),
            ..Response::default()
        }
    }

    /// What findings come to under an enforcement.
    pub(crate) fn judge(rule: &Declaration, found: &Found) -> Response {
        let Found { enforcement, language, findings, .. } = found;
        let (enforcement, language) = (*enforcement, *language);
        let denied = findings.iter().any(|finding| enforcement.denies(finding.level));
        let verdict = match (enforcement, denied) {
            (Enforcement::Audit, _) => "audit",
            (_, true) => "deny",
            (_, false) => "warn",
        };
        let audit_annotations = note([(VERDICT, verdict.to_owned()), (FINDINGS, record(rule, found))]);
        let lines = lines(rule, findings);
        let warnings = (enforcement != Enforcement::Audit).then(|| warnings(rule, language, &lines));
        Response {
            accepted: !denied,
            message: denied.then(|| message(rule, language, &lines)),
            code: denied.then_some(403),
            warnings,
            audit_annotations,
        }
    }
}

/// The text in the languages asked for.
fn say(language: Language, text: &Text) -> impl Iterator<Item = &str> {
    let en = (language != Language::Zh).then_some(&*text.en);
    en.into_iter().chain((language != Language::En).then_some(&*text.zh))
}

/// The findings as JSON, for the audit log and for programs: an array of objects with `rule`, `level`, `path`, `value`, `row`
/// and `text`, which has a member for each language asked for. `level` is `deny` where the finding rejects the request under
/// the rule's enforcement; where enforcement is `audit`, it is the level of the finding itself.
fn record(rule: &Declaration, found: &Found) -> String {
    let mut all = String::from("[");
    for finding in &found.findings {
        let denies = match found.enforcement {
            Enforcement::Audit => finding.level == Level::Deny,
            enforcement => enforcement.denies(finding.level),
        };
        let row = row_of(rule, finding).map_or("", |row| row.id);
        let text = [
            ("en", (found.language != Language::Zh).then_some(Member::Text(&finding.text.en))),
            ("zh", (found.language != Language::En).then_some(Member::Text(&finding.text.zh))),
        ];
        let members = [
            ("rule", Some(Member::Text(rule.id))),
            ("level", Some(Member::Text(if denies { "deny" } else { "warn" }))),
            ("path", Some(Member::Text(&finding.path))),
            ("value", Some(Member::Text(&finding.value))),
            ("row", Some(Member::Text(row))),
            ("text", Some(Member::Object(&text))),
        ];
        if all.len() > 1 {
            all.push(',');
        }
        // Texts can always be written.
        all.push_str(&serde_json::to_string(&Member::Object(&members)).unwrap_or_default());
    }
    all.push(']');
    all
}

/// The row of the catalogue that a finding belongs to.
fn row_of<'r>(rule: &'r Declaration, finding: &Finding) -> Option<&'r Row> {
    rule.rows.iter().find(|row| finding.row.is_empty() || row.id == finding.row)
}

/// Everything that is said: the findings, then what the catalogue says to their rows, in order and once each: the
/// impacts, and the proper ways.
fn lines(rule: &Declaration, findings: &[Finding]) -> Vec<Text> {
    let mut lines: Vec<Text> = Vec::new();
    let mut rows: Vec<&Row> = Vec::new();
    for finding in findings {
        lines.push(finding.text.clone());
        let row = row_of(rule, finding);
        if let Some(row) = row.filter(|row| !rows.iter().any(|seen| seen.id == row.id)) {
            rows.push(row);
        }
    }
    for Row { impact, way_back, .. } in &rows {
        lines.push(Text {
            en: ["impact: ", impact.en, " (way back: ", way_back.en, ")"].concat(),
            zh: ["影响：", impact.zh, "（恢复：", way_back.zh, "）"].concat(),
        });
    }
    for Row { instead, .. } in &rows {
        lines.push(Text { en: ["instead: ", instead.en].concat(), zh: ["正确做法：", instead.zh].concat() });
    }
    lines
}

fn in_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// `<rule>: <finding>; <finding>; impact: ...; instead: ...` in the languages asked for.
fn message(rule: &Declaration, language: Language, lines: &[Text]) -> String {
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

/// One warning a line.
fn warnings(rule: &Declaration, language: Language, lines: &[Text]) -> Vec<String> {
    let mut warnings = Vec::new();
    for text in lines {
        for line in say(language, text) {
            warnings.push(in_one_line(&[rule.id, ": ", line].concat()));
        }
    }
    warnings
}
