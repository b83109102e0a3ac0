//! Commands: from text to the syntax tree.
//!
//! The parser is tolerant: it skips what makes no sense, because what follows may matter. If it gives up (nesting,
//! size), it leaves a node that says so.

use crate::interpreter::Shell;
use crate::store::Text;
use crate::syntax::NodeKind;
use crate::text::END;

/// A script that is being parsed: the next position and the end in the text of the store.
pub(crate) struct Reader {
    pub(crate) at: usize,
    pub(crate) end: usize,
}

/// Deepest nesting of the syntax.
const DEPTH: u32 = 40;

/// Reserved words that end a list.
pub(crate) const CLOSERS: &str = "then fi do done else elif esac }";

/// What ends a word.
pub(crate) fn ends_word(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>' | END)
}

/// Whether a byte may stand in a name.
pub(crate) fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl Shell<'_> {
    /// The byte that is `by` bytes ahead; [`END`] behind the end.
    #[inline(never)]
    pub(crate) fn ahead(&self, r: &Reader, by: usize) -> u8 {
        self.byte_ahead(r, by)
    }

    #[inline(always)]
    fn byte_ahead(&self, r: &Reader, by: usize) -> u8 {
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
                    break;
                }
                _ => {
                    let before = r.at;
                    let id = self.item(r);
                    self.tree.append(&mut list, id);
                    if list.0 != 0 && self.documents.is_empty() {
                        break;
                    }
                    if r.at == before {
                        // A reserved word or a character in a place where it means nothing.
                        r.at += self.reserved(r).len().max(1) as usize;
                    }
                }
            }
        }
        list.0
    }

    /// The rest of the script.
    #[inline(never)]
    pub(crate) fn unread_text(&self, r: &Reader) -> &[u8] {
        self.store.get(self.between(r.at, r.end)).as_bytes()
    }

    /// Skips blanks, comments and continued lines.
    #[inline(never)]
    pub(crate) fn blanks(&mut self, r: &mut Reader) {
        loop {
            match self.byte_ahead(r, 0) {
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

    /// Skips a newline, and reads the here-documents that begin behind it.
    pub(crate) fn newline(&mut self, r: &mut Reader) {
        r.at += 1;
        if !self.documents.is_empty() {
            let documents = core::mem::take(&mut self.documents);
            for id in documents {
                self.document(r, id);
            }
        }
    }

    /// Skips blanks and empty lines.
    #[inline(never)]
    pub(crate) fn lines(&mut self, r: &mut Reader) {
        loop {
            self.blanks(r);
            match self.ahead(r, 0) {
                b'\n' => self.newline(r),
                _ => return,
            }
        }
    }

    /// Parses commands up to a reserved word or character that ends them. Returns a list.
    pub(crate) fn list(&mut self, r: &mut Reader) -> u32 {
        let mut list = (0, 0);
        self.depth += 1;
        loop {
            self.lines(r);
            let before = r.at;
            let id = self.item(r);
            self.tree.append(&mut list, id);
            if r.at == before {
                break;
            }
        }
        self.depth -= 1;
        self.tree.add(NodeKind::List, 0, Text::EMPTY, list.0)
    }

    /// Parses one command with those that `&&` and `||` join to it, up to the separator.
    pub(crate) fn item(&mut self, r: &mut Reader) -> u32 {
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
            left = self.tree.add(NodeKind::And, u8::from(one == b'|'), Text::EMPTY, left);
        }
        match self.ahead(r, 0) {
            b'&' => {
                r.at += 1;
                left = self.tree.add(NodeKind::Background, 0, Text::EMPTY, left);
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
            id = self.tree.add(NodeKind::Pipe, 0, Text::EMPTY, id);
        }
        if not && id != 0 {
            id = self.tree.add(NodeKind::Not, 0, Text::EMPTY, id);
        }
        id
    }

    pub(crate) fn is(&self, text: Text, word: &str) -> bool {
        text.len() as usize == word.len() && self.store.get(text) == word
    }

    /// The word that begins here, if nothing in it is quoted or expanded.
    pub(crate) fn reserved(&mut self, r: &Reader) -> Text {
        let mut len = 0;
        loop {
            match self.ahead(r, len) {
                b'a'..=b'z' | b'!' | b'{' | b'}' | b'[' => len += 1,
                byte if ends_word(byte) => return self.between(r.at, r.at + len),
                _ => return Text::EMPTY,
            }
        }
    }

    /// Skips a reserved word, if it comes next. Returns whether it did.
    pub(crate) fn expect(&mut self, r: &mut Reader, word: &str) -> bool {
        self.lines(r);
        let next = self.reserved(r);
        let found = self.is(next, word);
        if found {
            r.at += word.len();
        }
        found
    }

    /// Reads one command.
    pub(crate) fn command_node(&mut self, r: &mut Reader) -> u32 {
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
        // Redirections of the whole command.
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
        if list.1 == id { id } else { self.tree.add(NodeKind::Redirected, 0, whole, id) }
    }

    /// Ends the parsing of a script that is nested too deeply or too long.
    pub(crate) fn give_up(&mut self, r: &mut Reader) -> u32 {
        let text = self.between(r.at, r.end);
        r.at = r.end;
        self.tree.add(NodeKind::Unread, 0, text, 0)
    }
}
