//! The table of everything that rules say about findings, in both languages, for review: every case's findings, and what
//! the catalogue adds to them. A text stands once a rule, with the first case that makes the rule say it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rayon::prelude::*;
use redline_dev::{RULES, RegisteredRule};
use serde_json::Value;

use crate::matrix::{Base, bases};

/// The table, below the root of the workspace.
pub const TABLE: &str = "e2e-tests/messages.tsv";

/// What rewrites the table.
pub const BLESS: &str = "make messages";

/// The table, rule by rule.
///
/// # Panics
/// When a case cannot be read.
pub fn table() -> String {
    let rows: Vec<String> = RULES.par_iter().map(rows).collect();
    ["rule\tcase\tlevel\tEnglish\tChinese\n", &rows.concat()].concat()
}

fn rows(rule: &'static RegisteredRule) -> String {
    let (mut rows, mut seen) = (String::new(), BTreeSet::new());
    for base in bases(rule).iter().filter(|base| base.is_violation()) {
        let levels = levels(base);
        for (i, (en, zh)) in base.lines[0].iter().zip(&base.lines[1]).enumerate() {
            // Behind the findings stands what the catalogue says to their rows.
            let level = levels.get(i).map_or("row", String::as_str);
            if seen.insert((level.to_owned(), en.clone(), zh.clone())) {
                let _ = writeln!(rows, "{}\t{}\t{level}\t{en}\t{zh}", rule.id(), base.case);
            }
        }
    }
    rows
}

/// The levels of the findings, in the order of the lines.
fn levels(base: &Base) -> Vec<String> {
    let findings: Vec<Value> = serde_json::from_str(base.findings()).unwrap_or_default();
    findings.iter().map(|finding| finding["level"].as_str().unwrap_or_default().to_owned()).collect()
}
