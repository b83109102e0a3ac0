//! What a script does, command by command.

use redline_core::finding::Level;
use redline_core::language::Text;
use redline_guards::{operations, user_data};
use redline_input::lines::Lines;
use redline_shell::value::display;
use redline_shell::{Certainty, FileChange, FileOpKind, SimpleCommand, Surroundings, run_script};

use super::origin::Origin;
use crate::finding::SourceLine;
use crate::script_report::{Act, Command, Report, Unknown};

/// What a script or user data does if root runs it on a node.
pub(crate) fn report(file: &str, text: &str) -> Report {
    // Cloud-config becomes the script that does the same.
    let converted = user_data::is_structured(text).then(|| user_data::script(text));
    let origin = converted.as_deref().map(|script| Origin::new(text, script));
    let lines = Lines::new(text);
    let mut report = Report { file: file.to_owned(), commands: Vec::new() };
    let mut each = |command: &SimpleCommand<'_>| {
        let range = command.source().range();
        let source = match &origin {
            Some(origin) => origin.of(range.start).map(|range| source_line(text, &lines, range)),
            None => Some(source_line(text, &lines, range)),
        };
        let new = described(source, command);
        // A loop runs the same command many times.
        if !report.commands.contains(&new) {
            report.commands.push(new);
        }
    };
    run_script(converted.as_deref().unwrap_or(text), &Surroundings::default(), &mut each);
    report
}

/// The first line of a part of a text.
fn source_line(text: &str, lines: &Lines<'_>, range: std::ops::Range<usize>) -> SourceLine {
    let (line, column) = lines.position(range.start);
    let first = text.get(range).and_then(|part| part.lines().next()).unwrap_or_default();
    SourceLine { line, column, length: first.trim_end().chars().count().max(1), text: lines.line(line).to_owned() }
}

fn described(source: Option<SourceLine>, command: &SimpleCommand<'_>) -> Command {
    let mut acts: Vec<Act> = Vec::new();
    for operation in operations::ALL {
        operations::detect(operation, command, &mut |level: Level, text: Text| {
            let act = Act { level, row: operation.rows[0].to_owned(), rule: operation.rule.to_owned(), text };
            if !acts.contains(&act) {
                acts.push(act);
            }
        });
    }
    let mut unknown = Vec::new();
    if command.is_unread() {
        unknown.push(Unknown::Unread);
    }
    match command.certainty() {
        Certainty::Possible => unknown.push(Unknown::Value),
        Certainty::Conditional => unknown.push(Unknown::Condition),
        Certainty::Certain => {}
    }
    if command.words().iter().any(|word| word.contains('\u{1}')) {
        unknown.push(Unknown::Word);
    }
    Command {
        source,
        words: command.words().display(),
        place: place(command),
        files: command.file_ops().map(|change| file(&change)).collect(),
        acts,
        unknown,
    }
}
/// Where a command runs, in words; empty for the namespaces of the script.
fn place(command: &SimpleCommand<'_>) -> String {
    let namespaces = command.namespaces();
    let mut parts: Vec<String> = Vec::new();
    for (is, name) in [
        (namespaces.remote, "remote"),
        (namespaces.container, "container"),
        (namespaces.mount, "mount namespace of a process"),
        (namespaces.net, "network namespace of a process"),
        (namespaces.own_mount, "mount namespace of its own"),
        (namespaces.own_net, "network namespace of its own"),
    ] {
        if is {
            parts.push(name.to_owned());
        }
    }
    if !namespaces.root.is_empty() {
        parts.push(format!("root {}", display(namespaces.root)));
    }
    parts.join(", ")
}

/// A change of a file, in words.
fn file(change: &FileChange<'_>) -> String {
    let verb = match change.kind {
        FileOpKind::Write if change.append => "appends to",
        FileOpKind::Write => "writes",
        FileOpKind::Attributes => "changes attributes of",
        FileOpKind::Edit => "edits",
        FileOpKind::Remove => "removes",
        FileOpKind::Move => "moves",
        FileOpKind::Link => "links",
        FileOpKind::Mount => "mounts on",
        FileOpKind::Unmount => "unmounts",
        FileOpKind::Fill => "unpacks into",
    };
    let below = if change.recursive { " and everything below" } else { "" };
    format!("{verb} {}{below}", display(change.path))
}
