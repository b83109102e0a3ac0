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

mod builtins;
mod command;
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

pub use command::{FileChange, FileOp, Namespaces, SimpleCommand, UNKNOWN, unknown};
pub use text::decode_base64;

use redline_text::push;

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
