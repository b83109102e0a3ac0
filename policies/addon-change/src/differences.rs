//! Members of objects, and which of them differ.

use guards::members::{pairs, same_value};
use redline_engine::json::{Fields, read};
use redline_engine::prelude::*;

/// The members of the object under `key`; empty where it is something else.
pub(crate) fn members<'a>(fields: &Fields<'a>, key: &str) -> Fields<'a> {
    fields.get(key).and_then(|raw| read(raw.get()).ok()).unwrap_or_default()
}

/// The names of the members that differ.
pub(crate) fn differing<'r>(old: &'r Fields<'_>, new: &'r Fields<'_>) -> Vec<&'r str> {
    let pairs = pairs(old, new).into_iter();
    pairs.filter(|(_, old, new)| !same_value(*old, *new)).map(|(key, ..)| key).collect()
}
