//! The report for people.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anstyle::AnsiColor;
use redline_host::Verdict;

use super::{Judged, Ruling, Sink, Totals, plain};
use crate::found::Found;

/// An entry for each object, and a line of sums.
pub(super) struct Text {
    /// Whether it names what is simply allowed.
    pub(super) allowed: bool,
    /// Whether it names nothing but what is refused or cannot be judged.
    pub(super) quiet: bool,
}

impl Sink for Text {
    fn add(&mut self, out: &mut dyn Write, judged: &Judged, verdict: Option<Verdict>) -> io::Result<()> {
        match verdict {
            Some(Verdict::Allow) if !self.allowed => Ok(()),
            Some(Verdict::Warn) if self.quiet => Ok(()),
            _ => out.write_all(entry(judged, verdict).as_bytes()),
        }
    }

    fn finish(&mut self, out: &mut dyn Write, totals: &Totals) -> io::Result<()> {
        if self.quiet {
            return Ok(());
        }
        // The summary by rule: a line each, worst first.
        let mut rules: Vec<_> = totals.rules.iter().filter(|_| totals.by_rule).collect();
        rules.sort_by_key(|(_, counts)| std::cmp::Reverse(**counts));
        let width = rules.iter().map(|(id, _)| id.len()).max().unwrap_or_default();
        for (id, (denied, warned)) in rules {
            writeln!(out, "{id:width$}  {denied} denied, {warned} warned")?;
        }
        for line in &totals.remarks.0 {
            writeln!(out, "{}", plain(line))?;
        }
        writeln!(out, "{totals}")
    }
}

fn entry(judged: &Judged, verdict: Option<Verdict>) -> String {
    let (label, color) = match verdict {
        Some(Verdict::Deny) => ("DENY", AnsiColor::Red),
        Some(Verdict::Warn) => ("WARN", AnsiColor::Yellow),
        Some(Verdict::Allow) => ("ALLOW", AnsiColor::Green),
        Some(Verdict::Invalid) | None => ("ERROR", AnsiColor::Magenta),
    };
    let style = color.on_default().bold();
    let mut text = format!("{style}{label:5}{style:#} ");
    let place = &judged.place;
    if judged.title.is_empty() {
        text += &format!("{place}");
        if place.line > 1 {
            text += &format!(" (line {})", place.line);
        }
    } else {
        text += &format!("{} ({}, {place})", plain(&judged.title), plain(&judged.doing));
    }
    text.push('\n');
    match &judged.rulings {
        Err(why) => text += &format!("      {}\n", plain(why)),
        Ok(rulings) => rulings.iter().for_each(|ruling| text += &ruling_lines(ruling, verdict, &place.file)),
    }
    text
}

/// What one rule said: its findings, where they stand, and below what they break and how it is done properly.
fn ruling_lines(ruling: &Ruling, of: Option<Verdict>, file: &str) -> String {
    let mut text = String::new();
    for found in &ruling.said.found {
        // A milder word below a harsher headline says so.
        let mild = match found.level {
            level if Some(level) == of => "",
            Verdict::Invalid => "not judged: ",
            _ => "warning: ",
        };
        for line in &found.text {
            text += &format!("      {mild}{}: {}\n", plain(&ruling.rule), plain(line));
        }
        text += &snippet(found, file);
    }
    for line in &ruling.said.advice {
        text += &format!("        {}\n", plain(line));
    }
    text
}

/// The line of the file with the field underlined; nothing where the place is not known.
fn snippet(found: &Found, file: &str) -> String {
    let Some((spot, line)) = &found.spot else { return String::new() };
    // Characters of the terminal's own and endless lines are not shown.
    let shown: String = line.chars().take(400).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let at = |column: usize| shown.char_indices().nth(column).map_or(shown.len(), |(at, _)| at);
    let (start, end) = (at(spot.column - 1), at(spot.column - 1 + spot.length));
    let kind = if found.level == Verdict::Deny { AnnotationKind::Primary } else { AnnotationKind::Context };
    let path = plain(file);
    let source = Snippet::source(&*shown).line_start(spot.line).path(&*path).annotation(kind.span(start..end));
    let level = if found.level == Verdict::Deny { Level::ERROR } else { Level::WARNING };
    let drawn = Renderer::styled().render(&[Group::with_level(level).element(source)]);
    drawn.lines().map(|line| format!("        {}\n", line.trim_end())).collect()
}
