//! Escapes, braces and base64: text that stands for other text.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// Most alternatives that one word may come to.
pub(super) const ALTERNATIVES: usize = 64;

/// Unquoted braces, until it is known whether they mean alternatives.
pub(super) const OPEN: char = '\u{E000}';
/// See [`OPEN`].
pub(super) const CLOSE: char = '\u{E001}';
/// White space from an unquoted expansion, where the shell splits words.
pub(super) const SPLIT: char = '\u{E002}';

/// A path's last segment.
pub(super) fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Reads the escapes of `echo -e`, `printf` and `$'...'`.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let rest = chars.as_str();
        let (radix, skip, most) = match rest.chars().next() {
            Some('x') => (16, 1, 2),
            Some('0') => (8, 0, 4),
            Some('1'..='7') => (8, 0, 3),
            other => {
                chars.next();
                match other {
                    Some('n') => out.push('\n'),
                    Some('t') => out.push('\t'),
                    Some('r') => out.push('\r'),
                    Some(c @ ('\\' | '\'' | '"')) => out.push(c),
                    Some(c) => out.extend(['\\', c]),
                    None => out.push('\\'),
                }
                continue;
            }
        };
        let (mut byte, mut taken) = (0, skip);
        for digit in rest.chars().skip(skip).take(most).map_while(|c| c.to_digit(radix)) {
            byte = byte * radix + digit;
            taken += 1;
        }
        if taken == skip {
            out.push('\\');
            continue;
        }
        out.push(char::from(byte as u8));
        chars.nth(taken - 1);
    }
    out
}

/// What `printf` makes of its format and arguments.
pub(super) fn printf(format: &str, args: &[String]) -> String {
    let format = unescape(format);
    let mut args = args.iter();
    let mut out = String::new();
    loop {
        let before = args.len();
        let mut chars = format.chars();
        while let Some(c) = chars.next() {
            match c {
                '%' if chars.as_str().starts_with('%') => {
                    chars.next();
                    out.push('%');
                }
                '%' => {
                    let kind = chars.find(|c| c.is_ascii_alphabetic());
                    match (kind, args.next()) {
                        (Some('b'), Some(arg)) => out.push_str(&unescape(arg)),
                        (_, Some(arg)) => out.push_str(arg),
                        (Some('s' | 'b' | 'c'), None) => {}
                        (_, None) => out.push('0'),
                    }
                }
                c => out.push(c),
            }
        }
        if args.len() == 0 || args.len() == before {
            return out;
        }
    }
}

/// The alternatives of a word: `{a,b}` opened, and what only looked like that put back.
pub(super) fn braces(word: String) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    let mut open = vec![word];
    while let Some(word) = open.pop() {
        match alternatives(&word) {
            Some(more) if done.len() + open.len() + more.len() <= ALTERNATIVES => open.extend(more.into_iter().rev()),
            _ => {
                let word =
                    if word.contains([OPEN, CLOSE]) { word.replace(OPEN, "{").replace(CLOSE, "}") } else { word };
                // Opened from the inside, `{a,{b,c}}` gives `a` twice.
                if !done.contains(&word) {
                    done.push(word);
                }
            }
        }
    }
    done
}

/// Opens the innermost `{a,b}` that ends first.
fn alternatives(word: &str) -> Option<Vec<String>> {
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (i, c) in word.char_indices() {
        match c {
            OPEN => open.push((i, false)),
            ',' => open.iter_mut().last().into_iter().for_each(|(_, comma)| *comma = true),
            CLOSE => {
                if let Some((start, true)) = open.pop() {
                    let inner = word.get(start + OPEN.len_utf8()..i)?;
                    let (head, tail) = (word.get(..start)?, word.get(i + CLOSE.len_utf8()..)?);
                    return Some(inner.split(',').map(|part| [head, part, tail].concat()).collect());
                }
            }
            _ => {}
        }
    }
    None
}

/// Decodes base64 text, white space and missing padding tolerated; `None` when it is none, or not UTF-8.
pub fn decode_base64(text: &str) -> Option<String> {
    let (mut bits, mut count, mut out) = (0u32, 0, Vec::new());
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => continue,
            c if c.is_ascii_whitespace() => continue,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    String::from_utf8(out).ok()
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
        let word = |s: &str| braces(s.replace('{', "\u{E000}").replace('}', "\u{E001}"));
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
