//! What a command is going to do: the requests that it causes, and what could not be found out about it.

use redline_input::Subject;

use crate::rule_docs::Text;

/// What a command is going to do.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Admission requests and cloud operations, in order.
    pub subjects: Vec<Subject>,
    /// What is to be said about the plan.
    pub notes: Vec<Note>,
}

/// Something to tell the user about a plan.
#[derive(Debug)]
pub(crate) struct Note {
    pub text: Text,
    /// Whether part of the command could not be worked out, so that nothing stands against it only as far as is known.
    pub open: bool,
}

impl Plan {
    /// Adds a remark.
    pub(crate) fn remark(&mut self, en: impl Into<String>, zh: impl Into<String>) {
        self.note(en.into(), zh.into(), false);
    }

    /// Adds what could not be worked out.
    pub(crate) fn open(&mut self, en: impl Into<String>, zh: impl Into<String>) {
        self.note(en.into(), zh.into(), true);
    }

    fn note(&mut self, en: String, zh: String, open: bool) {
        if !self.notes.iter().any(|note| note.text.en == en) {
            self.notes.push(Note { text: Text { en, zh }, open });
        }
    }

    /// Adds another plan to the end of this one.
    pub(crate) fn append(&mut self, other: Plan) {
        self.subjects.extend(other.subjects);
        other.notes.into_iter().for_each(|note| self.note(note.text.en, note.text.zh, note.open));
    }
}
