//! The documentation of the rules and the catalogue, as data. It is generated from the declarations that the modules are
//! built from.

use std::sync::LazyLock;

use redline_host::Metadata;
use serde::Deserialize;
use serde_json::Value;

use crate::language::{suggestion, tr};

/// The documentation in this program.
pub(crate) static RULE_DOCS: LazyLock<RuleDocs> = LazyLock::new(|| {
    // A generated file, which the tests below read. It is empty if `build.rs` found none.
    serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/rule-docs.json"))).unwrap_or_default()
});

/// Everything there is to read about the rules.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RuleDocs {
    /// Settings that every rule has.
    pub common: Vec<Setting>,
    /// Settings that every cloud rule has: the cluster's resources.
    pub inventory: Vec<Setting>,
    /// User names that every admission rule exempts.
    pub exempt_users: Vec<String>,
    /// The catalogue.
    pub rows: Vec<Row>,
    /// The rules, by id.
    pub rules: Vec<Rule>,
    /// The modules that hold all rules of a kind.
    pub bundles: Vec<Bundle>,
}

/// A text in both languages.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Text {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
}

impl Text {
    /// The text in one of the languages.
    pub(crate) fn of(&self, chinese: bool) -> &str {
        if chinese { &self.zh } else { &self.en }
    }
}

/// One setting.
#[derive(Debug, Deserialize)]
pub(crate) struct Setting {
    /// Its key.
    pub name: String,
    /// Its default.
    pub default: Value,
    /// What it does.
    pub doc: Text,
}

/// A row of the catalogue.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Row {
    /// `N1` to `N8`, `1` to `59`, `B1` to `B3`.
    pub row: String,
    /// The table of ACK's list that it is from; `beyond` where it is from none.
    pub table: String,
    /// What the operator does.
    pub operation: Text,
    /// What breaks.
    pub impact: Text,
    /// How to recover.
    pub recovery: Text,
    /// How to do it properly.
    pub instead: Text,
    /// The rules that cover it.
    pub rules: Vec<String>,
    /// Why no rule covers it.
    pub reason: Option<Text>,
    /// `covered`, `partly`, `planned`, `nothing to check`.
    pub status: String,
}

/// A rule.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rule {
    /// Its id.
    pub id: String,
    /// `admission` or `cloud`.
    pub kind: String,
    /// What it stops, on one line.
    pub title: Text,
    /// `medium`, `high`, `critical`.
    pub severity: String,
    /// Markdown: what it stops, why, and how to get it done anyway.
    pub text: Text,
    /// The kinds of cluster that it applies to: `managed`, `dedicated`, `serverless`, `registered`.
    pub profiles: Vec<String>,
    /// Whether it is off until the kind of cluster is named, because it would raise false alarms on other kinds.
    pub needs_kind: bool,
    /// The rows it covers.
    pub rows: Vec<String>,
    /// Its own settings.
    pub settings: Vec<Setting>,
    /// Users and service accounts of workloads that it exempts.
    pub exempt: Vec<String>,
    /// Kinds that it looks up in the cluster where that is permitted.
    pub looks_up: Vec<String>,
    /// Cases that its README shows.
    pub examples: Vec<Example>,
    /// The request by which `redline verify` finds out whether the rule answers.
    pub probe: Option<Probe>,
    /// Its `policy.yaml`.
    pub manifest: String,
    /// The requests that it is for, and what it looks up.
    pub metadata: Metadata,
}

/// A request that a rule denies and a dry run can send.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Probe {
    /// Creating this object.
    Create(Value),
    /// Deleting any object of this type.
    Delete(String),
}

/// A case that the README of a rule shows.
#[derive(Debug, Deserialize)]
pub(crate) struct Example {
    /// Why it has this verdict.
    pub why: Text,
    /// Its verdict.
    pub verdict: String,
    /// What a user reads: the message, or the warnings.
    pub message: Option<Text>,
}

/// A module that holds all rules of a kind.
#[derive(Debug, Deserialize)]
pub(crate) struct Bundle {
    /// Its id.
    pub id: String,
    /// Ids of its rules.
    pub rules: Vec<String>,
    /// Its `policy.yaml`.
    pub manifest: String,
}

impl RuleDocs {
    /// The rule of this id.
    pub(crate) fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The row of this number, in any case.
    pub(crate) fn row(&self, number: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.row.eq_ignore_ascii_case(number))
    }

    /// The error for an id that no rule has, with a suggestion.
    pub(crate) fn no_such_rule(&self, id: &str) -> String {
        let ids: Vec<&str> = self.rules.iter().map(|rule| &*rule.id).collect();
        let hint = suggestion(id, &ids);
        tr!("there is no rule `{id}`{hint}", "没有规则 `{id}`{hint}")
    }
}

/// A word of the declarations in the reader's language.
pub(crate) fn word(word: &str, zh: bool) -> &str {
    let chinese = match word {
        "admission" => "准入",
        "cloud" => "云上操作",
        "critical" => "严重",
        "high" => "高",
        "medium" => "中",
        "deny" => "拒绝",
        "warn" => "告警",
        "allow" => "放行",
        "covered" => "已覆盖",
        "nothing to check" => "不适用",
        _ => word,
    };
    if zh { chinese } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_can_be_read() {
        let catalogue = include_str!("../../../policies/catalogue.yaml");
        let rows = catalogue.lines().filter(|line| line.starts_with("- row:")).count();
        assert_eq!((RULE_DOCS.rows.len(), RULE_DOCS.bundles.len()), (rows, 2));
        assert!(!RULE_DOCS.rules.is_empty());
        assert_eq!(RULE_DOCS.row("n1").map(|row| &*row.row), Some("N1"));
        assert!(RULE_DOCS.no_such_rule("node-deletoin").ends_with("did you mean `node-deletion`?"));
        assert_eq!(RULE_DOCS.no_such_rule("quux"), "there is no rule `quux`");
    }

    #[test]
    fn rules_and_rows_name_each_other() {
        for rule in &RULE_DOCS.rules {
            for row in &rule.rows {
                assert!(RULE_DOCS.row(row).is_some_and(|row| row.rules.contains(&rule.id)), "{} {row}", rule.id);
            }
        }
    }
}
