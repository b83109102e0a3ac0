//! Words of the shell language: quoting, escapes and expansions.

use super::UNKNOWN;
use super::state::Shell;
use super::text::{ALTERNATIVES, CLOSE, OPEN, SPLIT, braces, unescape};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// Takes the next character.
pub(super) fn bump(rest: &mut &str) -> Option<char> {
    let mut chars = rest.chars();
    let c = chars.next();
    *rest = chars.as_str();
    c
}

/// Takes `text` if it comes next.
pub(super) fn eat(rest: &mut &str, text: &str) -> bool {
    let after = rest.strip_prefix(text);
    *rest = after.unwrap_or(rest);
    after.is_some()
}

/// Takes everything before `end`, and `end`.
pub(super) fn until<'t>(rest: &mut &'t str, end: char) -> &'t str {
    let (taken, after) = rest.split_once(end).unwrap_or((rest, ""));
    *rest = after;
    taken
}

/// Takes characters while they fit.
fn take_while<'t>(rest: &mut &'t str, fits: impl Fn(char) -> bool) -> &'t str {
    let end = rest.find(|c| !fits(c)).unwrap_or(rest.len());
    let (taken, after) = rest.split_at(end);
    *rest = after;
    taken
}

fn in_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Name and value of an assignment `NAME=value` or `NAME+=value`.
pub(super) fn assignment(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    let name = name.strip_suffix('+').unwrap_or(name);
    (name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(in_name))
        .then_some((name, value))
}

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

    fn push(&mut self, c: char) {
        self.some = true;
        self.values.iter_mut().for_each(|v| v.push(c));
    }

    fn push_str(&mut self, text: &str) {
        self.some = true;
        self.values.iter_mut().for_each(|v| v.push_str(text));
    }
}

impl Shell<'_> {
    /// Reads one word; `None` where none begins. `assigns`: at the start of a command, where the value of an
    /// assignment is not split.
    pub(super) fn word(&mut self, rest: &mut &str, assigns: bool) -> Option<Word> {
        let mut word = Word::new();
        while let Some(c) = rest.chars().next() {
            match c {
                ';' | '&' | '|' | '(' | ')' | '<' | '>' => break,
                c if c.is_ascii_whitespace() => break,
                _ => drop(bump(rest)),
            }
            match c {
                '\'' => {
                    word.quoted = true;
                    word.push_str(until(rest, '\''));
                }
                '"' => {
                    word.quoted = true;
                    word.some = true;
                    self.quoted(rest, &mut word, Some('"'));
                }
                '\\' => match bump(rest) {
                    Some('\n') => {}
                    other => {
                        word.quoted = true;
                        word.push(other.unwrap_or('\\'));
                    }
                },
                '$' => self.dollar(rest, &mut word, false),
                '`' => self.backticks(rest, &mut word, false),
                '{' => word.push(OPEN),
                '}' => word.push(CLOSE),
                c => word.push(c),
            }
        }
        if !word.some {
            return None;
        }
        if word.values.len() > 1 || word.values.iter().any(|v| v.contains([OPEN, CLOSE, SPLIT])) {
            let keep = assigns && word.values.first().is_some_and(|w| assignment(w).is_some());
            for value in core::mem::take(&mut word.values) {
                for value in braces(value) {
                    if keep {
                        word.values.push(value.replace(SPLIT, " "));
                        continue;
                    }
                    for part in value.split(SPLIT).filter(|part| !part.is_empty()) {
                        word.values.push(part.to_owned());
                    }
                }
            }
        }
        Some(word)
    }

    /// Reads what stands between double quotes, or (without an end) in a here-document.
    pub(super) fn quoted(&mut self, rest: &mut &str, word: &mut Word, end: Option<char>) {
        while let Some(c) = bump(rest) {
            match c {
                c if Some(c) == end => return,
                '\\' => match rest.chars().next() {
                    Some('\n') => drop(bump(rest)),
                    Some(c @ ('$' | '`' | '"' | '\\')) => {
                        bump(rest);
                        word.push(c);
                    }
                    _ => word.push('\\'),
                },
                // Too deep to go on nesting: the word ends here, and the rest is read as commands.
                '$' if rest.starts_with('(') && self.deep() => return word.push_str(UNKNOWN),
                '$' => self.dollar(rest, word, true),
                '`' => self.backticks(rest, word, true),
                c => word.push(c),
            }
        }
    }

    /// A here-document's text with its expansions done.
    pub(super) fn expand(&mut self, text: &str) -> String {
        let mut word = Word::new();
        self.quoted(&mut &*text, &mut word, None);
        word.values.join("\n")
    }

    /// Reads an expansion whose `$` has been taken.
    fn dollar(&mut self, rest: &mut &str, word: &mut Word, quoted: bool) {
        let Some(c) = rest.chars().next() else { return word.push('$') };
        match c {
            '(' if self.deep() => word.push_str(UNKNOWN),
            '(' => {
                bump(rest);
                // Arithmetic, unless its end is far: then it is a subshell in a substitution.
                let close = rest.bytes().zip(rest.bytes().skip(1)).take(256).position(|pair| pair == (b')', b')'));
                if let (true, Some(end)) = (rest.starts_with('('), close) {
                    *rest = rest.get(end + 2..).unwrap_or("");
                    return word.push_str(UNKNOWN);
                }
                let text = self.capture(rest);
                self.push_values(word, &[text], quoted);
            }
            '{' => {
                bump(rest);
                self.parameter(rest, word, quoted);
            }
            '\'' if !quoted => {
                bump(rest);
                word.quoted = true;
                let mut end = 0;
                let mut escaped = false;
                for c in rest.chars() {
                    if c == '\'' && !escaped {
                        break;
                    }
                    escaped = c == '\\' && !escaped;
                    end += c.len_utf8();
                }
                let (text, after) = rest.split_at(end);
                *rest = after;
                bump(rest);
                word.push_str(&unescape(text));
            }
            '"' if !quoted => {}
            c if c.is_ascii_alphabetic() || c == '_' => {
                let name = take_while(rest, in_name);
                self.push_variable(word, name, quoted);
            }
            c if c.is_ascii_digit() || "@*#?!-$".contains(c) => {
                let (name, after) = rest.split_at(1);
                *rest = after;
                self.push_variable(word, name, quoted);
            }
            _ => word.push('$'),
        }
    }

    /// Reads `${...}` behind the brace: the value, the default of an unset one, or nothing that can be known.
    fn parameter(&mut self, rest: &mut &str, word: &mut Word, quoted: bool) {
        let name = take_while(rest, in_name);
        if eat(rest, "}") {
            return self.push_variable(word, name, quoted);
        }
        if self.deep() {
            return word.push_str(UNKNOWN);
        }
        let defaults = eat(rest, ":-") || eat(rest, ":=") || eat(rest, "-") || eat(rest, "=");
        let mut default = Word::new();
        self.depth += 1;
        self.quoted(rest, &mut default, Some('}'));
        self.depth -= 1;
        match self.lookup(name) {
            Some(values) if defaults => self.push_values(word, &values, quoted),
            None if defaults => self.push_values(word, &default.values, quoted),
            _ => word.push_str(UNKNOWN),
        }
    }

    fn push_variable(&mut self, word: &mut Word, name: &str, quoted: bool) {
        match self.lookup(name) {
            Some(values) => self.push_values(word, &values, quoted),
            None => {
                word.push('$');
                word.push_str(name);
            }
        }
    }

    /// Adds a value, or one of several: then the word becomes as many words.
    fn push_values(&mut self, word: &mut Word, values: &[String], quoted: bool) {
        word.some |= quoted || values.iter().any(|v| !v.is_empty());
        let size: usize = values.iter().map(String::len).sum();
        let held: usize = word.values.iter().map(String::len).sum();
        if !self.charge(size * word.values.len() + held * values.len().saturating_sub(1)) {
            return word.push_str(UNKNOWN);
        }
        let split = |text: &str| if quoted { text.to_owned() } else { text.replace(char::is_whitespace, "\u{E002}") };
        if values.len() == 1 || values.len() * word.values.len() > ALTERNATIVES {
            for (i, value) in values.iter().enumerate() {
                if i > 0 {
                    word.push(SPLIT);
                }
                word.push_str(&split(value));
            }
            return;
        }
        for head in core::mem::take(&mut word.values) {
            for value in values {
                word.values.push([&*head, &*split(value)].concat());
            }
        }
        if word.values.is_empty() {
            word.values.push(String::new());
        }
    }

    /// Reads a substitution in backticks, behind the first one.
    fn backticks(&mut self, rest: &mut &str, word: &mut Word, quoted: bool) {
        let mut script = String::new();
        while let Some(c) = bump(rest) {
            match c {
                '`' => break,
                '\\' if rest.starts_with(['`', '\\', '$']) => script.extend(bump(rest)),
                c => script.push(c),
            }
        }
        let text = self.script(&script).trim_end_matches('\n').to_owned();
        self.push_values(word, &[text], quoted);
    }
}
