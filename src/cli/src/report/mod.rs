//! The report of all commands that evaluate: for people and for programs, on standard output and into files.

mod excerpt;
mod format;
mod github;
mod json;
mod junit;
mod markdown;
mod reporter;
mod sarif;
mod skipped;
mod text;
mod totals;

pub(crate) use reporter::Reporter;
pub(crate) use skipped::Skipped;
pub(crate) use text::numbers;
