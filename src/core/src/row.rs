//! Rows of the list of high-risk operations.

use crate::language::Bilingual;
use crate::scratch::Item;

/// A row of the catalogue (`policies/catalogue.yaml`), reduced to what messages need. Rules declare the rows that they cover.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Row number: `N1` to `N8` for the usage notes, `1` to `59` for the tables, `B1` to `B3` for the rows that Redline adds.
    pub id: &'static str,
    /// What breaks.
    pub impact: Bilingual,
    /// How to recover; `irreversible` if that is impossible.
    pub recovery: Bilingual,
    /// The proper way to achieve the same.
    pub instead: Bilingual,
}

impl PartialEq for Row {
    fn eq(&self, other: &Row) -> bool {
        self.id == other.id
    }
}

impl Eq for Row {}

// INVARIANT: rows are constants that are written from the catalogue when the engine is built. None is made during a call.
impl Item for &'static Row {
    fn check_parts(&self) {}
}

/// A row with everything that the catalogue says of it, for documentation.
#[derive(Debug, Clone, Copy)]
pub struct CatalogueRow {
    /// Row number, as in [`Row`].
    pub id: &'static str,
    /// A short name in kebab case.
    pub slug: &'static str,
    /// `notes`, `cluster`, `node-pool`, `virtual-node`, `network`, `storage` or `log`; `beyond` for what is not on ACK's list
    /// and not counted.
    pub table: &'static str,
    /// The operation.
    pub operation: Bilingual,
    /// What breaks.
    pub impact: Bilingual,
    /// How to recover; `irreversible` if that is impossible.
    pub recovery: Bilingual,
    /// The proper way to achieve the same.
    pub instead: Bilingual,
    /// Where the operation can be observed. `K`: it is a request to the Kubernetes API; `k`: such a request can cause it; `C` and
    /// `c`: the same for the API of the cloud.
    pub seen: &'static [&'static str],
    /// Why no rule can cover the row, if so.
    pub reason: Option<Bilingual>,
}
