//! Commands: from text to the syntax tree.
//!
//! The reader is tolerant: what makes no sense is passed over, because what follows may be what matters. Where it gives
//! up (nesting, size) it leaves a node that says so.

use crate::interpreter::Shell;
use crate::store::Text;
use crate::syntax::{APPEND, Kind, LIST, redirect};
use crate::text::{END, word_in};

/// A script that is being read: the next position and the end in the one text.
pub(crate) struct Reader {
    pub(crate) at: usize,
    pub(crate) end: usize,
}

/// Deepest nesting of the syntax.
const DEPTH: u32 = 40;

/// Reserved words that end a list.
const CLOSERS: &str = "then fi do done else elif esac }";

/// What ends a word.
pub(crate) fn ends_word(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>' | END)
}

/// Whether a byte may stand in a name.
pub(crate) fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl Shell<'_> {
    /// The byte so far ahead; [`END`] behind the end.
    #[inline(never)]
    pub(crate) fn ahead(&self, r: &Reader, by: usize) -> u8 {
        let at = r.at + by;
        if at < r.end { self.store.byte(at) } else { END }
    }

    pub(crate) fn between(&self, from: usize, to: usize) -> Text {
        Text::new(from as u32, to.saturating_sub(from) as u32)
    }

    /// Reads the next complete command of a script, with the here-documents that it takes.
    pub(crate) fn complete_command(&mut self, r: &mut Reader) -> u32 {
        let mut list = (0, 0);
        loop {
            self.blanks(r);
            match self.ahead(r, 0) {
                END => break,
                b'\n' => {
                    self.newline(r);
                    if list.0 != 0 {
                        break;
                    }
                }
                b';' | b')' => r.at += 1,
                _ => {
                    let before = r.at;
                    let id = self.item(r);
                    self.tree.append(&mut list, id);
                    if list.0 != 0 && self.documents.is_empty() {
                        break;
                    }
                    if r.at == before {
                        // A reserved word in a place where it means nothing.
                        r.at += 1;
                        while !ends_word(self.ahead(r, 0)) {
                            r.at += 1;
                        }
                    }
                }
            }
        }
        list.0
    }

    /// What has not been read yet.
    #[inline(never)]
    pub(crate) fn unread_text(&self, r: &Reader) -> &[u8] {
        self.store.get(self.between(r.at, r.end)).as_bytes()
    }

    /// Blanks, comments and continued lines.
    #[inline(never)]
    pub(crate) fn blanks(&mut self, r: &mut Reader) {
        loop {
            match self.ahead(r, 0) {
                b' ' | b'\t' | b'\r' => r.at += 1,
                b'\\' if self.ahead(r, 1) == b'\n' => r.at += 2,
                b'#' => {
                    let rest = self.unread_text(r);
                    r.at += rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
                }
                _ => return,
            }
        }
    }

    /// Passes a newline, and the here-documents that begin behind it.
    pub(crate) fn newline(&mut self, r: &mut Reader) {
        r.at += 1;
        if !self.documents.is_empty() {
            let documents = core::mem::take(&mut self.documents);
            for id in documents {
                self.document(r, id);
            }
        }
    }

    /// Blanks and empty lines.
    #[inline(never)]
    fn lines(&mut self, r: &mut Reader) {
        loop {
            self.blanks(r);
            match self.ahead(r, 0) {
                b'\n' => self.newline(r),
                _ => return,
            }
        }
    }

    /// Reads commands up to a reserved word or character that ends them. Out: a list.
    pub(crate) fn list(&mut self, r: &mut Reader) -> u32 {
        let mut list = (0, 0);
        self.depth += 1;
        loop {
            self.lines(r);
            match self.ahead(r, 0) {
                END | b')' => break,
                b';' if self.ahead(r, 1) == b';' || self.ahead(r, 1) == b'&' => break,
                b';' | b'&' | b'|' => r.at += 1,
                _ => {
                    let before = r.at;
                    let id = self.item(r);
                    self.tree.append(&mut list, id);
                    if r.at == before {
                        break;
                    }
                }
            }
        }
        self.depth -= 1;
        self.tree.add(Kind::List, 0, Text::EMPTY, list.0)
    }

    /// One command with what is joined to it by `&&` and `||`, up to its separator.
    fn item(&mut self, r: &mut Reader) -> u32 {
        let mut left = self.pipeline(r);
        loop {
            self.blanks(r);
            let (one, two) = (self.ahead(r, 0), self.ahead(r, 1));
            if one != two || !matches!(one, b'&' | b'|') {
                break;
            }
            r.at += 2;
            self.lines(r);
            let right = self.pipeline(r);
            if left == 0 || right == 0 {
                left = left.max(right);
                continue;
            }
            self.tree.change(left, |node| node.next = right);
            left = self.tree.add(Kind::And, u8::from(one == b'|'), Text::EMPTY, left);
        }
        match self.ahead(r, 0) {
            b'&' => {
                r.at += 1;
                left = self.tree.add(Kind::Background, 0, Text::EMPTY, left);
            }
            b';' if !matches!(self.ahead(r, 1), b';' | b'&') => r.at += 1,
            _ => {}
        }
        left
    }

    fn pipeline(&mut self, r: &mut Reader) -> u32 {
        let mut not = false;
        loop {
            self.blanks(r);
            if !matches!(self.ahead(r, 0), b'!' | b't') {
                break;
            }
            let word = self.reserved(r);
            if self.is(word, "!") {
                not = !not;
            } else if self.is(word, "time") {
                r.at += word.len() as usize;
                self.blanks(r);
                if self.ahead(r, 0) == b'-' && self.ahead(r, 1) == b'p' {
                    r.at += 2;
                }
                continue;
            } else {
                break;
            }
            r.at += 1;
        }
        let mut list = (0, 0);
        let mut count = 0;
        loop {
            let id = self.command_node(r);
            self.tree.append(&mut list, id);
            count += u32::from(id != 0);
            self.blanks(r);
            if self.ahead(r, 0) != b'|' || self.ahead(r, 1) == b'|' {
                break;
            }
            r.at += if self.ahead(r, 1) == b'&' { 2 } else { 1 };
            self.lines(r);
        }
        let mut id = list.0;
        if count > 1 {
            id = self.tree.add(Kind::Pipe, 0, Text::EMPTY, id);
        }
        if not && id != 0 {
            id = self.tree.add(Kind::Not, 0, Text::EMPTY, id);
        }
        id
    }

    pub(crate) fn is(&self, text: Text, word: &str) -> bool {
        text.len() as usize == word.len() && self.store.get(text) == word
    }

    /// The word that begins here, if nothing in it is quoted or expanded.
    fn reserved(&mut self, r: &Reader) -> Text {
        let mut len = 0;
        loop {
            match self.ahead(r, len) {
                b'a'..=b'z' | b'!' | b'{' | b'}' | b'[' if len < 9 => len += 1,
                byte if ends_word(byte) => return self.between(r.at, r.at + len),
                _ => return Text::EMPTY,
            }
        }
    }

    /// Reads on behind a reserved word, if it comes next.
    fn expect(&mut self, r: &mut Reader, word: &str) -> bool {
        self.lines(r);
        let next = self.reserved(r);
        let found = self.is(next, word);
        if found {
            r.at += word.len();
        }
        found
    }

    /// Reads one command.
    fn command_node(&mut self, r: &mut Reader) -> u32 {
        self.blanks(r);
        let from = r.at;
        if self.depth > DEPTH || self.tree.full() {
            return self.give_up(r);
        }
        self.depth += 1;
        let id = self.compound(r);
        self.depth -= 1;
        if id == 0 {
            return self.simple_node(r);
        }
        // Redirections of the whole.
        let mut list = (id, id);
        loop {
            self.blanks(r);
            let id = self.redirect_node(r);
            if id == 0 {
                break;
            }
            self.tree.append(&mut list, id);
        }
        let whole = self.between(from, r.at);
        if list.1 == id { id } else { self.tree.add(Kind::Redirected, 0, whole, id) }
    }

    /// What is nested too deeply, or too much: not read.
    fn give_up(&mut self, r: &mut Reader) -> u32 {
        let text = self.between(r.at, r.end);
        r.at = r.end;
        self.tree.add(Kind::Unread, 0, text, 0)
    }

    fn compound(&mut self, r: &mut Reader) -> u32 {
        if self.ahead(r, 0) == b'(' {
            if self.ahead(r, 1) == b'('
                && let Some(end) = self.arithmetic_end(r, r.at + 2)
            {
                let word = self.expression(r.at + 2, end);
                r.at = end + 2;
                return self.tree.add(Kind::Arithmetic, 0, Text::EMPTY, word);
            }
            r.at += 1;
            let list = self.list(r);
            self.close(r, b')');
            return self.tree.add(Kind::Subshell, 0, Text::EMPTY, list);
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
                self.tree.add(Kind::Group, 0, Text::EMPTY, list)
            }
            (b'i', 2) if self.is(word, "if") => self.if_node(r),
            (b'w' | b'u', 5) if self.is(word, "while") || self.is(word, "until") => {
                let condition = self.list(r);
                let body = self.body(r);
                self.tree.change(condition, |node| node.next = body);
                self.tree.add(Kind::While, u8::from(first == b'u'), Text::EMPTY, condition)
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
                        // An operator; behind `=~` stands a pattern with parentheses.
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
                    let id = if id == 0 { self.tree.add(Kind::Word, 1, text, 0) } else { id };
                    self.tree.append(&mut list, id);
                }
                self.tree.add(Kind::Condition, 0, Text::EMPTY, list.0)
            }
            (b'c', 6) if self.is(word, "coproc") => {
                let id = self.command_node(r);
                self.tree.add(Kind::Background, 0, Text::EMPTY, id)
            }
            _ => {
                r.at = start;
                0
            }
        }
    }

    /// Passes what should come next.
    pub(crate) fn close(&mut self, r: &mut Reader, byte: u8) {
        self.lines(r);
        if self.ahead(r, 0) == byte {
            r.at += 1;
        }
    }

    fn if_node(&mut self, r: &mut Reader) -> u32 {
        let condition = self.list(r);
        self.expect(r, "then");
        let then = self.list(r);
        self.tree.change(condition, |node| node.next = then);
        if self.expect(r, "elif") {
            // The rest is an `if` that the same `fi` ends.
            let other = self.if_node(r);
            self.tree.change(then, |node| node.next = other);
        } else {
            if self.expect(r, "else") {
                let other = self.list(r);
                self.tree.change(then, |node| node.next = other);
            }
            self.expect(r, "fi");
        }
        self.tree.add(Kind::If, 0, Text::EMPTY, condition)
    }

    /// The body of a loop.
    fn body(&mut self, r: &mut Reader) -> u32 {
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

    fn for_node(&mut self, r: &mut Reader) -> u32 {
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
            return self.tree.add(Kind::Count, 0, Text::EMPTY, list.0);
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
        self.tree.add(Kind::For, u8::from(over_arguments), name, list.0)
    }

    fn case_node(&mut self, r: &mut Reader) -> u32 {
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
                flag = if self.ahead(r, 1) == b'&' || self.ahead(r, 2) == b'&' { 1 } else { 0 };
                r.at += 2 + usize::from(self.ahead(r, 1) == b';' && flag == 1);
            } else if r.at == before {
                r.at += 1;
            }
            let id = self.tree.add(Kind::Item, flag, Text::EMPTY, item.0);
            self.tree.append(&mut list, id);
        }
        self.tree.add(Kind::Case, 0, Text::EMPTY, list.0)
    }

    fn function(&mut self, r: &mut Reader, name: Text) -> u32 {
        self.lines(r);
        let body = self.command_node(r);
        self.tree.add(Kind::Function, 0, name, body)
    }

    /// Reads a simple command, or the definition of a function.
    fn simple_node(&mut self, r: &mut Reader) -> u32 {
        let from = r.at;
        let mut list = (0, 0);
        let mut words = 0;
        let mut declares = false;
        loop {
            self.blanks(r);
            let mut id = self.redirect_node(r);
            if id == 0 && (words == 0 || declares) {
                id = self.assignment_node(r);
            }
            if id == 0 {
                if words == 0 && list.0 == 0 && matches!(self.ahead(r, 0), b't' | b'f' | b'd' | b'e' | b'}') {
                    let word = self.reserved(r);
                    if word.len() > 0 && word_in(CLOSERS, self.store.get(word)) {
                        return 0;
                    }
                }
                id = self.word_node(r);
                if id == 0 {
                    break;
                }
                let node = self.tree.get(id);
                if words == 0 && node.first == 0 {
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
                    declares = word_in("export local declare typeset readonly alias", self.store.get(node.text));
                }
                words += 1;
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
        self.tree.add(Kind::Simple, 0, text, list.0)
    }

    /// Reads `NAME=word`, `NAME+=word`, `NAME[index]=word` or `NAME=(words)`.
    fn assignment_node(&mut self, r: &mut Reader) -> u32 {
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
            let start = by + 1;
            while !matches!(self.ahead(r, by), b']' | b'\n' | b' ' | END) {
                by += 1;
            }
            if self.ahead(r, by) != b']' {
                return 0;
            }
            let word = self.expression(r.at + start, r.at + by);
            let index = self.tree.add(Kind::Index, 0, Text::EMPTY, word);
            self.tree.append(&mut list, index);
            by += 1;
        }
        let mut flag = 0;
        if self.ahead(r, by) == b'+' {
            flag |= APPEND;
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
            let id = if id == 0 { self.tree.add(Kind::Word, 0, Text::EMPTY, 0) } else { id };
            self.tree.append(&mut list, id);
        }
        self.tree.add(Kind::Assign, flag, name, list.0)
    }

    /// Reads a redirection with its descriptor, if one comes next.
    fn redirect_node(&mut self, r: &mut Reader) -> u32 {
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
        let id = self.tree.add(Kind::Redirect, flag, descriptor, word);
        if flag == redirect::DOCUMENT {
            if tabs {
                self.tree.change(word, |node| node.flag |= 4);
            }
            self.documents.push(id);
        }
        id
    }
}
