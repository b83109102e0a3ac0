//! Parsing parts of words with a syntax of their own: backticks, expressions, here-documents.

use crate::interpreter::Shell;
use crate::parse::Reader;
use crate::store::Text;
use crate::syntax::{NodeKind, QUOTED};
use crate::text::{END, in_set};
use crate::words::{SPECIAL, TABS};

/// The length of the longest index that is read.
const INDEX: usize = 256;

impl Shell<'_> {
    /// Parses a substitution in backticks, behind the first one.
    pub(crate) fn backticks(&mut self, r: &mut Reader, list: &mut (u32, u32), quoted: bool) {
        let from = r.at;
        let mut escaped = false;
        while !matches!(self.ahead(r, 0), b'`' | END) {
            if self.ahead(r, 0) == b'\\' {
                escaped = true;
                r.at += 1;
            }
            r.at += 1;
        }
        let end = r.at.min(r.end);
        let mut text = self.between(from, end);
        r.at = end + 1;
        if escaped {
            let mark = self.buffer.len();
            let mut at = from;
            while at < end {
                let byte = self.store.byte(at);
                let next = self.store.byte(at + 1);
                at += usize::from(byte == b'\\' && (in_set(next, "$`\\") || quoted && next == b'"'));
                let width = crate::text::width(self.store.byte(at));
                self.push_text(self.between(at, at + width));
                at += width;
            }
            text = self.finish(mark);
        }
        let mut inner = Reader { at: text.at() as usize, end: (text.at() + text.len()) as usize };
        let id = self.list(&mut inner);
        let flag = if quoted { QUOTED } else { 0 };
        let id = self.tree.add(NodeKind::Substitution, flag, Text::EMPTY, id);
        self.tree.append(list, id);
    }

    /// An arithmetic expression as a word.
    pub(crate) fn expression(&mut self, from: usize, to: usize) -> u32 {
        let text = self.between(from, to);
        let mut inner = Reader { at: from, end: to };
        let first = self.parts(&mut inner, 0xfe, true);
        self.tree.add(NodeKind::Word, SPECIAL, text, first)
    }

    /// The index of an array that begins at a position, with its text; `None` if no bracket ends it.
    pub(crate) fn index_node(&mut self, r: &Reader, from: usize) -> Option<u32> {
        let (mut quote, mut depth) = (0, 0);
        for at in from..r.end.min(from + INDEX) {
            match self.store.byte(at) {
                b'\n' => return None,
                byte if quote != 0 => quote = if byte == quote { 0 } else { quote },
                byte @ (b'\'' | b'"') => quote = byte,
                b'[' => depth += 1,
                b']' if depth > 0 => depth -= 1,
                b']' => {
                    let text = self.between(from, at);
                    let first = self.parts(&mut Reader { at: from, end: at }, 0xfe, false);
                    let word = self.tree.add(NodeKind::Word, SPECIAL, text, first);
                    return Some(self.tree.add(NodeKind::Index, 0, text, word));
                }
                _ => {}
            }
        }
        None
    }

    /// The position of the `))` that ends arithmetic; `None` if these are two subshells.
    pub(crate) fn arithmetic_end(&mut self, r: &Reader, from: usize) -> Option<usize> {
        let end = self.end_of_arithmetic(r, from)?;
        self.afford(end - from).then_some(end)
    }

    fn end_of_arithmetic(&mut self, r: &Reader, from: usize) -> Option<usize> {
        let mut depth = 0u32;
        let mut at = from;
        while at + 1 < r.end {
            match self.store.byte(at) {
                b'(' => depth += 1,
                b')' if depth > 0 => depth -= 1,
                b')' => return (self.store.byte(at + 1) == b')').then_some(at),
                b'\'' | b'#' if at == from => return None,
                _ => {}
            }
            at += 1;
            if at > from + 4096 {
                return None;
            }
        }
        None
    }

    /// Reads the here-document of a redirection; the next position is the beginning of a line.
    pub(crate) fn document(&mut self, r: &mut Reader, id: u32) {
        let word = self.tree.get(id).first;
        let quoted = self.has_quotes(word);
        let word = self.tree.get(word);
        let tabs = word.flag & TABS != 0;
        // The delimiter is the word without its quotes.
        let mark = self.buffer.len();
        self.buffer.extend(self.store.get(word.text).chars().filter(|c| !matches!(c, '\'' | '"' | '\\')));
        let delimiter = self.finish(mark);
        let from = r.at;
        let mark = self.buffer.len();
        let mut end = r.at;
        while r.at < r.end {
            while tabs && self.ahead(r, 0) == b'\t' {
                r.at += 1;
            }
            let start = r.at;
            let rest = self.unread_text(r);
            r.at += rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
            let mut line = self.between(start, r.at);
            r.at = (r.at + 1).min(r.end);
            if self.store.byte((line.at() + line.len() - 1) as usize) == b'\r' {
                line = line.part(0, line.len() as usize - 1);
            }
            if self.store.get(line) == self.store.get(delimiter) {
                break;
            }
            end = r.at;
            if tabs {
                self.push_text(self.between(start, r.at));
            }
        }
        let body = if tabs { self.finish(mark) } else { self.between(from, end) };
        let mut inner = Reader { at: body.at() as usize, end: (body.at() + body.len()) as usize };
        let first = if quoted { 0 } else { self.parts(&mut inner, 0, true) };
        self.tree.change(id, |node| node.first = 0);
        let word = self.tree.add(NodeKind::Word, if quoted { 0 } else { SPECIAL }, body, first);
        self.tree.change(id, |node| node.first = word);
    }
}
