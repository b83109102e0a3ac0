//! Elements of arrays. All are in one list; an associative array has a second one, of the keys in its order.

use crate::interpreter::{Shell, Space};
use crate::store::{ALTERNATIVES, Text, Value};
use crate::value::is_unknown;

/// The maximum number of items in a list that is copied.
const COPIED: i64 = 128;

impl Shell<'_> {
    /// The keys of an array.
    pub(crate) fn keys_of(&mut self, name: Text) -> Value {
        let keys = self.key_list(name);
        let keys = self.held(Space::Variable, keys);
        self.settle(keys)
    }

    /// The name under which the keys of an array are kept.
    fn key_list(&mut self, name: Text) -> Text {
        let mark = self.buffer.len();
        self.push_text(name);
        self.buffer.push('[');
        self.finish(mark)
    }

    /// Notes that an array has keys, as `declare -A` says.
    pub(crate) fn associate(&mut self, at: usize, name: Text) {
        let keys = self.key_list(name);
        self.localize(at, keys);
        if self.held(Space::Variable, keys) == Value::Unset {
            self.set_variable(keys, Value::List(0, 0));
        }
    }

    /// Unsets a variable or function, and the keys of an array. With `again`, an array that has keys goes on to have some.
    pub(crate) fn unset(&mut self, name: Text, slot: u32, again: bool) {
        self.put(slot, Value::Unset);
        let keys = self.key_list(name);
        if self.held(Space::Variable, keys) != Value::Unset {
            self.set_variable(keys, if again { Value::List(0, 0) } else { Value::Unset });
        }
    }

    /// The index of an element in the list of an array, which may be outside of it; `None` if it is not known.
    fn position(&mut self, name: Text, key: Text, len: i64, adds: bool) -> Option<i64> {
        let keys = self.keys_of(name);
        let unknown = is_unknown(self.store.get(key));
        if keys == Value::Unset {
            if let Some(number) = self.evaluate(key) {
                return Some(if number < 0 { number + len } else { number });
            }
            if unknown || self.variable(key) != Value::Unset {
                return None;
            }
        }
        let key = if unknown { Text::UNKNOWN } else { key };
        let (from, count) = match keys {
            Value::List(from, count) => (from, count),
            Value::Unset => (0, 0),
            _ => return None,
        };
        let mut found = None;
        for i in 0..count {
            let item = self.store.item(from, i);
            if self.store.same(item, key) || item == Text::UNKNOWN && !adds && found.is_none() {
                found = Some(i64::from(i));
            }
        }
        if adds && found.is_none() {
            // The keys of a list that was made without any are not known.
            if i64::from(count) != len {
                return None;
            }
            let list = match self.reopened(keys) {
                Some(at) => {
                    self.store.texts.push(key);
                    self.store.list(at)
                }
                None => Value::One(Text::UNKNOWN),
            };
            let name = self.key_list(name);
            self.set_variable(name, list);
            found = Some(len);
        }
        found.or(Some(i64::MAX)).filter(|_| !unknown)
    }

    /// The element of an array.
    pub(crate) fn element(&mut self, name: Text, value: Value, key: Text) -> Value {
        let (from, len) = if let Value::List(from, len) = value { (from, len) } else { (0, 0) };
        let at = self.position(name, key, i64::from(len), false);
        if !matches!(value, Value::List(..)) {
            return match at {
                Some(0) => value,
                Some(_) if value != Value::One(Text::UNKNOWN) => Value::Unset,
                _ => Value::One(Text::UNKNOWN),
            };
        }
        let (first, last) = at.map_or((0, i64::from(len)), |at| (at, at.saturating_add(1)));
        let mut out = None;
        for at in first..last.min(first.saturating_add(ALTERNATIVES as i64)) {
            let item = self.store.several(from, len).get(at as usize).copied().unwrap_or(Text::UNSET);
            let item = if item == Text::UNSET { Value::Unset } else { Value::One(item) };
            self.store.allow(&mut out, item);
        }
        out.unwrap_or_default()
    }

    /// Assigns an element of the array in a slot.
    pub(crate) fn assign_element(&mut self, slot: u32, name: Text, old: Value, key: Text, value: Text) {
        let len = match old {
            Value::List(_, len) => i64::from(len),
            old => i64::from(old != Value::Unset),
        };
        let at = self.position(name, key, len, true);
        let (first, last) = at.map_or((0, len), |at| (at.max(0), at.max(0)));
        let mut all = None;
        for at in first..=last.min(first + ALTERNATIVES as i64) {
            let start = if at < len { self.copied(old) } else { self.reopened(old) };
            let Some(start) = start.filter(|_| at < len + COPIED && old != Value::One(Text::UNKNOWN)) else {
                return self.put(slot, Value::One(Text::UNKNOWN));
            };
            for _ in len..=at {
                self.store.texts.push(Text::UNSET);
            }
            if let Some(item) = self.store.texts.get_mut(start + at as usize) {
                *item = value;
            }
            let list = self.store.list(start);
            self.store.allow(&mut all, list);
        }
        self.put(slot, all.unwrap_or_default());
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
                if i64::from(len) > COPIED || !self.spend(1 + len as usize / 8) {
                    return None;
                }
                for i in 0..len {
                    let item = self.store.item(from, i);
                    self.store.texts.push(item);
                }
            }
            Value::Unset => {}
            old => {
                let text = self.pick(old);
                self.store.texts.push(text);
            }
        }
        Some(at)
    }
}
