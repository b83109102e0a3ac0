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
