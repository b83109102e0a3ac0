//! Errors about unknown keys, which suggest a similar key.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use redline_text::{concat, truncate_for_display};

/// The Levenshtein distance between two keys, in bytes. Upper and lower case are equal.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (1..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let (mut diagonal, mut left) = (i, i + 1);
        for (above, y) in row.iter_mut().zip(b.bytes()) {
            let change = diagonal + usize::from(!x.eq_ignore_ascii_case(&y));
            diagonal = *above;
            left = change.min(diagonal + 1).min(left + 1);
            *above = left;
        }
    }
    row.pop().unwrap_or(a.len())
}

/// The error about an unknown setting at `path`. It suggests the most similar of the `known` keys; if none is similar, it
/// lists all of them.
pub fn unknown(path: &str, known: &mut dyn Iterator<Item = &&'static str>) -> String {
    let path = &*truncate_for_display(path);
    let dot = path.bytes().rposition(|b| b == b'.');
    let key = dot.and_then(|dot| path.get(dot + 1..)).unwrap_or(path);
    let (mut least, mut best, mut all) = (2.max(key.len() / 3) + 1, "", String::new());
    for word in known {
        let distance = distance(key, word);
        if distance < least {
            (least, best) = (distance, word);
        }
        all = if all.is_empty() { (*word).to_owned() } else { concat(&[&*all, ", ", word]) };
    }
    match best {
        "" => format!("unknown setting `{path}`, known are {all}"),
        _ => format!("unknown setting `{path}`, did you mean `{best}`?"),
    }
}
