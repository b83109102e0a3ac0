//! What the rules say about a script: the operations of the tables, with the settings of the rules that stop them in a cluster.

use std::sync::Arc;

use redline_core::finding::Level;
use redline_core::language::Text;
use redline_guards::operations;
use redline_host::{Response, Texts, Verdict};
use serde_json::Value;

use super::interpret::report;
use crate::answer;
use crate::evaluation::{Evaluation, Location, Noun, RuleResult};
use crate::finding::Finding;
use crate::modules::{Rules, is_bundle};

/// The settings of a rule that decide about a finding.
struct Setting {
    enforcement: String,
    language: String,
}

/// Evaluates a script or user data, as if root ran it on a node. `kind` is what reports call it.
pub(crate) fn evaluate(file: &Arc<str>, kind: &str, text: &str, rules: &Rules) -> Evaluation {
    let mut found: Vec<Finding> = Vec::new();
    for command in report(file, text).commands {
        for operation in command.effects.operations {
            let Some(setting) = setting(rules, operation.rule) else { continue };
            let Some(level) = level(operation.level, &setting.enforcement) else { continue };
            let finding = Finding {
                rule: operation.rule.to_owned(),
                level,
                row: operation.row.to_owned(),
                text: texts(operation.text, &setting.language),
                source: command.source.clone(),
                ..Finding::opaque("", level, "")
            };
            // The same operation on the same line in another round is the same to a reader.
            if !found.contains(&finding) {
                found.push(finding);
            }
        }
    }
    let location = Location::file(file);
    let title = format!("{kind}/{}", file.strip_prefix("./").unwrap_or(file));
    let mut evaluation = Evaluation::new(location, title, "RUN".to_owned(), Noun::Script, Ok(by_rule(found)));
    evaluation.covered = operations::ALL.iter().any(|operation| setting(rules, operation.rule).is_some());
    evaluation
}

/// The results of the rules, in the order of their first findings.
fn by_rule(found: Vec<Finding>) -> Vec<RuleResult> {
    let mut results: Vec<RuleResult> = Vec::new();
    for finding in found {
        match results.iter_mut().find(|result| result.rule == finding.rule) {
            Some(result) => result.findings.push(finding),
            None => results.push(RuleResult {
                rule: finding.rule.clone(),
                answer: Ok(Response::default()),
                findings: vec![finding],
                advice: Vec::new(),
            }),
        }
    }
    for result in &mut results {
        let lines: Vec<String> = result.findings.iter().map(Finding::joined_text).collect();
        let denied = result.verdict() == Verdict::Deny;
        result.advice = answer::advice(&result.findings);
        result.answer = Ok(Response {
            accepted: !denied,
            code: denied.then_some(403),
            message: denied.then(|| format!("{}: {}", result.rule, lines.join("; "))),
            warnings: (!denied).then_some(lines),
            ..Response::default()
        });
    }
    results
}

/// The settings of a rule; `None` where it does not run. A bundle has all rules with their defaults.
fn setting(rules: &Rules, id: &str) -> Option<Setting> {
    let module = rules.all().find(|rule| rule.module.id() == id || is_bundle(&rule.module))?;
    let settings: Value = serde_json::from_str(&module.settings).unwrap_or_default();
    let text = |key: &str, default: &str| settings[key].as_str().unwrap_or(default).to_owned();
    Some(Setting { enforcement: text("enforcement", "deny"), language: text("language", "en") })
}

/// The verdict that a finding has with a value of the setting `enforcement`; `None` where it does not count.
fn level(level: Level, enforcement: &str) -> Option<Verdict> {
    match (enforcement, level) {
        ("audit", _) => None,
        ("warn", _) => Some(Verdict::Warn),
        ("strict", _) | (_, Level::Deny) => Some(Verdict::Deny),
        _ => Some(Verdict::Warn),
    }
}

fn texts(text: Text, language: &str) -> Texts {
    Texts { en: (language != "zh").then_some(text.en), zh: (language != "en").then_some(text.zh) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enforcement_decides_what_counts() {
        for (setting, deny, warn) in [
            ("deny", Some(Verdict::Deny), Some(Verdict::Warn)),
            ("strict", Some(Verdict::Deny), Some(Verdict::Deny)),
            ("warn", Some(Verdict::Warn), Some(Verdict::Warn)),
            ("audit", None, None),
        ] {
            assert_eq!((level(Level::Deny, setting), level(Level::Warn, setting)), (deny, warn), "{setting}");
        }
    }

    #[test]
    fn findings_of_a_rule_stand_together() {
        let finding = |rule: &str, level| Finding { row: "10".to_owned(), ..Finding::opaque(rule, level, rule) };
        let results =
            by_rule(vec![finding("a", Verdict::Warn), finding("b", Verdict::Deny), finding("a", Verdict::Warn)]);
        let told: Vec<_> = results.iter().map(|r| (&*r.rule, r.findings.len(), r.verdict(), r.advice.len())).collect();
        assert_eq!(told, [("a", 2, Verdict::Warn, 2), ("b", 1, Verdict::Deny, 2)]);
        let accepted: Vec<_> = results.iter().map(|r| r.answer.as_ref().unwrap().accepted).collect();
        assert_eq!(accepted, [true, false]);
    }
}
