//! Words of the shell language: quoting, escapes and expansions.

use super::state::Shell;
use super::text::{ALTERNATIVES, CLOSE, MARK, OPEN, SPLIT, assignment, braces, length, unescape, without_newlines};
use crate::command::UNKNOWN;
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use redline_text::{
    END, NAME, blank, concat, contains_any, eat, find, join, peek, push, replace, slice, slice_from, span, take,
    take_char, take_until,
};

/// What ends a word.
const ENDS: &str = ";&|()<> \t\n\x0c\r";

/// What ends a word or means something in it.
const SPECIAL: &str = ";&|()<> \t\n\x0c\r'\"\\$`{}";

/// A word under construction: all the words that it may come to.
pub(super) struct Word {
    pub(super) values: Vec<String>,
    /// Part of it was quoted, so it is neither keyword nor file descriptor.
    pub(super) quoted: bool,
    some: bool,
}

impl Word {
    fn new() -> Word {
        Word { values: vec![String::new()], quoted: false, some: false }
    }

    #[inline(never)]
    fn push(&mut self, text: &str) {
        self.some = true;
        self.values.iter_mut().for_each(|v| v.push_str(text));
    }

    /// Takes everything up to the next byte of `set`. Nothing at all makes no word.
    #[inline(never)]
    fn take_until(&mut self, rest: &mut &str, set: &str) {
        let text = take_until(rest, set);
        if !text.is_empty() {
            self.push(text);
        }
    }

    /// Takes the next byte, which is ASCII, as it is.
    #[inline(never)]
    fn take(&mut self, rest: &mut &str) {
        self.push(take(rest, 1));
    }
}

impl Shell<'_> {
    /// Reads one word; `None` where none begins. `assigns`: at the start of a command, where the value of an
    /// assignment is not split.
    #[inline(never)]
    pub(super) fn word(&mut self, rest: &mut &str, assigns: bool) -> Option<Word> {
        let mut word = Word::new();
        loop {
            word.take_until(rest, SPECIAL);
            if rest.is_empty() || contains_any(slice(rest, 0, 1), ENDS) {
                break;
            }
            match peek(take(rest, 1)) {
                b'\'' => {
                    word.quoted = true;
                    word.push(take_until(rest, "'"));
                    take(rest, 1);
                }
                b'"' => {
                    word.quoted = true;
                    word.some = true;
                    self.quoted(rest, &mut word, b'"');
                }
                b'\\' => {
                    if !eat(rest, "\n") {
                        word.quoted = true;
                        word.push(if rest.is_empty() { "\\" } else { take_char(rest) });
                    }
                }
                b'$' => self.dollar(rest, &mut word, false),
                b'`' => self.backticks(rest, &mut word, false),
                b'{' => word.push(OPEN),
                _ => word.push(CLOSE),
            }
        }
        if !word.some {
            return None;
        }
        if word.values.len() > 1 || word.values.iter().any(|v| v.as_bytes().contains(&MARK)) {
            let keep = assigns && word.values.first().is_some_and(|w| assignment(w).is_some());
            for value in &core::mem::take(&mut word.values) {
                for value in &braces(value) {
                    if keep {
                        word.values.push(replace(value, SPLIT, " "));
                        continue;
                    }
                    let mut rest = value.as_str();
                    while !rest.is_empty() {
                        let end = find(rest, SPLIT).unwrap_or(rest.len());
                        if end > 0 {
                            push(&mut word.values, slice(rest, 0, end));
                        }
                        rest = slice_from(rest, end + SPLIT.len());
                    }
                }
            }
        }
        Some(word)
    }

    /// Reads what stands between double quotes or braces, or (with `END` for its end) in a here-document.
    #[inline(never)]
    pub(super) fn quoted(&mut self, rest: &mut &str, word: &mut Word, end: u8) {
        loop {
            word.take_until(rest, "\"}\\$`");
            match peek(rest) {
                c if c == end => {
                    take(rest, 1);
                    return;
                }
                END => return,
                b'\\' => {
                    take(rest, 1);
                    match peek(rest) {
                        b'\n' => drop(take(rest, 1)),
                        b'$' | b'`' | b'"' | b'\\' => word.take(rest),
                        _ => word.push("\\"),
                    }
                }
                b'$' => {
                    take(rest, 1);
                    // Too deep to go on nesting: the word ends here, and the rest is read as commands.
                    if peek(rest) == b'(' && self.deep() {
                        return word.push(UNKNOWN);
                    }
                    self.dollar(rest, word, true);
                }
                b'`' => {
                    take(rest, 1);
                    self.backticks(rest, word, true);
                }
                _ => word.take(rest),
            }
        }
    }

    /// A here-document's text with its expansions done.
    pub(super) fn expand(&mut self, text: &str) -> String {
        let mut word = Word::new();
        self.quoted(&mut &*text, &mut word, END);
        join(&word.values, "\n")
    }

    /// Reads an expansion whose `$` has been taken.
    #[inline(never)]
    fn dollar(&mut self, rest: &mut &str, word: &mut Word, quoted: bool) {
        let count = match peek(rest) {
            b'(' if self.deep() => return word.push(UNKNOWN),
            b'(' => {
                take(rest, 1);
                // Arithmetic, unless its end is far: then it is a subshell in a substitution.
                let near = rest.as_bytes().get(..257).unwrap_or(rest.as_bytes());
                let close = near.windows(2).position(|pair| pair == b"))");
                if let (b'(', Some(end)) = (peek(rest), close) {
                    *rest = slice_from(rest, end + 2);
                    return word.push(UNKNOWN);
                }
                let text = self.capture(rest);
                return self.push_values(word, &[text], quoted);
            }
            b'{' => {
                take(rest, 1);
                return self.parameter(rest, word, quoted);
            }
            b'\'' if !quoted => {
                take(rest, 1);
                word.quoted = true;
                let mut end = 0;
                let mut escaped = false;
                for c in rest.bytes() {
                    if c == b'\'' && !escaped {
                        break;
                    }
                    escaped = c == b'\\' && !escaped;
                    end += 1;
                }
                word.push(&unescape(take(rest, end)));
                take(rest, 1);
                return;
            }
            b'"' if !quoted => return,
            c if c.is_ascii_alphabetic() || c == b'_' => span(rest, NAME),
            _ if contains_any(slice(rest, 0, 1), "0123456789@*#?!-$") => 1,
            _ => return word.push("$"),
        };
        let name = take(rest, count);
        self.push_variable(word, name, quoted);
    }

    /// Reads `${...}` behind the brace: the value, the default of an unset one, or nothing that can be known.
    fn parameter(&mut self, rest: &mut &str, word: &mut Word, quoted: bool) {
        let end = span(rest, NAME);
        let name = take(rest, end);
        if eat(rest, "}") {
            return self.push_variable(word, name, quoted);
        }
        if self.deep() {
            return word.push(UNKNOWN);
        }
        eat(rest, ":");
        let defaults = contains_any(slice(rest, 0, 1), "-=");
        take(rest, usize::from(defaults));
        let mut default = Word::new();
        self.depth += 1;
        self.quoted(rest, &mut default, b'}');
        self.depth -= 1;
        let values = self.lookup(name);
        if !defaults {
            return word.push(UNKNOWN);
        }
        self.push_values(word, &values.unwrap_or(default.values), quoted);
    }

    #[inline(never)]
    fn push_variable(&mut self, word: &mut Word, name: &str, quoted: bool) {
        match self.lookup(name) {
            Some(values) => self.push_values(word, &values, quoted),
            None => {
                word.push("$");
                word.push(name);
            }
        }
    }

    /// Adds a value, or one of several: then the word becomes as many words.
    #[inline(never)]
    fn push_values(&mut self, word: &mut Word, values: &[String], quoted: bool) {
        let (size, held) = (length(values), length(&word.values));
        word.some |= quoted || size > 0;
        if !self.charge(size * word.values.len() + held * values.len().saturating_sub(1)) {
            return word.push(UNKNOWN);
        }
        if values.len() == 1 || values.len() * word.values.len() > ALTERNATIVES {
            for (i, value) in values.iter().enumerate() {
                if i > 0 {
                    word.push(SPLIT);
                }
                word.push(&split(value, quoted));
            }
            return;
        }
        for head in &core::mem::take(&mut word.values) {
            for value in values {
                word.values.push(concat(&[head, &split(value, quoted)]));
            }
        }
        if word.values.is_empty() {
            word.values.push(String::new());
        }
    }

    /// Reads a substitution in backticks, behind the first one.
    #[inline(never)]
    fn backticks(&mut self, rest: &mut &str, word: &mut Word, quoted: bool) {
        let mut script = String::new();
        loop {
            script.push_str(take_until(rest, "`\\"));
            if !eat(rest, "\\") {
                break;
            }
            let escaped = contains_any(slice(rest, 0, 1), "`\\$");
            script.push_str(if escaped { take(rest, 1) } else { "\\" });
        }
        take(rest, 1);
        let mut text = self.script(&script);
        without_newlines(&mut text);
        self.push_values(word, &[text], quoted);
    }
}

/// A value as it goes into a word: white space outside quotes splits.
#[inline(never)]
fn split(value: &str, quoted: bool) -> String {
    if quoted {
        return value.to_owned();
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while !rest.is_empty() {
        let c = take_char(&mut rest);
        out.push_str(if blank(c) { SPLIT } else { c });
    }
    out
}
