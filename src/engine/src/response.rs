//! The answer, in Kubewarden's form, and how findings become one.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use serde::{Serialize, Serializer};

use crate::declare::{Bilingual, Declaration, Row};
use crate::finding::{Finding, Level, Text};
use crate::outcome::{Approved, Found};
use crate::settings::{Enforcement, Language};

/// Kubewarden's validation response.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Response {
    /// Whether the request goes through.
    pub accepted: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// HTTP status for the client: 403 when a rule says no, 400 when the input cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<u16>,
    /// Warnings for the client; Kubernetes asks for 120 characters each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warnings: Option<Vec<String>>,
    /// Notes for the audit log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit_annotations: Option<Notes>,
}

/// Notes for the audit log: keys and values, written as a JSON object.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notes(pub Vec<(&'static str, String)>);

impl Serialize for Notes {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(self.0.iter().map(|(k, v)| (k, v)))
    }
}

/// Kubewarden's settings validation response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SettingsResponse {
    /// Whether the settings can be used.
    pub valid: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
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
            warnings: Some(say(found.language, &text).iter().map(|line| in_one_line(line)).collect()),
            audit_annotations: note([
                (VERDICT, "approved".to_owned()),
                (FINDINGS, summary(&found.findings)),
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
        let audit_annotations = note([(VERDICT, verdict.to_owned()), (FINDINGS, summary(findings))]);
        let warnings = (enforcement != Enforcement::Audit).then(|| warnings(rule, language, findings));
        Response {
            accepted: !denied,
            message: denied.then(|| message(rule, language, findings)),
            code: denied.then_some(403),
            warnings,
            audit_annotations,
        }
    }
}

/// The text in the languages asked for.
fn say(language: Language, text: &Text) -> Vec<String> {
    match language {
        Language::En => vec![text.en.clone()],
        Language::Zh => vec![text.zh.clone()],
        Language::Both => vec![text.en.clone(), text.zh.clone()],
    }
}

/// The findings in English, for the audit log: level, path, text.
fn summary(findings: &[Finding]) -> String {
    let one = |f: &Finding| {
        let level = if f.level == Level::Deny { "deny" } else { "warn" };
        if f.path.is_empty() {
            format!("{level}: {}", f.text.en)
        } else {
            format!("{level}: {}: {}", f.path, f.text.en)
        }
    };
    findings.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// What the catalogue says to the rows of these findings, in order and once each: impact and proper way.
fn advice(rule: &Declaration, findings: &[Finding]) -> Vec<(Text, Bilingual)> {
    let mut rows: Vec<&Row> = Vec::new();
    for finding in findings {
        let row = rule.rows.iter().find(|row| finding.row.is_empty() || row.id == finding.row);
        if let Some(row) = row.filter(|row| !rows.iter().any(|seen| seen.id == row.id)) {
            rows.push(row);
        }
    }
    rows.into_iter()
        .map(|row| {
            let impact = Text {
                en: format!("{} (way back: {})", row.impact.en, row.way_back.en),
                zh: format!("{}（恢复：{}）", row.impact.zh, row.way_back.zh),
            };
            (impact, row.instead)
        })
        .collect()
}

fn in_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// `<rule>: <finding>; <finding>; impact: ...; instead: ...` in the languages asked for.
fn message(rule: &Declaration, language: Language, findings: &[Finding]) -> String {
    let advice = advice(rule, findings);
    let en = || {
        let mut parts: Vec<String> = findings.iter().map(|f| f.text.en.clone()).collect();
        parts.extend(advice.iter().map(|(impact, _)| format!("impact: {}", impact.en)));
        parts.extend(advice.iter().map(|(_, instead)| format!("instead: {}", instead.en)));
        format!("{}: {}", rule.id, parts.join("; "))
    };
    let zh = || {
        let mut parts: Vec<String> = findings.iter().map(|f| f.text.zh.clone()).collect();
        parts.extend(advice.iter().map(|(impact, _)| format!("影响：{}", impact.zh)));
        parts.extend(advice.iter().map(|(_, instead)| format!("正确做法：{}", instead.zh)));
        format!("{}: {}", rule.id, parts.join("；"))
    };
    in_one_line(&match language {
        Language::En => en(),
        Language::Zh => zh(),
        Language::Both => format!("{} / {}", en(), zh()),
    })
}

/// One warning a finding, then the impact and the proper way.
fn warnings(rule: &Declaration, language: Language, findings: &[Finding]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut add = |text: Text| {
        for line in say(language, &text) {
            lines.push(in_one_line(&format!("{}: {line}", rule.id)));
        }
    };
    findings.iter().for_each(|f| add(f.text.clone()));
    for (impact, instead) in advice(rule, findings) {
        add(Text { en: format!("impact: {}", impact.en), zh: format!("影响：{}", impact.zh) });
        add(Text { en: format!("instead: {}", instead.en), zh: format!("正确做法：{}", instead.zh) });
    }
    lines
}
