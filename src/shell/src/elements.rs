//! Elements of arrays: by their number in a list, or by their key in a variable of their own.

use crate::interpreter::{Shell, Space};
use crate::store::{ALTERNATIVES, Text, Value};
use crate::value::is_unknown;

/// The maximum number of items in a list that is copied.
const COPIED: usize = 128;

/// The maximum number of elements that are left out between two others.
const GAP: i64 = 32;

/// Which element an index names.
enum Place {
    Number(i64),
    /// Any element of a list.
    Any,
    /// That of a key; any of them if this is not known.
    Key(Text),
}

impl Shell<'_> {
    /// The name under which the element of a key is kept; with an empty one, that of the keys.
    pub(crate) fn member(&mut self, name: Text, key: Text) -> Text {
        let mark = self.buffer.len();
        self.push_text(name);
        self.buffer.push('[');
        self.push_text(key);
        self.finish(mark)
    }

    /// What is kept under a key.
    pub(crate) fn kept(&mut self, name: Text, key: Text) -> Value {
        let member = self.member(name, key);
        self.held(Space::Variable, member)
    }

    /// Notes that an array has keys, as `declare -A` says, in place of an element that none has.
    pub(crate) fn associate(&mut self, at: usize, name: Text) {
        let kind = self.member(name, self.constants.newline);
        self.localize(at, kind);
        self.set_variable(kind, Value::One(Text::EMPTY));
    }

    /// Unsets a variable or function, and the keys of an array.
    pub(crate) fn clear(&mut self, name: Text, slot: u32) {
        self.put(slot, Value::Unset);
        self.keep_member(name, Text::EMPTY, Value::Unset);
    }

    fn place(&mut self, name: Text, key: Text) -> Place {
        let associative = self.kept(name, self.constants.newline) != Value::Unset;
        let keyed = associative || self.kept(name, Text::EMPTY) != Value::Unset;
        let number = if associative { None } else { self.evaluate(key) };
        match number {
            Some(number) if !keyed => Place::Number(number),
            Some(number) => Place::Key(self.integer(number)),
            None if is_unknown(self.store.get(key)) => {
                if keyed {
                    Place::Key(Text::UNKNOWN)
                } else {
                    Place::Any
                }
            }
            None if !associative && self.variable(key) != Value::Unset => Place::Any,
            None => Place::Key(key),
        }
    }

    /// The element of an array.
    pub(crate) fn element(&mut self, name: Text, value: Value, key: Text) -> Value {
        match (self.place(name, key), value) {
            (Place::Number(at), Value::List(from, len)) => {
                let at = if at < 0 { at + i64::from(len) } else { at };
                let item = self.store.several(from, len).get(at as usize).copied().unwrap_or(Text::UNSET);
                let key = self.integer(at);
                if item == Text::UNSET { self.kept(name, key) } else { Value::One(item) }
            }
            (Place::Number(at), value) if at == 0 || value == Value::One(Text::UNKNOWN) => value,
            (Place::Number(_), _) => Value::Unset,
            (Place::Any | Place::Key(Text::UNKNOWN), Value::List(from, len)) => {
                let mut out = Value::Unset;
                for at in 0..len.min(ALTERNATIVES as u32) {
                    let item = Value::One(self.store.item(from, at));
                    out = if at == 0 { item } else { self.store.join(out, item) };
                }
                out
            }
            (Place::Any | Place::Key(Text::UNKNOWN), _) => Value::One(Text::UNKNOWN),
            (Place::Key(key), value) => {
                let kept = self.kept(name, key);
                let unknown = kept == Value::Unset && value == Value::One(Text::UNKNOWN);
                let kept = if unknown { value } else { kept };
                match self.kept(name, Text::UNKNOWN) {
                    Value::Unset => kept,
                    other => self.store.join(kept, other),
                }
            }
        }
    }

    /// Assigns an element of the array in a slot.
    pub(crate) fn assign_element(&mut self, slot: u32, name: Text, old: Value, key: Text, value: Text) {
        let len = match old {
            Value::List(_, len) => i64::from(len),
            Value::Unset => 0,
            _ => 1,
        };
        let (first, last) = match self.place(name, key) {
            Place::Number(at) => {
                let at = if at < 0 { (at + len).max(0) } else { at };
                (at, at)
            }
            Place::Any => (0, len),
            Place::Key(key) => {
                let at = self.add_key(name, key, value).unwrap_or(len);
                (at, at)
            }
        };
        let mut all = None;
        for at in first..=last.min(first + ALTERNATIVES as i64) {
            let start = if at < len { self.copied(old) } else { self.reopened(old) };
            let Some(start) = start else {
                return self.put(slot, Value::One(Text::UNKNOWN));
            };
            for _ in len..at.min(len + GAP) {
                self.store.texts.push(Text::UNSET);
            }
            match self.store.texts.get_mut(start + at as usize).filter(|_| at < len) {
                Some(item) => *item = value,
                None => self.store.texts.push(value),
            }
            let list = self.store.list(start);
            all = Some(match all {
                Some(all) => self.store.join(all, list),
                None => list,
            });
        }
        self.put(slot, all.unwrap_or_default());
        if last > len + GAP {
            let key = self.integer(last);
            self.keep_member(name, key, Value::One(value));
        }
    }

    pub(crate) fn keep_member(&mut self, name: Text, key: Text, value: Value) {
        let member = self.member(name, key);
        self.set_variable(member, value);
    }

    /// Makes a list to which items can be added. Returns the index of its first item. If the list is the last one in
    /// the store, it is extended in place, else copied; `None` if it is too long to copy.
    pub(crate) fn reopened(&mut self, old: Value) -> Option<usize> {
        match old {
            Value::List(from, len) if (from + len) as usize == self.store.texts.len() => Some(from as usize),
            old => self.copied(old),
        }
    }

    /// Copies a list to the end of the store. Returns the index of its first item; `None` if it is too long.
    fn copied(&mut self, old: Value) -> Option<usize> {
        let at = self.store.texts.len();
        match old {
            Value::List(from, len) => {
                if len as usize > COPIED || !self.spend(1 + len as usize / 8) {
                    return None;
                }
                for i in 0..len {
                    let item = self.store.item(from, i);
                    self.store.texts.push(item);
                }
            }
            Value::One(Text::UNKNOWN) => return None,
            Value::Unset => {}
            old => {
                let text = self.pick(old);
                self.store.texts.push(text);
            }
        }
        Some(at)
    }

    /// Sets the element of a key. Returns its number if the array had it. With too many keys, they become unknown.
    fn add_key(&mut self, name: Text, key: Text, value: Text) -> Option<i64> {
        let mut kept = Value::One(value);
        if key == Text::UNKNOWN {
            let old = self.kept(name, key);
            kept = if old == Value::Unset { kept } else { self.store.join(old, kept) };
        }
        self.keep_member(name, key, kept);
        let old = self.kept(name, Text::EMPTY);
        if let Value::List(from, len) = old
            && let Some(at) = (0..len).find(|i| self.store.same(self.store.item(from, *i), key))
        {
            return (key != Text::UNKNOWN).then_some(i64::from(at));
        }
        let keys = match self.reopened(old) {
            Some(at) => {
                self.store.texts.push(key);
                self.store.list(at)
            }
            None => Value::One(Text::UNKNOWN),
        };
        self.keep_member(name, Text::EMPTY, keys);
        None
    }
}
