//! Decoding: escapes, `printf`, base64 and the like.

use crate::interpreter::Shell;
use crate::store::{Text, is_mark};
use crate::text::{byte_at, find_byte, in_set, number, slice, slice_from};
use crate::value::{UNKNOWN, is_unknown};
use alloc::string::String;
use alloc::vec::Vec;

/// The dialect of escapes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Escapes {
    /// `$'...'`
    Dollar,
    /// The format of `printf`.
    Printf,
    /// `echo -e` and `%b`, where octal numbers begin with `\0`.
    Echo,
}

/// Adds a text with its escapes decoded. Returns false at `\c`, which ends the output.
#[inline(never)]
pub(crate) fn unescape(text: &str, escapes: Escapes, out: &mut String) -> bool {
    let mut bytes = Vec::new();
    let mut at = 0;
    let mut goes_on = true;
    while at < text.len() {
        let byte = byte_at(text, at);
        at += 1;
        if byte != b'\\' || at == text.len() {
            bytes.push(byte);
            continue;
        }
        let letter = byte_at(text, at);
        at += 1;
        let plain = match letter {
            b'n' => b'\n',
            b't' => b'\t',
            b'r' => b'\r',
            b'a' => 7,
            b'b' => 8,
            b'f' => 12,
            b'v' => 11,
            b'e' | b'E' => 27,
            b'\\' => b'\\',
            b'\'' | b'"' | b'?' if escapes != Escapes::Echo => letter,
            b'c' if escapes == Escapes::Echo => {
                goes_on = false;
                break;
            }
            b'x' | b'u' | b'U' | b'0'..=b'7' => {
                let (radix, most) = match letter {
                    b'x' => (16, 2),
                    b'u' => (16, 4),
                    b'U' => (16, 8),
                    _ => (8, 3),
                };
                if radix == 8 && !(letter == b'0' && escapes == Escapes::Echo) {
                    at -= 1;
                }
                let mut value = 0_u32;
                let mut count = 0;
                while count < most
                    && let Some(digit) = char::from(byte_at(text, at)).to_digit(radix)
                    && byte_at(text, at) < 128
                {
                    value = value * radix + digit;
                    at += 1;
                    count += 1;
                }
                if count == 0 && radix == 16 {
                    bytes.extend([b'\\', letter]);
                } else if matches!(letter, b'u' | b'U') {
                    let mut buffer = [0; 4];
                    let c = char::from_u32(value).unwrap_or(UNKNOWN);
                    bytes.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
                } else {
                    bytes.push(value as u8);
                }
                continue;
            }
            _ => {
                bytes.extend([b'\\', letter]);
                continue;
            }
        };
        bytes.push(plain);
    }
    push_bytes(&bytes, out);
    goes_on
}

/// Adds bytes as text. Bytes that are not UTF-8, and characters that are marks, become unknown.
fn push_bytes(bytes: &[u8], out: &mut String) {
    // Unknown parts of the text that was read stay what they are.
    let known = |b: u8| is_mark(b) && b > 3;
    match core::str::from_utf8(bytes) {
        // A text that ends with a zero byte, for `xargs -0`, is kept as a line.
        Ok(text) => out.extend(text.chars().map(|c| match c {
            '\0' => '\n',
            c if c.is_ascii() && known(c as u8) => UNKNOWN,
            c => c,
        })),
        Err(_) => out.push(UNKNOWN),
    }
}

/// Decodes base64; `None` if the text is not base64.
#[inline(never)]
pub(crate) fn base64(text: &str) -> Option<String> {
    digits(text, 6, |byte| {
        Some(match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        })
    })
}

/// Decodes base32.
fn base32(text: &str) -> Option<String> {
    digits(text, 5, |byte| {
        Some(match byte {
            b'A'..=b'Z' => byte - b'A',
            b'2'..=b'7' => byte - b'2' + 26,
            _ => return None,
        })
    })
}

/// Decodes digits of `width` bits each, highest bit first; `None` for anything but digits, padding and white space.
#[inline(never)]
fn digits(text: &str, width: u32, value: fn(u8) -> Option<u8>) -> Option<String> {
    let (mut bits, mut count, mut out) = (0_u32, 0, Vec::new());
    for byte in text.bytes().filter(|byte| !matches!(byte, b'=' | b' ' | b'\t' | b'\n' | b'\r')) {
        bits = bits << width | u32::from(value(byte)?);
        count += width;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    let mut text = String::new();
    push_bytes(&out, &mut text);
    Some(text)
}

/// Decodes pairs of hexadecimal digits. Other characters are skipped.
pub(crate) fn hexadecimal(text: &str) -> String {
    let mut out = Vec::new();
    let mut high = None;
    for c in text.chars() {
        let Some(digit) = c.to_digit(16) else { continue };
        match high.take() {
            Some(before) => out.push((before * 16 + digit) as u8),
            None => high = Some(digit),
        }
    }
    let mut text = String::new();
    push_bytes(&out, &mut text);
    text
}

/// Decodes text by the name of its encoding.
pub(crate) fn decode(name: &str, text: &str) -> String {
    let decoded = match name {
        "base32" => base32(text),
        "base16" => Some(hexadecimal(text)),
        _ => base64(text),
    };
    decoded.unwrap_or_else(|| String::from(UNKNOWN))
}

/// Encodes text in base64.
pub(crate) fn encode(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, b| bits << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let digit = (bits >> (18 - 6 * i)) as usize & 63;
            out.push(if i <= chunk.len() { char::from(DIGITS.get(digit).copied().unwrap_or(b'=')) } else { '=' });
        }
    }
    out
}

impl Shell<'_> {
    /// A text with its escapes decoded.
    pub(crate) fn unescaped(&mut self, text: Text, escapes: Escapes) -> Text {
        if find_byte(self.store.get(text), b'\\').is_none() {
            return text;
        }
        let mut out = String::new();
        unescape(self.store.get(text), escapes, &mut out);
        self.store.add(&out)
    }

    /// The output of `printf` for the words from `at` on: a format and its arguments.
    pub(crate) fn formatted(&mut self, at: usize) -> Text {
        let mut out = String::new();
        let mut next = at + 1;
        let end = self.words.len();
        loop {
            let before = next;
            let mut rest = self.word_text(at);
            while let Some(sign) = find_byte(rest, b'%') {
                unescape(slice(rest, 0, sign), Escapes::Printf, &mut out);
                rest = slice_from(rest, sign + 1);
                if byte_at(rest, 0) == b'%' {
                    out.push('%');
                    rest = slice_from(rest, 1);
                    continue;
                }
                let spec = crate::text::span(rest, "-+ #0123456789.*lhjzt", true);
                let (flags, kind) = (slice(rest, 0, spec), byte_at(rest, spec));
                rest = slice_from(rest, spec + 1);
                let argument = if next < end { self.word_text(next) } else { "" };
                let missing = next >= end;
                next += 1;
                let from = out.len();
                let mut digits = None;
                match kind {
                    b'b' => {
                        unescape(argument, Escapes::Echo, &mut out);
                    }
                    b's' => out.push_str(argument),
                    b'c' => {
                        out.push_str(slice(argument, 0, crate::text::width(byte_at(argument, 0)).min(argument.len())))
                    }
                    b'q' => out.push_str(argument),
                    b'd' | b'i' | b'u' | b'x' | b'X' | b'o' => {
                        // What begins with a zero is octal or hexadecimal.
                        let decimal = byte_at(argument, 0) != b'0' || argument.len() == 1;
                        let value = if missing { Some(0) } else { number(argument).filter(|_| decimal) };
                        let signed = in_set(kind, "di");
                        match value.filter(|value| signed || *value == 0 || *value > 0 && kind == b'u') {
                            Some(value) => {
                                if signed && value >= 0 {
                                    let plus = find_byte(flags, b'+').is_some();
                                    let blank = find_byte(flags, b' ').is_some();
                                    out.push_str(if plus { "+" } else { slice(" ", 0, usize::from(blank)) });
                                }
                                crate::text::push_integer(&mut out, value);
                                digits = Some(from + usize::from(in_set(byte_at(&out, from), "+- ")));
                            }
                            None => out.push(UNKNOWN),
                        }
                    }
                    _ => out.push(UNKNOWN),
                }
                pad(&mut out, from, flags, digits);
            }
            unescape(rest, Escapes::Printf, &mut out);
            if next >= end || next == before || out.len() > 1 << 16 {
                break;
            }
        }
        self.store.add(&out)
    }
}

/// Cuts to the precision and fills up to the width that the flags of a format name. Zeros stand before digits.
fn pad(out: &mut String, from: usize, flags: &str, digits: Option<usize>) {
    let width = crate::text::span(flags, "-+ #0", true);
    let (flags, rest) = (slice(flags, 0, width), slice_from(flags, width));
    let end = find_byte(rest, b'.').unwrap_or(rest.len());
    let unknown = !rest.is_empty() && is_unknown(slice_from(out, from));
    if unknown || find_byte(rest, b'*').is_some() || digits.is_some() && end < rest.len() {
        out.truncate(from);
        return out.push(UNKNOWN);
    }
    if let Some(precision) = number(slice_from(rest, end + 1)) {
        let mut to = (from + precision.max(0) as usize).min(out.len());
        while !out.is_char_boundary(to) {
            to -= 1;
        }
        out.truncate(to);
    }
    let Some(width) = number(slice(rest, 0, end)) else { return };
    let left = find_byte(flags, b'-').is_some();
    let zeros = digits.filter(|_| find_byte(flags, b'0').is_some());
    for _ in slice_from(out, from).chars().count()..(width.clamp(0, 256) as usize) {
        match zeros {
            _ if left => out.push(' '),
            Some(digits) => out.insert(digits, '0'),
            None => out.insert(from, ' '),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        let read = |text: &str, escapes| {
            let mut out = String::new();
            unescape(text, escapes, &mut out);
            out
        };
        assert_eq!(read(r"a\nb\x41\101\q\", Escapes::Printf), "a\nbAA\\q\\");
        assert_eq!(read(r"\0101\e", Escapes::Echo), "A\x1b");
        assert_eq!(read(r"it\'s \u00e9", Escapes::Dollar), "it's é");
        assert_eq!(read(r"a\cb", Escapes::Echo), "a");
        assert_eq!(read(r"\xff", Escapes::Printf), "\x01");
    }

    #[test]
    fn encodings() {
        assert_eq!(base64("c3lzY3RsIC13\n").as_deref(), Some("sysctl -w"));
        assert_eq!(base64("YQ==").as_deref(), Some("a"));
        assert_eq!(base64("not base64!"), None);
        assert_eq!(decode("base32", "ME======"), "a");
        assert_eq!(hexadecimal("6869 0a"), "hi\n");
        assert_eq!(encode("sysctl -w"), "c3lzY3RsIC13");
        assert_eq!(encode("a"), "YQ==");
    }
}
