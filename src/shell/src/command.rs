//! What the reader hands out: commands, the files they change, and where they run.

use alloc::string::String;
use alloc::vec::Vec;
use redline_text::{contains_any, word};

use crate::text::{base_name, is_shell};

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
        base_name(word(&self.words, 0))
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
        is_shell(self.name()) && self.input.is_none() && self.args().iter().all(|a| a.starts_with('-'))
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
