//! What the readers of input say, in the language of the output.

use crate::language::is_chinese;

/// A sentence in the language of the output. What the readers have no Chinese for stays as it is.
pub(crate) fn of(sentence: &str) -> String {
    let chinese = is_chinese().then(|| redline_input::in_chinese(sentence)).flatten();
    chinese.unwrap_or_else(|| sentence.to_owned())
}
