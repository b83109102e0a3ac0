//! The table of everything that rules say about findings, in both languages, for review: every case's findings, and what
//! the catalogue adds to them. A text stands once a rule, with the first case that makes the rule say it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rayon::prelude::*;
use redline_dev::{BUNDLES, RULES, RegisteredRule};
use redline_host::{Case, Response};
use serde_json::{Value, json};

use crate::matrix::{Base, bases};
use crate::{bundle_native, cases_of, native};

/// The table, below the root of the workspace.
pub const TABLE: &str = "e2e-tests/messages.tsv";

/// The table of what a user reads when an example of a README is sent, below the root of the workspace.
pub const EXAMPLES: &str = "e2e-tests/examples.tsv";

/// What rewrites the tables.
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

/// The table of examples: those with findings, rule by rule and then bundle by bundle.
///
/// # Panics
/// When a case cannot be read.
pub fn examples() -> String {
    let mut rows = String::from("rule\tcase\tEnglish\tChinese\n");
    for rule in RULES {
        rows.push_str(&examples_of(rule.id(), |case, payload| native(rule, payload, case.cluster().as_ref())));
    }
    for bundle in BUNDLES {
        rows.push_str(&examples_of(bundle.id, |case, payload| bundle_native(bundle, payload, case.cluster().as_ref())));
    }
    rows
}

fn examples_of(id: &str, answer: impl Fn(&Case, &[u8]) -> Response) -> String {
    let mut rows = String::new();
    for case in cases_of(id).iter().filter(|case| case.example) {
        let Some(request) = case.request() else { continue };
        let [en, zh] = ["en", "zh"].map(|language| {
            let mut settings = case.settings.clone();
            settings["language"] = json!(language);
            let payload = json!({"request": request, "settings": settings}).to_string().into_bytes();
            let response = answer(case, &payload);
            response.message.unwrap_or_else(|| response.warnings.unwrap_or_default().join(" "))
        });
        if !en.is_empty() {
            let _ = writeln!(rows, "{id}\t{}\t{en}\t{zh}", case.name());
        }
    }
    rows
}
