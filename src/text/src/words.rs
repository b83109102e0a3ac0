//! Words: those of a text, separated by white space; those of a constant list, separated by blanks; and slices of strings.

use alloc::string::String;
use alloc::vec::Vec;

use crate::cursor::{blank, eat, slice, take_char, take_until};

/// Joins texts.
#[inline(never)]
pub fn concat(parts: &[&str]) -> String {
    let mut out = String::with_capacity(parts.iter().map(|part| part.len()).sum());
    parts.iter().for_each(|part| out.push_str(part));
    out
}

/// Joins words, with a separator between them.
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

/// Takes the next word, which ends at white space or, if `nul` is true, at a NUL character; empty if there is none.
#[inline(never)]
pub fn next_word<'t>(rest: &mut &'t str, nul: bool) -> &'t str {
    let mut start = *rest;
    loop {
        let count = start.len() - rest.len();
        let next = take_char(rest);
        if blank(next) || nul && next == "\0" {
            if count > 0 || next.is_empty() {
                return slice(start, 0, count);
            }
            start = *rest;
        }
    }
}

/// The words of a text, separated by white space or, if `nul` is true, by NUL characters.
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

/// Whether `name` is one of the words in `list`, which are separated by single blanks. An empty name is none.
#[inline(never)]
pub fn word_in(list: &str, name: &str) -> bool {
    let (list, name) = (list.as_bytes(), name.as_bytes());
    let Some(first) = name.first() else { return false };
    let (mut at, mut begins) = (0, true);
    while let Some(rest) = list.get(at..) {
        let here = begins && rest.first() == Some(first);
        if here && rest.get(..name.len()) == Some(name) && matches!(rest.get(name.len()), None | Some(b' ')) {
            return true;
        }
        // To the next word: eight bytes at once, of which one that is a blank has become 0, and then has its highest bit set.
        let Some(eight) = rest.first_chunk::<8>() else {
            let Some(blank) = rest.iter().position(|byte| *byte == b' ') else { return false };
            (at, begins) = (at + blank + 1, true);
            continue;
        };
        let bytes = u64::from_le_bytes(*eight) ^ (ONES * 0x20);
        let blanks = bytes.wrapping_sub(ONES) & !bytes & (ONES * 0x80);
        begins = blanks != 0;
        at += if begins { blanks.trailing_zeros() as usize / 8 + 1 } else { 8 };
    }
    false
}

/// 1 in each of eight bytes.
const ONES: u64 = 0x0101_0101_0101_0101;

/// Whether a byte is one of the words of a single character with which `list` begins.
#[inline(never)]
pub fn letter_in(list: &str, letter: u8) -> bool {
    let mut rest = list.as_bytes();
    loop {
        rest = match rest {
            [one] => return *one == letter,
            [one, b' ', ..] if *one == letter => return true,
            [_, b' ', more @ ..] => more,
            _ => return false,
        };
    }
}

/// Whether `name` starts with one of the words in `list`, which are separated by blanks.
#[inline(never)]
pub fn prefix_in(list: &str, name: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cursor::trim;

    #[test]
    fn words_are_found() {
        assert_eq!(words(" a\u{a0}b\n\0c ", true), ["a", "b", "c"]);
        assert_eq!(words("a\0b", false), ["a\0b"]);
        assert!(words(" \n", false).is_empty());
        assert_eq!((trim(" a b\n"), trim("é"), trim("\u{3000}"), trim("")), ("a b", "é", "", ""));
        assert!(word_in("a bc", "bc") && !word_in("a bc", "b") && !word_in("a bc", "") && !word_in("", ""));
        let long = "alpha beta gamma-delta epsilon-zeta-eta-theta iota x";
        assert!(words(long, false).iter().all(|word| word_in(long, word)));
        for other in
            ["alph", "lpha", "delta", "gamma", "eta", "iot", "y", "theta iota", "epsilon-zeta-eta-theta iota x y"]
        {
            assert!(!word_in(long, other), "{other}");
        }
        assert!(letter_in("a b long", b'a') && letter_in("a b long", b'b') && letter_in("a", b'a'));
        assert!(!letter_in("a b long", b'l') && !letter_in("", b'a') && !letter_in("long a", b'a'));
        assert!(prefix_in("x -s", "-st") && !prefix_in("x -s", "-") && !prefix_in("x", ""));
        assert!(word_in("b ab", "ab") && !word_in("xb ab", "b"));
        // What stands where the search goes on is no word because of that.
        assert!(!word_in("abcdefghij", "ij") && !word_in("abcdefghij k", "ij") && word_in("abcdefg ij", "ij"));
        let list = ["a".to_owned(), "b".to_owned()];
        assert_eq!((join(&list, ", "), concat(&["a", "b"])), ("a, b".to_owned(), "ab".to_owned()));
    }
}
