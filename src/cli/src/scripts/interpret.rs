//! What a script does, command by command, with the places of the commands in the file.

use redline_guards::script_effects::{CommandEffects, script_effects};
use redline_input::lines::Lines;

use super::origin::Origin;
use crate::finding::SourceLine;
use crate::script_report::{CommandReport, Report};

/// What a script or user data does if root runs it on a node.
pub(crate) fn report(file: &str, text: &str) -> Report {
    let effects = script_effects(text);
    // The commands of cloud-config stand in the script that does the same.
    let origin = effects.converted.as_deref().map(|script| Origin::new(text, script));
    let lines = Lines::new(text);
    let command = |effects: CommandEffects| {
        let range = match &origin {
            Some(origin) => origin.of(effects.range.start),
            None => Some(effects.range.clone()),
        };
        CommandReport { source: range.map(|range| source_line(text, &lines, range)), effects }
    };
    Report { file: file.to_owned(), commands: effects.commands.into_iter().map(command).collect() }
}

/// The first line of a part of a text.
fn source_line(text: &str, lines: &Lines<'_>, range: std::ops::Range<usize>) -> SourceLine {
    let (line, column) = lines.position(range.start);
    let first = text.get(range).and_then(|part| part.lines().next()).unwrap_or_default();
    SourceLine { line, column, length: first.trim_end().chars().count().max(1), text: lines.line(line).to_owned() }
}
