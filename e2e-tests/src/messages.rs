//! The table of everything that rules say about findings, in both languages, for review: every case's findings, and what
//! the catalogue adds to them. A text stands once a rule, with the first case that makes the rule say it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rayon::prelude::*;
use redline_dev::{RULES, RegisteredRule};

use crate::matrix::{Base, bases};

/// The table, below the root of the workspace.
pub const TABLE: &str = "e2e-tests/messages.tsv";

/// What rewrites the table.
pub const BLESS: &str = "make messages";

/// The table, rule by rule.
///
/// # Panics
/// When a case cannot be read, or an answer does not hold the findings that its warnings name.
pub fn table() -> String {
    let rows: Vec<String> = RULES.par_iter().map(|rule| rows(rule)).collect();
    ["rule\tcase\tlevel\tEnglish\tChinese\n", &rows.concat()].concat()
}

fn rows(rule: &'static RegisteredRule) -> String {
    let (mut rows, mut seen) = (String::new(), BTreeSet::new());
    for base in bases(rule).iter().filter(|base| base.is_violation()) {
        let levels = levels(base);
        for (i, (en, zh)) in base.lines[0].iter().zip(&base.lines[1]).enumerate() {
            // Behind the findings stands what the catalogue says to their rows.
            let level = levels.get(i).copied().unwrap_or("row");
            if seen.insert((level, en.clone(), zh.clone())) {
                let _ = writeln!(rows, "{}\t{}\t{level}\t{en}\t{zh}", rule.id(), base.case);
            }
        }
    }
    rows
}

/// The levels of the findings, in the order of the lines: the audit annotation has them as `<level>: [<path>: ]<text>`,
/// joined with `; `.
fn levels(base: &Base) -> Vec<&'static str> {
    let mut rest = base.findings();
    let mut levels = Vec::new();
    for line in &base.lines[0] {
        let Some(level) = ["deny", "warn"].into_iter().find(|level| rest.starts_with(&format!("{level}: "))) else {
            break;
        };
        let end = format!(": {line}");
        let at = rest.find(&end).unwrap_or_else(|| panic!("{} {}: `{line}` is not in `{rest}`", base.id(), base.case));
        levels.push(level);
        rest = rest[at + end.len()..].trim_start_matches("; ");
    }
    assert!(rest.is_empty(), "{} {}: nothing says `{rest}`", base.id(), base.case);
    levels
}
