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
use crate::rule_docs::RULE_DOCS;
use crate::rules::{ConfiguredRule, Rules};

/// The settings of a rule that decide about a finding.
struct ReportSettings {
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

/// The settings of a rule, of its own module or in a bundle; `None` where it does not run.
fn setting(rules: &Rules, id: &str) -> Option<ReportSettings> {
    let holds =
        |module: &str| RULE_DOCS.bundles.iter().any(|b| b.id == module && b.rules.iter().any(|rule| rule == id));
    let ConfiguredRule { rule, settings, .. } =
        rules.all().iter().find(|rule| rule.rule.id() == id || holds(rule.rule.id()))?;
    if rule.id() == id { Some(ReportSettings::of([settings])) } else { in_bundle(settings, id) }
}

/// The settings of a rule in a bundle with these settings; `None` where they leave it off, as the bundle itself does.
fn in_bundle(bundle: &Value, id: &str) -> Option<ReportSettings> {
    let own = bundle["rules"].get(id);
    let runs = match own {
        Some(Value::Bool(on)) => *on,
        Some(_) => true,
        // A rule for one kind of cluster is off until that kind is named.
        None => {
            bundle["allRules"].as_bool().unwrap_or_else(|| match RULE_DOCS.rule(id).map(|rule| &rule.profiles[..]) {
                Some([only]) => bundle["kind"] == **only,
                _ => true,
            })
        }
    };
    runs.then(|| ReportSettings::of([own.unwrap_or(&Value::Null), bundle]))
}

impl ReportSettings {
    /// Takes each setting from the first source that has it.
    fn of<'v>(sources: impl IntoIterator<Item = &'v Value> + Clone) -> Self {
        let text = |key: &str, default: &str| {
            let mut values = sources.clone().into_iter().filter_map(|settings| settings[key].as_str());
            values.next().unwrap_or(default).to_owned()
        };
        ReportSettings { enforcement: text("enforcement", "deny"), language: text("language", "en") }
    }
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
    use serde_json::json;

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
    fn a_bundle_switches_its_rules() {
        let told = |bundle: Value, id: &str| in_bundle(&bundle, id).map(|s| (s.enforcement, s.language));
        let some = |enforcement: &str, language: &str| Some((enforcement.to_owned(), language.to_owned()));
        assert_eq!(told(json!({}), "node-clock"), some("deny", "en"));
        assert_eq!(told(json!({"rules": {"node-clock": false}}), "node-clock"), None);
        assert_eq!(told(json!({"allRules": false}), "node-clock"), None);
        let own = json!({"enforcement": "warn", "language": "zh", "rules": {"node-clock": {"enforcement": "audit"}}});
        assert_eq!(told(own.clone(), "node-clock"), some("audit", "zh"));
        assert_eq!(told(own, "node-resolver"), some("warn", "zh"));
        assert_eq!(told(json!({}), "control-plane-directory"), None);
        for bundle in [json!({"kind": "dedicated"}), json!({"allRules": true})] {
            assert_eq!(told(bundle, "control-plane-directory"), some("deny", "en"));
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
