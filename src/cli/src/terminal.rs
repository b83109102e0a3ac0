//! What is written to a terminal: colours, lines that fit, and text from strangers.

use std::borrow::Cow;
use std::io::IsTerminal;
use std::sync::LazyLock;

use anstyle::{AnsiColor, Style};
use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// Columns of the terminal; `None` where standard output is none, so that lines of logs and files stay whole.
static WIDTH: LazyLock<Option<usize>> = LazyLock::new(|| {
    let width = std::io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
    width.map(|(terminal_size::Width(columns), _)| usize::from(columns).max(40))
});

/// Columns of tables: those of the terminal, or else the usual 80 or what `COLUMNS` says.
pub(crate) fn columns() -> usize {
    let set = || std::env::var("COLUMNS").ok()?.parse().ok().filter(|columns| *columns >= 40);
    WIDTH.or_else(set).unwrap_or(80)
}

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

/// A line that is wrapped to the width of the terminal. Following lines are indented by `hanging` columns.
pub(crate) fn wrapped(line: &str, hanging: usize) -> String {
    WIDTH.map_or_else(|| line.to_owned(), |width| wrapped_to(line, hanging, width))
}

/// A line that is wrapped to the width of tables, also where the output is no terminal.
pub(crate) fn fitted(line: &str, hanging: usize) -> String {
    wrapped_to(line, hanging, columns())
}

fn wrapped_to(line: &str, hanging: usize, width: usize) -> String {
    let text = line.trim_start_matches(' ');
    let (first, rest) = (" ".repeat(line.len() - text.len()), " ".repeat(hanging));
    let options = Options::new(width)
        .initial_indent(&first)
        .subsequent_indent(&rest)
        .word_separator(WordSeparator::Custom(words))
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .break_words(false);
    textwrap::fill(text, options)
}

/// Lines break at spaces and after Chinese characters, but not before punctuation.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let wide = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
    let closing = |c: char| "，。；：、！？）」』》”".contains(c);
    let opening = |c: char| "（「『《“".contains(c);
    let mut start = 0;
    let mut words = Vec::new();
    for ((_, before), (at, after)) in line.char_indices().zip(line.char_indices().skip(1)) {
        let at_space = before == ' ' && after != ' ';
        let at_wide = after != ' ' && (wide(before) || wide(after)) && !closing(after) && !opening(before);
        if at_space || at_wide {
            words.push(Word::from(&line[start..at]));
            start = at;
        }
    }
    words.push(Word::from(&line[start..]));
    Box::new(words.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(escape("a\u{1b}[31mb\n"), "a\\u{1b}[31mb\\n");
        assert_eq!(escape("节点"), "节点");
    }

    #[test]
    fn lines_fit_and_paths_stay_whole() {
        assert_eq!(wrapped_to("  aaa bbb ccc", 4, 9), "  aaa bbb\n    ccc");
        assert_eq!(wrapped_to("  `/etc/kubernetes/pki` goes", 4, 12), "  `/etc/kubernetes/pki`\n    goes");
        assert_eq!(wrapped_to("该请求将删除节点", 2, 10), "该请求将删\n  除节点");
        assert_eq!(wrapped_to("删除节点，然后", 2, 8), "删除节\n  点，然\n  后", "no line starts with a comma");
    }
}
