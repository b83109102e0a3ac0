//! The vocabulary of rules: findings, outcomes and responses, rule metadata, rows of the catalogue, kinds, settings.
//!
//! Nothing here reads a request, and nothing knows a particular rule. Everything here can end up in every module. So there
//! are few dependencies, and what only documentation needs is in constants that no module refers to.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

pub mod annotations;
pub mod finding;
pub mod kinds;
pub mod language;
pub mod outcome;
pub mod pattern;
pub mod render;
pub mod request_match;
pub mod response;
pub mod row;
pub mod rule;
pub mod scratch;
pub mod settings;
pub mod time;
pub mod verdict;

#[cfg(test)]
mod tests;
