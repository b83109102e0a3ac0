//! What a command is going to do: the requests that it causes, and what could not be found out about it.

use redline_input::Subject;

use crate::rule_docs::Text;

/// A request that a command is going to make: an admission request or a cloud operation.
#[derive(Debug)]
pub(crate) struct PlannedRequest {
    /// The request itself.
    pub subject: Subject,
    /// What reports call its object.
    pub title: String,
    /// What reports call the operation.
    pub operation: String,
}

/// What a command is going to do.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// The requests that it makes, in order.
    pub requests: Vec<PlannedRequest>,
    /// What is to be said about the plan.
    pub notes: Vec<Note>,
}

/// Something to tell the user about a plan.
#[derive(Debug)]
pub(crate) struct Note {
    pub text: Text,
    /// Whether part of the command could not be worked out, so that the decision holds only for the rest.
    pub open: bool,
}

impl Plan {
    /// Adds a request.
    pub(crate) fn add(&mut self, subject: Subject) {
        let (title, operation) = (subject.title(), subject.operation());
        self.requests.push(PlannedRequest { subject, title, operation });
    }

    /// Adds a request that reports call by other names.
    pub(crate) fn add_as(&mut self, subject: Subject, title: String, operation: &str) {
        self.requests.push(PlannedRequest { subject, title, operation: operation.to_owned() });
    }

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
}
