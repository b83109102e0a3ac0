//! Texts and values: one growing text, and handles into it.
//!
//! A module frees memory only when its call ends, so an interpreter that allocated a `String` for every word would use
//! much of it. Here every text is a part of one text, a handle is two numbers, and a word that is literal in the script
//! needs no copy.

use crate::text::slice;
use crate::value::UNKNOWN;
use alloc::string::String;
use alloc::vec::Vec;

/// The maximum number of alternatives of a value. More are reduced to their common beginning and end, around an unknown
/// part.
pub(crate) const ALTERNATIVES: usize = 8;

/// The maximum number of items in a list.
const ITEMS: usize = 4096;

/// A part of the text of the store: its start in the low half of the number, its length in the high half.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Text(u64);

impl Text {
    /// The empty text.
    pub(crate) const EMPTY: Text = Text::new(0, 0);
    /// The text of which nothing is known.
    pub(crate) const UNKNOWN: Text = Text::new(0, 1);
    /// The alternative of a variable that is not set.
    pub(crate) const UNSET: Text = Text::new(u32::MAX, 0);

    pub(crate) const fn new(at: u32, len: u32) -> Text {
        Text((len as u64) << 32 | at as u64)
    }

    /// Where it begins.
    pub(crate) const fn at(self) -> u32 {
        self.0 as u32
    }

    /// How long it is.
    pub(crate) const fn len(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// A part of this text.
    #[inline(never)]
    pub(crate) fn part(self, from: usize, to: usize) -> Text {
        let to = (to as u32).min(self.len());
        let from = (from as u32).min(to);
        Text::new(self.at().wrapping_add(from), to - from)
    }

    /// This text from a position on.
    #[inline(never)]
    pub(crate) fn from(self, from: usize) -> Text {
        self.part(from, self.len() as usize)
    }
}

/// The value of a slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Value {
    /// Nothing.
    #[default]
    Unset,
    /// One text.
    One(Text),
    /// One of several texts: a range of [`Store::texts`].
    Set(u32, u32),
    /// A list of texts: a range of [`Store::texts`].
    List(u32, u32),
    /// One of several lists: a range of [`Store::lists`].
    Lists(u32, u32),
}

/// All texts of a run.
pub(crate) struct Store {
    bytes: String,
    pub(crate) texts: Vec<Text>,
    /// Lists that are alternatives.
    lists: Vec<(u32, u32)>,
    /// The maximum length of the text.
    limit: usize,
}

impl Store {
    /// Reserves `limit` bytes at once: growing would leave the old buffers behind.
    pub(crate) fn new(limit: usize) -> Store {
        let mut bytes = String::with_capacity(limit + 256);
        bytes.push(UNKNOWN);
        Store { bytes, texts: Vec::new(), lists: Vec::new(), limit }
    }

    /// The characters of a text.
    #[inline(never)]
    pub(crate) fn get(&self, text: Text) -> &str {
        self.bytes.get(text.at() as usize..text.at() as usize + text.len() as usize).unwrap_or("")
    }

    /// The byte at a position of the whole text.
    #[inline(always)]
    pub(crate) fn byte(&self, at: usize) -> u8 {
        self.bytes.as_bytes().get(at).copied().unwrap_or(crate::text::END)
    }

    /// Adds a text; unknown if there is no more room.
    #[inline(never)]
    pub(crate) fn add(&mut self, text: &str) -> Text {
        if text.is_empty() {
            return Text::EMPTY;
        }
        if !self.room(text.len()) {
            return Text::UNKNOWN;
        }
        let at = self.bytes.len() as u32;
        self.bytes.push_str(text);
        Text::new(at, text.len() as u32)
    }

    /// Adds text from outside. Characters in it that are marks become unknown parts.
    #[inline(never)]
    pub(crate) fn add_foreign(&mut self, text: &str) -> Text {
        let at = self.bytes.len();
        let mut rest = text;
        loop {
            let end = rest.bytes().position(is_mark).unwrap_or(rest.len());
            self.bytes.push_str(slice(rest, 0, end));
            if end == rest.len() {
                return Text::new(at as u32, text.len() as u32);
            }
            self.bytes.push(UNKNOWN);
            rest = crate::text::slice_from(rest, end + 1);
        }
    }

    /// Whether there is room for `size` more bytes.
    #[inline(never)]
    pub(crate) fn room(&self, size: usize) -> bool {
        self.bytes.len() + size <= self.limit
    }

    /// Adds texts, one after the other.
    #[inline(never)]
    pub(crate) fn concat(&mut self, parts: &[Text]) -> Text {
        if let [only] = parts {
            return *only;
        }
        let at = self.bytes.len();
        for part in parts {
            let from = part.at() as usize;
            let to = from + part.len() as usize;
            if part.len() == 0 {
                continue;
            }
            if !self.room(part.len() as usize) {
                self.bytes.truncate(at);
                return Text::UNKNOWN;
            }
            self.bytes.extend_from_within(from..to);
        }
        Text::new(at as u32, (self.bytes.len() - at) as u32)
    }

    /// Removes a text, if it is the last one in the store.
    pub(crate) fn release(&mut self, text: Text) {
        if (text.at() + text.len()) as usize == self.bytes.len() {
            self.bytes.truncate(text.at() as usize);
        }
    }

    /// The alternatives of a value, or its items.
    pub(crate) fn several(&self, at: u32, len: u32) -> &[Text] {
        self.texts.get(at as usize..at as usize + len as usize).unwrap_or_default()
    }

    /// How many alternatives a value has.
    pub(crate) fn count(&self, value: Value) -> usize {
        match value {
            Value::Set(_, len) => len as usize,
            _ => 1,
        }
    }

    /// An alternative of a value; a list stands for its first item.
    pub(crate) fn alternative(&self, value: Value, at: usize) -> Text {
        match value {
            Value::One(text) => text,
            Value::Set(from, len) => self.several(from, len).get(at).copied().unwrap_or(Text::UNSET),
            Value::List(from, len) => self.several(from, len).first().copied().unwrap_or(Text::UNSET),
            Value::Unset | Value::Lists(..) => Text::UNSET,
        }
    }

    /// A list of the texts that a caller has pushed to `texts`, from an index on.
    pub(crate) fn list(&self, from: usize) -> Value {
        Value::List(from as u32, (self.texts.len() - from) as u32)
    }

    /// Whether two texts are the same.
    #[inline(never)]
    pub(crate) fn same(&self, a: Text, b: Text) -> bool {
        a == b || a.at() != u32::MAX && b.at() != u32::MAX && self.get(a) == self.get(b)
    }

    /// A value that is one of the two.
    #[inline(never)]
    pub(crate) fn join(&mut self, a: Value, b: Value) -> Value {
        if a == b {
            return a;
        }
        match (a, b) {
            (Value::List(..) | Value::Lists(..), Value::Unset) => return a,
            (Value::Unset, Value::List(..) | Value::Lists(..)) => return b,
            (Value::List(..) | Value::Lists(..), Value::List(..) | Value::Lists(..)) => return self.join_lists(a, b),
            _ => {}
        }
        let from = self.texts.len();
        for value in [a, b] {
            for i in 0..self.count(value) {
                let text = self.alternative(value, i);
                let known = (from..self.texts.len()).any(|at| self.same(self.item(at as u32, 0), text));
                if !known {
                    self.texts.push(text);
                }
            }
        }
        let len = self.texts.len() - from;
        if len == 1 || len > ALTERNATIVES {
            let value = Value::Set(from as u32, len as u32);
            let one = Value::One(self.common(value));
            self.texts.truncate(from);
            return one;
        }
        Value::Set(from as u32, len as u32)
    }

    /// Adds a value to those that are possible.
    #[inline(never)]
    pub(crate) fn allow(&mut self, all: &mut Option<Value>, value: Value) {
        *all = Some(match *all {
            Some(other) => self.join(other, value),
            None => value,
        });
    }

    /// The lists that a value may be.
    pub(crate) fn lists(&self, value: Value) -> &[(u32, u32)] {
        match value {
            Value::Lists(at, len) => self.lists.get(at as usize..(at + len) as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    /// A value that is one of the lists of two values. Too many lists become one with all their items.
    fn join_lists(&mut self, a: Value, b: Value) -> Value {
        let from = self.lists.len();
        for value in [a, b] {
            let one = match value {
                Value::List(at, len) => Some((at, len)),
                _ => None,
            };
            let count = if one.is_some() { 1 } else { self.lists(value).len() };
            for i in 0..count {
                let (at, len) = one.or_else(|| self.lists(value).get(i).copied()).unwrap_or_default();
                let known = (from..self.lists.len()).any(|j| {
                    let (x, n) = self.lists.get(j).copied().unwrap_or_default();
                    n == len && (0..n).all(|i| self.same(self.item(x, i), self.item(at, i)))
                });
                if !known {
                    self.lists.push((at, len));
                }
            }
        }
        let count = self.lists.len() - from;
        let first = self.lists.get(from).copied().unwrap_or_default();
        if count == 1 {
            self.lists.truncate(from);
            return Value::List(first.0, first.1);
        }
        if count <= ALTERNATIVES {
            return Value::Lists(from as u32, count as u32);
        }
        let start = self.texts.len();
        for j in from..self.lists.len() {
            let (at, len) = self.lists.get(j).copied().unwrap_or_default();
            for i in 0..len.min(ITEMS as u32) {
                let item = self.item(at, i);
                self.texts.push(item);
            }
        }
        self.lists.truncate(from);
        self.list(start)
    }

    pub(crate) fn item(&self, at: u32, i: u32) -> Text {
        self.texts.get((at + i) as usize).copied().unwrap_or_default()
    }

    /// One text for all alternatives: their common beginning and end, around an unknown part.
    #[inline(never)]
    pub(crate) fn common(&mut self, value: Value) -> Text {
        let first = self.alternative(value, 0);
        let (mut head, mut tail) = (first.len() as usize, first.len() as usize);
        let count = self.count(value);
        if count == 1 {
            return first;
        }
        for i in 1..count {
            let (a, b) = (self.get(first), self.get(self.alternative(value, i)));
            let same = |(x, y): &(u8, u8)| x == y;
            head = head.min(a.bytes().zip(b.bytes()).take_while(same).count());
            tail = tail.min(a.bytes().rev().zip(b.bytes().rev()).take_while(same).count());
            tail = tail.min(a.len().min(b.len()) - head);
        }
        let text = self.get(first);
        while !text.is_char_boundary(head) {
            head -= 1;
        }
        while !text.is_char_boundary(text.len() - tail) {
            tail -= 1;
        }
        let tail = first.from(first.len() as usize - tail);
        self.concat(&[first.part(0, head), Text::UNKNOWN, tail])
    }
}

/// Whether a byte is a mark in a value or in the buffer.
pub(crate) fn is_mark(byte: u8) -> bool {
    byte < 16 && 0xc1fe >> byte & 1 != 0
}
