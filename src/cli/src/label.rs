//! The words that stand before an item in reports: its verdict, in the language and the colours of the output.

use anstyle::AnsiColor;
use redline_host::Verdict;

use crate::language::either;

/// A word in a colour, followed by blanks up to the next column.
pub(crate) fn label(english: &str, chinese: &str, color: AnsiColor) -> String {
    let (style, word) = (color.on_default().bold(), either(english, chinese));
    // Chinese characters are two columns wide.
    let padding = 5usize.saturating_sub(if word.is_ascii() { word.len() } else { 4 });
    format!("{style}{word}{style:#}{:padding$}", "")
}

/// The label of a verdict; `None` for what could not be read.
pub(crate) fn of(verdict: Option<Verdict>) -> String {
    match verdict {
        Some(Verdict::Deny) => label("DENY", "拒绝", AnsiColor::Red),
        Some(Verdict::Warn) => label("WARN", "告警", AnsiColor::Yellow),
        Some(Verdict::Allow) => label("ALLOW", "放行", AnsiColor::Green),
        Some(Verdict::Invalid) | None => label("ERROR", "错误", AnsiColor::Magenta),
    }
}
