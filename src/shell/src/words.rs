//! Words: from text to the parts of the syntax tree.

use crate::interpreter::{Dialect, Shell};
use crate::parse::{Reader, ends_word, in_name};
use crate::store::Text;
use crate::syntax::{NodeKind, QUOTED};
use crate::text::{END, in_set};

/// Operators of `${name...}`, as flags of a [`NodeKind::Parameter`].
pub(crate) mod operator {
    pub(crate) const PLAIN: u8 = 0;
    /// `${#name}`
    pub(crate) const LENGTH: u8 = 1;
    /// `${!name}`
    pub(crate) const INDIRECT: u8 = 2;
    /// `-`, `=`, `?`, `+`; with [`COLON`] also for empty values.
    pub(crate) const DEFAULT: u8 = 3;
    pub(crate) const ASSIGN: u8 = 4;
    pub(crate) const ERROR: u8 = 5;
    pub(crate) const INSTEAD: u8 = 6;
    pub(crate) const COLON: u8 = 0x40;
    /// `#`, `##`, `%`, `%%`
    pub(crate) const PREFIX: u8 = 7;
    pub(crate) const LONGEST_PREFIX: u8 = 8;
    pub(crate) const SUFFIX: u8 = 9;
    pub(crate) const LONGEST_SUFFIX: u8 = 10;
    /// `/`, `//`, `/#`, `/%`
    pub(crate) const REPLACE: u8 = 11;
    pub(crate) const REPLACE_ALL: u8 = 12;
    pub(crate) const REPLACE_START: u8 = 13;
    pub(crate) const REPLACE_END: u8 = 14;
    /// `:offset` and `:offset:length`
    pub(crate) const PART: u8 = 15;
    pub(crate) const UPPER: u8 = 16;
    pub(crate) const UPPER_FIRST: u8 = 17;
    pub(crate) const LOWER: u8 = 18;
    pub(crate) const LOWER_FIRST: u8 = 19;
    /// Anything else.
    pub(crate) const OTHER: u8 = 20;
}

/// Bit of the flag of a word: it has parts, a tilde, or characters that are patterns or braces.
pub(crate) const SPECIAL: u8 = 1;

/// Bit of the flag of the word behind `<<`: tabs at the beginning of lines are removed.
pub(crate) const TABS: u8 = 4;

/// Characters that have a meaning if they are not quoted.
const PATTERNS: &str = "*?[{~,";

impl Shell<'_> {
    /// Reads one word; 0 where none begins.
    pub(crate) fn word_node(&mut self, r: &mut Reader) -> u32 {
        let from = r.at;
        // Most words are plain.
        let mut flag = 0;
        loop {
            let mut len = 0;
            for byte in self.unread_text(r) {
                if !matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'-'..=b':' | b'_' | b'=' | b'+' | b'@' | b'%') {
                    break;
                }
                len += 1;
            }
            r.at += len;
            let byte = self.ahead(r, 0);
            if ends_word(byte) && !(matches!(byte, b'<' | b'>') && self.ahead(r, 1) == b'(') {
                if r.at == from {
                    return 0;
                }
                let text = self.between(from, r.at);
                return self.tree.add(NodeKind::Word, flag, text, 0);
            }
            match byte {
                b'\\' | b'\'' | b'"' | b'$' | b'`' | b'<' | b'>' | b'(' => break,
                _ => flag |= u8::from(in_set(byte, PATTERNS)),
            }
            r.at += 1;
        }
        r.at = from;
        let first = self.parts(r, 0, false);
        let text = self.between(from, r.at);
        if first == 0 {
            return 0;
        }
        self.tree.add(NodeKind::Word, SPECIAL, text, first)
    }

    /// Parses parts up to `end`, which is skipped (0: the end of a word), with `quoted` as between double quotes.
    pub(crate) fn parts(&mut self, r: &mut Reader, end: u8, quoted: bool) -> u32 {
        let mut list = (0, 0);
        self.depth += 1;
        loop {
            let from = r.at;
            let mut len = 0;
            for byte in self.unread_text(r).iter().copied() {
                if matches!(byte, b'\\' | b'"' | b'$' | b'`')
                    || byte == end
                    || byte == b'}' && matches!(end, b'/' | b':')
                    || !quoted && (byte == b'\'' || end == 0 && ends_word(byte))
                {
                    break;
                }
                len += 1;
            }
            r.at += len;
            let byte = self.ahead(r, 0);
            if r.at > from {
                let text = self.between(from, r.at);
                self.literal(&mut list, text, quoted);
            }
            if byte == END {
                break;
            }
            if byte == end || byte == b'}' && matches!(end, b'/' | b':') {
                r.at += 1;
                break;
            }
            if self.depth > 60 || self.tree.full() {
                // Too deep, so the word is unknown.
                r.at = r.end;
                self.literal(&mut list, Text::UNKNOWN, true);
                self.gave_up = true;
                break;
            }
            r.at += 1;
            match byte {
                b'\\' => self.escaped_character(r, &mut list, quoted, end),
                b'\'' => {
                    let from = r.at;
                    let rest = self.unread_text(r);
                    r.at += rest.iter().position(|b| *b == b'\'').unwrap_or(rest.len());
                    let text = self.between(from, r.at);
                    r.at += 1;
                    self.literal(&mut list, text, true);
                }
                b'"' if quoted && end != b'}' => {
                    // In a here-document it has no meaning.
                    let text = self.between(r.at - 1, r.at);
                    self.literal(&mut list, text, true);
                }
                b'"' => {
                    let inner = self.parts(r, b'"', true);
                    if inner == 0 {
                        self.literal(&mut list, Text::EMPTY, true);
                    }
                    self.append_all(&mut list, inner);
                }
                b'$' => self.dollar(r, &mut list, quoted),
                b'`' => self.backticks(r, &mut list, quoted),
                b'<' | b'>' if self.ahead(r, 0) == b'(' => {
                    r.at += 1;
                    let inner = self.list(r);
                    self.close(r, b')');
                    let id = self.tree.add(NodeKind::Process, u8::from(byte == b'<'), Text::EMPTY, inner);
                    self.tree.append(&mut list, id);
                }
                _ => {
                    r.at -= 1;
                    break;
                }
            }
        }
        self.depth -= 1;
        list.0
    }

    fn append_all(&mut self, list: &mut (u32, u32), first: u32) {
        let mut id = first;
        while id != 0 {
            self.tree.append(list, id);
            id = self.tree.get(id).next;
        }
    }

    fn literal(&mut self, list: &mut (u32, u32), text: Text, quoted: bool) {
        let id = self.tree.add(if quoted { NodeKind::Quoted } else { NodeKind::Literal }, 0, text, 0);
        self.tree.append(list, id);
    }

    /// Reads what follows a backslash.
    fn escaped_character(&mut self, r: &mut Reader, list: &mut (u32, u32), quoted: bool, end: u8) {
        let byte = self.ahead(r, 0);
        if byte == b'\n' {
            r.at += 1;
            return;
        }
        if byte == END || quoted && !in_set(byte, "$`\"\\") && !(end == b'}' && byte == b'}') {
            let text = self.between(r.at - 1, r.at);
            return self.literal(list, text, true);
        }
        let from = r.at;
        // In a here-document only these three are escaped.
        let doc = quoted && end == 0 && byte == b'"';
        r.at += crate::text::width(byte);
        let text = self.between(from - usize::from(doc), r.at);
        self.literal(list, text, true);
    }

    /// Reads an expansion behind its `$`.
    fn dollar(&mut self, r: &mut Reader, list: &mut (u32, u32), quoted: bool) {
        let flag = if quoted { QUOTED } else { 0 };
        let byte = self.ahead(r, 0);
        let from = r.at;
        match byte {
            b'(' => {
                if self.ahead(r, 1) == b'('
                    && let Some(end) = self.arithmetic_end(r, r.at + 2)
                {
                    let word = self.expression(r.at + 2, end);
                    r.at = end + 2;
                    let id = self.tree.add(NodeKind::Expression, flag, Text::EMPTY, word);
                    return self.tree.append(list, id);
                }
                r.at += 1;
                let inner = self.list(r);
                self.close(r, b')');
                let id = self.tree.add(NodeKind::Substitution, flag, Text::EMPTY, inner);
                self.tree.append(list, id);
            }
            b'{' => {
                r.at += 1;
                self.braced(r, list, flag);
            }
            b'[' if !matches!(self.dialect, Dialect::Dash | Dialect::Busybox) => {
                // The old form of arithmetic.
                while !matches!(self.ahead(r, 0), b']' | b'\n' | END) {
                    r.at += 1;
                }
                let word = self.expression(from + 1, r.at);
                r.at += 1;
                let id = self.tree.add(NodeKind::Expression, flag, Text::EMPTY, word);
                self.tree.append(list, id);
            }
            b'\'' if !quoted => {
                r.at += 1;
                while !matches!(self.ahead(r, 0), b'\'' | END) {
                    r.at += if self.ahead(r, 0) == b'\\' { 2 } else { 1 };
                }
                let text = self.between(from + 1, r.at.min(r.end));
                r.at += 1;
                let text = self.unescaped(text, crate::decode::Escapes::Dollar);
                self.literal(list, text, true);
            }
            b'"' if !quoted => {}
            _ if byte.is_ascii_alphabetic() || byte == b'_' => {
                while in_name(self.ahead(r, 0)) {
                    r.at += 1;
                }
                let name = self.between(from, r.at);
                let id = self.tree.add(NodeKind::Parameter, flag, name, 0);
                self.tree.append(list, id);
            }
            _ if in_set(byte, "0123456789@*#?!-$") => {
                r.at += 1;
                let name = self.between(from, r.at);
                let id = self.tree.add(NodeKind::Parameter, flag, name, 0);
                self.tree.append(list, id);
            }
            _ => {
                let text = self.between(from - 1, from);
                self.literal(list, text, true);
            }
        }
    }

    /// Reads `${...}` behind the brace.
    fn braced(&mut self, r: &mut Reader, list: &mut (u32, u32), flag: u8) {
        let mut op = operator::PLAIN;
        let next = self.ahead(r, 1);
        match self.ahead(r, 0) {
            b'#' if in_name(next) || in_set(next, "@*") => op = operator::LENGTH,
            b'!' if in_name(next) => op = operator::INDIRECT,
            _ => {}
        }
        r.at += usize::from(op != operator::PLAIN);
        let from = r.at;
        while in_name(self.ahead(r, 0)) {
            r.at += 1;
        }
        if r.at == from && in_set(self.ahead(r, 0), "@*#?$!-") {
            r.at += 1;
        }
        let name = self.between(from, r.at);
        let mut children = (0, 0);
        if self.ahead(r, 0) == b'['
            && let Some(index) = self.index_node(r, r.at + 1)
        {
            self.tree.append(&mut children, index);
            r.at += 2 + self.tree.get(index).text.len() as usize;
        }
        let quoted = flag != 0;
        let byte = self.ahead(r, 0);
        let colon = byte == b':' && in_set(self.ahead(r, 1), "-=?+");
        r.at += usize::from(colon);
        let byte = if colon { self.ahead(r, 0) } else { byte };
        let twice = self.ahead(r, 1) == byte;
        if byte == b'}' {
            r.at += 1;
        } else {
            let (code, len) = match byte {
                b'-' => (operator::DEFAULT, 1),
                b'=' => (operator::ASSIGN, 1),
                b'?' => (operator::ERROR, 1),
                b'+' => (operator::INSTEAD, 1),
                b'#' if twice => (operator::LONGEST_PREFIX, 2),
                b'#' => (operator::PREFIX, 1),
                b'%' if twice => (operator::LONGEST_SUFFIX, 2),
                b'%' => (operator::SUFFIX, 1),
                b'/' => match self.ahead(r, 1) {
                    b'/' => (operator::REPLACE_ALL, 2),
                    b'#' => (operator::REPLACE_START, 2),
                    b'%' => (operator::REPLACE_END, 2),
                    _ => (operator::REPLACE, 1),
                },
                b':' => (operator::PART, 1),
                b'^' if twice => (operator::UPPER, 2),
                b'^' => (operator::UPPER_FIRST, 1),
                b',' if twice => (operator::LOWER, 2),
                b',' => (operator::LOWER_FIRST, 1),
                _ => (operator::OTHER, 0),
            };
            r.at += len;
            // Patterns are quoted on their own, also within double quotes.
            let own = (operator::PREFIX..=operator::REPLACE_END).contains(&code);
            let separator = match code {
                operator::REPLACE..=operator::REPLACE_END => b'/',
                operator::PART => b':',
                _ => b'}',
            };
            op = if op == operator::PLAIN || code == operator::OTHER { code } else { operator::OTHER };
            let text = self.between(r.at, r.at);
            let first = self.parts(r, separator, quoted && !own);
            let more = separator != b'}' && self.store.byte(r.at - 1) == separator;
            let id = self.tree.add(NodeKind::Word, SPECIAL, text, first);
            self.tree.append(&mut children, id);
            if more {
                let first = self.parts(r, b'}', quoted && !own);
                let id = self.tree.add(NodeKind::Word, SPECIAL, text, first);
                self.tree.append(&mut children, id);
            }
        }
        let colon = if colon { operator::COLON } else { 0 };
        let id = self.tree.add(NodeKind::Parameter, flag | op | colon, name, children.0);
        self.tree.append(list, id);
    }
}
