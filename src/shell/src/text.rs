//! Escapes, braces and base64: text that stands for other text.

use alloc::string::String;
use alloc::vec::Vec;
use redline_text::{
    NAME, concat, consists_of, eat, peek, push, replace, shorten, slice, slice_from, split_once_any, take, take_until,
    trim_end, word_in,
};

/// Most alternatives that one word may come to.
pub(super) const ALTERNATIVES: usize = 64;

/// Unquoted braces, until it is known whether they mean alternatives.
pub(super) const OPEN: &str = "\u{E000}";
/// See [`OPEN`].
pub(super) const CLOSE: &str = "\u{E001}";
/// White space from an unquoted expansion, where the shell splits words.
pub(super) const SPLIT: &str = "\u{E002}";
/// The byte that each of the three begins with; few other characters do.
pub(super) const MARK: u8 = 0xee;

/// A path's last segment.
pub(super) fn base_name(path: &str) -> &str {
    redline_text::after_last(path, b'/')
}

/// Reads the escapes of `echo -e`, `printf` and `$'...'`.
#[inline(never)]
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        out.push_str(take_until(&mut rest, "\\"));
        if !eat(&mut rest, "\\") {
            return out;
        }
        let (radix, skip, most) = match peek(rest) {
            b'x' => (16, 1, 2),
            b'0' => (8, 0, 4),
            b'1'..=b'7' => (8, 0, 3),
            c => {
                out.push_str(match c {
                    b'n' => "\n",
                    b't' => "\t",
                    b'r' => "\r",
                    b'\\' | b'\'' | b'"' => slice(rest, 0, 1),
                    // No escape: the backslash stays, and so does what follows it.
                    _ => {
                        out.push('\\');
                        continue;
                    }
                });
                take(&mut rest, 1);
                continue;
            }
        };
        let (mut byte, mut taken) = (0, skip);
        for digit in slice_from(rest, skip).bytes().take(most).map_while(|b| char::from(b).to_digit(radix)) {
            byte = byte * radix + digit;
            taken += 1;
        }
        if taken == skip {
            out.push('\\');
            continue;
        }
        out.push(char::from(byte as u8));
        take(&mut rest, taken);
    }
}

/// What `printf` makes of its format and arguments.
pub(super) fn printf(format: &str, args: &[String]) -> String {
    let format = unescape(format);
    let mut args = args.iter();
    let mut out = String::new();
    loop {
        let before = args.len();
        let mut rest = &*format;
        loop {
            out.push_str(take_until(&mut rest, "%"));
            if rest.is_empty() {
                break;
            }
            if eat(&mut rest, "%%") {
                out.push('%');
                continue;
            }
            let end = rest.bytes().position(|b| b.is_ascii_alphabetic()).unwrap_or(rest.len());
            let kind = peek(slice_from(rest, end));
            rest = slice_from(rest, end + 1);
            match (kind, args.next()) {
                (b'b', Some(arg)) => out.push_str(&unescape(arg)),
                (_, Some(arg)) => out.push_str(arg),
                (b's' | b'b' | b'c', None) => {}
                (_, None) => out.push('0'),
            }
        }
        if args.len() == 0 || args.len() == before {
            return out;
        }
    }
}

/// The alternatives of a word: `{a,b}` opened, and what only looked like that put back.
#[inline(never)]
pub(super) fn braces(word: &str) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    let mut open = Vec::new();
    push(&mut open, word);
    while let Some(word) = open.pop() {
        let mut more = alternatives(&word);
        if !more.is_empty() && done.len() + open.len() + more.len() <= ALTERNATIVES {
            while let Some(last) = more.pop() {
                open.push(last);
            }
            continue;
        }
        let marked = word.as_bytes().contains(&MARK);
        let word = if marked { replace(&replace(&word, OPEN, "{"), CLOSE, "}") } else { word };
        // Opened from the inside, `{a,{b,c}}` gives `a` twice.
        if !done.contains(&word) {
            done.push(word);
        }
    }
    done
}

/// Opens the innermost `{a,b}` that ends first; nothing where there is none.
fn alternatives(word: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut open: Vec<(usize, bool)> = Vec::new();
    for i in 0..word.len() {
        let mut here = slice_from(word, i);
        if eat(&mut here, OPEN) {
            open.push((i, false));
        } else if eat(&mut here, ",") {
            if let Some((_, comma)) = open.last_mut() {
                *comma = true;
            }
        } else if eat(&mut here, CLOSE)
            && let Some((start, true)) = open.pop()
        {
            let mut inner = slice(word, start + OPEN.len(), i);
            loop {
                out.push(concat(&[slice(word, 0, start), take_until(&mut inner, ","), here]));
                if !eat(&mut inner, ",") {
                    return out;
                }
            }
        }
    }
    out
}

/// The digits of base64; those of its other form are known besides.
const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Decodes base64 text, white space and missing padding tolerated; `None` when it is none, or not UTF-8.
pub fn decode_base64(text: &str) -> Option<String> {
    let (mut bits, mut count, mut out) = (0u32, 0, Vec::new());
    for byte in text.bytes() {
        let value = match byte {
            b'=' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' => continue,
            b'-' => 62,
            b'_' => 63,
            byte => BASE64.bytes().position(|b| b == byte)? as u32,
        };
        bits = bits << 6 | value;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    String::from_utf8(out).ok()
}

/// Name and value of an assignment `NAME=value` or `NAME+=value`.
#[inline(never)]
pub(super) fn assignment(word: &str) -> Option<(&str, &str)> {
    let (name, value) = split_once_any(word, "=")?;
    let name = name.strip_suffix('+').unwrap_or(name);
    (consists_of(name, NAME) && !name.is_empty() && !peek(name).is_ascii_digit()).then_some((name, value))
}

/// How many of the first words are assignments.
#[inline(never)]
pub(super) fn assigned(words: &[String]) -> usize {
    words.iter().position(|w| assignment(w).is_none()).unwrap_or(words.len())
}

/// The length of all texts together.
#[inline(never)]
pub(super) fn length(texts: &[String]) -> usize {
    texts.iter().map(String::len).sum()
}

/// Whether a command is a shell.
pub(super) fn is_shell(name: &str) -> bool {
    word_in("sh bash ash dash zsh ksh mksh rbash hush", name)
}

/// Takes newlines off the end.
pub(super) fn without_newlines(out: &mut String) {
    let len = trim_end(out, "\n").len();
    shorten(out, len);
}

/// Takes the first words away.
#[inline(never)]
pub(super) fn skip(words: &mut Vec<String>, count: usize) {
    words.drain(..count.min(words.len()));
}

/// Writing there changes no file.
#[inline(never)]
pub(super) fn is_device_of_nothing(path: &str) -> bool {
    word_in("/dev/null /dev/stdout /dev/stderr /dev/tty", path) || path.starts_with("/dev/fd/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        assert_eq!(unescape(r"a\nb\x41\101\0060\q\"), "a\nbAA0\\q\\");
        assert_eq!(printf("%s=%d\\n", &["a".into(), "0".into(), "b".into()]), "a=0\nb=0\n");
        assert_eq!(printf("50%%%", &[]), "50%0");
    }

    #[test]
    fn brace_alternatives() {
        let word = |s: &str| braces(&s.replace('{', "\u{E000}").replace('}', "\u{E001}"));
        assert_eq!(word("/{a,b}/c"), ["/a/c", "/b/c"]);
        assert_eq!(word("{a,{b,c}}"), ["a", "b", "c"]);
        assert_eq!(word("{}"), ["{}"]);
        assert_eq!(word("{1..3}{x"), ["{1..3}{x"]);
    }

    #[test]
    fn base64() {
        assert_eq!(decode_base64("c3lzY3RsIC13\n").as_deref(), Some("sysctl -w"));
        assert_eq!(decode_base64("YQ==").as_deref(), Some("a"));
        assert_eq!(decode_base64("not base64!"), None);
    }
}
