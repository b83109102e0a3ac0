//! Rows of the list of high-risk operations.

use crate::language::Bilingual;
use crate::scratch::Item;

/// A row of the catalogue (`policies/catalogue.yaml`), reduced to what messages need.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Row number: `N1` to `N8`, `1` to `59`.
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
