//! Takes a text apart into the things in it, and keeps where each stands.

use std::rc::Rc;

use redline_input::{Subject, subjects, yaml};

use crate::answer::{Place, Problem, TextName};
use crate::spans::Spans;

/// Something that can be judged, or why it cannot.
pub(crate) struct Thing<'t> {
    /// Which document, from 1.
    pub(crate) document: usize,
    /// Which part of the document.
    pub(crate) within: String,
    /// Path of that part in the document.
    pub(crate) path: String,
    /// Where it starts.
    pub(crate) at: Place,
    /// What it is.
    pub(crate) subject: Result<Subject, Problem>,
    /// Where everything in the document stands.
    pub(crate) spans: Rc<Spans<'t>>,
}

/// Everything in a text.
pub(crate) fn read(text: &str, name: TextName) -> Vec<Thing<'_>> {
    let lines = Rc::new(Lines::of(text, name));
    let mut things = Vec::new();
    let mut document = 0;
    for chunk in yaml::chunks(text) {
        let start = chunk.text.as_ptr() as usize - text.as_ptr() as usize;
        for (index, (line, value)) in chunk.values("").into_iter().enumerate() {
            document += 1;
            let spans = Rc::new(Spans::new(lines.clone(), chunk.text, start, index));
            let thing = |within: String, path: String, at: Place, subject| {
                let spans = spans.clone();
                Thing { document, within, path, at, subject, spans }
            };
            match value {
                Ok(value) => {
                    for item in subjects(value) {
                        let mut at = Place { text: name, line, column: 1, exact: true };
                        if !item.path.is_empty() {
                            at = spans.find(&item.path);
                        }
                        let subject = item.subject.map_err(|message| Problem { message, at: at.clone() });
                        things.push(thing(item.within, item.path, at, subject));
                    }
                }
                Err(error) => {
                    let at =
                        Place { text: name, line: error.position.line, column: error.position.column, exact: true };
                    let problem = Problem { message: error.message, at: at.clone() };
                    things.push(thing(String::new(), String::new(), at, Err(problem)));
                }
            }
        }
    }
    things
}

/// Finds line and column of an offset.
pub(crate) struct Lines<'t> {
    text: &'t str,
    name: TextName,
    /// Offsets at which lines start.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str, name: TextName) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Lines { text, name, starts }
    }

    pub(crate) fn place(&self, offset: usize, exact: bool) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        let column = self.text.get(start..offset).map_or(1, |before| before.chars().count() + 1);
        Place { text: self.name, line, column, exact }
    }
}
