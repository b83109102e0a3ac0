//! The report for programs: one JSON document, or a line for each object.

use std::io::{self, Write};

use redline_host::Verdict;
use serde_json::{Value, json};

use super::{Judged, Ruling, Sink, Totals};
use crate::found::Found;

/// One document: `results` and `summary`.
#[derive(Default)]
pub(super) struct Json {
    begun: bool,
}

impl Sink for Json {
    fn add(&mut self, out: &mut dyn Write, judged: &Judged, verdict: Option<Verdict>) -> io::Result<()> {
        let lead = if std::mem::replace(&mut self.begun, true) { ",\n" } else { "{\"results\":[\n" };
        write!(out, "{lead}{}", entry(judged, verdict))
    }

    fn finish(&mut self, out: &mut dyn Write, totals: &Totals) -> io::Result<()> {
        let lead = if self.begun { "\n" } else { "{\"results\":[" };
        writeln!(out, "{lead}],\"summary\":{}}}", totals.as_json())
    }
}

/// A line for each object, and one with the summary.
pub(super) struct Lines;

impl Sink for Lines {
    fn add(&mut self, out: &mut dyn Write, judged: &Judged, verdict: Option<Verdict>) -> io::Result<()> {
        writeln!(out, "{}", entry(judged, verdict))
    }

    fn finish(&mut self, out: &mut dyn Write, totals: &Totals) -> io::Result<()> {
        writeln!(out, "{}", json!({"summary": totals.as_json()}))
    }
}

fn entry(judged: &Judged, verdict: Option<Verdict>) -> Value {
    let place = &judged.place;
    let mut entry = json!({
        "file": &*place.file, "document": place.document.unwrap_or(1), "line": place.line, "within": place.within,
        "object": judged.title, "operation": judged.doing,
        "verdict": verdict.map_or_else(|| "unreadable".to_owned(), |verdict| verdict.to_string()),
    });
    match &judged.rulings {
        Err(why) => entry["error"] = why.as_str().into(),
        Ok(rulings) => {
            let one = |ruling: &Ruling| {
                let findings: Vec<Value> = ruling.said.found.iter().map(finding).collect();
                let mut one = json!({"rule": ruling.rule, "verdict": ruling.verdict(), "findings": findings});
                match &ruling.answer {
                    Ok(answer) => one["response"] = json!(answer),
                    Err(error) => one["error"] = error.to_string().into(),
                }
                one
            };
            entry["rules"] = rulings.iter().map(one).collect();
        }
    }
    entry
}

fn finding(found: &Found) -> Value {
    let mut value = json!({"level": found.level, "path": found.path, "text": found.text.join(" / ")});
    if let Some((spot, _)) = &found.spot {
        value["line"] = spot.line.into();
        value["column"] = spot.column.into();
    }
    value
}
