//! How findings become an answer: every enforcement in every language.

use redline_host::{Response, Verdict};
use serde_json::json;

use super::expected::{FINDINGS, notes};
use super::{Base, Variant};

const ENFORCEMENTS: [&str; 4] = ["audit", "warn", "deny", "strict"];
const LANGUAGES: [&str; 3] = ["en", "zh", "both"];

pub(super) fn variants(base: &Base) -> Vec<Variant> {
    let mut variants = Vec::new();
    for enforcement in ENFORCEMENTS {
        for language in LANGUAGES {
            let settings = json!({"enforcement": enforcement, "language": language});
            variants.push(base.setting(settings, report(base, enforcement, language).into()));
        }
    }
    variants
}

/// What the findings of the case come to.
fn report(base: &Base, enforcement: &str, language: &str) -> Response {
    let denied = match enforcement {
        "strict" => true,
        "deny" => base.plain.verdict() == Verdict::Deny,
        _ => false,
    };
    let verdict = match (enforcement, denied) {
        ("audit", _) => "audit",
        (_, true) => "deny",
        (_, false) => "warn",
    };
    Response {
        accepted: !denied,
        message: denied.then(|| message(base, language)),
        code: denied.then_some(403),
        warnings: (enforcement != "audit").then(|| warnings(base, language)),
        audit_annotations: notes([
            ("redline-verdict", verdict.to_owned()),
            (FINDINGS, base.findings_in(language, None)),
        ]),
        ..Response::default()
    }
}

/// The lines, each in the languages asked for.
fn warnings(base: &Base, language: &str) -> Vec<String> {
    let [en, zh] = &base.lines;
    let of_both = en.iter().zip(zh).flat_map(|(en, zh)| match language {
        "en" => vec![en],
        "zh" => vec![zh],
        _ => vec![en, zh],
    });
    of_both.map(|line| format!("{}: {line}", base.id())).collect()
}

/// The lines in one, per language.
fn message(base: &Base, language: &str) -> String {
    let [en, zh] = &base.lines;
    let (en, zh) = (format!("{}: {}", base.id(), en.join("; ")), format!("{}: {}", base.id(), zh.join("；")));
    match language {
        "en" => en,
        "zh" => zh,
        _ => format!("{en} / {zh}"),
    }
}
