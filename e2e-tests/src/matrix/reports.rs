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
            (FINDINGS, base.findings_in(language, None, [""; 2])),
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

/// The lines in one, per language. The last finding of each run with the same row names it, unless it does so itself.
fn message(base: &Base, language: &str) -> String {
    let rows = base.rows();
    let numbered = |lines: &[String], [opening, closing]: [&str; 2], between: &str| {
        let line = |(i, line): (usize, &String)| match rows.get(i) {
            Some(row) if rows.get(i + 1) != Some(row) && !base.lines[0][i].contains(&format!(" (row {row})")) => {
                [line, opening, row, closing].concat()
            }
            _ => line.clone(),
        };
        let lines: Vec<String> = lines.iter().enumerate().map(line).collect();
        format!("{}: {}", base.id(), lines.join(between))
    };
    let [en, zh] = &base.lines;
    let (en, zh) = (numbered(en, [" (row ", ")"], "; "), numbered(zh, ["（清单条目 ", "）"], "；"));
    match language {
        "en" => en,
        "zh" => zh,
        _ => format!("{en} / {zh}"),
    }
}
