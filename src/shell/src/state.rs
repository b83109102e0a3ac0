//! What a script knows while it is read: variables, files it has written, where it is, and how much it may grow.

use super::text::{assignment, length};
use crate::command::{Namespaces, SimpleCommand, UNKNOWN};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use redline_text::path;
use redline_text::{DIGITS, push, take};

/// Nesting of substitutions and scripts within scripts. What lies deeper is read afterwards, not inside.
const DEPTH: usize = 48;

/// Text that expansions may add over the script's own length, so that doubling variables stay harmless.
const EXPANSION: usize = 256 * 1024;

/// Most variables, and most open groups, that are followed: looking through more would take too long.
pub(super) const MOST: usize = 256;

/// Most files whose content is followed.
const FILES: usize = 64;

/// What reads scripts, and what it knows so far.
pub(super) struct Shell<'s> {
    /// Takes the commands as they are found: a long script has many, and nobody needs them all at once.
    pub(super) visit: &'s mut dyn FnMut(&SimpleCommand),
    /// Where commands run now.
    pub(super) place: Namespaces,
    /// Working directory.
    pub(super) cwd: String,
    variables: Vec<(String, Vec<String>)>,
    pub(super) files: Vec<(String, String)>,
    budget: usize,
    pub(super) depth: usize,
    /// Scripts that were too deep when they were met, and where they run.
    pub(super) postponed: Vec<(String, Namespaces)>,
}

impl<'s> Shell<'s> {
    pub(super) fn new(size: usize, visit: &'s mut dyn FnMut(&SimpleCommand)) -> Self {
        Shell {
            visit,
            place: Namespaces::default(),
            cwd: "/".to_owned(),
            variables: Vec::new(),
            files: Vec::new(),
            budget: size + EXPANSION,
            depth: 0,
            postponed: Vec::new(),
        }
    }

    /// Whether `size` more characters may be made.
    #[inline(never)]
    pub(super) fn charge(&mut self, size: usize) -> bool {
        spend(&mut self.budget, size)
    }

    /// A copy, or the unknown when there have been too many.
    #[inline(never)]
    pub(super) fn copy(&mut self, text: &str) -> String {
        if self.charge(text.len()) { text.to_owned() } else { UNKNOWN.to_owned() }
    }

    /// The values that a variable may have; `None` when it comes from outside.
    #[inline(never)]
    pub(super) fn lookup(&mut self, name: &str) -> Option<Vec<String>> {
        let wanted = if name == "*" { "@" } else { name };
        let (_, values) = self.variables.iter().find(|(n, _)| n == wanted)?;
        let size = length(values) + values.len();
        let enough = spend(&mut self.budget, size);
        Some(if enough { values.clone() } else { vec![UNKNOWN.to_owned()] })
    }

    #[inline(never)]
    pub(super) fn set(&mut self, name: &str, values: Vec<String>) {
        if let Some(held) = entry(&mut self.variables, name) {
            *held = values;
        }
    }

    /// Sets `$0`, `$1` and so on; `$@` are all but the first.
    #[inline(never)]
    pub(super) fn set_positional(&mut self, args: &[String]) {
        let mut names = DIGITS;
        for arg in args.iter().take(DIGITS.len()) {
            self.set(take(&mut names, 1), vec![arg.clone()]);
        }
        self.set("@", args.get(1..).unwrap_or_default().to_vec());
    }

    /// Goes to a directory, visit from the root. They are hardly deeper than this, and a longer path would make every
    /// path after it costly.
    #[inline(never)]
    pub(super) fn go(&mut self, dir: &str) {
        self.cwd = (if dir.len() <= 256 { dir } else { "/" }).to_owned();
    }

    /// Absolute form of a path as the script means it.
    #[inline(never)]
    pub(super) fn resolve(&self, file: &str) -> String {
        path::join(&self.cwd, file)
    }

    /// What an earlier command wrote to a file.
    #[inline(never)]
    pub(super) fn file(&self, file: &str) -> Option<&str> {
        let file = self.resolve(file);
        self.files.iter().find(|(path, _)| *path == file).map(|(_, content)| content.as_str())
    }

    /// A copy of what an earlier command wrote to a file.
    #[inline(never)]
    pub(super) fn script_in(&mut self, file: &str) -> Option<String> {
        let text = self.file(file)?.to_owned();
        Some(if self.charge(text.len()) { text } else { UNKNOWN.to_owned() })
    }

    /// Remembers what a file holds.
    #[inline(never)]
    pub(super) fn write(&mut self, path: &str, content: &str, append: bool) {
        if !self.charge(content.len()) {
            return;
        }
        let room = self.files.len() < FILES;
        match self.files.iter_mut().find(|(p, _)| p == path) {
            Some((_, held)) if append => held.push_str(content),
            Some((_, held)) => *held = content.to_owned(),
            None if room => self.files.push((path.to_owned(), content.to_owned())),
            None => {}
        }
    }

    /// Whether nothing may nest any further.
    pub(super) fn deep(&self) -> bool {
        self.depth >= DEPTH
    }

    /// Does the assignments among these words. A name that comes twice has alternatives.
    #[inline(never)]
    pub(super) fn assignments(&mut self, words: &[String]) {
        let mut done = Vec::new();
        for word in words.iter().take(MOST) {
            if let Some((name, value)) = assignment(word)
                && let Some(values) = entry(&mut done, name)
            {
                push(values, value);
            }
        }
        for (name, values) in done {
            self.set(&name, values);
        }
    }
}

/// The values of a variable, which has none yet where it is new; `None` where there are too many variables.
#[inline(never)]
fn entry<'v>(variables: &'v mut Vec<(String, Vec<String>)>, name: &str) -> Option<&'v mut Vec<String>> {
    let at = variables.iter().position(|(n, _)| n == name).unwrap_or(variables.len());
    if at == variables.len() && at < MOST {
        variables.push((name.to_owned(), Vec::new()));
    }
    variables.get_mut(at).map(|(_, values)| values)
}

fn spend(budget: &mut usize, size: usize) -> bool {
    let enough = *budget >= size;
    *budget = budget.saturating_sub(size);
    enough
}
