//! Assignments of variables and of arrays.

use crate::interpreter::{Dialect, Shell, Space};
use crate::store::{Text, Value};
use crate::syntax::{APPEND, LIST, Node, NodeKind};
use crate::text::{find_byte, take_word};

/// The maximum number of items in a list that is copied.
const COPIED: usize = 128;

impl Shell<'_> {
    /// Assigns a variable, or several elements of an array.
    pub(crate) fn assign(&mut self, id: u32) {
        let node = self.tree.get(id);
        let mut child = node.first;
        let slot = self.slot(Space::Variable, node.text);
        let old = self.value(slot);
        let old = self.settle(old);
        if node.flag & LIST != 0 {
            let from = self.words.len();
            while child != 0 {
                let node = self.tree.get(child);
                if self.store.get(node.text).starts_with('[') {
                    // `[key]=value`, which is not a pattern.
                    let text = self.text_of(child);
                    self.words.push(text);
                } else {
                    self.fields(child);
                }
                child = node.next;
            }
            let at = if node.flag & APPEND != 0 { self.reopened(old) } else { Some(self.store.texts.len()) };
            let Some(at) = at else {
                self.words.truncate(from);
                return self.put(slot, Value::One(Text::UNKNOWN));
            };
            let mut keyed = false;
            for i in from..self.words.len() {
                let item = self.words.get(i).copied().unwrap_or_default();
                keyed |= self.keyed(node.text, item);
                let value = self.value_of_item(item);
                self.store.texts.push(value);
            }
            let list = self.store.list(at);
            let keys = self.member(node.text, Text::EMPTY);
            if keyed {
                let at = self.store.texts.len();
                for i in from..self.words.len() {
                    let text = self.word_text(i);
                    let end = crate::text::find(text, "]=").unwrap_or_default();
                    self.store.texts.push(self.word(i).part(1, end));
                }
                let slot = self.slot(Space::Variable, keys);
                let list = self.store.list(at);
                // The earlier keys are not known any more.
                self.put(slot, if node.flag & APPEND != 0 { Value::One(Text::UNKNOWN) } else { list });
            } else if let Some(slot) = self.find(Space::Variable, keys) {
                self.put(slot, Value::Unset);
            }
            self.words.truncate(from);
            return self.put(slot, list);
        }
        let index = self.tree.get(child);
        if index.kind == NodeKind::Index {
            let value = self.text_of(index.next);
            let key = self.text_of(index.first);
            let at = self.evaluate(key);
            let len = if let Value::List(_, len) = old { len } else { 0 };
            let replaced = at.filter(|at| (0..i64::from(len)).contains(at));
            let start = if replaced.is_some() { self.copied(old) } else { self.reopened(old) };
            let Some(start) = start else {
                return self.put(slot, Value::One(Text::UNKNOWN));
            };
            match replaced.and_then(|at| self.store.texts.get_mut(start + at as usize)) {
                Some(item) => *item = value,
                None => self.store.texts.push(value),
            }
            if at.is_none() {
                let name = self.member(node.text, key);
                let slot = self.slot(Space::Variable, name);
                self.put(slot, Value::One(value));
                self.add_key(node.text, key);
            }
            let list = self.store.list(start);
            return self.put(slot, list);
        }
        let mut text = self.text_of(child);
        if node.flag & APPEND != 0 {
            let old = self.pick(old);
            if old != Text::UNSET {
                text = self.store.concat(&[old, text]);
            }
        }
        self.put(slot, Value::One(text));
    }

    /// Makes a list to which items can be added. Returns the index of its first item. If the list is the last one in
    /// the store, it is extended in place, else copied; `None` if it is too long to copy.
    fn reopened(&mut self, old: Value) -> Option<usize> {
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
                for i in 0..len as usize {
                    let item = self.store.several(from, len).get(i).copied().unwrap_or_default();
                    self.store.texts.push(item);
                }
                Some(at)
            }
            Value::One(Text::UNKNOWN) => None,
            _ => Some(at),
        }
    }

    /// Adds a key to the keys of an associative array. With too many of them, the keys become unknown.
    fn add_key(&mut self, name: Text, key: Text) {
        let name = self.member(name, Text::EMPTY);
        let slot = self.slot(Space::Variable, name);
        let old = self.value(slot);
        if let Value::List(from, len) = old
            && (0..len as usize).any(|i| self.store.several(from, len).get(i).is_some_and(|k| self.store.same(*k, key)))
        {
            return;
        }
        let Some(at) = self.reopened(old) else {
            return self.put(slot, Value::One(Text::UNKNOWN));
        };
        self.store.texts.push(key);
        let list = self.store.list(at);
        self.put(slot, list);
    }

    /// Sets the member that `[key]=value`, a word of an array, names. Returns whether the word has this form.
    pub(crate) fn keyed(&mut self, name: Text, item: Text) -> bool {
        let text = self.store.get(item);
        let bytes = text.as_bytes();
        let Some(end) = crate::text::find(text, "]=").filter(|_| bytes.first() == Some(&b'[')) else { return false };
        let (key, value) = (item.part(1, end), item.from(end + 2));
        let name = self.member(name, key);
        let slot = self.slot(Space::Variable, name);
        self.put(slot, Value::One(value));
        true
    }

    pub(crate) fn value_of_item(&mut self, item: Text) -> Text {
        let text = self.store.get(item);
        match crate::text::find(text, "]=") {
            Some(end) if text.as_bytes().first() == Some(&b'[') => item.from(end + 2),
            _ => item,
        }
    }

    /// `alias name=value`: from now on the name runs the value, as a function would. Bash has no aliases in scripts.
    pub(crate) fn alias_words(&mut self, at: usize) {
        let count = if self.dialect == Dialect::Bash { 0 } else { self.words.len() };
        for i in at + 1..count {
            let word = self.word(i);
            let Some(sign) = find_byte(self.store.get(word), b'=') else { continue };
            let (name, value) = (word.part(0, sign), word.from(sign + 1));
            let mark = self.buffer.len();
            if take_word(&mut self.store.get(value)) == self.store.get(name) {
                // The command itself, not the alias again.
                self.buffer.push_str("command ");
            }
            self.push_text(value);
            self.buffer.push_str(" \"$@\"");
            let body = self.finish(mark);
            let slot = self.slot(Space::Function, name);
            self.put(slot, Value::Function(body));
        }
    }

    /// An assignment as an argument, as in `export A=B`: a word that is not split.
    pub(crate) fn declared(&mut self, id: u32, part: Node) {
        if part.flag & LIST != 0 || self.tree.get(part.first).kind == NodeKind::Index {
            self.assign(id);
            return self.words.push(part.text);
        }
        let value = self.text_of(part.first);
        let mark = self.buffer.len();
        self.push_text(part.text);
        self.buffer.push_str(if part.flag & APPEND != 0 { "+=" } else { "=" });
        self.push_text(value);
        let word = self.finish(mark);
        self.words.push(word);
    }
}

#[cfg(test)]
mod tests {
    use crate::{Dialect, Surroundings, run_script};
    use alloc::string::String;
    use alloc::vec::Vec;

    #[test]
    fn aliases_stand_for_their_values() {
        let commands = |script: &str, dialect| {
            let mut out: Vec<String> = Vec::new();
            run_script(script, &Surroundings { dialect, ..Surroundings::default() }, &mut |command| {
                out.push(command.words().display());
            });
            out
        };
        let script = "alias k='kubeadm -v 5' rm='rm -i'\nk upgrade apply\nrm /a";
        assert_eq!(commands(script, Dialect::Any), ["kubeadm -v 5 upgrade apply", "rm -i /a"]);
        assert_eq!(commands(script, Dialect::Bash), ["k upgrade apply", "rm /a"]);
        assert!(commands("alias a=b b=a\na x", Dialect::Any).len() < 3);
    }
}
