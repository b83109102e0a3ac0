//! Scripts with everything that they do, and nothing else: the files in `exact` hold each with its commands.
//!
//! A script stands behind `$ `, its further lines behind `> `; `bash$ `, `dash$ ` and `busybox$ ` name the shell, and no
//! variable is set from outside. Then follows a line for each command, and one for each file that it changes. A command
//! begins with `~` if it runs on some paths through the script, or later, with `?` if that depends on a value, and with
//! the places where it runs (`net:`, `/root:`).

use redline_shell::value::display;
use redline_shell::{Certainty, Dialect, SimpleCommand, Surroundings, run_script};

const FILES: &[&str] = &[
    include_str!("exact/words.txt"),
    include_str!("exact/lists.txt"),
    include_str!("exact/loops.txt"),
    include_str!("exact/escapes.txt"),
    include_str!("exact/parameters.txt"),
    include_str!("exact/variables.txt"),
    include_str!("exact/numbers.txt"),
    include_str!("exact/output.txt"),
    include_str!("exact/filters.txt"),
    include_str!("exact/feeders.txt"),
    include_str!("exact/places.txt"),
    include_str!("exact/files.txt"),
    include_str!("exact/archives.txt"),
    include_str!("exact/scheduled.txt"),
    include_str!("exact/programs.txt"),
    include_str!("exact/lines.txt"),
    include_str!("exact/several.txt"),
    include_str!("exact/parsing.txt"),
    include_str!("exact/paths.txt"),
    include_str!("exact/operators.txt"),
    include_str!("exact/rounds.txt"),
    include_str!("exact/nested.txt"),
    include_str!("exact/patterns.txt"),
];

#[test]
fn scripts_do_this_and_nothing_else() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in FILES.iter().flat_map(|file| file.split("\n\n")) {
        let mut lines = case.lines().skip_while(|line| line.starts_with('#'));
        let Some((shell, first)) = lines.next().and_then(|line| line.split_once("$ ")) else { continue };
        let lines: Vec<&str> = lines.collect();
        let more = lines.iter().take_while(|line| line.starts_with('>')).count();
        let mut script = first.to_owned();
        for line in &lines[..more] {
            script.push('\n');
            script += line[1..].strip_prefix(' ').unwrap_or_default();
        }
        let found = effects(shell, &script);
        if found != lines[more..] {
            wrong.push(format!("{script}\n    {}", found.join("\n    ")));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{} of {count} do something else:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 200, "{count} scripts");
}

/// The commands of a script and their changes of files, a line for each.
fn effects(shell: &str, script: &str) -> Vec<String> {
    let dialect = match shell {
        "bash" => Dialect::Bash,
        "dash" => Dialect::Dash,
        "busybox" => Dialect::Busybox,
        _ => Dialect::Any,
    };
    let surroundings = Surroundings { dialect, environment_is_complete: !shell.is_empty(), ..Surroundings::default() };
    let mut out = Vec::new();
    run_script(script, &surroundings, &mut |command| describe(command, &mut out));
    out
}

/// A word that may be told from its neighbours.
fn quoted(word: &str) -> String {
    let word = display(word).replace('\n', "\\n").replace('\t', "\\t");
    if word.is_empty() || word.contains(' ') { format!("‹{word}›") } else { word }
}

fn describe(command: &SimpleCommand<'_>, out: &mut Vec<String>) {
    let mut start = match command.certainty() {
        Certainty::Certain => String::new(),
        Certainty::Conditional => "~".to_owned(),
        Certainty::Possible => "?".to_owned(),
    };
    let at = command.namespaces();
    for (name, is) in [
        ("mount:", at.mount),
        ("net:", at.net),
        ("pid:", at.pid),
        ("file:", at.by_file),
        ("daemon:", at.by_daemon),
        ("own-mount:", at.own_mount),
        ("own-net:", at.own_net),
        ("container:", at.container),
        ("remote:", at.remote),
        ("typed:", command.is_interactive()),
        ("unread:", command.is_unread()),
    ] {
        start += if is { name } else { "" };
    }
    if !at.root.is_empty() {
        start = format!("{start}{}:", display(at.root));
    }
    if !command.words().is_empty() {
        let words: Vec<String> = command.words().iter().map(quoted).collect();
        out.push(format!("{start}{}", words.join(" ")));
    }
    for op in command.file_ops() {
        let mut line = format!("{start}{:?} {}", op.kind, quoted(op.path));
        for (name, is) in [(" and below", op.recursive), (" perhaps", !op.certain), (" more", op.append)] {
            line += if is { name } else { "" };
        }
        let content = op.content.map(quoted);
        out.push(content.map_or(line.clone(), |content| format!("{line} = {content}")));
    }
}
