//! Findings, as Redline's modules record them in the audit annotation `redline-findings` of their answer.

use redline_core::annotations::{AUDIT_FINDINGS, AUDIT_VERDICT};
use redline_core::finding::Level;
use serde::{Deserialize, Serialize};

use crate::pattern::ExpectedText;
use crate::response::Response;

/// One thing that a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule; for a bundle, one of its rules.
    pub rule: String,
    /// How severe it is, before the enforcement of the rule.
    pub level: Level,
    /// Where in the object, such as `spec.volumes[2].hostPath.path`; empty for the object as a whole.
    pub path: String,
    /// The value there; empty where the text has it.
    pub value: String,
    /// The row of the catalogue, such as `26`.
    pub row: String,
    /// The setting that decides whether the finding counts, where the request and the settings do not tell; else empty.
    #[serde(rename = "decidedBy", default, skip_serializing_if = "String::is_empty")]
    pub decided_by: String,
    /// What was found, without the rule's id.
    pub text: Texts,
    /// How to approve the request, or why the approval on the object does not count; empty where there is nothing to say.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub approval: Texts,
}

/// A text in the languages that were asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Texts {
    /// English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
    /// Simplified Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
}

impl Texts {
    /// Whether there is no text in any language.
    fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The text, once in each language.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        [&self.en, &self.zh].into_iter().flatten().map(String::as_str)
    }
}

impl Response {
    /// The findings that the answer records; `None` when it records none, as answers of other policies do.
    pub fn findings(&self) -> Option<Vec<Finding>> {
        serde_json::from_str(self.audit_annotations.as_ref()?.get(AUDIT_FINDINGS)?).ok()
    }

    /// What became of the request by the audit annotations, such as `deny` or `exempt`; `None` where they do not say.
    pub fn recorded_verdict(&self) -> Option<&str> {
        self.audit_annotations.as_ref()?.get(AUDIT_VERDICT).map(String::as_str)
    }
}

/// A finding that a test case expects. Missing members are not compared.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExpectedFinding {
    /// The rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// The path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<ExpectedText>,
    /// The value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<ExpectedText>,
    /// The row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
    /// The text in one of its languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<ExpectedText>,
}

impl ExpectedFinding {
    /// Whether a finding is as expected.
    pub fn matches(&self, finding: &Finding) -> bool {
        let same = |want: &Option<String>, got: &str| want.as_ref().is_none_or(|want| want == got);
        let like = |want: &Option<ExpectedText>, got: &str| want.as_ref().is_none_or(|want| want.matches(got));
        same(&self.rule, &finding.rule)
            && self.level.is_none_or(|level| level == finding.level)
            && like(&self.path, &finding.path)
            && like(&self.value, &finding.value)
            && same(&self.row, &finding.row)
            && self.text.as_ref().is_none_or(|want| finding.text.iter().any(|text| want.matches(text)))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn answer(findings: &Value) -> Response {
        serde_json::from_value(json!({"accepted": false, "audit_annotations": {AUDIT_FINDINGS: findings.to_string()}}))
            .unwrap()
    }

    #[test]
    fn findings_are_read_and_written_alike() {
        let all = json!([
            {"rule": "r", "level": "deny", "path": "a.b", "value": "v", "row": "26", "text": {"en": "a", "zh": "b"}},
            {"rule": "r", "level": "warn", "path": "", "value": "", "row": "N1", "text": {"en": "c"},
             "approval": {"en": "to approve: `redline approve nodes/a`"}},
        ]);
        let findings = answer(&all).findings().unwrap();
        assert_eq!(findings[0].text.iter().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(serde_json::to_value(&findings).unwrap(), all);
    }

    #[test]
    fn other_annotations_have_no_findings() {
        assert_eq!(answer(&json!("deny: a.b: text")).findings(), None);
        assert_eq!(Response::default().findings(), None);
    }

    #[test]
    fn only_the_members_that_are_expected_are_compared() {
        let all =
            json!([{"rule": "r", "level": "deny", "path": "a.b", "value": "v", "row": "26", "text": {"zh": "删除"}}]);
        let finding = &answer(&all).findings().unwrap()[0];
        let matches = |want: Value| serde_json::from_value::<ExpectedFinding>(want).unwrap().matches(finding);
        assert!(matches(json!({})) && matches(json!({"level": "deny", "path": "/^a/", "text": "删除"})));
        for other in [json!({"rule": "x"}), json!({"level": "warn"}), json!({"path": "a"}), json!({"text": "x"})] {
            assert!(!matches(other.clone()), "{other}");
        }
    }
}
