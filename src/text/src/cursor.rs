//! A cursor over text: slices, searches, and functions that take from the front.
//!
//! The cursor is a `&mut &str`, the rest of a text. Positions and counts are in bytes. A `set` is a string of ASCII characters,
//! any of which may match.

use alloc::string::String;

/// What [`peek`] returns at the end of a text: a byte that does not occur in UTF-8.
pub const END: u8 = 0xff;

/// Decimal digits.
pub const DIGITS: &str = "0123456789";

/// The characters of the name of a shell variable.
pub const NAME: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

/// The text between two positions; empty if they are not positions of the text.
#[inline(never)]
pub fn slice(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or("")
}

/// The text from a position on; empty if it is not a position of the text.
#[inline(never)]
pub fn slice_from(text: &str, from: usize) -> &str {
    text.get(from..).unwrap_or("")
}

fn in_set(byte: u8, set: &str) -> bool {
    set.bytes().any(|b| b == byte)
}

#[inline(never)]
fn scan(text: &str, set: &str, among: bool) -> usize {
    text.bytes().position(|b| in_set(b, set) == among).unwrap_or(text.len())
}

/// The index of the first byte that is in `set`; the length of the text if there is none.
pub fn until(text: &str, set: &str) -> usize {
    scan(text, set, true)
}

/// The index of the first byte that is not in `set`; the length of the text if there is none.
pub fn span(text: &str, set: &str) -> usize {
    scan(text, set, false)
}

/// Whether the text contains a byte of `set`.
#[inline(never)]
pub fn contains_any(text: &str, set: &str) -> bool {
    until(text, set) < text.len()
}

/// Whether every byte of the text is in `set`.
#[inline(never)]
pub fn consists_of(text: &str, set: &str) -> bool {
    span(text, set) == text.len()
}

/// The text before and the text after the first byte that is in `set`; `None` if there is no such byte.
#[inline(never)]
pub fn split_once_any<'t>(text: &'t str, set: &str) -> Option<(&'t str, &'t str)> {
    let at = until(text, set);
    (at < text.len()).then(|| (slice(text, 0, at), slice_from(text, at + 1)))
}

/// The parts of a text between the bytes that are in `set`.
pub struct Split<'t> {
    rest: Option<&'t str>,
    set: &'t str,
}

/// The parts of a text between the bytes that are in `set`: one more than there are such bytes.
pub fn split<'t>(text: &'t str, set: &'t str) -> Split<'t> {
    Split { rest: Some(text), set }
}

impl<'t> Iterator for Split<'t> {
    type Item = &'t str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'t str> {
        let rest = self.rest?;
        let end = until(rest, self.set);
        self.rest = (end < rest.len()).then(|| slice_from(rest, end + 1));
        Some(slice(rest, 0, end))
    }
}

/// The text before the first byte that is in `set`; the whole text if there is no such byte.
#[inline(never)]
pub fn before<'t>(text: &'t str, set: &str) -> &'t str {
    slice(text, 0, until(text, set))
}

/// The text after the last occurrence of `byte`; the whole text if there is none.
#[inline(never)]
pub fn after_last(text: &str, byte: u8) -> &str {
    let at = text.bytes().rposition(|b| b == byte);
    at.map_or(text, |at| slice_from(text, at + 1))
}

/// The text without the bytes of `set` at its start.
#[inline(never)]
pub fn trim_start<'t>(text: &'t str, set: &str) -> &'t str {
    slice_from(text, span(text, set))
}

/// The text without the bytes of `set` at its end.
#[inline(never)]
pub fn trim_end<'t>(text: &'t str, set: &str) -> &'t str {
    let last = text.bytes().rposition(|b| !in_set(b, set));
    slice(text, 0, last.map_or(0, |last| last + 1))
}

/// The next byte; [`END`] if there is none.
#[inline(never)]
pub fn peek(rest: &str) -> u8 {
    rest.bytes().next().unwrap_or(END)
}

/// Takes the next `count` bytes.
#[inline(never)]
pub fn take<'t>(rest: &mut &'t str, count: usize) -> &'t str {
    let text = *rest;
    *rest = slice_from(text, count);
    slice(text, 0, count)
}

/// Takes `text` if it is next. Returns whether it was.
#[inline(never)]
pub fn eat(rest: &mut &str, text: &str) -> bool {
    let after = rest.strip_prefix(text);
    *rest = after.unwrap_or(rest);
    after.is_some()
}

/// Takes everything before the first byte that is in `set`.
#[inline(never)]
pub fn take_until<'t>(rest: &mut &'t str, set: &str) -> &'t str {
    let count = until(rest, set);
    take(rest, count)
}

/// Takes the next character; empty at the end.
#[inline(never)]
pub fn take_char<'t>(rest: &mut &'t str) -> &'t str {
    let mut chars = rest.chars();
    chars.next();
    let after = chars.as_str().len();
    let count = rest.len() - after;
    take(rest, count)
}

/// The index of the first occurrence of `what`. Takes time in proportion to the product of both lengths, so `what` should be
/// short.
#[inline(never)]
pub fn find(text: &str, what: &str) -> Option<usize> {
    let (text, what) = (text.as_bytes(), what.as_bytes());
    let first = what.first()?;
    let mut at = 0;
    while let Some(next) = text.get(at..)?.iter().position(|byte| byte == first) {
        at += next;
        if text.get(at..).is_some_and(|rest| rest.starts_with(what)) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Whether a text contains `what`, which should be short.
#[inline(never)]
pub fn contains(text: &str, what: &str) -> bool {
    find(text, what).is_some()
}

/// The text with `to` in place of every occurrence of `from`, which should be short.
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

/// Whether a character is white space. An empty text counts as white space.
#[inline(never)]
pub fn blank(c: &str) -> bool {
    c.chars().next().is_none_or(char::is_whitespace)
}

/// The text without white space at its start and end.
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
    slice(text, start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut() {
        assert_eq!(split_once_any("a=b=c", "="), Some(("a", "b=c")));
        assert_eq!(split_once_any("ab", "="), None);
        assert_eq!((before("a=b=c", "="), before("ab", "=")), ("a", "ab"));
        for text in ["", ",", "a,é;b", ",a,,b,"] {
            assert!(split(text, ",;").eq(text.split([',', ';'])), "{text}");
        }
        assert_eq!((after_last("/a/é", b'/'), after_last("a", b'/')), ("é", "a"));
        assert_eq!((trim_start("--a-", "-"), trim_end("a\n\n", "\n"), trim_end("\n", "\n")), ("a-", "a", ""));
        assert_eq!((slice("é", 0, 1), slice("abc", 1, 9), slice_from("ab", 3)), ("", "", ""));
        let mut rest = "é;b";
        assert_eq!((take_char(&mut rest), take_until(&mut rest, "b"), peek(rest)), ("é", ";", b'b'));
        assert!(eat(&mut rest, "b") && !eat(&mut rest, "b") && peek(rest) == END && take_char(&mut rest).is_empty());
    }

    #[test]
    fn texts_are_searched() {
        assert!(contains("aab", "ab") && !contains("aab", "ba") && !contains("aab", ""));
        assert_eq!((find("aab", "ab"), find("a", "ab"), find("é", "é")), (Some(1), None, Some(0)));
        assert_eq!(replace("a{}b{}", "{}", "x"), "axbx");
        assert!(
            contains_any("a'", "'\"")
                && !contains_any("a", "'\"")
                && consists_of("12", DIGITS)
                && !consists_of("1a", DIGITS)
                && consists_of("", DIGITS)
        );
    }
}
