//! One operation of each kind in many spellings: whatever the script looks like, the interpreter finds the operation.

mod budgets;
mod exact;
mod files;
mod inputs;
mod mounts;
mod nesting;
mod programs;
mod surroundings;
mod words;

use redline_shell::{FileOpKind, SimpleCommand, Surroundings, run_script};

/// Commands and file changes as lines of text.
fn seen(script: &str, surroundings: &Surroundings<'_>) -> Vec<String> {
    let mut out = Vec::new();
    run_script(script, surroundings, &mut |command| note(command, &mut out));
    out
}

/// Adds a command and its file changes.
fn note(command: &SimpleCommand<'_>, out: &mut Vec<String>) {
    let namespaces = command.namespaces();
    let mut at = String::new();
    if namespaces.mount {
        at += "node:";
    }
    if !namespaces.root.is_empty() {
        at += namespaces.root;
        at += ":";
    }
    if !command.words().is_empty() {
        out.push(format!("{at}{}", command.words().display()));
    }
    for op in command.file_ops() {
        let path = redline_shell::value::display(op.path);
        let content = op.content.map(redline_shell::value::display);
        let content = content.filter(|_| op.kind == FileOpKind::Write);
        out.push(format!(
            "{at}{:?} {path}{}",
            op.kind,
            content.map(|c| format!(" = {}", c.trim_end())).unwrap_or_default()
        ));
    }
}

/// Fails unless each of the scripts has this line.
fn all(want: &str, scripts: &[&str]) {
    all_in(want, &Surroundings::default(), scripts);
}

/// The same for scripts that run in these surroundings.
fn all_in(want: &str, surroundings: &Surroundings<'_>, scripts: &[&str]) {
    let mut missed = Vec::new();
    for script in scripts {
        let found = seen(script, surroundings);
        if !found.iter().any(|line| line == want) {
            missed.push(format!("{script}\n    {found:?}"));
        }
    }
    assert!(missed.is_empty(), "{} of {} miss `{want}`:\n{}", missed.len(), scripts.len(), missed.join("\n"));
}

/// Fails if one of the scripts has this line.
fn none(unwanted: &str, scripts: &[&str]) {
    for script in scripts {
        let found = seen(script, &Surroundings::default());
        assert!(!found.iter().any(|line| line == unwanted), "{script}: {found:?}");
    }
}

const SET: &str = "sysctl -w net.ipv4.ip_forward=0";
