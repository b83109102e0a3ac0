//! The output of commands, texts that are being built, and the reporting of commands.

use crate::command::{Certainty, Parts, SimpleCommand};
use crate::interpreter::{DIRECTORY, INPUT, Shell};
use crate::store::{Text, Value};
use crate::text::slice_from;
use alloc::vec::Vec;

impl Shell<'_> {
    /// Prints a value, if the output is captured.
    #[inline(never)]
    pub(crate) fn print(&mut self, value: Value) {
        if self.listeners > 0 && value != Value::One(Text::EMPTY) && value != Value::Unset {
            self.output.push(value);
        }
    }

    #[inline(never)]
    pub(crate) fn print_text(&mut self, text: Text) {
        self.print(Value::One(text));
    }

    /// The output from the piece `from` on, as one value.
    #[inline(never)]
    pub(crate) fn collect(&mut self, from: usize) -> Value {
        let count = self.output.len().saturating_sub(from);
        if count == 0 {
            return Value::One(Text::EMPTY);
        }
        if count == 1 {
            return self.output.pop().unwrap_or_default();
        }
        // Every combination of the pieces, if there are few; else what each has in common, and all that there is.
        let mut total = 1;
        for at in from..self.output.len() {
            let count = self.store.count(self.output.get(at).copied().unwrap_or_default());
            total = (total * count).min(crate::store::ALTERNATIVES + 1);
        }
        let few = total <= crate::store::ALTERNATIVES;
        let mut out = None;
        let mut parts = Vec::with_capacity(count);
        for code in 0..if few { total } else { 2 } {
            parts.clear();
            let mut rest = if few { code } else { 0 };
            for at in from..self.output.len() {
                let value = self.output.get(at).copied().unwrap_or_default();
                let count = self.store.count(value);
                for i in 0..if few || code == 0 { 1 } else { count } {
                    let common = !few && code == 0;
                    let part =
                        if common { self.store.common(value) } else { self.store.alternative(value, i + rest % count) };
                    parts.push(part);
                }
                rest = if few { rest / count } else { 0 };
            }
            let text = Value::One(self.store.concat(&parts));
            self.store.allow(&mut out, text);
        }
        self.output.truncate(from);
        out.unwrap_or_default()
    }

    /// Appends a text to the buffer.
    #[inline(never)]
    pub(crate) fn push_text(&mut self, text: Text) {
        self.buffer.push_str(self.store.get(text));
    }

    /// Makes a text of the part of the buffer behind `from`.
    #[inline(never)]
    pub(crate) fn finish(&mut self, from: usize) -> Text {
        let text = self.store.add(slice_from(&self.buffer, from));
        self.buffer.truncate(from);
        text
    }

    /// Reports a command: the words from `at` on, and the operations that were found.
    pub(crate) fn emit(&mut self, at: usize, interactive: bool, unread: bool) {
        self.emit_words(at, self.words.len(), interactive, unread);
    }

    /// Reports a command whose words end at `end`.
    #[inline(never)]
    pub(crate) fn emit_words(&mut self, at: usize, end: usize, interactive: bool, unread: bool) {
        let input = match self.value(INPUT) {
            Value::Unset => None,
            value if self.store.count(value) > 1 => {
                // It is the same for all commands of a loop.
                if self.common_input.0 != value {
                    self.common_input = (value, self.store.common(value));
                }
                Some(self.common_input.1)
            }
            value => Some(self.store.alternative(value, 0)).filter(|text| *text != Text::UNSET),
        };
        let certainty = match (self.guessed, self.possible) {
            (0, 0) => Certainty::Certain,
            (0, _) => Certainty::Conditional,
            _ => Certainty::Possible,
        };
        let command = SimpleCommand::new(Parts {
            store: &self.store,
            words: self.words.get(at..end).unwrap_or_default(),
            options: &self.options,
            operands: &self.operands,
            operations: &self.operations,
            namespaces: self.namespaces,
            directory: self.store.alternative(self.value(DIRECTORY), 0),
            input,
            interactive,
            unread,
            certainty,
            source: self.source,
        });
        (self.visit)(&command);
    }
}
