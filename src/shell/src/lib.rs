//! What a shell script does, found by running it in the abstract.
//!
//! [`run_script`] and [`run_command`] take a text, or the words of a container's entry point, and what is known of the
//! place where it runs ([`Surroundings`]). They report, in order, every simple command that a real shell would run,
//! each as a [`SimpleCommand`]: its words, the files it changes, where it runs, and whether it certainly does. Apart
//! from the limits below, no command is missing; the list is exact if every value and every condition can be known.
//!
//! # How it works
//!
//! A script is parsed command by command into a small tree and run at once. Every variable, file, function, the working
//! directory, the arguments and standard input are slots with a journal of their changes. A branch whose condition is
//! not known is run both ways from the same state, and each slot that differs afterwards holds both values. A loop
//! whose end is not known is run until its values are widened to what they have in common. The changes of a subshell
//! are undone, except those of files. A command that uses a variable with several values is run once for each value, so
//! each of its words has one text. An unknown value is a part of a text ([`value`]): `"/tmp/$X"` still begins with
//! `/tmp/`.
//!
//! # What is understood
//!
//! - The language of POSIX shells and bash: quotes, all expansions, here-documents, process substitution, compound
//!   commands, functions with arguments and locals, arrays, arithmetic, `[[`, `case`, `select`, `trap`, `eval`, `.`;
//!   braces and arrays only where the [`Dialect`] has them.
//! - Values through `echo`, `printf`, `read`, `mapfile`, `cat`, `tee`, `tr`, `cut`, `sed` (substitution and deletion),
//!   `awk` (one column), `grep` (literal), `head`, `tail`, `tac`, `rev`, `seq`, `expr`, `basename`, `dirname`,
//!   `mktemp`, `base64`, `base32`, `xxd -r`, `openssl base64`, `which`, `command -v`.
//! - Files: what is written, appended, copied, moved, linked, installed, edited and removed, also into directories; a
//!   file whose content is known runs when it is named, sourced, fed to a shell, found on the path, or scheduled (cron,
//!   `at`, start scripts, units), also on the machine, where the file lies behind a mount. Links and bind mounts lead
//!   where they point.
//! - Commands that run others: `nsenter`, `chroot`, `unshare`, `env`, `sudo`, `su`, `timeout`, `xargs`, `parallel`,
//!   `find -exec`, `ssh`, `docker run`, `kubectl exec`, `ansible` and the rest of the table; an unknown command is
//!   searched for one that it may run. String literals of Python, Perl, Ruby, Node and awk that are run or written.
//! - Options that take a value, for each tool that a guard asks about, so that verbs and operands are told apart.
//!
//! # What is not
//!
//! - Programs: what a binary, an archive or a download does. Output that is not listed above is unknown, and an unknown
//!   part is taken to hold no newline.
//! - `getopts`; `exec > file` for what follows; the input of `coproc`; descriptors with a name; `select`'s choice; `set
//!   -a`; `extglob`; job control; signals.
//! - What a daemon is told by other means than a command: guards know `systemctl` and calls over D-Bus.
//! - A command is taken to succeed where `&&` goes on with it, and `cd` always.
//!
//! Work and memory are bounded by the length of the input. If a bound is reached, the rest is reported as one command
//! for which [`SimpleCommand::is_unread`] is true and of which nothing is certain.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod archive;
mod arithmetic;
mod assign;
mod braces;
mod builtins;
mod command;
mod compound;
mod decode;
mod dispatch;
mod elements;
mod engines;
mod escape;
mod expand;
mod feeders;
mod files;
mod fork;
mod function;
mod interpreter;
mod journal;
mod late;
mod lines;
mod loops;
mod namespaces;
mod nested;
mod output;
mod parameter;
mod parse;
mod paths;
mod pattern;
mod print;
mod programs;
mod redirect;
mod row;
mod run;
mod schedule;
mod simple;
mod store;
mod surroundings;
mod syntax;
mod table;
mod test;
mod text;
pub mod value;
mod words;
mod wrappers;

/// Decodes base64, also with white space and without padding; `None` if it is not base64, or not UTF-8 inside.
pub fn decode_base64(text: &str) -> Option<alloc::string::String> {
    decode::base64(text).filter(|text| !value::is_opaque(text))
}

pub use command::{Certainty, FileChange, FileOpKind, Namespaces, SimpleCommand, Source, Words};
pub use interpreter::Dialect;
pub use surroundings::{Surroundings, run_command, run_script};
