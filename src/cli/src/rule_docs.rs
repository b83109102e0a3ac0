//! What is written about the rules: their declarations and the catalogue, as data. Generated with everything else that
//! derives from the declarations, so that it never says anything else than the modules do.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

/// The book that this build carries.
pub static BOOK: LazyLock<Book> = LazyLock::new(|| {
    // Generated and tested with the rest; a broken one cannot be built. Empty where `build.rs` found none.
    serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/rule-docs.json"))).unwrap_or_default()
});

/// Everything that is written.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Book {
    /// Settings that every rule has.
    pub common: Vec<Setting>,
    /// Settings that every cloud rule has: the cluster's resources.
    pub inventory: Vec<Setting>,
    /// User names that every admission rule lets be.
    pub let_be: Vec<String>,
    /// The catalogue.
    pub rows: Vec<Row>,
    /// The rules, by id.
    pub rules: Vec<Rule>,
    /// The modules that hold all rules of a kind.
    pub bundles: Vec<Bundle>,
}

/// A text in both languages.
#[derive(Debug, Default, Deserialize)]
pub struct Text {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
}

impl Text {
    /// The text in one of the languages.
    pub fn of(&self, chinese: bool) -> &str {
        if chinese { &self.zh } else { &self.en }
    }
}

/// One setting.
#[derive(Debug, Deserialize)]
pub struct Setting {
    /// Its key.
    pub name: String,
    /// What it takes.
    #[serde(rename = "type")]
    pub kind: String,
    /// What holds when it is not given.
    pub default: Value,
    /// What it does.
    pub doc: Text,
}

/// A row of the catalogue.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// `N1` to `N8`, `1` to `59`, `B1` to `B3`.
    pub row: String,
    /// Which table of ACK's list it stands in; `beyond` where it stands in none.
    pub table: String,
    /// What somebody does.
    pub operation: Text,
    /// What breaks.
    pub impact: Text,
    /// How to recover.
    pub way_back: Text,
    /// The proper way.
    pub instead: Text,
    /// The rules that cover it.
    pub rules: Vec<String>,
    /// Why no rule does.
    pub reason: Option<Text>,
    /// `covered`, `partly`, `planned`, `nothing to check`.
    pub status: String,
}

/// A rule.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// `admission` or `cloud`.
    pub kind: String,
    /// What it stops, in a line.
    pub title: Text,
    /// `medium`, `high`, `critical`.
    pub severity: String,
    /// Markdown: what it stops, why, and how to get it done anyway.
    pub text: Text,
    /// The kinds of cluster that want it: `managed`, `dedicated`, `serverless`, `registered`.
    pub profiles: Vec<String>,
    /// The rows it covers.
    pub rows: Vec<String>,
    /// Its own settings.
    pub settings: Vec<Setting>,
    /// Users, and accounts of workloads, that it lets be.
    pub exempt: Vec<String>,
    /// Kinds that it looks up where that is granted.
    pub looks_up: Vec<String>,
    /// Cases that show what it does.
    pub examples: Vec<Example>,
    /// Its `policy.yaml`.
    pub manifest: String,
}

/// A case that is shown.
#[derive(Debug, Deserialize)]
pub struct Example {
    /// What it is about.
    pub why: String,
    /// What comes of it.
    pub verdict: String,
    /// What is said, where it is refused.
    pub message: Option<String>,
}

/// A module that holds all rules of a kind.
#[derive(Debug, Deserialize)]
pub struct Bundle {
    /// Its id.
    pub id: String,
    /// Ids of its rules.
    pub rules: Vec<String>,
    /// Its `policy.yaml`.
    pub manifest: String,
}

impl Book {
    /// The rule of this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The row of this number, in any case.
    pub fn row(&self, number: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.row.eq_ignore_ascii_case(number))
    }

    /// The rule whose id is nearest to what somebody wrote, if it is near at all.
    pub fn nearest(&self, id: &str) -> Option<&str> {
        let distance = |rule: &Rule| strsim::damerau_levenshtein(&rule.id, id);
        let best = self.rules.iter().min_by_key(|rule| distance(rule))?;
        (distance(best) <= id.len() / 3).then_some(&*best.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_can_be_read() {
        assert!(BOOK.rules.len() > 70 && BOOK.rows.len() == 70 && BOOK.bundles.len() == 2);
        assert_eq!(BOOK.row("n1").map(|row| &*row.row), Some("N1"));
        assert_eq!(BOOK.nearest("node-deletoin"), Some("node-deletion"));
        assert_eq!(BOOK.nearest("quux"), None);
    }

    #[test]
    fn rules_and_rows_name_each_other() {
        for rule in &BOOK.rules {
            for row in &rule.rows {
                assert!(BOOK.row(row).is_some_and(|row| row.rules.contains(&rule.id)), "{} {row}", rule.id);
            }
        }
    }
}
