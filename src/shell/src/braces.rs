//! Brace expansion.

use crate::interpreter::Shell;
use crate::text::{find_byte, number, push_integer, rfind_byte, slice, slice_from};
use alloc::string::String;

pub(crate) const OPEN: u8 = 5;
pub(crate) const COMMA: u8 = 6;
pub(crate) const CLOSE: u8 = 7;
pub(crate) const SPLIT: char = '\x08';

/// The maximum number of combinations of the alternatives in one word.
const COMBINATIONS: usize = 64;

impl Shell<'_> {
    /// Expands the braces in the part of the buffer behind `mark`.
    pub(crate) fn braces(&mut self, mark: usize) {
        let mut open = alloc::vec![String::from(slice_from(&self.buffer, mark))];
        self.buffer.truncate(mark);
        let mut done = 0;
        while let Some(word) = open.pop() {
            if done + open.len() < COMBINATIONS
                && self.spend(1)
                && let Some((start, end)) = innermost(&word)
            {
                let (before, after) = (slice(&word, 0, start), slice_from(&word, end + 1));
                let inner = slice(&word, start + 1, end);
                let from = open.len();
                alternatives(inner, &mut |item| {
                    let mut new = String::with_capacity(word.len());
                    new.push_str(before);
                    new.push_str(item);
                    new.push_str(after);
                    open.push(new);
                });
                let count = open.len() - from;
                if count == 0 {
                    // Without alternatives, the braces stand for themselves.
                    let mut new = String::from(before);
                    new.push('{');
                    plain(inner, &mut new);
                    new.push('}');
                    new.push_str(after);
                    open.push(new);
                }
                if let Some(new) = open.get_mut(from..) {
                    new.reverse();
                }
                continue;
            }
            if done > 0 {
                self.buffer.push(SPLIT);
            }
            done += 1;
            // Of too many words the last ones are not known.
            let known = innermost(&word).is_none();
            self.buffer.push_str(if known { &word } else { "\x01" });
        }
    }
}

/// Adds text in which marks of braces become braces again and other marks are left out.
pub(crate) fn plain(text: &str, out: &mut String) {
    for c in text.chars() {
        match c as u32 {
            5 => out.push('{'),
            6 => out.push(','),
            7 => out.push('}'),
            14 => {}
            _ => out.push(c),
        }
    }
}

/// The first pair of braces without braces inside.
fn innermost(word: &str) -> Option<(usize, usize)> {
    let end = find_byte(word, CLOSE)?;
    match rfind_byte(slice(word, 0, end), OPEN) {
        Some(start) => Some((start, end)),
        None => {
            // It closes nothing; the search continues behind it.
            let rest = slice_from(word, end + 1);
            innermost(rest).map(|(a, b)| (a + end + 1, b + end + 1))
        }
    }
}

/// The alternatives between two braces.
fn alternatives(inner: &str, each: &mut dyn FnMut(&str)) {
    if find_byte(inner, COMMA).is_some() {
        let mut rest = inner;
        loop {
            let end = find_byte(rest, COMMA);
            each(slice(rest, 0, end.unwrap_or(rest.len())));
            match end {
                Some(end) => rest = slice_from(rest, end + 1),
                None => return,
            }
        }
    }
    let Some(at) = crate::text::find(inner, "..") else { return };
    // Numbers, or letters.
    let value = |text: &str| match text.as_bytes() {
        [letter] if letter.is_ascii_alphabetic() => Some((i64::from(*letter), true)),
        _ => Some((number(text)?, false)),
    };
    let (Some((first, letters)), Some((last, both))) = (value(slice(inner, 0, at)), value(slice_from(inner, at + 2)))
    else {
        return;
    };
    if letters != both {
        return;
    }
    let step = if first <= last { 1 } else { -1 };
    let count = last.abs_diff(first).min(COMBINATIONS as u64 - 1) as i64;
    let mut text = String::new();
    for i in 0..=count {
        let value = first + i * step;
        text.clear();
        if letters {
            text.push(char::from(value as u8));
        } else {
            push_integer(&mut text, value);
        }
        each(&text);
    }
    // Of too many, the last ones are not known.
    if first + count * step != last {
        each("\x01");
    }
}
