//! Redline for JavaScript: every rule linked into one WebAssembly module that a page or Node calls.
//!
//! [`evaluate()`] takes any text and returns what the rules find in it and where the fields are. The rules are those that the
//! policy modules are built from, and each [`RuleResult`] has the answer byte for byte as the module gives it. [`edge`] is
//! the only place that knows JavaScript; everything else is plain Rust. [`script()`] takes a shell script and returns what it
//! does to a node.
//!
//! The crate is a library; `cargo run -p redline-dev -- web` builds the module and the npm package from it.

mod answer;
mod catalogue;
mod choice;
mod clock;
mod documents;
pub mod edge;
mod evaluate;
mod linked_rule;
mod planned_requests;
mod registry;
mod rules;
mod script;

pub use answer::{Evaluation, Finding, ItemEvaluation, Position, Problem, RuleResult, Text, TextName};
pub use catalogue::{Catalogue, Row, Status, catalogue};
pub use choice::Input;
pub use evaluate::{evaluate, payload};
pub use redline_engine::core::verdict::Verdict;
pub use rules::{Mode, Rule, Rules, SettingsAnswer, manifest, rules, validate_settings};
pub use script::{ScriptCommand, ScriptEvaluation, ScriptFinding, script};

/// An error that is one sentence for a person.
pub type Result<T, E = String> = std::result::Result<T, E>;
