//! What covers each row of the catalogue, and which clusters want a rule. Only the rules declare which rows they cover.

use std::collections::BTreeMap;
use std::path::Path;

use redline_engine::core::row::CatalogueRow;
use redline_engine::rows::CATALOGUE;

use crate::bundles::BUNDLES;
use crate::files::{Result, read};
use crate::registry::RULES;
use redline_engine::registry::{RegisteredRule, declaring};

/// Whether a row is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// At least one rule declares it.
    Covered,
    /// No rule can cover it; the row gives the reason.
    Impossible,
}

impl Status {
    /// The status as tables name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Covered => "covered",
            Status::Impossible => "nothing to check",
        }
    }
}

/// Whether a row is on ACK's list.
pub fn listed(row: &CatalogueRow) -> bool {
    row.table != "beyond"
}

/// The rules that declare a row: admission rules, then cloud rules, both sorted by id.
pub(crate) fn rules_of(row: &CatalogueRow) -> Vec<&'static RegisteredRule> {
    declaring(row, RULES.iter())
}

/// Whether a row is covered.
pub fn status(row: &CatalogueRow) -> Status {
    if rules_of(row).is_empty() { Status::Impossible } else { Status::Covered }
}

/// The rows of the catalogue that a rule declares, in the catalogue's order.
pub(crate) fn rows_of(rule: &RegisteredRule) -> impl Iterator<Item = &'static CatalogueRow> {
    let declared = rule.metadata.rows;
    CATALOGUE.iter().filter(|row| declared.iter().any(|known| known.id == row.id))
}

/// The kinds of cluster, with the letters that stand for them in `policies/profiles.yaml`.
pub const PROFILES: [(char, &str); 4] =
    [('M', "managed"), ('D', "dedicated"), ('S', "serverless"), ('R', "registered")];

/// Reads `policies/profiles.yaml`: for each rule id, the kinds of cluster that the rule is for.
///
/// # Errors
/// One sentence with file, line and column, or with the rule.
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

/// The ids of all rules, sorted: the folders in `policies/` with a `Cargo.toml`, without the bundles.
///
/// # Errors
/// When the folder cannot be listed.
pub(crate) fn rule_ids(root: &Path) -> Result<Vec<String>> {
    let folder = root.join("policies");
    let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut ids: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().join("Cargo.toml").is_file())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|id| BUNDLES.iter().all(|bundle| bundle.id != id))
        .collect();
    ids.sort();
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use redline_engine::core::rule::ClusterKind;

    use super::*;

    #[test]
    fn has_every_row_once_and_every_text() {
        let expected = (1..=8).map(|n| format!("N{n}")).chain((1..=59).map(|n| n.to_string()));
        let expected: Vec<String> = expected.chain((1..=3).map(|n| format!("B{n}"))).collect();
        assert_eq!(CATALOGUE.iter().map(|row| row.id).collect::<Vec<_>>(), expected);
        for row in CATALOGUE {
            for text in [&row.operation, &row.impact, &row.recovery, &row.instead] {
                assert!(!text.en.is_empty() && !text.zh.is_empty(), "row {}: an empty text", row.id);
                assert!(!text.en.contains([';', '\n']) && !text.en.ends_with('.'), "row {}: {}", row.id, text.en);
                assert!(!text.zh.contains(['；', '\n']) && !text.zh.ends_with('。'), "row {}: {}", row.id, text.zh);
            }
        }
    }

    #[test]
    fn every_row_has_a_rule_or_a_reason() {
        for row in CATALOGUE {
            assert_eq!(
                rules_of(row).is_empty(),
                row.reason.is_some(),
                "row {}: either rules that declare it or a reason why none can",
                row.id
            );
        }
    }

    #[test]
    fn every_rule_declares_rows_that_exist() {
        for rule in RULES {
            let declared = rule.metadata.rows;
            assert!(!declared.is_empty(), "{}: declares no row", rule.id());
            assert_eq!(rows_of(rule).count(), declared.len(), "{}: every row exists, each once", rule.id());
        }
    }

    #[test]
    fn every_rule_is_wanted_somewhere() {
        let root = crate::root();
        let (profiles, ids) = (profiles(&root).unwrap(), rule_ids(&root).unwrap());
        assert!(profiles.keys().eq(&ids), "policies/profiles.yaml names every rule once, and no other");
        assert!(profiles.values().all(|kinds| !kinds.is_empty()));
        for rule in RULES {
            let only = rule.metadata.only_on.map(ClusterKind::as_str);
            let kinds = &profiles[rule.id()];
            assert_eq!(only, (kinds.len() == 1).then(|| kinds[0]), "{}: `only_on` is what the profiles say", rule.id());
        }
    }
}
