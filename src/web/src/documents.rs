//! Splits a text into items and finds where their fields are.

use std::rc::Rc;

use redline_input::lines::Lines;
use redline_input::spans::Spans;
use redline_input::{Subject, SyntaxError, items_in, yaml};

use crate::answer::{Position, Problem, TextName};

/// Something to evaluate, or why it cannot be evaluated.
pub(crate) struct Item<'t> {
    /// Which document of the text, from 1.
    pub(crate) document: usize,
    /// Which item of the document, for people.
    pub(crate) label: String,
    /// Path of the item in the document.
    pub(crate) path: String,
    /// Where it starts.
    pub(crate) at: Position,
    /// What it is.
    pub(crate) subject: Result<Subject, Problem>,
    /// Where the fields of the document are.
    pub(crate) fields: Rc<Fields<'t>>,
}

/// Where the fields of one document are in the whole text.
pub(crate) struct Fields<'t> {
    name: TextName,
    lines: Rc<Lines<'t>>,
    /// Where the document starts.
    start: usize,
    spans: Spans<'t>,
}

impl Fields<'_> {
    /// The place of a field, or of the innermost part of its path that is there.
    pub(crate) fn find(&self, path: &str) -> Position {
        let span = self.spans.find(path);
        let (line, column) = self.lines.position(self.start + span.start());
        Position { text: self.name, line, column, exact: span.exact }
    }
}

/// The items of a text.
pub(crate) fn read(text: &str, name: TextName) -> Vec<Item<'_>> {
    let lines = Rc::new(Lines::new(text));
    let mut items = Vec::new();
    let mut document = 0;
    for chunk in yaml::chunks(text) {
        let start = chunk.text.as_ptr() as usize - text.as_ptr() as usize;
        for (index, (line, value)) in chunk.values("").into_iter().enumerate() {
            document += 1;
            let spans = Spans::new(chunk.text, index);
            let fields = Rc::new(Fields { name, lines: lines.clone(), start, spans });
            let item = |label: String, path: String, at: Position, subject| {
                let fields = fields.clone();
                Item { document, label, path, at, subject, fields }
            };
            match value {
                Ok(value) => {
                    for found in items_in(value) {
                        let mut at = Position { text: name, line, column: 1, exact: true };
                        if !found.path.is_empty() {
                            at = fields.find(&found.path);
                        }
                        let subject = found.subject.map_err(|message| Problem::new(message, &at));
                        items.push(item(found.label, found.path, at, subject));
                    }
                }
                Err(SyntaxError { position, message }) => {
                    let at = Position { text: name, line: position.line, column: position.column, exact: true };
                    let problem = Problem::new(message, &at);
                    items.push(item(String::new(), String::new(), at, Err(problem)));
                }
            }
        }
    }
    items
}
