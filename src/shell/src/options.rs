//! Options and operands of a command line, read as `getopt` reads them.

use alloc::string::String;
use alloc::vec::Vec;
use redline_text::{contains_any, slice, slice_from, split_once_any, take_char, trim_start, word, word_in};

/// A command line taken apart.
#[derive(Debug, Default)]
pub(super) struct Parsed<'w> {
    /// Options without dashes, with their value or nothing.
    pub(super) options: Vec<(&'w str, &'w str)>,
    /// Operands in order.
    pub(super) operands: Vec<&'w str>,
    /// Index of the first operand among the words, or their number.
    pub(super) first: usize,
}

impl<'w> Parsed<'w> {
    /// Whether one of these options (separated by blanks) was given.
    #[inline(never)]
    pub(super) fn has(&self, names: &str) -> bool {
        self.value(names).is_some()
    }

    /// The value of the last of these options that was given.
    #[inline(never)]
    pub(super) fn value(&self, names: &str) -> Option<&'w str> {
        self.options.iter().rev().find(|(name, _)| word_in(names, name)).map(|(_, value)| *value)
    }

    /// The operand at an index; empty where there is none.
    #[inline(never)]
    pub(super) fn operand(&self, at: usize) -> &'w str {
        self.operands.get(at).copied().unwrap_or("")
    }
}

/// Takes `words` (name first) apart. `valued` lists the options that take a value, short and long, separated by
/// blanks; `stop` says that options end at the first operand, as they do for commands that run another one.
#[inline(never)]
pub(super) fn parse<'w>(words: &'w [String], valued: &str, stop: bool) -> Parsed<'w> {
    let mut out = Parsed { first: words.len(), ..Parsed::default() };
    let mut i = 1;
    let mut only_operands = false;
    while let Some(word) = words.get(i) {
        i += 1;
        if only_operands || !word.starts_with('-') || word == "-" {
            if out.operands.is_empty() {
                out.first = i - 1;
            }
            only_operands |= stop;
            out.operands.push(word);
            // Whoever runs another command has few operands before it.
            if stop && out.operands.len() > 3 {
                break;
            }
        } else if word == "--" {
            only_operands = true;
        } else if option(word, words, i, valued, &mut out) {
            i += 1;
        }
    }
    out
}

/// Reads a long option, or a cluster such as `-xvf`. Out: whether the word at `next` is its value.
fn option<'w>(text: &'w str, words: &'w [String], next: usize, valued: &str, out: &mut Parsed<'w>) -> bool {
    if text.starts_with("--") {
        let long = slice_from(text, 2);
        let separate = !contains_any(long, "=") && word_in(valued, long);
        let (name, value) = split_once_any(long, "=").unwrap_or((long, if separate { word(words, next) } else { "" }));
        out.options.push((name, value));
        return separate;
    }
    let mut rest = slice_from(text, 1);
    while !rest.is_empty() {
        let name = take_char(&mut rest);
        if word_in(valued, name) {
            let separate = rest.is_empty();
            out.options.push((name, if separate { word(words, next) } else { rest }));
            return separate;
        }
        // An optional value is glued to its option: `-n/host/proc/1/ns/net`.
        let glued = contains_any(slice(rest, 0, 1), "/$=.");
        out.options.push((name, if glued { trim_start(rest, "=") } else { "" }));
        if glued {
            break;
        }
    }
    false
}
