//! Rows of the list of high-risk operations.

use crate::language::Bilingual;
use crate::scratch::Item;

/// A row of the catalogue as messages need it.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Row number: `N1` to `N8`, `1` to `59`.
    pub id: &'static str,
    /// What breaks.
    pub impact: Bilingual,
    /// How to recover; `irreversible` where nothing helps.
    pub recovery: Bilingual,
    /// The proper way to get it done.
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
