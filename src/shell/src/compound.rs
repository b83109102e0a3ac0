//! Parsing compound commands.

use crate::interpreter::Shell;
use crate::parse::{Reader, ends_word, in_name};
use crate::store::Text;
use crate::syntax::NodeKind;
use crate::text::END;

/// The maximum number of `elif` branches, each of which is nested in the one before it.
const ELIFS: u32 = 200;

impl Shell<'_> {
    pub(crate) fn compound(&mut self, r: &mut Reader) -> u32 {
        if self.ahead(r, 0) == b'(' {
            if self.ahead(r, 1) == b'('
                && let Some(end) = self.arithmetic_end(r, r.at + 2)
            {
                let word = self.expression(r.at + 2, end);
                r.at = end + 2;
                return self.tree.add(NodeKind::Arithmetic, 0, Text::EMPTY, word);
            }
            r.at += 1;
            let list = self.list(r);
            self.close(r, b')');
            return self.tree.add(NodeKind::Subshell, 0, Text::EMPTY, list);
        }
        if !matches!(self.ahead(r, 0), b'{' | b'i' | b'w' | b'u' | b'f' | b's' | b'c' | b'[') {
            return 0;
        }
        let word = self.reserved(r);
        if word.len() == 0 {
            return 0;
        }
        let start = r.at;
        r.at += word.len() as usize;
        let first = self.store.byte(word.at() as usize);
        match (first, word.len()) {
            (b'{', 1) => {
                let list = self.list(r);
                self.expect(r, "}");
                self.tree.add(NodeKind::Group, 0, Text::EMPTY, list)
            }
            (b'i', 2) if self.is(word, "if") => self.if_node(r),
            (b'w' | b'u', 5) if self.is(word, "while") || self.is(word, "until") => {
                let condition = self.list(r);
                let body = self.body(r);
                self.tree.change(condition, |node| node.next = body);
                self.tree.add(NodeKind::While, u8::from(first == b'u'), Text::EMPTY, condition)
            }
            (b'f' | b's', 3 | 6) if self.is(word, "for") || self.is(word, "select") => self.for_node(r),
            (b'c', 4) if self.is(word, "case") => self.case_node(r),
            (b'f', 8) if self.is(word, "function") => {
                self.blanks(r);
                let from = r.at;
                while !ends_word(self.ahead(r, 0)) {
                    r.at += 1;
                }
                let name = self.between(from, r.at);
                self.blanks(r);
                if self.ahead(r, 0) == b'(' && self.ahead(r, 1) == b')' {
                    r.at += 2;
                }
                self.function(r, name)
            }
            (b'[', 2) => {
                let mut list = (0, 0);
                loop {
                    self.lines(r);
                    let from = r.at;
                    let id = self.word_node(r);
                    if self.is(self.tree.get(id).text, "]]") && id != 0 {
                        break;
                    }
                    if id == 0 {
                        // An operator. The pattern behind `=~` may have parentheses.
                        let byte = self.ahead(r, 0);
                        if byte == END || byte == b';' {
                            break;
                        }
                        r.at += 1;
                        if self.ahead(r, 0) == byte && matches!(byte, b'&' | b'|') {
                            r.at += 1;
                        }
                    }
                    let text = self.between(from, r.at);
                    let id = if id == 0 { self.tree.add(NodeKind::Word, 1, text, 0) } else { id };
                    self.tree.append(&mut list, id);
                }
                self.tree.add(NodeKind::Condition, 0, Text::EMPTY, list.0)
            }
            (b'c', 6) if self.is(word, "coproc") => {
                let id = self.command_node(r);
                self.tree.add(NodeKind::Background, 0, Text::EMPTY, id)
            }
            _ => {
                r.at = start;
                0
            }
        }
    }

    /// Skips the byte that should come next.
    pub(crate) fn close(&mut self, r: &mut Reader, byte: u8) {
        self.lines(r);
        if self.ahead(r, 0) == byte {
            r.at += 1;
        }
    }

    pub(crate) fn if_node(&mut self, r: &mut Reader) -> u32 {
        let condition = self.list(r);
        self.expect(r, "then");
        let then = self.list(r);
        self.tree.change(condition, |node| node.next = then);
        if self.expect(r, "elif") {
            // The rest is an `if` that the same `fi` ends.
            self.elifs += 1;
            let other = if self.elifs > ELIFS { self.give_up(r) } else { self.if_node(r) };
            self.elifs -= 1;
            self.tree.change(then, |node| node.next = other);
        } else {
            if self.expect(r, "else") {
                let other = self.list(r);
                self.tree.change(then, |node| node.next = other);
            }
            self.expect(r, "fi");
        }
        self.tree.add(NodeKind::If, 0, Text::EMPTY, condition)
    }

    /// The body of a loop.
    pub(crate) fn body(&mut self, r: &mut Reader) -> u32 {
        self.lines(r);
        if self.ahead(r, 0) == b';' {
            r.at += 1;
        }
        if self.expect(r, "{") {
            let list = self.list(r);
            self.expect(r, "}");
            return list;
        }
        self.expect(r, "do");
        let list = self.list(r);
        self.expect(r, "done");
        list
    }

    pub(crate) fn for_node(&mut self, r: &mut Reader) -> u32 {
        self.blanks(r);
        if self.ahead(r, 0) == b'('
            && self.ahead(r, 1) == b'('
            && let Some(end) = self.arithmetic_end(r, r.at + 2)
        {
            let mut list = (0, 0);
            let mut from = r.at + 2;
            for _ in 0..3 {
                let mut to = from;
                while to < end && self.store.byte(to) != b';' {
                    to += 1;
                }
                let id = self.expression(from, to);
                self.tree.append(&mut list, id);
                from = (to + 1).min(end);
            }
            r.at = end + 2;
            let body = self.body(r);
            self.tree.append(&mut list, body);
            return self.tree.add(NodeKind::Count, 0, Text::EMPTY, list.0);
        }
        let from = r.at;
        while in_name(self.ahead(r, 0)) {
            r.at += 1;
        }
        let name = self.between(from, r.at);
        let mut list = (0, 0);
        let over_arguments = !self.expect(r, "in");
        if !over_arguments {
            loop {
                self.blanks(r);
                let id = self.word_node(r);
                if id == 0 {
                    break;
                }
                self.tree.append(&mut list, id);
            }
        }
        let body = self.body(r);
        self.tree.append(&mut list, body);
        self.tree.add(NodeKind::For, u8::from(over_arguments), name, list.0)
    }

    pub(crate) fn case_node(&mut self, r: &mut Reader) -> u32 {
        self.blanks(r);
        let word = self.word_node(r);
        let mut list = (0, 0);
        self.tree.append(&mut list, word);
        self.expect(r, "in");
        loop {
            self.lines(r);
            if self.ahead(r, 0) == b'(' {
                r.at += 1;
                self.blanks(r);
            } else if self.expect(r, "esac") || self.ahead(r, 0) == END {
                break;
            }
            let mut item = (0, 0);
            loop {
                self.blanks(r);
                let id = self.word_node(r);
                self.tree.append(&mut item, id);
                self.blanks(r);
                if self.ahead(r, 0) != b'|' {
                    break;
                }
                r.at += 1;
            }
            let before = r.at;
            self.close(r, b')');
            let body = self.list(r);
            self.tree.append(&mut item, body);
            let mut flag = 0;
            if self.ahead(r, 0) == b';' {
                // `;;`, `;&` goes on with the next, `;;&` tests on.
                flag = if self.ahead(r, 1) == b'&' {
                    1
                } else {
                    2 * u8::from(self.ahead(r, 2) == b'&')
                };
                r.at += 2 + usize::from(flag == 2);
            } else if r.at == before {
                r.at += 1;
            }
            let id = self.tree.add(NodeKind::Item, flag, Text::EMPTY, item.0);
            self.tree.append(&mut list, id);
        }
        self.tree.add(NodeKind::Case, 0, Text::EMPTY, list.0)
    }

    pub(crate) fn function(&mut self, r: &mut Reader, name: Text) -> u32 {
        self.lines(r);
        // The text is kept and parsed again for each call: a tree takes many times as much memory.
        let from = r.at;
        self.command_node(r);
        let text = self.between(from, r.end);
        let text = self.tree.add(NodeKind::Literal, 0, text, 0);
        self.tree.add(NodeKind::Function, 0, name, text)
    }
}
