//! Which files a command changes.

use super::options::{Parsed, parse};
use super::state::Shell;
use super::text::base_name;
use super::text::is_device_of_nothing;
use crate::command::{FileChange, FileOp, SimpleCommand};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use redline_text::{concat, contains_any, slice_from, word_in};

/// How a command treats its operands.
#[derive(Clone, Copy, PartialEq)]
enum Does {
    /// Writes or makes each.
    Write,
    /// Writes its input to each.
    Pour,
    /// Removes each, or takes it away from where it is.
    Remove,
    /// Changes attributes of all but the first.
    Attributes,
    /// Brings all but the last to the last, or to the directory of an option.
    Transfer,
    /// Copies by `if=` and `of=`.
    Copy,
    /// Edits each in place with a program.
    Edit,
    /// Unpacks into the directory of an option.
    Unpack,
    /// Covers the last with a file system.
    Mount,
    /// Writes the file of an option.
    Fetch,
}

/// Commands, their options that take a value, and what they do.
const COMMANDS: &[(&str, &str, Does)] = &[
    ("rm rmdir unlink", "", Does::Remove),
    ("umount", "t O types", Does::Remove),
    ("shred", "n s iterations size", Does::Remove),
    ("touch mkdir truncate fallocate mkfifo mknod", "d t r s m l o date reference size mode", Does::Write),
    ("vi vim nano ed", "", Does::Write),
    ("tee sponge", "", Does::Pour),
    ("chmod chown chgrp chattr setfacl", "reference", Does::Attributes),
    ("cp mv ln", "t S suffix target-directory", Does::Transfer),
    ("install", "t S m o g mode owner group suffix target-directory", Does::Transfer),
    ("rsync scp", "e P i F l o c rsh exclude include", Does::Transfer),
    ("dd", "", Does::Copy),
    ("sed perl", "e f l E expression file line-length", Does::Edit),
    ("tar bsdtar", "C f X T directory file exclude strip-components", Does::Unpack),
    ("unzip", "d x P", Does::Unpack),
    ("mount", "t o L U types options", Does::Mount),
    ("curl", "o H d X u A b e F m x output header data request user", Does::Fetch),
    ("wget", "O P o a U e output-document directory-prefix header", Does::Fetch),
];

/// The changes that are found, in order.
struct Found<'f, 's> {
    shell: &'f mut Shell<'s>,
    changes: Vec<FileChange>,
}

impl Found<'_, '_> {
    #[inline(never)]
    fn add(&mut self, path: &str, act: FileOp, content: Option<&str>) {
        let path = self.shell.resolve(path);
        if !is_device_of_nothing(&path) {
            let content = content.map(|text| self.shell.copy(text));
            self.changes.push(FileChange { path, act, content });
        }
    }

    #[inline(never)]
    fn each(&mut self, paths: &[&str], act: FileOp, content: Option<&str>) {
        for path in paths {
            self.add(path, act, content);
        }
    }
}

/// The files that a command changes by itself, redirections aside.
#[inline(never)]
pub(super) fn changes(shell: &mut Shell<'_>, line: &SimpleCommand) -> Vec<FileChange> {
    let (name, input) = (line.name(), line.input.as_deref());
    let (valued, does) = match COMMANDS.iter().find(|(names, _, _)| word_in(names, name)) {
        Some((_, valued, does)) => (*valued, *does),
        None if name.starts_with("mkfs") => ("", Does::Remove),
        None => return Vec::new(),
    };
    let parsed = parse(&line.words, valued, false);
    let operands = &parsed.operands[..];
    let mut found = Found { shell, changes: Vec::new() };
    // What is changed: the operands from this one on, or one path; and how.
    let (mut first, mut path, mut act, mut content) = (0, None, FileOp::Write, None);
    let mut program = String::new();
    match does {
        Does::Write => {}
        Does::Pour => content = input,
        Does::Remove => act = FileOp::Remove,
        Does::Attributes => {
            first = usize::from(!parsed.has("reference"));
            if parsed.has("R recursive") {
                act = FileOp::Remove;
            }
        }
        Does::Mount => {
            first = operands.len().saturating_sub(1).max(1);
            act = FileOp::Remove;
        }
        Does::Transfer if word_in("install", name) && parsed.has("d directory") => {}
        Does::Transfer => {
            first = NONE;
            transfer(&mut found, name, &parsed);
        }
        Does::Copy => {
            first = NONE;
            content = input;
            for operand in operands.iter().rev() {
                if operand.starts_with("if=") {
                    content = None;
                } else if operand.starts_with("of=") {
                    path = Some(slice_from(operand, "of=".len()));
                }
            }
        }
        Does::Edit => {
            first = usize::from(!parsed.has("e expression f file"));
            let mut in_place = false;
            for (option, value) in &parsed.options {
                in_place |= word_in("i", option) || option.starts_with("in-place");
                if word_in("e expression", option) {
                    program.push('\n');
                    program.push_str(value);
                }
            }
            act = FileOp::Edit;
            content = Some(if first > 0 { parsed.operand(0) } else { slice_from(&program, 1) });
            if !in_place {
                first = NONE;
            }
        }
        Does::Unpack => {
            first = NONE;
            // The old style leaves the dash away: `tar xzf archive`.
            let old = parsed.operand(0);
            let old = contains_any(old, "x") && old.bytes().all(|b| b.is_ascii_alphabetic());
            if old || word_in("unzip", name) || parsed.has("x extract get") {
                path = Some(parsed.value("C d directory").unwrap_or("."));
            }
        }
        Does::Fetch => {
            first = NONE;
            path = parsed.value(if word_in("curl", name) { "o output" } else { "O output-document" });
        }
    }
    found.each(operands.get(first..).unwrap_or_default(), act, content);
    if let Some(path) = path {
        found.add(path, act, content);
    }
    found.changes
}

/// None of the operands.
const NONE: usize = usize::MAX;

/// `cp`, `mv` and their kin: the target is written, or a file of the source's name in it; a moved source goes.
fn transfer(found: &mut Found<'_, '_>, name: &str, parsed: &Parsed<'_>) {
    let given = parsed.value("t target-directory");
    let (sources, target) = match (given, parsed.operands.split_last()) {
        (Some(target), _) => (&parsed.operands[..], target),
        (None, Some((target, sources))) if !sources.is_empty() => (sources, *target),
        _ => return,
    };
    if word_in("mv", name) {
        found.each(sources, FileOp::Remove, None);
    }
    let mut known = false;
    for source in sources.iter().take(16) {
        let Some(text) = found.shell.file(source).map(str::to_owned) else { continue };
        // Whether the target is a directory cannot be visit, so both names count.
        found.add(target, FileOp::Write, Some(&text));
        found.add(&concat(&[target, "/", base_name(source)]), FileOp::Write, Some(&text));
        known = true;
    }
    if !known {
        found.add(target, FileOp::Write, None);
    }
}
