//! Reports about scripts.

use std::io::{self, Write};

use redline_core::finding::Level;
use redline_core::language::Text;
use redline_guards::script_effects::{CommandEffects, PerformedOperation};
use serde_json::{Value, json};

use crate::finding::SourceLine;
use crate::rule_docs::RULE_DOCS;
use crate::terminal;

/// What a script does.
pub(crate) struct Report {
    /// The file.
    pub file: String,
    /// Its commands.
    pub commands: Vec<CommandReport>,
}

impl Report {
    /// Every operation of the catalogue.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &PerformedOperation> {
        self.commands.iter().flat_map(|command| &command.effects.operations)
    }
}

/// A command.
pub(crate) struct CommandReport {
    /// Where it stands; `None` in user data where that cannot be told.
    pub source: Option<SourceLine>,
    /// What it does.
    pub effects: CommandEffects,
}

fn level(operation: &PerformedOperation) -> &'static str {
    if operation.level == Level::Deny { "deny" } else { "warn" }
}

/// Prints reports as one JSON document.
///
/// # Errors
///
/// If the output cannot be written to.
pub(crate) fn json(reports: &[Report], out: &mut dyn Write) -> io::Result<()> {
    let finding = |found: &PerformedOperation| {
        let text = json!({"en": found.text.en, "zh": found.text.zh});
        json!({"level": level(found), "row": found.row, "rule": found.rule, "text": text})
    };
    let command = |CommandReport { source, effects }: &CommandReport| {
        json!({
            "line": source.as_ref().map(|source| source.line),
            "column": source.as_ref().map(|source| source.column),
            "command": effects.words,
            "place": joined(&effects.places, false),
            "files": effects.files.iter().map(|file| &file.en).collect::<Vec<_>>(),
            "unknown": effects.unknown.iter().map(|unknown| unknown.code()).collect::<Vec<_>>(),
            "findings": effects.operations.iter().map(finding).collect::<Vec<_>>(),
        })
    };
    let scripts: Vec<Value> = reports
        .iter()
        .map(|report| {
            json!({
                "file": report.file,
                "commands": report.commands.iter().map(command).collect::<Vec<_>>(),
            })
        })
        .collect();
    writeln!(out, "{:#}", json!({"scripts": scripts}))
}

/// Prints reports for people. `explain` shows every command.
///
/// # Errors
///
/// If the output cannot be written to.
pub(crate) fn text(reports: &[Report], explain: bool, chinese: bool, out: &mut dyn Write) -> io::Result<()> {
    for report in reports {
        for command in &report.commands {
            let line = command.source.as_ref().map(|source| format!(":{}", source.line)).unwrap_or_default();
            let at = format!("{}{line}", terminal::escape(&report.file));
            if explain {
                explained(&command.effects, &at, chinese, out)?;
            }
            for found in &command.effects.operations {
                let (rule, row) = (found.rule, row(found.row, chinese));
                let text = terminal::escape(of(&found.text, chinese));
                match (chinese, found.level) {
                    (true, Level::Deny) => writeln!(out, "{at}: 拒绝 {rule}: {text}（{row}）")?,
                    (true, Level::Warn) => writeln!(out, "{at}: 告警 {rule}: {text}（{row}）")?,
                    (false, _) => writeln!(out, "{at}: {} {rule}: {text} ({row})", level(found).to_uppercase())?,
                }
            }
        }
    }
    let count = |wanted| reports.iter().flat_map(Report::operations).filter(|found| found.level == wanted).count();
    let (denied, warned, scripts) = (count(Level::Deny), count(Level::Warn), reports.len());
    if chinese {
        writeln!(out, "{scripts} 个脚本：{denied} 项高危操作，{warned} 项告警")
    } else {
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let (s, o, w) = (plural(scripts), plural(denied), plural(warned));
        writeln!(out, "{scripts} script{s}: {denied} high-risk operation{o}, {warned} warning{w}")
    }
}

/// A row with its operation.
fn row(id: &str, chinese: bool) -> String {
    let operation = RULE_DOCS.row(id).map_or("", |row| row.operation.of(chinese));
    match (chinese, operation) {
        (false, "") => format!("row {id}"),
        (false, operation) => format!("row {id}: {operation}"),
        (true, "") => format!("条目 {id}"),
        (true, operation) => format!("条目 {id}：{operation}"),
    }
}

/// A text in the language of the reader.
fn of(text: &Text, chinese: bool) -> &str {
    if chinese { text.zh.trim() } else { text.en.trim() }
}

/// Places as one text; empty for where the script runs.
fn joined(places: &[Text], chinese: bool) -> String {
    let places: Vec<&str> = places.iter().map(|place| of(place, chinese)).collect();
    places.join(if chinese { "，" } else { ", " })
}

fn explained(command: &CommandEffects, at: &str, chinese: bool, out: &mut dyn Write) -> io::Result<()> {
    let words = if command.words.is_empty() { ">" } else { &command.words };
    let place = joined(&command.places, chinese);
    let place = if place.is_empty() { place } else { format!(" [{place}]") };
    writeln!(out, "{at}: {}{}", terminal::escape(words), terminal::escape(&place))?;
    for file in &command.files {
        writeln!(out, "    {}", terminal::escape(of(file, chinese)))?;
    }
    for unknown in &command.unknown {
        let sentence = unknown.sentence();
        writeln!(out, "    ? {}", if chinese { sentence.zh } else { sentence.en })?;
    }
    Ok(())
}
