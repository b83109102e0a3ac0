//! Small text helpers.
//!
//! The pattern functions of the core library are generic and come anew with every use. Here is one function for each
//! purpose, on bytes and without panics. Sets of bytes are ASCII, so that what is cut off ends between characters.

/// What [`peek`] says at the end of a text: a byte that no text holds.
pub(crate) const END: u8 = 0xff;

/// The text between two positions; empty where there is none.
#[inline(never)]
pub(crate) fn slice(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or("")
}

/// The text from a position on; empty where there is none.
#[inline(never)]
pub(crate) fn slice_from(text: &str, from: usize) -> &str {
    text.get(from..).unwrap_or("")
}

/// The next byte; [`END`] where there is none.
#[inline(always)]
pub(crate) fn peek(text: &str) -> u8 {
    byte_at(text, 0)
}

/// The byte at a position; [`END`] behind the text.
#[inline(never)]
pub(crate) fn byte_at(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or(END)
}

/// Where a byte stands for the first time.
#[inline(never)]
pub(crate) fn find_byte(text: &str, byte: u8) -> Option<usize> {
    text.as_bytes().iter().position(|b| *b == byte)
}

/// Where a byte stands for the last time.
#[inline(never)]
pub(crate) fn rfind_byte(text: &str, byte: u8) -> Option<usize> {
    text.as_bytes().iter().rposition(|b| *b == byte)
}

/// Whether a byte is one of a set.
#[inline(never)]
pub(crate) fn in_set(byte: u8, set: &str) -> bool {
    set.as_bytes().contains(&byte)
}

/// How many bytes at the start are (`among`) or are not in a set.
#[inline(never)]
pub(crate) fn span(text: &str, set: &str, among: bool) -> usize {
    text.as_bytes().iter().position(|b| in_set(*b, set) != among).unwrap_or(text.len())
}

/// Whether some byte is one of `set`.
#[inline(never)]
pub(crate) fn contains_any(text: &str, set: &str) -> bool {
    span(text, set, false) < text.len()
}

/// Whether the text is not empty and every byte is a decimal digit.
#[inline(never)]
pub(crate) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Where `what` stands in a text for the first time.
#[inline(never)]
pub(crate) fn find(text: &str, what: &str) -> Option<usize> {
    let first = peek(what);
    let mut at = 0;
    while let Some(next) = find_byte(slice_from_bytes(text, at), first) {
        at += next;
        if text.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(what.as_bytes())) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Like [`slice_from`], but also between the bytes of a character, where it takes the next one that begins.
#[inline(never)]
fn slice_from_bytes(text: &str, from: usize) -> &str {
    let mut from = from;
    while from < text.len() && !text.is_char_boundary(from) {
        from += 1;
    }
    slice_from(text, from)
}

/// Whether `what` stands in a text.
pub(crate) fn contains(text: &str, what: &str) -> bool {
    find(text, what).is_some()
}

/// What stands before and behind the first of these bytes.
#[inline(never)]
pub(crate) fn split_once(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = find_byte(text, byte)?;
    Some((slice(text, 0, at), slice_from(text, at + 1)))
}

/// What stands behind the last of these bytes, or all of the text.
#[inline(never)]
pub(crate) fn after_last(text: &str, byte: u8) -> &str {
    rfind_byte(text, byte).map_or(text, |at| slice_from(text, at + 1))
}

/// The last segment of a path.
pub(crate) fn base_name(path: &str) -> &str {
    after_last(path, b'/')
}

/// Whether a list of words, separated by single blanks, holds a word.
#[inline(never)]
pub(crate) fn word_in(list: &str, word: &str) -> bool {
    let (list, word) = (list.as_bytes(), word.as_bytes());
    let Some(first) = word.first() else { return false };
    let mut begins = true;
    for (at, byte) in list.iter().enumerate() {
        let end = at + word.len();
        if begins && byte == first && list.get(at..end) == Some(word) && matches!(list.get(end), None | Some(b' ')) {
            return true;
        }
        begins = *byte == b' ';
    }
    false
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

/// A decimal number with a sign; `None` where there is another text, or it is too large.
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

/// How many bytes the character takes that begins with this one.
pub(crate) fn width(first: u8) -> usize {
    match first {
        0..0xc0 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}
