//! Aliases, as far as a whole command has one.

use crate::interpreter::{Flow, Shell};
use crate::store::{Text, Value};

impl Shell<'_> {
    /// Runs a command with what its alias stands for in the place of its name. Inside of that the name is itself again.
    pub(crate) fn call_alias(&mut self, at: usize, slot: u32, text: Text) -> Flow {
        let mut parts = alloc::vec![text];
        if at + 1 < self.words.len() {
            let blank = self.store.add(" ");
            parts.extend([blank, self.joined(at + 1)]);
        }
        let script = self.store.concat(&parts);
        self.put(slot, Value::Unset);
        let flow = self.script(script);
        self.put(slot, Value::One(text));
        flow
    }
}
