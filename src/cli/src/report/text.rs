//! The report for people.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anstyle::AnsiColor;
use redline_host::Verdict;

use super::format::ReportFormat;
use super::totals::Totals;
use crate::evaluation::{Evaluation, RuleResult};
use crate::finding::Finding;
use crate::terminal::escape;

/// An entry for each item, and a line with the totals.
pub(super) struct Text {
    /// Whether it lists allowed items.
    pub(super) allowed: bool,
    /// Whether it lists only items that are denied or could not be evaluated.
    pub(super) quiet: bool,
}

impl ReportFormat for Text {
    fn add(&mut self, out: &mut dyn Write, evaluation: &Evaluation, verdict: Option<Verdict>) -> io::Result<()> {
        match verdict {
            Some(Verdict::Allow) if !self.allowed => Ok(()),
            Some(Verdict::Warn) if self.quiet => Ok(()),
            _ => out.write_all(entry(evaluation, verdict).as_bytes()),
        }
    }

    fn finish(&mut self, out: &mut dyn Write, totals: &Totals) -> io::Result<()> {
        if self.quiet {
            return Ok(());
        }
        // Numbers by rule, the worst rule first.
        let mut rules: Vec<_> = totals.rules.iter().filter(|_| totals.by_rule).collect();
        rules.sort_by_key(|(_, counts)| std::cmp::Reverse(**counts));
        let width = rules.iter().map(|(id, _)| id.len()).max().unwrap_or_default();
        for (id, (denied, warned)) in rules {
            writeln!(out, "{id:width$}  {denied} denied, {warned} warned")?;
        }
        for line in &totals.remarks.0 {
            writeln!(out, "{}", escape(line))?;
        }
        writeln!(out, "{totals}")
    }
}

fn entry(evaluation: &Evaluation, verdict: Option<Verdict>) -> String {
    let (label, color) = match verdict {
        Some(Verdict::Deny) => ("DENY", AnsiColor::Red),
        Some(Verdict::Warn) => ("WARN", AnsiColor::Yellow),
        Some(Verdict::Allow) if evaluation.suppressed > 0 => ("KNOWN", AnsiColor::Green),
        Some(Verdict::Allow) => ("ALLOW", AnsiColor::Green),
        Some(Verdict::Invalid) | None => ("ERROR", AnsiColor::Magenta),
    };
    let style = color.on_default().bold();
    let mut text = format!("{style}{label:5}{style:#} ");
    let location = &evaluation.location;
    if evaluation.title.is_empty() {
        text += &format!("{location}");
        if location.line > 1 {
            text += &format!(" (line {})", location.line);
        }
    } else {
        text += &format!("{} ({}, {location})", escape(&evaluation.title), escape(&evaluation.operation));
    }
    text.push('\n');
    match &evaluation.results {
        Err(reason) => text += &format!("      {}\n", escape(reason)),
        Ok(results) => results.iter().for_each(|result| text += &result_lines(result, verdict, &location.file)),
    }
    text
}

/// What one rule reported: its findings with their lines of the file, then impact and proper way.
fn result_lines(result: &RuleResult, worst: Option<Verdict>, file: &str) -> String {
    let mut text = String::new();
    for finding in &result.findings {
        // A finding that is milder than the headline says so.
        let level = match finding.level {
            level if Some(level) == worst => "",
            Verdict::Invalid => "not evaluated: ",
            _ => "warning: ",
        };
        for line in finding.text.iter() {
            text += &format!("      {level}{}: {}\n", escape(&result.rule), escape(line));
        }
        text += &snippet(finding, file);
    }
    for line in &result.advice {
        text += &format!("        {}\n", escape(line));
    }
    text
}

/// The line of the file with the field underlined; empty where the line is not known.
fn snippet(finding: &Finding, file: &str) -> String {
    let Some(source) = &finding.source else { return String::new() };
    // Control characters are replaced, and very long lines are cut.
    let shown: String = source.text.chars().take(400).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let at = |column: usize| shown.char_indices().nth(column).map_or(shown.len(), |(at, _)| at);
    let (start, end) = (at(source.column - 1), at(source.column - 1 + source.length));
    let kind = if finding.level == Verdict::Deny { AnnotationKind::Primary } else { AnnotationKind::Context };
    let path = escape(file);
    let snippet = Snippet::source(&*shown).line_start(source.line).path(&*path).annotation(kind.span(start..end));
    let level = if finding.level == Verdict::Deny { Level::ERROR } else { Level::WARNING };
    let drawn = Renderer::styled().render(&[Group::with_level(level).element(snippet)]);
    drawn.lines().map(|line| format!("        {}\n", line.trim_end())).collect()
}
