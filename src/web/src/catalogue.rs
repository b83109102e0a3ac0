//! ACK's list of high-risk operations, row by row, and what covers it.

use redline_engine::core::rule::RuleKind;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::Result;
use crate::answer::Text;
use crate::linked_rule::LinkedRule;
use crate::registry::RULES;

const SOURCE: &str = include_str!("../../../policies/catalogue.yaml");

/// Whether a row is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// At least one rule declares it.
    #[default]
    Covered,
    /// No rule can cover it.
    Impossible,
}

/// One row.
#[derive(Debug, Clone, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Row {
    /// `N1` to `N8` for the usage notes, `1` to `59` for the tables, `B1` to `B3` for what Redline adds.
    pub row: String,
    /// A name.
    pub slug: String,
    /// `notes`, `cluster`, `node-pool`, `virtual-node`, `network`, `storage`, `log` or `beyond`.
    pub table: String,
    /// What the operator does.
    pub operation: Text,
    /// What breaks.
    pub impact: Text,
    /// How to recover.
    pub recovery: Text,
    /// How to do it properly.
    pub instead: Text,
    /// `K`: Kubernetes sees the operation; `k`: something that can cause it; `C`, `c`: likewise for the cloud's API.
    pub seen: Vec<String>,
    /// Ids of the rules that declare it: admission rules, then cloud rules.
    #[serde(skip_deserializing)]
    pub rules: Vec<String>,
    /// Why no rule does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub reason: Option<Text>,
    /// Whether it is covered.
    #[serde(skip_deserializing)]
    pub status: Status,
}

/// Every row, in the list's order.
#[derive(Debug, Clone, Serialize, Tsify)]
#[serde(transparent)]
pub struct Catalogue(pub Vec<Row>);

/// Every row, in the list's order.
///
/// # Errors
/// A catalogue that cannot be read; a test keeps it from being published.
pub fn catalogue() -> Result<Catalogue> {
    let mut rows: Vec<Row> = serde_saphyr::from_str(SOURCE).map_err(|error| error.to_string())?;
    for row in &mut rows {
        let declares = |rule: &&LinkedRule| rule.metadata.rows.iter().any(|own| own.id == row.row);
        let mut declaring: Vec<&LinkedRule> = RULES.iter().filter(declares).collect();
        declaring.sort_by_key(|rule| rule.kind == RuleKind::Cloud);
        row.rules = declaring.into_iter().map(|rule| rule.id().to_owned()).collect();
        row.status = if row.rules.is_empty() { Status::Impossible } else { Status::Covered };
    }
    Ok(Catalogue(rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_rule_or_a_reason() {
        let Catalogue(rows) = catalogue().unwrap();
        assert_eq!(rows.first().map(|row| row.row.as_str()), Some("N1"));
        for row in rows {
            let want = if row.reason.is_some() { Status::Impossible } else { Status::Covered };
            assert_eq!(row.status, want, "row {}", row.row);
        }
    }
}
