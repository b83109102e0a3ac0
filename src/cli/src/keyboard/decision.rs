//! What the rules say about a command, for people and for programs.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use redline_host::Verdict;
use serde_json::{Value, json};

use super::plan::Note;
use crate::advice::AdviceByRule;
use crate::evaluation::Evaluation;
use crate::finding::Finding;
use crate::label;
use crate::terminal::{escape, wrapped};

/// Items of one rule that are shown in full. A command may name hundreds.
const SHOWN: usize = 5;

/// The result of the check of a command: what the rules report, and notes.
pub(crate) struct Decision {
    pub evaluations: Vec<Evaluation>,
    pub notes: Vec<Note>,
}

impl Decision {
    /// Adds the result for another part of the command.
    pub(crate) fn append(&mut self, other: Decision) {
        self.evaluations.extend(other.evaluations);
        for note in other.notes {
            if !self.notes.iter().any(|known| known.text.en == note.text.en) {
                self.notes.push(note);
            }
        }
    }

    /// The worst verdict.
    pub(crate) fn verdict(&self) -> Verdict {
        let verdicts = self.evaluations.iter().map(|evaluation| evaluation.verdict().unwrap_or(Verdict::Invalid));
        verdicts.max().unwrap_or(Verdict::Allow)
    }

    /// Whether part of the command could not be worked out.
    pub(crate) fn is_open(&self) -> bool {
        self.notes.iter().any(|note| note.open)
    }

    /// The names of the objects with a denial, or that could not be evaluated.
    pub(crate) fn refused(&self) -> BTreeSet<&str> {
        let refused = self.evaluations.iter().filter(|e| !matches!(e.verdict(), Some(Verdict::Allow | Verdict::Warn)));
        refused.map(|evaluation| evaluation.title.rsplit('/').next().unwrap_or_default()).collect()
    }

    /// The report for people: the findings, then their impact and how to do it properly, then notes.
    pub(crate) fn report(&self, zh: bool) -> String {
        let mut out = String::new();
        let mut advice = AdviceByRule::default();
        let mut left_out = 0;
        for (index, evaluation) in self.evaluations.iter().filter(|e| e.verdict() != Some(Verdict::Allow)).enumerate() {
            if index >= SHOWN {
                left_out += 1;
                continue;
            }
            headline(&mut out, evaluation);
            match &evaluation.results {
                Err(reason) => {
                    add(&mut out, 6, &escape(reason));
                }
                Ok(results) => results.iter().for_each(|result| {
                    result.findings.iter().for_each(|finding| line(&mut out, finding, evaluation.verdict(), zh));
                    advice.add(result);
                }),
            }
        }
        if left_out > 0 {
            let _ = match zh {
                true => writeln!(out, "      另有 {left_out} 个对象"),
                false => writeln!(out, "      and {left_out} more"),
            };
        }
        out += &advice.text();
        for note in &self.notes {
            let head = if zh { "redline：" } else { "redline: " };
            add(&mut out, 0, &format!("{head}{}", escape(note.text.of(zh))));
        }
        out
    }

    /// The report in one paragraph, for programs that pass it on.
    pub(crate) fn summary(&self, zh: bool) -> String {
        let mut parts: Vec<String> = Vec::new();
        for result in self.evaluations.iter().flat_map(|evaluation| evaluation.results.iter().flatten()) {
            let mut each: Vec<String> =
                result.findings.iter().map(|finding| format!("{}: {}", finding.rule, finding.joined_text())).collect();
            each.extend(result.advice.iter().cloned());
            each.retain(|text| !parts.contains(text));
            parts.extend(each);
        }
        parts.extend(self.evaluations.iter().filter_map(|evaluation| evaluation.results.as_ref().err().cloned()));
        parts.extend(self.notes.iter().map(|note| note.text.of(zh).to_owned()));
        parts.join(if zh { "；" } else { "; " })
    }

    /// The decision as JSON.
    pub(crate) fn as_json(&self) -> Value {
        let finding = |finding: &Finding| {
            json!({
                "rule": finding.rule, "level": finding.level.to_string(), "path": finding.path, "row": finding.row,
                "message": finding.joined_text(),
            })
        };
        let item = |evaluation: &Evaluation| {
            let results = || evaluation.results.iter().flatten();
            let advice: BTreeSet<&String> = results().flat_map(|result| &result.advice).collect();
            json!({
                "object": evaluation.title,
                "operation": evaluation.operation,
                "verdict": evaluation.verdict().unwrap_or(Verdict::Invalid).to_string(),
                "findings": results().flat_map(|result| &result.findings).map(finding).collect::<Vec<_>>(),
                "advice": advice,
                "error": evaluation.results.as_ref().err(),
            })
        };
        json!({
            "verdict": self.verdict().to_string(),
            "complete": !self.is_open(),
            "items": self.evaluations.iter().map(item).collect::<Vec<_>>(),
            "notes": self.notes.iter().map(|note| note.text.of(false)).collect::<Vec<_>>(),
        })
    }
}

fn headline(out: &mut String, evaluation: &Evaluation) {
    let head = format!(
        "{} {} ({})",
        label::of(evaluation.verdict()),
        escape(&evaluation.title),
        escape(&evaluation.operation)
    );
    add(out, 0, &head);
}

/// Adds a line with an indent, wrapped to the terminal.
fn add(out: &mut String, indent: usize, text: &str) {
    let _ = writeln!(out, "{}", wrapped(&format!("{:indent$}{text}", ""), indent.max(4) + 2));
}

fn line(out: &mut String, finding: &Finding, worst: Option<Verdict>, zh: bool) {
    let level = match finding.level {
        level if Some(level) == worst => "",
        Verdict::Invalid if zh => "未能检查：",
        Verdict::Invalid => "not evaluated: ",
        _ if zh => "告警：",
        _ => "warning: ",
    };
    for text in finding.text.iter() {
        add(out, 6, &format!("{level}{}: {}", escape(&finding.rule), escape(text)));
    }
}
