//! ACK's list of high-risk operations, row by row, and what covers it.

use redline_engine::registry::declaring;
use redline_engine::rows::CATALOGUE;
use serde::Serialize;
use tsify::Tsify;

use crate::answer::Text;
use crate::registry::RULES;

/// Whether a row is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// At least one rule declares it.
    Covered,
    /// No rule can cover it.
    Impossible,
}

/// A row of the catalogue, as JavaScript gets it; its members are those of
/// [`CatalogueRow`](redline_engine::core::row::CatalogueRow), and what covers it.
#[derive(Debug, Clone, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// `N1` to `N8`, `1` to `59`, or `B1` to `B3`.
    pub row: &'static str,
    /// Its name.
    pub slug: &'static str,
    /// The table of the list that has it.
    pub table: &'static str,
    /// What the operator does.
    pub operation: Text,
    /// What breaks.
    pub impact: Text,
    /// How to recover.
    pub recovery: Text,
    /// How to do it properly.
    pub instead: Text,
    /// Who sees the operation: `K` and `k` Kubernetes, `C` and `c` the cloud's API.
    pub seen: &'static [&'static str],
    /// Ids of the rules that declare it: admission rules, then cloud rules.
    pub rules: Vec<&'static str>,
    /// Why no rule does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub reason: Option<Text>,
    /// Whether it is covered.
    pub status: Status,
}

/// Every row, in the list's order.
#[derive(Debug, Clone, Serialize, Tsify)]
#[serde(transparent)]
pub struct Catalogue(pub Vec<Row>);

/// Every row, in the list's order.
pub fn catalogue() -> Catalogue {
    let rows = CATALOGUE.iter().map(|known| {
        let declaring = declaring(known, RULES.iter().map(|linked| &linked.rule));
        Row {
            row: known.id,
            slug: known.slug,
            table: known.table,
            operation: known.operation.into(),
            impact: known.impact.into(),
            recovery: known.recovery.into(),
            instead: known.instead.into(),
            seen: known.seen,
            status: if declaring.is_empty() { Status::Impossible } else { Status::Covered },
            rules: declaring.into_iter().map(|rule| rule.id()).collect(),
            reason: known.reason.map(Into::into),
        }
    });
    Catalogue(rows.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_rule_or_a_reason() {
        let Catalogue(rows) = catalogue();
        assert_eq!(rows.first().map(|row| row.row), Some("N1"));
        for row in rows {
            let want = if row.reason.is_some() { Status::Impossible } else { Status::Covered };
            assert_eq!(row.status, want, "row {}", row.row);
        }
    }
}
