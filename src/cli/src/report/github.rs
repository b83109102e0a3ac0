//! Annotations of GitHub Actions: a workflow command for each finding.

use std::io::{self, Write};

use redline_host::Verdict;

use super::format::ReportFormat;
use super::totals::Totals;
use crate::evaluation::Evaluation;

pub(super) struct Github;

impl ReportFormat for Github {
    fn add(&mut self, out: &mut dyn Write, evaluation: &Evaluation, _: Option<Verdict>) -> io::Result<()> {
        let (file, line, column) = (&evaluation.location.file, evaluation.location.line, evaluation.location.column);
        for note in &evaluation.notes {
            let place = (&*note.position.file, note.position.line, note.position.column);
            command(out, "notice", place, "redline", &note.message)?;
        }
        let results = match &evaluation.results {
            Ok(results) => results,
            Err(reason) => return command(out, "error", (file, line, column), "redline", reason),
        };
        for result in results {
            for finding in &result.findings {
                let level = if finding.level == Verdict::Warn { "warning" } else { "error" };
                let (line, column) = finding.source.as_ref().map_or((line, 0), |source| (source.line, source.column));
                let lines = [&*evaluation.title].into_iter().chain(finding.text.iter());
                let text = lines.chain(result.advice.iter().map(String::as_str)).collect::<Vec<_>>().join("\n");
                command(out, level, (file, line, column), &result.rule, &text)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, totals: &Totals) -> io::Result<()> {
        writeln!(out, "{totals}")
    }
}

/// Writes a command about a position: file, line and column, where 0 means unknown.
fn command(
    out: &mut dyn Write,
    level: &str,
    (file, line, column): (&str, usize, usize),
    title: &str,
    text: &str,
) -> io::Result<()> {
    let mut properties = vec![format!("file={}", property(file))];
    if line > 0 {
        properties.push(format!("line={line}"));
    }
    if column > 0 {
        properties.push(format!("col={column}"));
    }
    properties.push(format!("title={}", property(title)));
    writeln!(out, "::{level} {}::{}", properties.join(","), message(text))
}

/// The text of a command, escaped.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, escaped.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
