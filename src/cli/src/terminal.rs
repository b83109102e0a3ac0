//! What is written to a terminal: colours, and text from strangers.

use std::borrow::Cow;

use anstyle::{AnsiColor, Style};

/// Text in the colour of errors.
pub(crate) fn red(text: &str) -> String {
    let style: Style = AnsiColor::Red.on_default().bold();
    format!("{style}{text}{style:#}")
}

/// Text with its control characters escaped. Names and messages come from strangers and must not control the terminal.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return text.into();
    }
    text.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(escape("a\u{1b}[31mb\n"), "a\\u{1b}[31mb\\n");
        assert_eq!(escape("节点"), "节点");
    }
}
