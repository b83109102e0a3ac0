//! The report for people.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anstyle::AnsiColor;
use redline_host::Verdict;

use super::excerpt::Excerpt;
use super::format::ReportFormat;
use super::totals::Totals;
use crate::advice::AdviceByRule;
use crate::args::Shown;
use crate::evaluation::{Evaluation, RuleResult};
use crate::finding::Finding;
use crate::label::{self, label};
use crate::language::either;
use crate::merge::INPUT;
use crate::terminal::{escape, wrapped};

/// Denials that wait for the end of the report. Beyond that they are printed where they stand.
const WAITING: usize = 4 << 20;

/// An entry for each item, denials last, and a line with the totals.
pub(super) struct TextReport {
    /// The items that it lists.
    shown: Shown,
    denials: String,
}

impl TextReport {
    pub(super) fn new(shown: Shown) -> Self {
        TextReport { shown, denials: String::new() }
    }
}

impl ReportFormat for TextReport {
    fn add(&mut self, out: &mut dyn Write, evaluation: &Evaluation, verdict: Option<Verdict>) -> io::Result<()> {
        for note in evaluation.notes.iter().filter(|_| self.shown != Shown::Deny) {
            writeln!(
                out,
                "{}",
                wrapped(&format!("{} {}", label("NOTE", "提示", AnsiColor::Cyan), escape(&note.to_string())), 6)
            )?;
        }
        let shown = match verdict {
            Some(Verdict::Allow) => self.shown == Shown::Allow,
            Some(Verdict::Warn) => self.shown != Shown::Deny,
            _ => true,
        };
        if !shown {
            return Ok(());
        }
        let entry = entry(evaluation, verdict);
        if verdict == Some(Verdict::Deny) && self.denials.len() < WAITING {
            self.denials += &entry;
            return Ok(());
        }
        out.write_all(entry.as_bytes())
    }

    fn finish(&mut self, out: &mut dyn Write, totals: &Totals) -> io::Result<()> {
        out.write_all(self.denials.as_bytes())?;
        if self.shown == Shown::Deny {
            return Ok(());
        }
        // Numbers by rule, the worst rule first.
        let mut rules: Vec<_> = totals.rules.iter().filter(|_| totals.by_rule).collect();
        rules.sort_by_key(|(_, counts)| std::cmp::Reverse(**counts));
        let width = rules.iter().map(|(id, _)| id.len()).max().unwrap_or_default();
        for (id, (denied, warned)) in rules {
            writeln!(out, "{id:width$}  {}", numbers(*denied, *warned))?;
        }
        for line in totals.remarks.0.iter().cloned().chain(totals.skipped.line()) {
            writeln!(out, "{}", wrapped(&escape(&line), 2))?;
        }
        writeln!(out, "{totals}")
    }
}

/// Denials and warnings of a rule, a user, a day.
pub(crate) fn numbers(denied: usize, warned: usize) -> String {
    match crate::language::is_chinese() {
        true => format!("拒绝 {denied}，告警 {warned}"),
        false => format!("{denied} denied, {warned} warned"),
    }
}

fn entry(evaluation: &Evaluation, verdict: Option<Verdict>) -> String {
    let label = match verdict {
        Some(Verdict::Allow) if evaluation.suppressed > 0 => label("KNOWN", "已知", AnsiColor::Green),
        Some(Verdict::Allow) if !evaluation.covered => label("SKIP", "跳过", AnsiColor::Blue),
        _ => label::of(verdict),
    };
    let location = &evaluation.location;
    let head = match (&*evaluation.title, location.line) {
        ("", 0) => format!("{location}"),
        ("", line) if location.column > 0 => format!("{}:{line}:{}", escape(&location.file), location.column),
        ("", line) => format!("{}:{line}", escape(&location.file)),
        (title, _) => format!("{} ({}, {location})", escape(title), escape(&evaluation.operation())),
    };
    let mut text = format!("{}\n", wrapped(&format!("{label} {head}"), 6));
    if verdict == Some(Verdict::Allow) && !evaluation.covered {
        text += &line(6, either("no rule looks at such an object", "没有规则检查此类对象"));
    }
    match &evaluation.results {
        Err(reason) => text += &line(6, &escape(reason)),
        Ok(results) => text += &results_lines(results, verdict, &location.file),
    }
    text
}

/// A line with an indent, wrapped to the terminal.
fn line(indent: usize, text: &str) -> String {
    format!("{}\n", wrapped(&format!("{:indent$}{text}", ""), indent + 2))
}

/// What the rules reported: findings about the same field together, with the line of the file, the worst first; then what
/// breaks and how to do it properly, once.
fn results_lines(results: &[RuleResult], worst: Option<Verdict>, file: &str) -> String {
    let mut findings: Vec<&Finding> = results.iter().flat_map(|result| &result.findings).collect();
    let input = |finding: &Finding| finding.rule == INPUT;
    findings.sort_by_key(|finding| (!input(finding), std::cmp::Reverse(finding.level)));
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in findings {
        let same = |group: &&mut Vec<&Finding>| {
            let (first, placed) = (group[0], !finding.path.is_empty() || finding.source.is_some());
            placed && first.path == finding.path && first.source == finding.source
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    let mut text = String::new();
    let (mut told, mut left_out) = (Vec::new(), Vec::new());
    for group in &groups {
        // Of several findings about one field the worst are told, and who else found it.
        let (worst_here, milder): (Vec<&Finding>, Vec<&Finding>) =
            group.iter().partition(|finding| finding.level == group[0].level);
        let mut sentences: Vec<(String, Vec<&str>)> = Vec::new();
        for finding in worst_here {
            for words in finding.text.iter().map(escape) {
                match sentences.iter_mut().find(|(known, _)| *known == words) {
                    Some((_, rules)) => rules.push(&finding.rule),
                    None => sentences.push((words.into_owned(), vec![&finding.rule])),
                }
            }
            told.push(&*finding.rule);
        }
        for (words, mut rules) in sentences {
            rules.dedup();
            let rules = if rules == [INPUT] { String::new() } else { format!("{}: ", escape(&rules.join(", "))) };
            text += &line(6, &format!("{}{rules}{words}", level_of(group[0], worst)));
        }
        let mut others: Vec<&str> = milder.iter().map(|finding| &*finding.rule).collect();
        others.dedup();
        if !others.is_empty() {
            text += &line(6, &format!("{}{}", either("also: ", "另有规则："), escape(&others.join(", "))));
            left_out.extend(others);
        }
        text += &snippet(group[0], file);
    }
    let mut advice = AdviceByRule::default();
    let shown = results.iter().filter(|result| told.contains(&&*result.rule) || !left_out.contains(&&*result.rule));
    shown.for_each(|result| advice.add(result));
    text + &advice.text()
}

/// What stands before a finding that is milder than the headline.
fn level_of(finding: &Finding, worst: Option<Verdict>) -> &'static str {
    match finding.level {
        level if Some(level) == worst || finding.rule == INPUT => "",
        Verdict::Invalid => either("not evaluated: ", "未检查："),
        _ => either("warning: ", "告警："),
    }
}

/// The line of the file with the field underlined; the path of the field where the line is not known.
fn snippet(finding: &Finding, file: &str) -> String {
    let Some(source) = &finding.source else {
        let place = either("at ", "位置：");
        return if finding.path.is_empty() {
            String::new()
        } else {
            line(8, &format!("{place}{}", escape(&finding.path)))
        };
    };
    let Excerpt { text: shown, field } = Excerpt::of(source, finding.level != Verdict::Invalid);
    let column = shown[..field.start].chars().count() + 1;
    let kind = if finding.level == Verdict::Deny { AnnotationKind::Primary } else { AnnotationKind::Context };
    let path = escape(file);
    let snippet = Snippet::source(&*shown).line_start(source.line).path(&*path).annotation(kind.span(field));
    let level = if finding.level == Verdict::Deny { Level::ERROR } else { Level::WARNING };
    let drawn = Renderer::styled().render(&[Group::with_level(level).element(snippet)]);
    // The place in the file, not in what is shown of the line.
    let place = |column: usize| format!("{path}:{}:{column}", source.line);
    let drawn = drawn.replacen(&place(column), &place(source.column), 1);
    drawn.lines().map(|line| format!("        {}\n", line.trim_end())).collect()
}
