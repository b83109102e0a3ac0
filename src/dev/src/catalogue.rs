//! The catalogue: every row of ACK's list of high-risk operations, and what covers it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::{Result, read};

/// A text in both languages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
}

/// One row.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Row {
    /// `N1` to `N8` for the usage notes, `1` to `59` for the tables, `B1` to `B3` for what we add.
    pub row: String,
    /// A name.
    pub slug: String,
    /// `notes`, `cluster`, `node-pool`, `virtual-node`, `network`, `storage` or `log`; `beyond` for what is not on
    /// ACK's list and not counted.
    pub table: String,
    /// What somebody does.
    pub operation: Text,
    /// What breaks.
    pub impact: Text,
    /// How to recover.
    pub way_back: Text,
    /// The proper way.
    pub instead: Text,
    /// `K`: Kubernetes sees the operation; `k`: it sees something that can cause it; `C`, `c`: likewise for the
    /// cloud's API.
    pub seen: Vec<String>,
    /// Ids of the rules that cover it.
    pub rules: Vec<String>,
    /// Why no rule does.
    pub reason: Option<Text>,
}

/// How much of a row is done. Not written down: a rule is there when its folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Every rule that the row names is there.
    Covered,
    /// Some are.
    Partly,
    /// None is yet.
    Planned,
    /// No rule can cover it.
    Impossible,
}

impl Row {
    /// Whether the row is on ACK's list.
    pub fn listed(&self) -> bool {
        self.table != "beyond"
    }

    /// How much of the row is done, given the ids of the rules that are there.
    pub fn status(&self, there: &[String]) -> Status {
        let done = self.rules.iter().filter(|rule| there.contains(rule)).count();
        match (self.rules.len(), done) {
            (0, _) => Status::Impossible,
            (_, 0) => Status::Planned,
            (all, done) if all == done => Status::Covered,
            _ => Status::Partly,
        }
    }
}

/// Reads `policies/catalogue.yaml`.
///
/// # Errors
/// A sentence with file, line and column.
pub fn load(root: &Path) -> Result<Vec<Row>> {
    let path = root.join("policies/catalogue.yaml");
    serde_saphyr::from_str(&read(&path)?).map_err(|e| format!("{}: {e}", path.display()))
}

/// The kinds of cluster, as `policies/profiles.yaml` abbreviates them.
pub const PROFILES: [(char, &str); 4] =
    [('M', "managed"), ('D', "dedicated"), ('S', "serverless"), ('R', "registered")];

/// Reads `policies/profiles.yaml`: the kinds of cluster that want a rule, by its id.
///
/// # Errors
/// A sentence with file, line and column, or with the rule.
pub fn profiles(root: &Path) -> Result<BTreeMap<String, Vec<&'static str>>> {
    let path = root.join("policies/profiles.yaml");
    let file = path.display();
    let table: BTreeMap<String, String> = serde_saphyr::from_str(&read(&path)?).map_err(|e| format!("{file}: {e}"))?;
    let kinds = |(id, letters): (String, String)| {
        let kind = |letter| PROFILES.iter().find(|(known, _)| *known == letter).map(|(_, kind)| *kind);
        let kinds: Option<Vec<&str>> = letters.chars().map(kind).collect();
        let kinds = kinds.ok_or_else(|| format!("{file}: `{id}`: a kind of cluster is M, D, S or R"))?;
        Ok((id, kinds))
    };
    table.into_iter().map(kinds).collect()
}

/// Ids of the rules that are there: the folders of `policies/` with a manifest, sorted.
///
/// # Errors
/// When the folder cannot be listed.
pub fn rules_there(root: &Path) -> Result<Vec<String>> {
    let folder = root.join("policies");
    let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut ids: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().join("Cargo.toml").is_file())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|id| crate::BUNDLES.iter().all(|bundle| bundle.id != id))
        .collect();
    ids.sort();
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_every_row_once_and_every_text() {
        let rows = load(&crate::root()).unwrap();
        let expected = (1..=8).map(|n| format!("N{n}")).chain((1..=59).map(|n| n.to_string()));
        let expected: Vec<String> = expected.chain((1..=3).map(|n| format!("B{n}"))).collect();
        assert_eq!(rows.iter().map(|r| r.row.clone()).collect::<Vec<_>>(), expected);
        for row in &rows {
            assert_eq!(row.rules.is_empty(), row.reason.is_some(), "row {}: either rules or a reason", row.row);
            for text in [&row.operation, &row.impact, &row.way_back, &row.instead] {
                assert!(!text.en.is_empty() && !text.zh.is_empty(), "row {}: an empty text", row.row);
                assert!(!text.en.contains([';', '\n']) && !text.en.ends_with('.'), "row {}: {}", row.row, text.en);
                assert!(!text.zh.contains(['；', '\n']) && !text.zh.ends_with('。'), "row {}: {}", row.row, text.zh);
            }
        }
    }

    #[test]
    fn every_rule_is_named_by_a_row() {
        let rows = load(&crate::root()).unwrap();
        for id in rules_there(&crate::root()).unwrap() {
            assert!(rows.iter().any(|row| row.rules.contains(&id)), "no row of the catalogue names `{id}`");
        }
    }

    #[test]
    fn every_rule_is_wanted_somewhere() {
        let root = crate::root();
        let (profiles, there) = (profiles(&root).unwrap(), rules_there(&root).unwrap());
        assert!(profiles.keys().eq(&there), "policies/profiles.yaml names every rule once, and no other");
        assert!(profiles.values().all(|kinds| !kinds.is_empty()));
    }
}
