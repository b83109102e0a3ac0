//! Borrowed, partial views of JSON.
//!
//! A view names the fields that a rule reads; the reader skips every other field without building it. Strings stay
//! in the payload unless an escape forces a copy. `null` means the default everywhere in a view, as it does to the
//! Kubernetes API server. A value of the wrong type is an error and never the default: a request that cannot be
//! read must not be let through.
//!
//! # What is checked
//!
//! The reader gives the same answer as serde_json for every valid document. Where a document is not valid JSON:
//!
//! - What a view reads, including the text that a [`Raw`] takes, is checked against the whole grammar of JSON. It is
//!   an error wherever serde_json reports one. Views may be nested 127 levels deep, as in serde_json.
//! - An object or list that no view reads is skipped, 64 bytes at a time. The reader checks that its strings end and
//!   hold no control characters, that its escapes are valid, and that its brackets match, to any depth. It does not
//!   check commas, colons, numbers and words between the brackets, so `{"skipped": {"a" 01 nul}}` is accepted where
//!   serde_json refuses it. Such a document means the same to every view: brackets and strings alone decide where a
//!   skipped value ends.
//! - An escaped surrogate without its partner (`\ud800`) is an error in a string that a view takes, and accepted in
//!   a value that is skipped or kept as text. serde_json does the same.
//!
//! Of members with the same key the last one counts, and `null` changes nothing.
//!
//! # How it is built
//!
//! Every byte of a request passes through this crate, so it is compiled for speed and everything else in a module for
//! size. `block` classifies 64 bytes at once, with SIMD where the target has it and with words of eight bytes
//! elsewhere; `scan` reads tokens; `skip` passes over values that no view reads; `check` finds the end of a value that
//! is kept as text; `reader` fills the slots of a view. A view is only a table from keys to slots,
//! because derived deserialisers cost one to two kilobytes for each struct.
//!
//! [`write`](mod@write) goes the other way: it writes strings, lists and objects.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod block;
mod check;
mod escape;
mod fault;
mod nesting;
mod reader;
mod scan;
mod skip;
mod slot;
mod slots;
mod text;
mod unreadable;
mod view;
pub mod write;

#[cfg(test)]
mod tests;

pub use reader::{read, read_into};
pub use slot::{Scalar, Slot, ValueType};
pub use slots::{Fields, List, Loose, Map, Raw};
pub use text::Str;
pub use unreadable::Unreadable;
