//! `redline script`: what shell scripts do to a node, line by line.

use std::io::Write;

use redline_core::finding::Level;
use redline_core::language::Text;
use redline_guards::{operations, user_data};
use redline_shell::value::display;
use redline_shell::{Certainty, FileChange, FileOpKind, SimpleCommand, Surroundings, run_script};

use crate::args::{self, ScriptFormat};
use crate::error::{CliError, Outcome};
use crate::files::{display_name, read};
use crate::language;
use crate::script_report::{Act, Command, Report, Unknown};
use crate::terminal;

/// Interprets the scripts and prints what they do.
pub(crate) fn run(args: &args::Script) -> Result<Outcome, CliError> {
    let mut outcome = Outcome::Clean;
    let mut reports = Vec::new();
    for file in &args.files {
        match read(file) {
            Ok(text) => reports.push(report(display_name(file), &text)),
            Err(error) => {
                outcome = Outcome::Failed;
                let mut out = anstream::stderr().lock();
                writeln!(out, "{}: {}", terminal::red("error"), terminal::escape(&error.to_string()))?;
            }
        }
    }
    let mut out = anstream::stdout().lock();
    match args.format {
        ScriptFormat::Json => crate::script_report::json(&reports, &mut out)?,
        ScriptFormat::Text => {
            crate::script_report::text(&reports, args.explain, language::is_chinese(), &mut out)?;
        }
    }
    let denied = reports.iter().any(|report| report.acts().any(|act| act.level == Level::Deny));
    Ok(outcome.max(if denied { Outcome::Denied } else { Outcome::Clean }))
}

/// What a script does.
fn report(file: &str, text: &str) -> Report {
    // Cloud-config becomes the script that does the same, and then lines are those of that script.
    let converted = user_data::is_structured(text).then(|| user_data::script(text));
    let script = converted.as_deref().unwrap_or(text);
    let mut report = Report { file: file.to_owned(), converted: converted.is_some(), commands: Vec::new() };
    let mut each = |command: &SimpleCommand<'_>| {
        let from = command.source().range().start;
        let line = 1 + script.bytes().take(from).filter(|byte| *byte == b'\n').count();
        let new = described(line, command);
        // A loop runs the same command many times.
        if !report.commands.contains(&new) {
            report.commands.push(new);
        }
    };
    run_script(script, &Surroundings::default(), &mut each);
    report
}

fn described(line: usize, command: &SimpleCommand<'_>) -> Command {
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
        line,
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
