//! Files of which only a part is generated.

use std::path::Path;

use crate::files::{File, Result, read};

/// The file with `content` between the marker lines `begin` and `end`.
pub(super) fn region(root: &Path, path: &str, begin: &str, end: &str, content: &str) -> Result<File> {
    let text = read(&root.join(path))?;
    let missing = || format!("{path}: the lines `{begin}` and `{end}` must both be there");
    let from = text.find(begin).ok_or_else(missing)? + begin.len();
    let to = from + text[from..].find(end).ok_or_else(missing)?;
    Ok((path.into(), format!("{}\n{content}{}", &text[..from], &text[to..])))
}

/// The file with `number` in place of the number that stands before the words `behind`.
pub(super) fn number_before(root: &Path, path: &str, behind: &str, number: usize) -> Result<File> {
    let text = read(&root.join(path))?;
    let digits = text.find(behind).map(|end| (text[..end].trim_end_matches(|c: char| c.is_ascii_digit()).len(), end));
    let (from, to) =
        digits.filter(|(from, to)| from < to).ok_or_else(|| format!("{path}: no number before `{behind}`"))?;
    Ok((path.into(), format!("{}{number}{}", &text[..from], &text[to..])))
}
