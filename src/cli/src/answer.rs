//! Turns the answer of a module into results by rule.

use redline_host::{Error, Response, Texts, Verdict};

use crate::evaluation::RuleResult;
use crate::faults;
use crate::finding::{self, Finding};
use crate::language::either;
use crate::rule_docs::{RULE_DOCS, Row};

/// The results in an answer: one for the rule of the module, or one for each rule of a bundle that found something; none
/// when the request is simply allowed.
///
/// The findings of Redline's modules come from the audit annotations. Of other modules only message and warnings are known,
/// and they are shown as they are.
pub(crate) fn results(module: &str, answer: Result<Response, Error>) -> Vec<RuleResult> {
    let response = match answer {
        Ok(response) => response,
        Err(error) => {
            let findings = vec![Finding::opaque(module, Verdict::Invalid, faults::of_host(&error))];
            return vec![RuleResult { rule: module.to_owned(), answer: Err(error), findings, advice: Vec::new() }];
        }
    };
    let findings = finding::recorded(&response).unwrap_or_else(|| opaque(module, &response));
    let mut rules: Vec<String> = Vec::new();
    for finding in &findings {
        if !rules.contains(&finding.rule) {
            rules.push(finding.rule.clone());
        }
    }
    let result = |rule: String| {
        let findings: Vec<Finding> = findings.iter().filter(|finding| finding.rule == rule).cloned().collect();
        RuleResult { advice: advice(&findings), findings, answer: Ok(response.clone()), rule }
    };
    rules.into_iter().map(result).collect()
}

/// What a module says in words alone: the message of a rejection, else its warnings.
fn opaque(module: &str, response: &Response) -> Vec<Finding> {
    let level = response.verdict();
    let prefix = format!("{module}: ");
    let texts = match (&response.message, level) {
        (Some(message), Verdict::Deny | Verdict::Invalid) => vec![message.as_str()],
        (None, Verdict::Deny | Verdict::Invalid) => vec![either("rejected without a message", "已拒绝，但未说明原因")],
        _ => response.warnings().iter().map(String::as_str).collect(),
    };
    // Reports print the rule's id before each text, so that it is not needed twice.
    let text = |text: &str| text.strip_prefix(&prefix).unwrap_or(text).to_owned();
    texts.into_iter().map(|each| Finding::opaque(module, level, text(each))).collect()
}

/// What the catalogue says about the rows of the findings, in the languages of the findings: of each row what breaks, and how
/// to do it properly. Last, how to approve the request where that is possible.
pub(crate) fn advice(findings: &[Finding]) -> Vec<String> {
    let mut rows: Vec<(&Row, &Texts)> = Vec::new();
    for finding in findings {
        if let Some(row) = RULE_DOCS.row(&finding.row)
            && !rows.iter().any(|(seen, _)| seen.row == row.row)
        {
            rows.push((row, &finding.text));
        }
    }
    let mut lines = Vec::new();
    for (row, text) in &rows {
        let (impact, recovery) = (&row.impact, &row.recovery);
        lines.extend(text.en.as_ref().map(|_| format!("impact: {} (recovery: {})", impact.en, recovery.en)));
        lines.extend(text.zh.as_ref().map(|_| format!("影响：{}（恢复方案：{}）", impact.zh, recovery.zh)));
        lines.extend(text.en.as_ref().map(|_| format!("instead: {}", row.instead.en)));
        lines.extend(text.zh.as_ref().map(|_| format!("正确做法：{}", row.instead.zh)));
    }
    for text in findings.iter().flat_map(|finding| finding.approval.iter()) {
        if !lines.iter().any(|line| line == text) {
            lines.push(text.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn from(module: &str, answer: Value) -> Vec<RuleResult> {
        results(module, Ok(serde_json::from_value(answer).unwrap()))
    }

    fn recorded(findings: Value) -> Value {
        json!({"accepted": false, "code": 403, "message": "not parsed",
               "audit_annotations": {"redline-verdict": "deny", "redline-findings": findings.to_string()}})
    }

    #[test]
    fn advice_comes_from_the_catalogue_in_the_languages_of_the_findings() {
        let finding = |text: Value| {
            json!([{"rule": "node-deletion", "level": "deny", "path": "", "value": "", "row": "26", "text": text},
                   {"rule": "node-deletion", "level": "deny", "path": "x", "value": "", "row": "26", "text": text}])
        };
        let one = from("node-deletion", recorded(finding(json!({"en": "a"}))));
        assert_eq!((one.len(), one[0].findings.len(), one[0].advice.len()), (1, 2, 2));
        assert!(one[0].advice[0].starts_with("impact: ") && one[0].advice[1].starts_with("instead: "));
        let both = from("node-deletion", recorded(finding(json!({"en": "a", "zh": "b"}))));
        let heads: Vec<&str> = both[0].advice.iter().map(|line| line.split([':', '：']).next().unwrap()).collect();
        assert_eq!(heads, ["impact", "影响", "instead", "正确做法"]);
    }

    #[test]
    fn how_to_approve_is_said_once_and_last() {
        let approval = json!({"en": "to approve: `redline approve nodes/a --rule node-deletion --reason \"...\"`"});
        let finding = |path: &str| {
            json!({"rule": "node-deletion", "level": "deny", "path": path, "value": "", "row": "26", "text": {"en": "a"},
                   "approval": approval})
        };
        let advice = &from("node-deletion", recorded(json!([finding(""), finding("x")])))[0].advice;
        assert_eq!((advice.len(), Some(&**advice.last().unwrap())), (3, approval["en"].as_str()));
    }

    #[test]
    fn each_rule_of_a_bundle_has_a_result() {
        let finding = |rule: &str, path: &str| {
            json!({
                "rule": rule, "level": "deny", "path": path, "value": "", "row": "26", "text": {"en": "x"},
            })
        };
        let found =
            from("redline-admission", recorded(json!([finding("a", "p"), finding("b", "p"), finding("a", "q")])));
        let shown: Vec<_> = found.iter().map(|result| (&*result.rule, result.findings.len())).collect();
        assert_eq!(shown, [("a", 2), ("b", 1)]);
    }

    #[test]
    fn messages_of_other_modules_are_not_taken_apart() {
        let found = from("r", json!({"accepted": false, "message": "no; impact: none"}));
        assert_eq!(
            (found[0].verdict(), found[0].findings[0].joined_text()),
            (Verdict::Invalid, "no; impact: none".into())
        );
        assert!(found[0].advice.is_empty());
        let found = from("r", json!({"accepted": true, "warnings": ["r: one", "two"]}));
        assert_eq!(found[0].findings.iter().map(|f| f.joined_text()).collect::<Vec<_>>(), ["one", "two"]);
        assert!(from("r", json!({"accepted": true})).is_empty());
        assert_eq!(from("r", json!({"accepted": false, "code": 403})).len(), 1);
    }
}
