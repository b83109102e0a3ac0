//! A case after one change.

use super::expected::Expected;

/// A case after one change.
pub struct Variant {
    /// What was changed, for the report of a failure.
    pub name: String,
    /// The bytes to validate.
    pub payload: Vec<u8>,
    /// What must come of it.
    pub expected: Expected,
}

/// Which cases a topic changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cases {
    /// Every case with a request, also those that a rule allows or cannot read.
    All,
    /// Cases with findings whose settings are the rule's own.
    Violations,
    /// Of those the first for each operation on each resource.
    Requests,
    /// Of those the first for each operation, for topics with a hundred variants.
    Operations,
}
