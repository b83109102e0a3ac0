//! Assignments of variables and of arrays.

use crate::interpreter::{Dialect, Shell, Space};
use crate::store::{Text, Value};
use crate::syntax::{APPEND, LIST, Node, NodeKind};
use crate::text::{find, find_byte, take_word, word_in};

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
            if node.flag & APPEND == 0 {
                self.clear(node.text, slot, true);
            }
            let words = from..self.words.len();
            if words.clone().any(|i| self.word_text(i).starts_with('[') && find(self.word_text(i), "]=").is_some()) {
                for i in words {
                    let old = self.value(slot);
                    let old = self.settle(old);
                    let word = self.word(i);
                    let (key, value) = match find(self.word_text(i), "]=") {
                        Some(end) => (word.part(1, end), word.from(end + 2)),
                        None => (Text::UNKNOWN, word),
                    };
                    self.assign_element(slot, node.text, old, key, value);
                }
            } else {
                let old = self.value(slot);
                let old = self.settle(old);
                let list = match self.reopened(old) {
                    Some(at) => {
                        for i in words {
                            let word = self.word(i);
                            self.store.texts.push(word);
                        }
                        self.store.list(at)
                    }
                    None => Value::One(Text::UNKNOWN),
                };
                self.put(slot, list);
            }
            return self.words.truncate(from);
        }
        let index = self.tree.get(child);
        if index.kind == NodeKind::Index {
            let mut value = self.text_of(index.next);
            let key = self.text_of(index.first);
            if node.flag & APPEND != 0 {
                let old = self.element(node.text, old, key);
                let old = self.pick(old);
                value = self.store.concat(&[old, value]);
            }
            return self.assign_element(slot, node.text, old, key, value);
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
            self.put(slot, Value::One(body));
        }
    }

    /// An assignment as an argument, as in `export A=B`: a word that is not split.
    pub(crate) fn declared(&mut self, at: usize, id: u32, part: Node) {
        if part.flag & LIST != 0 || self.tree.get(part.first).kind == NodeKind::Index {
            if word_in("declare local typeset", self.word_text(at)) {
                self.localize(at, part.text);
                if self.flagged(at, b'A') {
                    self.associate(at, part.text);
                }
            }
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
