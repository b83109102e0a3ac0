//! Expansion: from the parts of a word to its texts.
//!
//! Words are built in one buffer. A character that the shell has yet to interpret (a separator, a pattern, a brace) is
//! replaced by a mark, and [`Shell::fields`] interprets the marks at the end. Of a variable with several values one is
//! taken, and the command is run again with the others (see [`Choice`](crate::interpreter::Choice)).

use crate::braces::{CLOSE, COMMA, OPEN, SPLIT, plain};
use crate::interpreter::{ARGUMENTS, Dialect, NAME, Shell, Space};
use crate::store::{Text, Value};
use crate::syntax::{NodeKind, QUOTED};
use crate::text::{byte_at, contains_any, find_byte, push_integer, slice, slice_from};
use crate::words::SPECIAL;
use alloc::string::String;

/// How the result is used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// As words of a command: split, with patterns and braces.
    Fields,
    /// As one text.
    Text,
    /// As a pattern, in which unquoted characters keep their meaning.
    Pattern,
}

/// The cost of a word, beside its text.
pub(crate) const WORD: usize = 8;

/// Marks an empty word that is kept.
const KEEP: char = '\x0e';
/// Marks a bracket of a pattern.
pub(crate) const BRACKET: u8 = 4;

impl Shell<'_> {
    /// Expands a word to one text, without splitting.
    #[inline(never)]
    pub(crate) fn text_of(&mut self, word: u32) -> Text {
        self.expand_to(word, Mode::Text)
    }

    /// Expands a word to a pattern.
    pub(crate) fn pattern_of(&mut self, word: u32) -> Text {
        self.expand_to(word, Mode::Pattern)
    }

    fn expand_to(&mut self, word: u32, mode: Mode) -> Text {
        let node = self.tree.get(word);
        let tilde = byte_at(self.store.get(node.text), 0) == b'~';
        if node.first == 0 && (node.flag & SPECIAL == 0 || mode == Mode::Text && !tilde) {
            return node.text;
        }
        let mark = self.buffer.len();
        self.expand(word, mode);
        if !self.afford(self.buffer.len() - mark) {
            self.buffer.truncate(mark);
            return Text::UNKNOWN;
        }
        self.finish(mark)
    }

    /// Expands a word of a command, and appends the words that result.
    pub(crate) fn fields(&mut self, word: u32) {
        let node = self.tree.get(word);
        if node.flag & SPECIAL == 0 {
            return self.words.push(node.text);
        }
        let mark = self.buffer.len();
        self.expand(word, Mode::Fields);
        let from = self.words.len();
        if !self.afford(self.buffer.len() - mark) {
            self.buffer.truncate(mark);
            return self.words.push(Text::UNKNOWN);
        }
        if find_byte(slice_from(&self.buffer, mark), OPEN).is_some() {
            self.braces(mark);
        }
        // Splits, and drops empty words.
        let mut at = mark;
        while at < self.buffer.len() {
            let rest = slice_from(&self.buffer, at);
            let len = find_byte(rest, SPLIT as u8).unwrap_or(rest.len());
            if len > 0 {
                let field = slice(rest, 0, len);
                let marked = field.bytes().any(|b| matches!(b, 5..=7 | 14));
                let text = if marked {
                    let mut out = String::new();
                    plain(field, &mut out);
                    self.store.add(&out)
                } else {
                    self.store.add(field)
                };
                self.words.push(text);
            }
            at += len + 1;
        }
        self.buffer.truncate(mark);
        self.afford((self.words.len() - from) * WORD);
    }

    /// Expands a word, and appends the result to the buffer, with marks.
    pub(crate) fn expand(&mut self, word: u32, mode: Mode) {
        let node = self.tree.get(word);
        if node.first == 0 {
            return self.push_literal(node.text, mode, true);
        }
        let mut id = node.first;
        let mut start = true;
        while id != 0 {
            let part = self.tree.get(id);
            let quoted = part.flag & QUOTED != 0;
            match part.kind {
                NodeKind::Literal => self.push_literal(part.text, mode, start),
                NodeKind::Quoted => {
                    self.keep(mode);
                    self.push_text(part.text);
                }
                NodeKind::Parameter => self.parameter(id, mode),
                NodeKind::Substitution => {
                    let value = self.substitution(id, part.first);
                    let text = self.pick(value);
                    self.push_value(text, quoted, mode);
                }
                NodeKind::Expression => {
                    let value = self.arithmetic(part.first);
                    self.push_number(value);
                }
                NodeKind::Process => {
                    let path = self.process(part.first, part.flag != 0);
                    self.push_text(path);
                }
                _ => {}
            }
            start = false;
            id = part.next;
        }
    }

    fn keep(&mut self, mode: Mode) {
        if mode == Mode::Fields {
            self.buffer.push(KEEP);
        }
    }

    /// Appends a number, or an unknown part.
    pub(crate) fn push_number(&mut self, value: Option<i64>) {
        match value {
            Some(value) => push_integer(&mut self.buffer, value),
            None => self.buffer.push(crate::value::UNKNOWN),
        }
    }

    /// Appends unquoted text of the script.
    fn push_literal(&mut self, text: Text, mode: Mode, start: bool) {
        let bytes = self.store.get(text);
        let rest = bytes;
        if start && byte_at(bytes, 0) == b'~' && matches!(byte_at(bytes, 1), b'/' | crate::text::END) {
            let home = self.home();
            self.push_text(home);
            return self.push_literal(text.from(1), mode, false);
        }
        if mode == Mode::Text {
            return self.buffer.push_str(rest);
        }
        self.splits |= mode == Mode::Fields && contains_any(rest, "*?");
        let braces = mode == Mode::Fields && matches!(self.dialect, Dialect::Any | Dialect::Bash);
        push_pattern(&mut self.buffer, rest, mode, braces);
    }

    /// The home directory.
    pub(crate) fn home(&mut self) -> Text {
        let home = self.held(Space::Variable, self.constants.home);
        if home == Value::Unset { self.store.add("/root") } else { self.pick(home) }
    }

    /// Appends the value of an expansion.
    #[inline(never)]
    pub(crate) fn push_value(&mut self, text: Text, quoted: bool, mode: Mode) {
        if quoted {
            self.keep(mode);
        }
        if text == Text::UNSET {
            if !self.complete {
                self.buffer.push(crate::value::UNKNOWN);
            }
            return;
        }
        if !self.store.room(self.buffer.len() + text.len() as usize) {
            return self.buffer.push(crate::value::UNKNOWN);
        }
        if quoted || mode == Mode::Text {
            return self.push_text(text);
        }
        if mode == Mode::Pattern {
            return push_pattern(&mut self.buffer, self.store.get(text), mode, false);
        }
        self.splits |= contains_any(self.store.get(text), "*?\x01\x02\x03");
        let ifs = self.separators();
        let mut rest = self.store.get(text);
        // Whether blanks have ended the field before them.
        let mut ended = false;
        loop {
            let len = rest.bytes().position(|b| b.is_ascii() && ifs.contains(&b)).unwrap_or(rest.len());
            push_pattern(&mut self.buffer, slice(rest, 0, len), mode, false);
            if len == rest.len() {
                return;
            }
            let blank = matches!(byte_at(rest, len), b' ' | b'\t' | b'\n');
            if !blank && len == 0 && !ended {
                self.buffer.push(KEEP);
            }
            ended = blank && (ended || len > 0);
            self.buffer.push(SPLIT);
            rest = slice_from(rest, len + 1);
        }
    }

    /// The separators of words, from `IFS`.
    pub(crate) fn separators(&mut self) -> [u8; 4] {
        let mut out = [b' ', b'\t', b'\n', b'\n'];
        if let Value::One(text) = self.held(Space::Variable, self.constants.ifs) {
            let text = self.store.get(text);
            // Scripts do not use more than four separators.
            let first = byte_at(text, 0);
            let first = if text.is_empty() { 0 } else { first };
            for (i, byte) in out.iter_mut().enumerate() {
                *byte = text.as_bytes().get(i).copied().unwrap_or(first);
            }
        }
        out
    }

    /// Takes one of the texts of a value.
    #[inline(never)]
    pub(crate) fn pick(&mut self, value: Value) -> Text {
        let Value::Set(at, len) = value else { return self.store.alternative(value, 0) };
        if let Some((_, text)) = self.chosen.iter().find(|(set, _)| *set == at) {
            return *text;
        }
        let len = len as usize;
        if self.choice.radix * len > crate::store::ALTERNATIVES || !self.spend(1) {
            return self.store.common(value);
        }
        let digit = self.choice.code / self.choice.radix % len;
        self.choice.radix *= len;
        let text = self.store.alternative(value, digit);
        self.chosen.push((at, text));
        text
    }

    /// Takes one of the lists of a value that is one of several lists.
    pub(crate) fn settle(&mut self, value: Value) -> Value {
        let Value::Lists(at, _) = value else { return value };
        let count = self.store.lists(value).len();
        // The high bit tells this key from those of alternative texts.
        let key = at | 1 << 31;
        let held = self.chosen.iter().find(|(set, _)| *set == key).map(|(_, text)| text.at() as usize);
        let digit = match held {
            Some(digit) => digit,
            None if self.choice.radix * count > crate::store::ALTERNATIVES => return Value::One(Text::UNKNOWN),
            None => {
                let digit = self.choice.code / self.choice.radix % count;
                self.choice.radix *= count;
                self.chosen.push((key, Text::new(digit as u32, 0)));
                digit
            }
        };
        let (at, len) = self.store.lists(value).get(digit).copied().unwrap_or_default();
        Value::List(at, len)
    }

    /// The arguments.
    pub(crate) fn arguments(&mut self) -> Value {
        let value = self.value(ARGUMENTS);
        self.settle(value)
    }

    /// The positional argument of a number, `$0` included.
    pub(crate) fn argument(&mut self, at: usize) -> Value {
        if at == 0 {
            return self.value(NAME);
        }
        match self.arguments() {
            Value::List(from, len) => {
                let list = self.store.several(from, len);
                match list.get(at - 1).or(list.last().filter(|text| **text == Text::UNSET)) {
                    Some(&Text::UNSET) => Value::One(Text::UNKNOWN),
                    Some(text) => Value::One(*text),
                    None => Value::Unset,
                }
            }
            _ => Value::One(Text::UNKNOWN),
        }
    }

    /// The output of a substitution, without the newlines at its end.
    fn substitution(&mut self, id: u32, list: u32) -> Value {
        // The node holds where its value may be kept.
        let kept = self.tree.get(id).text.at() as usize;
        if let Some((node, value)) = self.memo.get(kept)
            && kept >= self.memo_from
            && *node == id
        {
            return *value;
        }
        let value = self.captured(list);
        let value = self.map(value, &mut |shell, text| {
            let bytes = shell.store.get(text);
            let end = bytes.bytes().rposition(|b| b != b'\n').map_or(0, |at| at + 1);
            text.part(0, end)
        });
        let kept = Text::new(self.memo.len() as u32, 0);
        self.tree.change(id, |node| node.text = kept);
        self.memo.push((id, value));
        value
    }

    /// The file that a process substitution stands for. It holds the output of the process, or is its input.
    fn process(&mut self, list: u32, reads: bool) -> Text {
        self.temporary += 1;
        let mark = self.buffer.len();
        self.buffer.push_str("/dev/fd/");
        push_integer(&mut self.buffer, 62 + i64::from(self.temporary));
        let path = self.finish(mark);
        if reads {
            let value = self.captured(list);
            self.store_file(path, value, false);
        } else {
            self.possible += 1;
            self.apart(&mut |shell| {
                shell.put(crate::interpreter::INPUT, Value::One(Text::UNKNOWN));
                shell.run(list)
            });
            self.possible -= 1;
        }
        path
    }

    /// Applies a function to every alternative of a value.
    pub(crate) fn map(&mut self, value: Value, change: &mut dyn FnMut(&mut Self, Text) -> Text) -> Value {
        let mut out = None;
        for at in 0..self.store.count(value) {
            let text = self.store.alternative(value, at);
            let text = match text {
                Text::UNSET => text,
                _ if !self.afford(text.len() as usize) => Text::UNKNOWN,
                _ => change(self, text),
            };
            let new = if text == Text::UNSET { Value::Unset } else { Value::One(text) };
            self.store.allow(&mut out, new);
        }
        out.unwrap_or_default()
    }
}

/// Adds text in which patterns and braces are marked.
fn push_pattern(out: &mut String, text: &str, mode: Mode, braces: bool) {
    let mut at = 0;
    let mut from = 0;
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at).copied() {
        let mark = match byte {
            b'*' => 2,
            b'?' => 3,
            b'[' if mode == Mode::Pattern => BRACKET,
            b'[' => match find_byte(slice_from(text, at + 2), b']') {
                Some(len) if !contains_any(slice(text, at, at + 2 + len), "/") => {
                    out.push_str(slice(text, from, at));
                    out.push(crate::value::CHARACTER);
                    at += len + 3;
                    from = at;
                    continue;
                }
                _ => 0,
            },
            b'{' if braces => OPEN,
            b',' if braces => COMMA,
            b'}' if braces => CLOSE,
            _ => 0,
        };
        if mark != 0 {
            out.push_str(slice(text, from, at));
            out.push(char::from(mark));
            from = at + 1;
        }
        at += 1;
    }
    out.push_str(slice_from(text, from));
}
