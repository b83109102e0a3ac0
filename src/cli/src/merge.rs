//! Merges what several rules report for one cause: a value that none of them can read.

use redline_host::{Texts, Verdict};

use crate::evaluation::{Evaluation, RuleResult};
use crate::finding::Finding;

/// The rule id of findings that are about the input and not about a rule.
pub(crate) const INPUT: &str = "redline";

/// What modules put before the path of a value that they cannot read, and after it.
const UNREADABLE: (&str, &str) = ("invalid: cannot read `", "`: ");

/// Each value that rules cannot read is reported once, at its place, however many rules read it.
pub(crate) fn same_faults(evaluation: &mut Evaluation) {
    let Ok(results) = &mut evaluation.results else { return };
    let mut kept: Vec<String> = Vec::new();
    results.retain_mut(|result| {
        let [finding] = &mut result.findings[..] else { return true };
        let text = finding.joined_text();
        let Some((path, problem)) = unreadable(finding.level, &text) else { return true };
        if kept.contains(&text) {
            return false;
        }
        (*finding, result.rule) = (fault(path, problem), INPUT.to_owned());
        kept.push(text);
        true
    });
    // A value that no rule can read comes before what the rules found.
    results.sort_by_key(|result: &RuleResult| result.rule != INPUT);
}

/// Path and problem of a message about a value that cannot be read.
fn unreadable(level: Verdict, text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix(UNREADABLE.0).filter(|_| level == Verdict::Invalid)?;
    rest.split_once(UNREADABLE.1)
}

fn fault(path: &str, problem: &str) -> Finding {
    let inner = path.strip_prefix("request.").unwrap_or(path);
    let inner = ["object.", "oldObject."].into_iter().find_map(|member| inner.strip_prefix(member)).unwrap_or(inner);
    let text = if crate::language::is_chinese() {
        let problem = redline_input::unreadable_in_chinese(problem).unwrap_or(problem);
        Texts { en: None, zh: Some(format!("无法读取 `{inner}`：{problem}")) }
    } else {
        Texts { en: Some(format!("cannot read `{inner}`: {problem}")), zh: None }
    };
    Finding { path: inner.to_owned(), text, ..Finding::opaque(INPUT, Verdict::Invalid, "") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::answer;
    use crate::evaluation::{Location, Noun};

    #[test]
    fn a_wrong_value_is_reported_once() {
        let invalid = |rule: &str, path: &str| {
            let message = format!("{rule}: invalid: cannot read `request.object.{path}`: expected a string");
            let answer = json!({"accepted": false, "code": 400, "message": message});
            answer::results(rule, Ok(serde_json::from_value(answer).unwrap()))
        };
        let all = [invalid("a", "spec.x[0]"), invalid("b", "spec.x[0]"), invalid("c", "spec.y")];
        let results = all.into_iter().flatten().collect();
        let mut evaluation =
            Evaluation::new(Location::file("f"), "Pod/a".to_owned(), String::new(), Noun::Object, Ok(results));
        same_faults(&mut evaluation);
        let found: Vec<_> = evaluation.results.iter().flatten().flat_map(|result| &result.findings).collect();
        assert_eq!(found.iter().map(|f| &*f.path).collect::<Vec<_>>(), ["spec.x[0]", "spec.y"]);
        assert_eq!(found[0].joined_text(), "cannot read `spec.x[0]`: expected a string");
    }
}
