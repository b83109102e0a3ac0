//! Findings in reports: those that modules record, with the lines of the file that they are about.

use redline_host::{Level, Response, Texts, Verdict};

/// One thing that a rule found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Finding {
    /// The rule; for a bundle, one of its rules.
    pub rule: String,
    /// Deny, warn, or invalid for what could not be evaluated.
    pub level: Verdict,
    /// Where in the object; empty for the object as a whole, and where the module does not say.
    pub path: String,
    /// The row of the catalogue; empty for modules of others.
    pub row: String,
    /// What was found, without the rule's id.
    pub text: Texts,
    /// The value there, such as an id; empty where the text has it.
    pub value: String,
    /// The setting that decides whether the finding counts, where nothing else does; else empty.
    pub decided_by: String,
    /// How to approve the request, in the languages of the text; else empty.
    pub approval: Texts,
    /// Where in the file.
    pub source: Option<SourceLine>,
}

/// The part of a line of a file that a finding is about. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SourceLine {
    pub line: usize,
    pub column: usize,
    /// In characters, at least one.
    pub length: usize,
    /// The text of the line.
    pub text: String,
}

impl Finding {
    /// A finding of which only the text is known.
    pub(crate) fn opaque(rule: &str, level: Verdict, text: impl Into<String>) -> Self {
        Finding {
            rule: rule.to_owned(),
            level,
            path: String::new(),
            row: String::new(),
            value: String::new(),
            decided_by: String::new(),
            approval: Texts::default(),
            text: Texts { en: Some(text.into()), zh: None },
            source: None,
        }
    }

    /// The text on one line.
    pub(crate) fn joined_text(&self) -> String {
        self.text.iter().collect::<Vec<_>>().join(" / ")
    }
}

/// The findings that an answer records and that count; `None` when it records none.
///
/// Where enforcement is `audit`, or an exemption or approval lets the request through, the findings do not count.
pub(crate) fn recorded(answer: &Response) -> Option<Vec<Finding>> {
    if !matches!(answer.recorded_verdict(), Some("deny" | "warn")) {
        return None;
    }
    let recorded = answer.findings()?;
    // With `strict`, warnings reject the request; with `warn`, nothing does.
    let any_deny = recorded.iter().any(|finding| finding.level == Level::Deny);
    let level = |level: Level| match answer.accepted || any_deny && level == Level::Warn {
        true => Verdict::Warn,
        false => Verdict::Deny,
    };
    let finding = |finding: redline_host::Finding| Finding {
        level: level(finding.level),
        rule: finding.rule,
        path: finding.path,
        row: finding.row,
        value: finding.value,
        decided_by: finding.decided_by,
        approval: finding.approval,
        text: finding.text,
        source: None,
    };
    Some(recorded.into_iter().map(finding).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn answer(accepted: bool, verdict: &str, findings: Value) -> Response {
        let annotations = json!({"redline-verdict": verdict, "redline-findings": findings.to_string()});
        serde_json::from_value(json!({"accepted": accepted, "audit_annotations": annotations})).unwrap()
    }

    fn finding(level: &str, path: &str, text: Value) -> Value {
        json!({"rule": "r", "level": level, "path": path, "value": "", "row": "26", "text": text})
    }

    #[test]
    fn findings_have_level_path_row_and_text() {
        let recorded_findings = json!([
            finding("deny", "spec.a[0].b", json!({"en": "a goes"})),
            finding("warn", "", json!({"en": "b may"}))
        ]);
        let found = recorded(&answer(false, "deny", recorded_findings)).unwrap();
        let shown: Vec<_> = found.iter().map(|f| (f.level, &*f.path, &*f.row, f.joined_text())).collect();
        assert_eq!(
            shown,
            [(Verdict::Deny, "spec.a[0].b", "26", "a goes".to_owned()), (Verdict::Warn, "", "26", "b may".to_owned())]
        );
    }

    #[test]
    fn levels_follow_enforcement() {
        let levels = |accepted, verdict, level| {
            let found = recorded(&answer(accepted, verdict, json!([finding(level, "", json!({"en": "x"}))])));
            found.map(|found| found[0].level)
        };
        assert_eq!(levels(true, "warn", "deny"), Some(Verdict::Warn));
        assert_eq!(levels(false, "deny", "warn"), Some(Verdict::Deny));
        assert_eq!(levels(true, "audit", "deny"), None);
        assert_eq!(levels(true, "approved", "deny"), None);
    }

    #[test]
    fn both_languages_belong_to_one_finding() {
        let both = json!([finding("deny", "", json!({"en": "a goes", "zh": "删除 a"}))]);
        let found = recorded(&answer(false, "deny", both)).unwrap();
        assert_eq!(found[0].joined_text(), "a goes / 删除 a");
    }

    #[test]
    fn other_annotations_record_nothing() {
        let other =
            json!({"accepted": false, "audit_annotations": {"redline-verdict": "deny", "redline-findings": "x"}});
        assert_eq!(recorded(&serde_json::from_value(other).unwrap()), None);
        assert_eq!(recorded(&serde_json::from_value(json!({"accepted": true})).unwrap()), None);
    }
}
