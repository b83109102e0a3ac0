//! Small text helpers.
//!
//! The pattern functions of the core library are generic, and each use compiles them again. Here is one function for
//! each purpose, on bytes and without panics. Sets of bytes are ASCII, so that texts are split between characters.
pub(crate) use redline_text::{
    END, after_last, contains, contains_any, find, letter_in, peek, slice, slice_from, word_in,
};

/// The byte at a position; [`END`] behind the text.
#[inline(never)]
pub(crate) fn byte_at(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or(END)
}

/// The first position of a byte.
#[inline(never)]
pub(crate) fn find_byte(text: &str, byte: u8) -> Option<usize> {
    text.as_bytes().iter().position(|b| *b == byte)
}

/// The last position of a byte.
#[inline(never)]
pub(crate) fn rfind_byte(text: &str, byte: u8) -> Option<usize> {
    text.as_bytes().iter().rposition(|b| *b == byte)
}

/// Whether a byte is one of a set.
#[inline(never)]
pub(crate) fn in_set(byte: u8, set: &str) -> bool {
    set.bytes().any(|b| b == byte)
}

/// How many bytes at the start are (`among`) or are not in a set.
#[inline(never)]
pub(crate) fn span(text: &str, set: &str, among: bool) -> usize {
    text.as_bytes().iter().position(|b| in_set(*b, set) != among).unwrap_or(text.len())
}
/// Whether the text is not empty and every byte is a decimal digit.
#[inline(never)]
pub(crate) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}
/// The parts before and behind the first of these bytes.
#[inline(never)]
pub(crate) fn split_once(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = find_byte(text, byte)?;
    Some((slice(text, 0, at), slice_from(text, at + 1)))
}
/// Where the text behind the first of these marks that it has begins.
#[inline(never)]
pub(crate) fn behind(text: &str, marks: &[&str]) -> Option<usize> {
    marks.iter().find_map(|mark| Some(find(text, mark)? + mark.len()))
}
/// The last segment of a path.
pub(crate) fn base_name(path: &str) -> &str {
    after_last(path, b'/')
}
/// Takes everything up to the next of these bytes, and drops the byte.
#[inline(never)]
pub(crate) fn take_until<'t>(rest: &mut &'t str, byte: u8) -> &'t str {
    let text = *rest;
    let end = find_byte(text, byte).unwrap_or(text.len());
    *rest = slice_from(text, end + 1);
    slice(text, 0, end)
}

/// Takes the next word; empty where there is none.
#[inline(never)]
pub(crate) fn take_word<'t>(rest: &mut &'t str) -> &'t str {
    let text = trim_start(rest);
    let end = span(text, BLANK, false);
    *rest = slice_from(text, end);
    slice(text, 0, end)
}

/// White space.
pub(crate) const BLANK: &str = " \t\n\r";

/// The text without white space at its start.
#[inline(never)]
pub(crate) fn trim_start(text: &str) -> &str {
    slice_from(text, span(text, BLANK, true))
}

/// The text without white space at both ends.
#[inline(never)]
pub(crate) fn trim(text: &str) -> &str {
    let text = trim_start(text);
    let end = text.as_bytes().iter().rposition(|b| !in_set(*b, BLANK)).map_or(0, |at| at + 1);
    slice(text, 0, end)
}

/// A decimal number with an optional sign; `None` for any other text, and if it is too large.
#[inline(never)]
pub(crate) fn number(text: &str) -> Option<i64> {
    let text = trim(text);
    let negative = peek(text) == b'-';
    let digits = slice_from(text, usize::from(negative || peek(text) == b'+'));
    if !is_number(digits) || digits.len() > 18 {
        return None;
    }
    let value = digits.bytes().fold(0, |sum: i64, b| sum * 10 + i64::from(b - b'0'));
    Some(if negative { -value } else { value })
}

/// Adds a number in decimal.
pub(crate) fn push_integer(out: &mut alloc::string::String, value: i64) {
    if value < 0 {
        out.push('-');
    }
    let mut rest = value.unsigned_abs();
    let from = out.len();
    loop {
        out.insert(from, char::from(b'0' + (rest % 10) as u8));
        rest /= 10;
        if rest == 0 {
            return;
        }
    }
}

/// The length in bytes of a character that begins with this byte.
pub(crate) fn width(first: u8) -> usize {
    match first {
        0..0xc0 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}
