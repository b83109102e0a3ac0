//! Small text helpers for code that is in many modules.
//!
//! What the core library offers is generic over what is searched for and comes anew with every use; in a module that
//! reads scripts, dozens of such copies would weigh more than the reader itself. Here is one function for each purpose.
//! They work on bytes and never panic. Sets of bytes are ASCII, so that what is cut off ends between characters.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

/// What [`peek`] says at the end of a text: a byte that no text holds.
pub const END: u8 = 0xff;

/// Decimal digits.
pub const DIGITS: &str = "0123456789";

/// What may stand in the name of a variable.
pub const NAME: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

/// The text between two positions; empty where there is none.
#[inline(never)]
pub fn piece(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or("")
}

/// The text from a position on; empty where there is none.
#[inline(never)]
pub fn behind(text: &str, from: usize) -> &str {
    text.get(from..).unwrap_or("")
}

fn in_set(byte: u8, set: &str) -> bool {
    set.bytes().any(|b| b == byte)
}

#[inline(never)]
fn scan(text: &str, set: &str, among: bool) -> usize {
    text.bytes().position(|b| in_set(b, set) == among).unwrap_or(text.len())
}

/// Index of the first byte that is one of `set`; the length where there is none.
pub fn until(text: &str, set: &str) -> usize {
    scan(text, set, true)
}

/// Index of the first byte that is none of `set`; the length where there is none.
pub fn span(text: &str, set: &str) -> usize {
    scan(text, set, false)
}

/// Whether some byte is one of `set`.
#[inline(never)]
pub fn has(text: &str, set: &str) -> bool {
    until(text, set) < text.len()
}

/// Whether every byte is one of `set`.
#[inline(never)]
pub fn only(text: &str, set: &str) -> bool {
    span(text, set) == text.len()
}

/// What stands before and behind the first byte that is one of `set`.
#[inline(never)]
pub fn cut<'t>(text: &'t str, set: &str) -> Option<(&'t str, &'t str)> {
    let at = until(text, set);
    (at < text.len()).then(|| (piece(text, 0, at), behind(text, at + 1)))
}

/// What stands behind the last of these bytes, or all of the text.
#[inline(never)]
pub fn after_last(text: &str, byte: u8) -> &str {
    let at = text.bytes().rposition(|b| b == byte);
    at.map_or(text, |at| behind(text, at + 1))
}

/// The text without bytes of `set` at its start.
#[inline(never)]
pub fn trim_start<'t>(text: &'t str, set: &str) -> &'t str {
    behind(text, span(text, set))
}

/// The text without bytes of `set` at its end.
#[inline(never)]
pub fn trim_end<'t>(text: &'t str, set: &str) -> &'t str {
    let last = text.bytes().rposition(|b| !in_set(b, set));
    piece(text, 0, last.map_or(0, |last| last + 1))
}

/// The next byte; [`END`] where there is none.
#[inline(never)]
pub fn peek(rest: &str) -> u8 {
    rest.bytes().next().unwrap_or(END)
}

/// Takes the next `count` bytes.
#[inline(never)]
pub fn take<'t>(rest: &mut &'t str, count: usize) -> &'t str {
    let text = *rest;
    *rest = behind(text, count);
    piece(text, 0, count)
}

/// Takes `text` if it comes next.
#[inline(never)]
pub fn eat(rest: &mut &str, text: &str) -> bool {
    let after = rest.strip_prefix(text);
    *rest = after.unwrap_or(rest);
    after.is_some()
}

/// Takes everything before the first byte that is one of `set`.
#[inline(never)]
pub fn take_until<'t>(rest: &mut &'t str, set: &str) -> &'t str {
    let count = until(rest, set);
    take(rest, count)
}

/// Takes the next character.
#[inline(never)]
pub fn take_char<'t>(rest: &mut &'t str) -> &'t str {
    let mut chars = rest.chars();
    chars.next();
    let after = chars.as_str().len();
    let count = rest.len() - after;
    take(rest, count)
}

/// Where `what`, which is short, stands in a text for the first time.
#[inline(never)]
pub fn find(text: &str, what: &str) -> Option<usize> {
    (0..text.len()).find(|at| text.as_bytes().get(*at..).is_some_and(|rest| rest.starts_with(what.as_bytes())))
}

/// Whether `what`, which is short, stands in a text.
#[inline(never)]
pub fn contains(text: &str, what: &str) -> bool {
    find(text, what).is_some()
}

/// The text with `to` wherever `from`, which is short, stands in it.
#[inline(never)]
pub fn replace(text: &str, from: &str, to: &str) -> String {
    let (mut rest, mut out) = (text, String::with_capacity(text.len()));
    while let Some(at) = find(rest, from) {
        out.push_str(take(&mut rest, at));
        out.push_str(to);
        take(&mut rest, from.len());
    }
    out.push_str(rest);
    out
}

/// One text of several.
#[inline(never)]
pub fn concat(parts: &[&str]) -> String {
    let mut out = String::with_capacity(parts.iter().map(|part| part.len()).sum());
    parts.iter().for_each(|part| out.push_str(part));
    out
}

/// Words with a separator between them.
#[inline(never)]
pub fn join(words: &[String], separator: &str) -> String {
    let mut out = String::with_capacity(words.iter().map(|word| word.len() + separator.len()).sum());
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            out.push_str(separator);
        }
        out.push_str(word);
    }
    out
}

/// Whether a character (or nothing) is white space.
#[inline(never)]
pub fn blank(c: &str) -> bool {
    c.chars().next().is_none_or(char::is_whitespace)
}

/// The text without white space around it.
#[inline(never)]
pub fn trim(text: &str) -> &str {
    let (mut rest, mut start, mut end) = (text, text.len(), 0);
    while !rest.is_empty() {
        let at = text.len() - rest.len();
        let c = take_char(&mut rest);
        if !blank(c) {
            start = start.min(at);
            end = at + c.len();
        }
    }
    piece(text, start, end)
}

/// Takes the next word between white space (and `NUL`, where that separates as well); empty where there is none.
#[inline(never)]
pub fn next_word<'t>(rest: &mut &'t str, nul: bool) -> &'t str {
    let mut start = *rest;
    loop {
        let count = start.len() - rest.len();
        let next = take_char(rest);
        if blank(next) || nul && next == "\0" {
            if count > 0 || next.is_empty() {
                return piece(start, 0, count);
            }
            start = *rest;
        }
    }
}

/// The words between white space (and `NUL`, where that separates as well).
#[inline(never)]
pub fn words(text: &str, nul: bool) -> Vec<&str> {
    let (mut rest, mut out) = (text, Vec::new());
    loop {
        match next_word(&mut rest, nul) {
            "" => return out,
            word => out.push(word),
        }
    }
}

/// Cuts a text off at a position.
#[inline(never)]
pub fn shorten(text: &mut String, len: usize) {
    text.truncate(len);
}

/// Adds a copy of a word.
#[inline(never)]
pub fn push(words: &mut Vec<String>, word: &str) {
    words.push(word.to_owned());
}

/// Whether `name` is one of the words in `list`, which are separated by blanks.
#[inline(never)]
pub fn listed(list: &str, name: &str) -> bool {
    let mut rest = list;
    loop {
        if take_until(&mut rest, " ") == name {
            return true;
        }
        if !eat(&mut rest, " ") {
            return false;
        }
    }
}

/// Whether `name` begins with one of the words in `list`, which are separated by blanks.
#[inline(never)]
pub fn begins(list: &str, name: &str) -> bool {
    let mut rest = list;
    loop {
        if name.starts_with(take_until(&mut rest, " ")) {
            return true;
        }
        if !eat(&mut rest, " ") {
            return false;
        }
    }
}

/// Index of the first word that is one of those in `list`, which are separated by blanks.
#[inline(never)]
pub fn position(words: &[String], list: &str) -> Option<usize> {
    words.iter().position(|word| listed(list, word))
}

/// Whether some word is one of those in `list`, which are separated by blanks.
#[inline(never)]
pub fn any(words: &[String], list: &str) -> bool {
    position(words, list).is_some()
}

/// The word at an index; empty where there is none.
#[inline(never)]
pub fn word(words: &[String], at: usize) -> &str {
    words.get(at).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut() {
        assert_eq!(cut("a=b=c", "="), Some(("a", "b=c")));
        assert_eq!(cut("ab", "="), None);
        assert_eq!((after_last("/a/é", b'/'), after_last("a", b'/')), ("é", "a"));
        assert_eq!((trim_start("--a-", "-"), trim_end("a\n\n", "\n"), trim_end("\n", "\n")), ("a-", "a", ""));
        assert_eq!((piece("é", 0, 1), piece("abc", 1, 9), behind("ab", 3)), ("", "", ""));
        let mut rest = "é;b";
        assert_eq!((take_char(&mut rest), take_until(&mut rest, "b"), peek(rest)), ("é", ";", b'b'));
        assert!(eat(&mut rest, "b") && !eat(&mut rest, "b") && peek(rest) == END && take_char(&mut rest).is_empty());
    }

    #[test]
    fn texts_are_searched() {
        assert_eq!((find("aab", "ab"), find("a", "ab"), find("é", "é")), (Some(1), None, Some(0)));
        assert_eq!(replace("a{}b{}", "{}", "x"), "axbx");
        assert!(has("a'", "'\"") && !has("a", "'\"") && only("12", DIGITS) && !only("1a", DIGITS) && only("", DIGITS));
    }

    #[test]
    fn words_are_found() {
        assert_eq!(words(" a\u{a0}b\n\0c ", true), ["a", "b", "c"]);
        assert_eq!(words("a\0b", false), ["a\0b"]);
        assert!(words(" \n", false).is_empty());
        assert_eq!((trim(" a b\n"), trim("é"), trim("\u{3000}"), trim("")), ("a b", "é", "", ""));
        assert!(listed("a bc", "bc") && !listed("a bc", "b") && !listed("a bc", "") && listed("", ""));
        assert!(begins("x -s", "-st") && !begins("x -s", "-") && !begins("x", ""));
        let list = ["a".to_owned(), "b".to_owned()];
        assert_eq!((position(&list, "x b"), word(&list, 0), word(&list, 2)), (Some(1), "a", ""));
        assert_eq!((join(&list, ", "), concat(&["a", "b"])), ("a, b".to_owned(), "ab".to_owned()));
    }
}
