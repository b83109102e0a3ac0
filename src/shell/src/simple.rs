//! Parsing simple commands, assignments and redirections.

use crate::interpreter::Shell;
use crate::parse::{CLOSERS, Reader, in_name};
use crate::store::Text;
use crate::syntax::{APPEND, LIST, NodeKind, redirect};
use crate::text::word_in;

impl Shell<'_> {
    /// Reads a simple command, or the definition of a function.
    pub(crate) fn simple_node(&mut self, r: &mut Reader) -> u32 {
        let from = r.at;
        let mut list = (0, 0);
        let mut named = false;
        let mut declares = false;
        loop {
            self.blanks(r);
            let mut id = self.redirect_node(r);
            if id == 0 && (!named || declares) {
                id = self.assignment_node(r);
            }
            if id == 0 {
                if list.0 == 0 && matches!(self.ahead(r, 0), b't' | b'f' | b'd' | b'e' | b'}') {
                    let word = self.reserved(r);
                    if word_in(CLOSERS, self.store.get(word)) {
                        return 0;
                    }
                }
                id = self.word_node(r);
                if id == 0 {
                    break;
                }
                let node = self.tree.get(id);
                if !named && node.first == 0 {
                    self.blanks(r);
                    if self.ahead(r, 0) == b'(' && list.0 == 0 {
                        let mut by = 1;
                        while self.ahead(r, by) == b' ' {
                            by += 1;
                        }
                        if self.ahead(r, by) == b')' {
                            r.at += by + 1;
                            return self.function(r, node.text);
                        }
                    }
                    declares = node.text.len() > 4
                        && word_in("export local declare typeset readonly alias", self.store.get(node.text));
                }
                named = true;
            }
            self.tree.append(&mut list, id);
            if self.tree.full() {
                return self.give_up(r);
            }
        }
        if list.0 == 0 {
            return 0;
        }
        let text = self.between(from, r.at);
        self.tree.add(NodeKind::Simple, 0, text, list.0)
    }

    /// Reads `NAME=word`, `NAME+=word`, `NAME[index]=word` or `NAME=(words)`.
    pub(crate) fn assignment_node(&mut self, r: &mut Reader) -> u32 {
        let mut by = 0;
        while in_name(self.ahead(r, by)) {
            by += 1;
        }
        if by == 0 || self.ahead(r, 0).is_ascii_digit() {
            return 0;
        }
        let name = self.between(r.at, r.at + by);
        let mut list = (0, 0);
        if self.ahead(r, by) == b'[' {
            let Some(index) = self.index_node(r, r.at + by + 1) else { return 0 };
            by += 2 + self.tree.get(index).text.len() as usize;
            self.tree.append(&mut list, index);
        }
        let mut flag = 0;
        if self.ahead(r, by) == b'+' {
            flag = APPEND;
            by += 1;
        }
        if self.ahead(r, by) != b'=' {
            return 0;
        }
        r.at += by + 1;
        if self.ahead(r, 0) == b'(' {
            flag |= LIST;
            r.at += 1;
            loop {
                self.lines(r);
                let id = self.word_node(r);
                if id == 0 {
                    break;
                }
                self.tree.append(&mut list, id);
            }
            self.close(r, b')');
        } else {
            let id = self.word_node(r);
            let id = if id == 0 { self.tree.add(NodeKind::Word, 0, Text::EMPTY, 0) } else { id };
            self.tree.append(&mut list, id);
        }
        self.tree.add(NodeKind::Assign, flag, name, list.0)
    }

    /// Parses a redirection with its descriptor, if one comes next; 0 if none does.
    pub(crate) fn redirect_node(&mut self, r: &mut Reader) -> u32 {
        if !matches!(self.ahead(r, 0), b'0'..=b'9' | b'{' | b'&' | b'<' | b'>') {
            return 0;
        }
        let mut by = 0;
        while self.ahead(r, by).is_ascii_digit() {
            by += 1;
        }
        if self.ahead(r, 0) == b'{' {
            by = 1;
            while in_name(self.ahead(r, by)) {
                by += 1;
            }
            by += 1;
            if self.ahead(r, by - 1) != b'}' {
                return 0;
            }
        }
        let descriptor = self.between(r.at, r.at + by);
        let next = self.ahead(r, by + 1);
        let (flag, len) = match (self.ahead(r, by), next) {
            (b'&', b'>') if by == 0 => {
                if self.ahead(r, 2) == b'>' {
                    (redirect::ALL_APPEND, 3)
                } else {
                    (redirect::ALL, 2)
                }
            }
            // A process substitution is a word.
            (b'<' | b'>', b'(') => return 0,
            (b'<', b'<') => match self.ahead(r, by + 2) {
                b'<' => (redirect::STRING, 3),
                _ => (redirect::DOCUMENT, 2),
            },
            (b'<', b'>') => (redirect::BOTH, 2),
            (b'<', b'&') => (redirect::COPY_INPUT, 2),
            (b'<', _) => (redirect::INPUT, 1),
            (b'>', b'>') => (redirect::APPEND, 2),
            (b'>', b'|') => (redirect::OUTPUT, 2),
            (b'>', b'&') => (redirect::COPY_OUTPUT, 2),
            (b'>', _) => (redirect::OUTPUT, 1),
            _ => return 0,
        };
        r.at += by + len;
        let tabs = flag == redirect::DOCUMENT && self.ahead(r, 0) == b'-';
        r.at += usize::from(tabs);
        self.blanks(r);
        let word = self.word_node(r);
        let id = self.tree.add(NodeKind::Redirect, flag, descriptor, word);
        if flag == redirect::DOCUMENT {
            if tabs {
                self.tree.change(word, |node| node.flag |= 4);
            }
            self.documents.push(id);
        }
        id
    }
}
