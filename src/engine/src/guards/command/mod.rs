//! Command text: what the words of a container, a probe or an exec come to when they run.
//!
//! Shell scripts are taken apart into simple commands, and what only wraps a command (`nsenter ... --`, `sudo`,
//! `sh -c`) is peeled off, so that a rule can look at names and paths instead of at text: `echo sysctl -w ...` and
//! comments are no match, `CMD="sysctl -w"; $CMD ...` is. Reading is generous. Nothing runs here, so where a script
//! could go either way both ways are taken, and what cannot be known stays in the text with its `$`.
//!
//! Why our own reader: `shlex` only splits words and knows no operators, `yash-syntax` is GPL, `conch-parser` is no
//! longer maintained, and `brush-parser` (PEG tables, full syntax tree) would take several times the budget of a
//! module. Rules need no tree: groups and keywords only separate, and one pass over the text yields the list.

use alloc::string::String;
use alloc::vec::Vec;

mod builtins;
mod files;
mod lexer;
mod options;
mod reach;
mod redirect;
mod shell;
mod state;
mod text;
mod wrappers;

#[cfg(test)]
mod tests;

pub use reach::{Reach, in_target};
pub use text::decode_base64;

use crate::json::Str;
use crate::scratch;
use crate::strings::{has, push, word};
use crate::workload::Container;

/// What stands for output that cannot be known. Like every other unknown it holds a `$`.
pub const UNKNOWN: &str = "$()";

/// Whether part of a word depends on what is not in the script.
#[inline(never)]
pub fn unknown(word: &str) -> bool {
    has(word, "$`")
}

/// One command without operators, keywords and wrappers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Simple {
    /// Name and arguments; empty for a redirection, which its shell does before any wrapper takes effect.
    pub words: Vec<String>,
    /// What it reads on standard input, where that is another command's output or stands in the script.
    pub input: Option<String>,
    /// Files it changes.
    pub changes: Vec<Change>,
    /// Where it runs.
    pub place: Place,
}

impl Simple {
    /// The command's name without its directory; empty for a redirection.
    #[inline(never)]
    pub fn name(&self) -> &str {
        text::base_name(word(&self.words, 0))
    }

    /// The arguments.
    pub fn args(&self) -> &[String] {
        self.words.get(1..).unwrap_or_default()
    }

    /// The arguments that are no options.
    #[inline(never)]
    pub fn operands(&self) -> Vec<&str> {
        let mut out = Vec::new();
        for arg in self.args() {
            if !arg.starts_with('-') {
                out.push(arg.as_str());
            }
        }
        out
    }

    /// Whether it is a shell that waits for somebody to type.
    pub fn interactive(&self) -> bool {
        shell::is_shell(self.name()) && self.input.is_none() && self.args().iter().all(|a| a.starts_with('-'))
    }
}

/// Where a command runs, as far as wrappers move it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Place {
    /// `nsenter` into another process's mount namespace.
    pub mount: bool,
    /// `nsenter` into another process's network namespace.
    pub net: bool,
    /// The namespaces are named by a file outside `/proc`, such as `/host/proc/1/ns/net`.
    pub by_file: bool,
    /// `chroot` into this directory; empty for none.
    pub chroot: String,
}

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// It is written, made, or has its attributes changed.
    Write,
    /// A program for `sed` edits it; the program is the content.
    Edit,
    /// It goes, moves, or is covered by a mount, and everything below it with it.
    Remove,
}

/// A file that a command changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Absolute clean path, seen from where the command runs.
    pub path: String,
    /// What happens.
    pub act: Act,
    /// What is written, where the script tells.
    pub content: Option<String>,
}

/// Hands `seen` the simple commands of an argument vector, in order.
pub fn of_words(words: &[Str<'_>], seen: &mut dyn FnMut(&Simple)) {
    of_both(words, &[], seen);
}

/// Hands `seen` the simple commands of an argument vector in two parts, in order.
#[inline(never)]
fn of_both(first: &[Str<'_>], second: &[Str<'_>], seen: &mut dyn FnMut(&Simple)) {
    if first.is_empty() && second.is_empty() {
        return;
    }
    scratch::within(|outside| read(first, second, &mut |command| outside.then(|| seen(command))));
}

#[inline(never)]
fn read(first: &[Str<'_>], second: &[Str<'_>], seen: &mut dyn FnMut(&Simple)) {
    let mut size = 0;
    let mut line = Simple::default();
    for part in [first, second] {
        for word in part {
            // An image's entry point is often a shell, and then the arguments alone are its `-c script`.
            let option = word.starts_with('-') && !word.starts_with("--") && word.ends_with('c');
            if option && line.words.is_empty() {
                push(&mut line.words, "sh");
            }
            size += word.len();
            push(&mut line.words, word);
        }
    }
    let mut shell = state::Shell::new(size, seen);
    shell.command(&mut line);
    shell.finish();
}

/// Hands `seen` the simple commands of a script, in order.
pub fn of_script(script: &str, seen: &mut dyn FnMut(&Simple)) {
    scratch::within(|outside| {
        let mut lasting = |command: &Simple| outside.then(|| seen(command));
        let mut shell = state::Shell::new(script.len(), &mut lasting);
        shell.script(script);
        shell.finish();
    });
}

/// Hands `seen` the simple commands of everything a container runs: entry point, hooks and probes, each with the
/// path of its field below the container, such as `livenessProbe.exec.command`.
#[inline(never)]
pub fn of_container(container: &Container<'_>, seen: &mut dyn FnMut(&str, &Simple)) {
    let handlers = [
        &container.lifecycle.post_start,
        &container.lifecycle.pre_stop,
        &container.liveness_probe,
        &container.readiness_probe,
        &container.startup_probe,
    ];
    // Kubernetes joins the two. Without a command the image's entry point gets the arguments.
    let field = if container.command.is_empty() { "args" } else { "command" };
    of_both(&container.command, &container.args, &mut |command| seen(field, command));
    for (field, handler) in HOOKS.iter().zip(handlers) {
        of_words(&handler.exec.command, &mut |command| seen(field, command));
    }
}

/// Where hooks and probes stand in a container.
const HOOKS: [&str; 5] = [
    "lifecycle.postStart.exec.command",
    "lifecycle.preStop.exec.command",
    "livenessProbe.exec.command",
    "readinessProbe.exec.command",
    "startupProbe.exec.command",
];
