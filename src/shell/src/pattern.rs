//! Patterns of the shell: `*`, `?` and `[...]`, as marks in a text.

use crate::interpreter::Shell;
use crate::store::Text;
use crate::text::{byte_at, find_byte, slice, slice_from};
use crate::value::is_unknown;

/// The cost in bytes, at most, of matching a text with a pattern, or (`finds`) of finding the pattern in it.
#[inline(never)]
fn work(text: &str, pattern: &str, finds: bool) -> usize {
    let literal = !pattern.bytes().any(|b| matches!(b, 1..=4));
    match (literal, finds) {
        (true, _) => text.len() + pattern.len(),
        (_, true) => text.len() * text.len().min(256) * pattern.len() / 16,
        // After each `*`, the rest is matched again.
        _ => text.len() * pattern.bytes().filter(|b| *b == 2).count() + pattern.len(),
    }
}

impl Shell<'_> {
    /// [`fits`], if the budget allows it.
    pub(crate) fn fits(&mut self, text: Text, pattern: Text) -> Option<bool> {
        let cost = work(self.store.get(text), self.store.get(pattern), false);
        if self.afford(cost) { fits(self.store.get(text), self.store.get(pattern)) } else { None }
    }

    /// [`find_pattern`], if the budget allows it.
    pub(crate) fn find_pattern(
        &mut self,
        text: Text,
        pattern: Text,
        how: Find,
        longest: bool,
    ) -> Option<(usize, usize)> {
        let cost = work(self.store.get(text), self.store.get(pattern), true);
        self.afford(cost).then(|| find_pattern(self.store.get(text), self.store.get(pattern), how, longest))?
    }
}

/// The maximum cost of one match.
const WORK: usize = 1 << 16;

/// Where a pattern is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Find {
    Start,
    End,
    Anywhere,
}

/// Whether a text matches a pattern; `None` if that depends on unknown parts.
#[inline(never)]
fn fits(text: &str, pattern: &str) -> Option<bool> {
    if text.len() * pattern.len() > WORK {
        return None;
    }
    let open = find_byte(pattern, 1).is_some();
    if !open && matches(text.as_bytes(), pattern) {
        return Some(true);
    }
    if !open && !is_unknown(text) {
        return Some(false);
    }
    if may_meet(text, pattern) { None } else { Some(false) }
}

/// Whether the known beginnings and ends of the two agree, so that they may match.
fn may_meet(text: &str, pattern: &str) -> bool {
    let known = |byte: &u8| !matches!(byte, 1..=4);
    let head = |a: &str, b: &str| {
        let both = a.bytes().zip(b.bytes());
        both.take_while(|(a, b)| known(a) && known(b)).all(|(a, b)| a == b)
    };
    let tail = |a: &str, b: &str| {
        let both = a.bytes().rev().zip(b.bytes().rev());
        both.take_while(|(a, b)| known(a) && known(b) && *a != b']' && *b != b']').all(|(a, b)| a == b)
    };
    head(text, pattern) && tail(text, pattern)
}

/// Whether the whole text matches a pattern. An unknown part matches only a `*`.
fn matches(text: &[u8], pattern: &str) -> bool {
    let bytes = pattern.as_bytes();
    let (mut t, mut p, mut back) = (0, 0, None);
    loop {
        let here = text.get(t).copied();
        match (bytes.get(p).copied(), here) {
            (Some(2), _) => {
                p += 1;
                back = Some((p, t));
                continue;
            }
            (Some(3), Some(4..)) => {
                p += 1;
                t += 1;
                // The remaining bytes of a character.
                while text.get(t).is_some_and(|b| *b & 0xc0 == 0x80) {
                    t += 1;
                }
                continue;
            }
            (Some(4), Some(byte @ 4..)) => {
                let (inside, end) = bracket(slice_from(pattern, p + 1), byte);
                if inside {
                    p += end + 1;
                    t += 1;
                    continue;
                }
            }
            (Some(a), Some(b)) if a == b => {
                p += 1;
                t += 1;
                continue;
            }
            (None, None) => return true,
            _ => {}
        }
        match back {
            Some((after, at)) if at < text.len() => {
                p = after;
                t = at + 1;
                back = Some((after, at + 1));
            }
            _ => return false,
        }
    }
}

/// Whether a byte is in a bracket expression, of which `text` starts behind the `[`, and its length with the `]`.
fn bracket(text: &str, byte: u8) -> (bool, usize) {
    // What is a mark elsewhere stands for itself here.
    let sign = |at: usize| match byte_at(text, at) {
        2 => b'*',
        3 => b'?',
        4 => b'[',
        byte => byte,
    };
    let not = matches!(sign(0), b'!' | b'^');
    let mut found = false;
    let from = usize::from(not);
    let mut at = from;
    while at < text.len() {
        let first = sign(at);
        if first == b']' && at > from {
            return (found != not, at + 1);
        }
        if first == b'[' && sign(at + 1) == b':' {
            let name = slice_from(text, at + 2);
            let end = find_byte(name, b']').unwrap_or(name.len());
            let class = slice(name, 0, end.saturating_sub(1));
            found |= in_class(class, byte);
            at += 2 + end + 1;
            continue;
        }
        let last = sign(at + 2);
        if sign(at + 1) == b'-' && last != b']' {
            found |= (first..=last).contains(&byte);
            at += 3;
        } else {
            found |= first == byte;
            at += 1;
        }
    }
    (byte == b'[', 0)
}

pub(crate) fn in_class(class: &str, byte: u8) -> bool {
    match class {
        "alpha" => byte.is_ascii_alphabetic(),
        "digit" => byte.is_ascii_digit(),
        "alnum" => byte.is_ascii_alphanumeric(),
        "upper" => byte.is_ascii_uppercase(),
        "lower" => byte.is_ascii_lowercase(),
        "space" => byte.is_ascii_whitespace() || byte == 11,
        "blank" => matches!(byte, b' ' | b'\t'),
        "punct" => byte.is_ascii_punctuation(),
        "xdigit" => byte.is_ascii_hexdigit(),
        _ => false,
    }
}

/// Where a pattern matches in a text: the start and the end of the match.
#[inline(never)]
pub(crate) fn find_pattern(text: &str, pattern: &str, how: Find, longest: bool) -> Option<(usize, usize)> {
    let len = text.len();
    let literal = !pattern.bytes().any(|b| matches!(b, 1..=4));
    if literal && how == Find::Anywhere {
        let at = crate::text::find(text, pattern)?;
        return Some((at, at + pattern.len()));
    }
    // All matches of a literal pattern have the same length.
    if literal {
        return match how {
            Find::Start => text.starts_with(pattern).then_some((0, pattern.len())),
            _ => text.ends_with(pattern).then(|| (len - pattern.len(), len)),
        };
    }
    if len * len.min(256) * pattern.len() > WORK * 16 || find_byte(pattern, 1).is_some() {
        return None;
    }
    let fits = |from: usize, to: usize| matches(slice(text, from, to).as_bytes(), pattern);
    match how {
        Find::Start if longest => (0..=len).rev().find(|to| fits(0, *to)).map(|to| (0, to)),
        Find::Start => (0..=len).find(|to| fits(0, *to)).map(|to| (0, to)),
        Find::End if longest => (0..=len).find(|from| fits(*from, len)).map(|from| (from, len)),
        Find::End => (0..=len).rev().find(|from| fits(*from, len)).map(|from| (from, len)),
        Find::Anywhere => {
            for from in 0..len {
                if let Some(to) = (from..=len).rev().find(|to| fits(from, *to)) {
                    return Some((from, to));
                }
            }
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_patterns() {
        for (text, pattern, want) in [
            ("abc", "a\x02", Some(true)),
            ("a/b", "\x02", Some(true)),
            ("abc", "a\x03c", Some(true)),
            ("abc", "\x04a-c]\x02", Some(true)),
            ("5", "\x04!0-9]", Some(false)),
            ("x", "\x04[:alpha:]]", Some(true)),
            ("/var/\x01", "/var/\x02", Some(true)),
            ("/var/\x01", "/tmp/\x02", Some(false)),
            ("\x01", "a", None),
            ("a", "\x01", None),
            ("*", "*", Some(true)),
            ("a", "*", Some(false)),
        ] {
            assert_eq!(fits(text, pattern), want, "{text:?} {pattern:?}");
        }
    }

    #[test]
    fn costs_of_patterns() {
        let text = "a".repeat(300);
        assert_eq!(work(&text, "abc", false), 303);
        assert_eq!(work(&text, "abc", true), 303);
        assert_eq!(work(&text, "ab\x02c\x02", false), 605);
        assert_eq!(work(&text, "\x03\x03\x03", true), 14400);
        assert_eq!(work("", "abc", false), 3);
    }

    #[test]
    fn limits_of_patterns() {
        let many = |count: usize| "\x03".repeat(count);
        let text = "a".repeat(256);
        assert_eq!(fits(&text, &many(256)), Some(true));
        assert_eq!(fits(&text, &many(257)), None);
        assert_eq!(fits(&text, ""), Some(false));
        assert_eq!(find_pattern(&text, &many(16), Find::Start, true), Some((0, 16)));
        assert_eq!(find_pattern(&text, &many(17), Find::Start, true), None);
    }

    #[test]
    fn places_of_patterns() {
        let find = |text, pattern, how, longest| find_pattern(text, pattern, how, longest);
        assert_eq!(find("a/b/c", "\x02/", Find::Start, false), Some((0, 2)));
        assert_eq!(find("a/b/c", "\x02/", Find::Start, true), Some((0, 4)));
        assert_eq!(find("a.b.c", ".\x02", Find::End, false), Some((3, 5)));
        assert_eq!(find("a.b.c", ".\x02", Find::End, true), Some((1, 5)));
        assert_eq!(find("aXbXc", "X", Find::Anywhere, true), Some((1, 2)));
        assert_eq!(find("a12b", "\x040-9]", Find::Anywhere, true), Some((1, 2)));
    }
}
