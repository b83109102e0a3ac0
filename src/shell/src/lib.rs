//! What the words of a command, or the text of a shell script, do when they run.
//!
//! Scripts are taken apart into simple commands, and what only wraps a command (`nsenter ... --`, `sudo`, `sh -c`) is
//! peeled off, so that a rule can look at names and paths instead of at text: `echo sysctl -w ...` and comments are no
//! match, `CMD="sysctl -w"; $CMD ...` is. Nothing runs here, so the reader over-approximates: where a script could go
//! either way both ways are taken, and what cannot be known stays in the text with its `$`.
//!
//! The crate knows no Kubernetes and no policy.
//!
//! Why our own reader: `shlex` only splits words and knows no operators, `yash-syntax` is GPL, `conch-parser` is no
//! longer maintained, and `brush-parser` (PEG tables, full syntax tree) would take several times the budget of a
//! module. Rules need no tree: groups and keywords only separate, and one pass over the text yields the list.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

use alloc::string::String;
use alloc::vec::Vec;

mod builtins;
mod files;
mod lexer;
mod options;
mod redirect;
mod script;
mod state;
mod text;
mod wrappers;

#[cfg(test)]
mod tests;

pub use text::decode_base64;

use redline_text::{contains_any, push, word};

/// What stands for output that cannot be known. Like every other unknown it holds a `$`.
pub const UNKNOWN: &str = "$()";

/// Whether part of a word depends on what is not in the script.
#[inline(never)]
pub fn unknown(word: &str) -> bool {
    contains_any(word, "$`")
}

/// One command without operators, keywords and wrappers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SimpleCommand {
    /// Name and arguments; empty for a redirection, which its shell does before any wrapper takes effect.
    pub words: Vec<String>,
    /// What it reads on standard input, where that is another command's output or stands in the script.
    pub input: Option<String>,
    /// Files it changes.
    pub changes: Vec<FileChange>,
    /// Where it runs.
    pub place: Namespaces,
}

impl SimpleCommand {
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
        script::is_shell(self.name()) && self.input.is_none() && self.args().iter().all(|a| a.starts_with('-'))
    }
}

/// Where a command runs, as far as wrappers move it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Namespaces {
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
pub enum FileOp {
    /// It is written, made, or has its attributes changed.
    Write,
    /// A program for `sed` edits it; the program is the content.
    Edit,
    /// It goes, moves, or is covered by a mount, and everything below it with it.
    Remove,
}

/// A file that a command changes.
#[derive(Debug, Clone, PartialEq)]
pub struct FileChange {
    /// Absolute clean path, visit from where the command runs.
    pub path: String,
    /// What happens.
    pub act: FileOp,
    /// What is written, where the script tells.
    pub content: Option<String>,
}

/// Calls `visit` with the simple commands of an argument vector, in order.
pub fn of_words(words: &[&str], visit: &mut dyn FnMut(&SimpleCommand)) {
    let mut size = 0;
    let mut line = SimpleCommand::default();
    for word in words {
        // An image's entry point is often a shell, and then the arguments alone are its `-c script`.
        let option = word.starts_with('-') && !word.starts_with("--") && word.ends_with('c');
        if option && line.words.is_empty() {
            push(&mut line.words, "sh");
        }
        size += word.len();
        push(&mut line.words, word);
    }
    let mut shell = state::Shell::new(size, visit);
    shell.command(&mut line);
    shell.finish();
}

/// Calls `visit` with the simple commands of a script, in order.
pub fn of_script(script: &str, visit: &mut dyn FnMut(&SimpleCommand)) {
    let mut shell = state::Shell::new(script.len(), visit);
    shell.script(script);
    shell.finish();
}
