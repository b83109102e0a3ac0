//! Reports about scripts.

use std::io::{self, Write};

use redline_core::finding::Level;
use redline_core::language::Text;
use serde_json::{Value, json};

use crate::finding::SourceLine;
use crate::rule_docs::RULE_DOCS;
use crate::terminal;

/// What a script does.
pub(crate) struct Report {
    /// The file.
    pub file: String,
    /// Its commands.
    pub commands: Vec<Command>,
}

impl Report {
    /// Every operation of the catalogue.
    pub(crate) fn acts(&self) -> impl Iterator<Item = &Act> {
        self.commands.iter().flat_map(|command| &command.acts)
    }
}

/// A command.
#[derive(PartialEq)]
pub(crate) struct Command {
    /// Where it stands; `None` in user data where that cannot be told.
    pub source: Option<SourceLine>,
    /// Name and arguments; empty for a redirection.
    pub words: String,
    /// Where it runs; empty for where the script does.
    pub place: String,
    /// The files that it changes.
    pub files: Vec<String>,
    /// The operations of the catalogue that it performs.
    pub acts: Vec<Act>,
    /// What cannot be known about it.
    pub unknown: Vec<Unknown>,
}

/// An operation of the catalogue.
#[derive(PartialEq)]
pub(crate) struct Act {
    /// How certain it is.
    pub level: Level,
    /// The row.
    pub row: String,
    /// The rule that stops it in a cluster.
    pub rule: String,
    /// The predicate of a sentence.
    pub text: Text,
}

/// Why something about a command cannot be known.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Unknown {
    /// It stands for a part of the script that was too complex.
    Unread,
    /// It runs with one of several values, or as an argument of an unknown program.
    Value,
    /// It runs on some ways through the script only, or later.
    Condition,
    /// Parts of its words come from elsewhere; they are shown as `…`.
    Word,
}

impl Unknown {
    const fn code(self) -> &'static str {
        match self {
            Unknown::Unread => "unread",
            Unknown::Value => "value",
            Unknown::Condition => "condition",
            Unknown::Word => "word",
        }
    }

    const fn sentence(self, chinese: bool) -> &'static str {
        match (self, chinese) {
            (Unknown::Unread, false) => "this part of the script is too complex to be read",
            (Unknown::Unread, true) => "脚本的这一部分过于复杂，无法读取",
            (Unknown::Value, false) => "one of several values, or an argument of an unknown program",
            (Unknown::Value, true) => "取值有多种可能，或为未知程序的参数",
            (Unknown::Condition, false) => "runs only under some condition, or later",
            (Unknown::Condition, true) => "仅在某些条件下执行，或稍后执行",
            (Unknown::Word, false) => "`…` is not known from the script",
            (Unknown::Word, true) => "`…` 的内容无法从脚本得知",
        }
    }
}

fn level(act: &Act) -> &'static str {
    if act.level == Level::Deny { "deny" } else { "warn" }
}

/// Prints reports as one JSON document.
///
/// # Errors
///
/// If the output cannot be written to.
pub(crate) fn json(reports: &[Report], out: &mut dyn Write) -> io::Result<()> {
    let act = |act: &Act| json!({"level": level(act), "row": act.row, "rule": act.rule, "text": {"en": act.text.en, "zh": act.text.zh}});
    let command = |command: &Command| {
        json!({
            "line": command.source.as_ref().map(|source| source.line),
            "column": command.source.as_ref().map(|source| source.column),
            "command": command.words,
            "place": command.place,
            "files": command.files,
            "unknown": command.unknown.iter().map(|unknown| unknown.code()).collect::<Vec<_>>(),
            "findings": command.acts.iter().map(act).collect::<Vec<_>>(),
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
                explained(command, &at, chinese, out)?;
            }
            for act in &command.acts {
                let text = if chinese { &act.text.zh } else { &act.text.en };
                let (level, row) = (level(act).to_uppercase(), row(&act.row, chinese));
                writeln!(out, "{at}: {level} {}: {} ({row})", act.rule, terminal::escape(text.trim()))?;
            }
        }
    }
    let count = |wanted| reports.iter().flat_map(Report::acts).filter(|act| act.level == wanted).count();
    let (denied, warned, scripts) = (count(Level::Deny), count(Level::Warn), reports.len());
    if chinese {
        writeln!(out, "{scripts} 个脚本：{denied} 项高危操作，{warned} 项告警")
    } else {
        let noun = if scripts == 1 { "script" } else { "scripts" };
        writeln!(out, "{scripts} {noun}: {denied} high-risk operations, {warned} warnings")
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

fn explained(command: &Command, at: &str, chinese: bool, out: &mut dyn Write) -> io::Result<()> {
    let words = if command.words.is_empty() { ">" } else { &command.words };
    let place = if command.place.is_empty() { String::new() } else { format!(" [{}]", command.place) };
    writeln!(out, "{at}: {}{}", terminal::escape(words), terminal::escape(&place))?;
    for file in &command.files {
        writeln!(out, "    {}", terminal::escape(file))?;
    }
    for unknown in &command.unknown {
        writeln!(out, "    ? {}", unknown.sentence(chinese))?;
    }
    Ok(())
}
