//! Options and operands of a command line, read as `getopt` reads them.

use alloc::string::String;
use alloc::vec::Vec;

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
    pub(super) fn has(&self, names: &str) -> bool {
        self.value(names).is_some()
    }

    /// The value of the last of these options that was given.
    pub(super) fn value(&self, names: &str) -> Option<&'w str> {
        self.options.iter().rev().find(|(name, _)| listed(names, name)).map(|(_, value)| *value)
    }
}

fn listed(names: &str, name: &str) -> bool {
    names.split(' ').any(|n| n == name)
}

/// Takes `words` (name first) apart. `valued` lists the options that take a value, short and long, separated by
/// blanks; `stop` says that options end at the first operand, as they do for commands that run another one.
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
        } else if let Some(long) = word.strip_prefix("--") {
            let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
            let next = || words.get(i).map_or("", String::as_str);
            let separate = value.is_none() && listed(valued, name);
            out.options.push((name, value.unwrap_or_else(|| if separate { next() } else { "" })));
            i += usize::from(separate);
        } else {
            i += short(word, words.get(i), valued, &mut out.options);
        }
    }
    out
}

/// Reads a cluster such as `-xvf`; returns how many further words it takes.
fn short<'w>(word: &'w str, next: Option<&'w String>, valued: &str, options: &mut Vec<(&'w str, &'w str)>) -> usize {
    let mut rest = word.get(1..).unwrap_or("");
    while let Some(c) = rest.chars().next() {
        let (name, after) = rest.split_at(c.len_utf8());
        if listed(valued, name) {
            options.push((name, if after.is_empty() { next.map_or("", String::as_str) } else { after }));
            return usize::from(after.is_empty());
        }
        // An optional value is glued to its option: `-n/host/proc/1/ns/net`.
        let glued = after.starts_with(['/', '$', '=', '.']);
        options.push((name, if glued { after.trim_start_matches('=') } else { "" }));
        if glued {
            break;
        }
        rest = after;
    }
    0
}
