//! Redline for JavaScript: every rule linked into one WebAssembly module that a page or Node calls.
//!
//! [`evaluate()`] takes text as somebody pastes it and says what the rules make of it and where the offending fields
//! stand. The rules are the ones that the policy modules are built from, and each [`Ruling`] carries the answer to the
//! byte as the module gives it. [`edge`] is the only place that knows JavaScript; everything else is plain Rust.
//!
//! The crate is a library; `cargo run -p redline-dev -- web` builds the module and the npm package from it.

mod acts;
mod answer;
mod catalogue;
mod choice;
mod documents;
pub mod edge;
mod evaluate;
mod registry;
mod rules;
mod spans;

pub use answer::{Evaluation, Finding, Judged, Place, Problem, Ruling, Text, TextName, Verdict};
pub use catalogue::{Catalogue, Row, Status, catalogue};
pub use choice::Input;
pub use evaluate::{evaluate, payload};
pub use rules::{Mode, Rule, Rules, SettingsAnswer, manifest, rules, validate_settings};

/// An error that is one sentence for a person.
pub type Result<T, E = String> = std::result::Result<T, E>;
