//! The report for programs: one JSON document, or a line for each item.

use std::io::{self, Write};

use redline_host::Verdict;
use serde_json::{Value, json};

use super::format::ReportFormat;
use super::totals::Totals;
use crate::evaluation::{Evaluation, RuleResult};
use crate::finding::Finding;

/// One document: `results` and `summary`.
#[derive(Default)]
pub(super) struct Json {
    begun: bool,
}

impl ReportFormat for Json {
    fn add(&mut self, out: &mut dyn Write, evaluation: &Evaluation, verdict: Option<Verdict>) -> io::Result<()> {
        let before = if std::mem::replace(&mut self.begun, true) { ",\n" } else { "{\"results\":[\n" };
        write!(out, "{before}{}", item(evaluation, verdict))
    }

    fn finish(&mut self, out: &mut dyn Write, totals: &Totals) -> io::Result<()> {
        let before = if self.begun { "\n" } else { "{\"results\":[" };
        writeln!(out, "{before}],\"summary\":{}}}", totals.as_json())
    }
}

/// A line for each item, and one with the summary.
pub(super) struct JsonLines;

impl ReportFormat for JsonLines {
    fn add(&mut self, out: &mut dyn Write, evaluation: &Evaluation, verdict: Option<Verdict>) -> io::Result<()> {
        writeln!(out, "{}", item(evaluation, verdict))
    }

    fn finish(&mut self, out: &mut dyn Write, totals: &Totals) -> io::Result<()> {
        writeln!(out, "{}", json!({"summary": totals.as_json()}))
    }
}

fn item(evaluation: &Evaluation, verdict: Option<Verdict>) -> Value {
    let location = &evaluation.location;
    let mut item = json!({
        "file": &*location.file, "document": location.document.unwrap_or(1), "line": location.line,
        "within": location.label, "object": evaluation.title, "operation": evaluation.operation,
        "verdict": verdict.map_or_else(|| "unreadable".to_owned(), |verdict| verdict.to_string()),
    });
    if location.column > 0 {
        item["column"] = location.column.into();
    }
    if !evaluation.covered {
        item["covered"] = false.into();
    }
    if evaluation.suppressed > 0 {
        item["suppressed"] = evaluation.suppressed.into();
    }
    if !evaluation.notes.is_empty() {
        item["notes"] = evaluation.notes.iter().map(ToString::to_string).collect();
    }
    match &evaluation.results {
        Err(reason) => item["error"] = reason.as_str().into(),
        Ok(results) => item["rules"] = results.iter().map(result).collect(),
    }
    item
}

fn result(result: &RuleResult) -> Value {
    let findings: Vec<Value> = result.findings.iter().map(finding).collect();
    let mut value = json!({"rule": result.rule, "verdict": result.verdict(), "findings": findings});
    match &result.answer {
        Ok(answer) => value["response"] = json!(answer),
        Err(error) => value["error"] = error.to_string().into(),
    }
    value
}

fn finding(finding: &Finding) -> Value {
    let mut value = json!({"level": finding.level, "path": finding.path, "text": finding.joined_text()});
    if !finding.row.is_empty() {
        value["row"] = finding.row.as_str().into();
    }
    if let Some(source) = &finding.source {
        value["line"] = source.line.into();
        value["column"] = source.column.into();
    }
    value
}
