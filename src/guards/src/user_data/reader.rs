//! A tolerant reader of YAML in block style.
//!
//! It reads what people write in user data: block and flow collections, and plain, quoted and block scalars. What it does
//! not understand is left out, and is never an error.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::flow::flow;
use super::yaml_value::YamlValue;

/// How deep values and parts may be nested. What is nested deeper is left out.
pub(super) const DEPTH: u8 = 16;

/// The value of a document; an empty text if it has none.
pub(super) fn read(text: &str) -> YamlValue {
    (YamlReader { lines: text.lines().map(Line::new).collect(), at: 0 }).block(0, DEPTH)
}

/// A line, with its indentation in blanks.
#[derive(Clone, Copy)]
struct Line<'a> {
    indent: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn new(line: &'a str) -> Line<'a> {
        let text = line.trim_start_matches(' ');
        Line { indent: line.len() - text.len(), text }
    }

    /// Whether the line is empty or a comment.
    fn is_blank(&self) -> bool {
        matches!(self.text.bytes().next(), None | Some(b'#'))
    }

    /// If the line begins an item of a list, what follows the `-`, with its own indentation.
    fn item(&self) -> Option<Line<'a>> {
        let rest = self.text.strip_prefix('-')?;
        let inner = Line::new(rest);
        (rest.is_empty() || inner.indent > 0).then_some(Line { indent: self.indent + 1 + inner.indent, ..inner })
    }

    /// If the line begins a member of a map, its key and what follows the colon.
    fn key(&self) -> Option<(&'a str, &'a str)> {
        let quote = self.text.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (key, rest) = match quote {
            Some(quote) => self.text.get(1..)?.split_once(quote)?,
            None => self
                .text
                .split_at(self.text.find(": ").or_else(|| self.text.trim_ascii_end().strip_suffix(':').map(str::len))?),
        };
        let rest = rest.trim_ascii_start().strip_prefix(':')?;
        (rest.is_empty() || rest.starts_with(' ')).then(|| (key.trim_ascii(), rest.trim_ascii()))
    }
}

/// The lines of a document, and the index of the next one.
struct YamlReader<'a> {
    lines: Vec<Line<'a>>,
    at: usize,
}

impl<'a> YamlReader<'a> {
    /// The next line.
    fn here(&mut self) -> Option<&mut Line<'a>> {
        self.lines.get_mut(self.at)
    }

    /// Reads the value on the next lines, if they are indented by at least `least`.
    fn block(&mut self, least: usize, depth: u8) -> YamlValue {
        while self.here().is_some_and(|line| line.is_blank() || line.text.starts_with("---")) {
            self.at += 1;
        }
        let first = self.here().copied().filter(|line| line.indent >= least);
        let (Some(first), Some(depth)) = (first, depth.checked_sub(1)) else { return YamlValue::Text(String::new()) };
        if first.item().is_some() {
            return self.list(first.indent, depth);
        }
        if first.key().is_some() && !first.text.starts_with(['{', '[']) {
            return self.map(first.indent, depth);
        }
        self.at += 1;
        self.value(first.text.trim_ascii(), least, depth)
    }

    /// Reads the items of a list that are indented by `indent`.
    fn list(&mut self, indent: usize, depth: u8) -> YamlValue {
        let mut items = Vec::new();
        while let Some(line) = self.here() {
            if line.is_blank() {
                self.at += 1;
            } else if line.indent != indent {
                break;
            } else if let Some(rest) = line.item() {
                // The value of the item is read as if it were on a line of its own.
                *line = rest;
                match rest.text.starts_with(['|', '>']) {
                    true => {
                        self.at += 1;
                        items.push(self.value(rest.text, indent + 1, depth));
                    }
                    false => items.push(self.block(indent + 1, depth)),
                }
            } else {
                break;
            }
        }
        YamlValue::List(items)
    }

    /// Reads the members of a map that are indented by `indent`.
    fn map(&mut self, indent: usize, depth: u8) -> YamlValue {
        let mut members = Vec::new();
        while let Some(line) = self.here().copied() {
            if !line.is_blank() && line.indent < indent || line.indent == indent && line.item().is_some() {
                break;
            }
            self.at += 1;
            // A line that is indented further belongs to a value that was not understood.
            let Some((key, rest)) = line.key().filter(|_| line.indent == indent && !line.is_blank()) else {
                continue;
            };
            let value = match Line::new(rest).is_blank() {
                // A list may have the same indentation as its key.
                true => {
                    let list = self.lines.get(self.at..).unwrap_or_default().iter().find(|line| !line.is_blank());
                    let level = list.is_some_and(|line| line.indent == indent && line.item().is_some());
                    self.block(indent + usize::from(!level), depth)
                }
                false => self.value(rest, indent + 1, depth),
            };
            members.push((key.to_owned(), value));
        }
        YamlValue::Map(members)
    }

    /// Reads a value that begins with `start` and may continue on lines that are indented by at least `least`.
    fn value(&mut self, start: &str, least: usize, depth: u8) -> YamlValue {
        // A tag, such as `!!binary`.
        let start = match start.starts_with('!') {
            true => start.split_once(' ').unwrap_or_default().1.trim_ascii(),
            false => start,
        };
        if start.starts_with(['|', '>']) {
            return YamlValue::Text(self.scalar(least, start.starts_with('>')));
        }
        let mut text = start.to_owned();
        while let Some(line) = self.here().filter(|line| line.indent >= least && !line.text.is_empty()) {
            text.push(' ');
            text.push_str(line.text.trim_ascii_end());
            self.at += 1;
        }
        let mut rest = &*text;
        match text.starts_with(['[', '{', '"', '\'']) {
            true => flow(&mut rest, depth),
            false => YamlValue::Text(text.split(" #").next().unwrap_or_default().trim_ascii().to_owned()),
        }
    }

    /// Reads the lines of a block scalar. `folded` joins them by blanks.
    fn scalar(&mut self, least: usize, folded: bool) -> String {
        let mut out = String::new();
        let mut indent = None;
        while let Some(line) = self.here().filter(|line| line.text.is_empty() || line.indent >= least).copied() {
            self.at += 1;
            let indent = match indent {
                None if line.text.is_empty() => continue,
                _ => *indent.get_or_insert(line.indent),
            };
            out.extend(core::iter::repeat_n(' ', line.indent.saturating_sub(indent)));
            out.push_str(line.text);
            out.push(if folded && !line.text.is_empty() { ' ' } else { '\n' });
        }
        out
    }
}
