//! Files as documents, and documents as items to check.

use std::{ops::Range, sync::Arc};

use redline_input::{
    Subject, items_in, plan,
    yaml::{self, Chunk},
};

use crate::evaluation::Location;
use crate::files::{self, File, Input};

/// Something to check and where it comes from, or why it cannot be checked.
pub(crate) type Item = (Location, Result<Subject, String>);

/// A file that was read and split into documents.
pub(crate) struct Source {
    name: Arc<str>,
    text: String,
    /// Number, first line and span of each document.
    chunks: Vec<(usize, usize, Range<usize>)>,
    /// Whether the file was found in a folder, where some files are not for us.
    found: bool,
}

/// A document, or what kept a file from being read.
pub(crate) enum Document {
    Text(Arc<Source>, usize),
    Unreadable(Location, String),
}

/// The text of a document and the line of its file on which it starts.
pub(crate) struct DocumentText(Arc<Source>, usize);

impl DocumentText {
    pub(crate) fn text(&self) -> &str {
        &self.0.text[self.0.chunks[self.1].2.clone()]
    }

    pub(crate) fn line(&self) -> usize {
        self.0.chunks[self.1].1
    }
}

/// The documents of an input, or why there are none.
pub(crate) fn documents_of(input: Input) -> Vec<Document> {
    let File { path, found } = match input {
        Ok(file) => file,
        Err((path, reason)) => return unreadable(&path, reason),
    };
    match files::read(&path) {
        Ok(text) => documents_in(&path, text, found),
        Err(error) => unreadable(&path, error.to_string()),
    }
}

/// A file that could not be read.
pub(crate) fn unreadable(file: &str, reason: String) -> Vec<Document> {
    vec![Document::Unreadable(Location::file(file), reason)]
}

/// The documents in the text of a file.
pub(crate) fn documents_in(file: &str, text: String, found: bool) -> Vec<Document> {
    let start = text.as_ptr() as usize;
    let span = |chunk: &str| {
        let from = chunk.as_ptr() as usize - start;
        from..from + chunk.len()
    };
    let chunks: Vec<_> = yaml::chunks(&text).iter().map(|c| (c.number, c.line, span(c.text))).collect();
    if chunks.is_empty() && !found {
        return unreadable(file, "the file has nothing to check".to_owned());
    }
    let source = Arc::new(Source { name: files::display_name(file).into(), text, chunks, found });
    (0..source.chunks.len()).map(|index| Document::Text(source.clone(), index)).collect()
}

impl Document {
    /// The items of the document. If it is a single value, its text comes along, so that fields can be found in it.
    pub(crate) fn items(self) -> (Vec<Item>, Option<DocumentText>) {
        let (source, index) = match self {
            Document::Text(source, index) => (source, index),
            Document::Unreadable(location, reason) => return (vec![(location, Err(reason))], None),
        };
        let (number, line, span) = source.chunks[index].clone();
        let mut values = Chunk { number, line, text: &source.text[span] }.values(&source.name);
        // Each line of a log is a value, and one error is enough.
        if values.first().is_some_and(|(_, value)| value.as_ref().is_ok_and(plan::is_log_line)) {
            values.truncate(1);
        }
        let several = values.len() > 1;
        let location = |index: usize, line: usize, label: String, path: String| Location {
            file: source.name.clone(),
            document: match (several, source.chunks.len()) {
                (true, 1) => Some(index + 1),
                (_, 1) => None,
                _ => Some(number),
            },
            line,
            label,
            path,
        };
        let items = values.into_iter().enumerate().flat_map(|(index, (line, value))| match value {
            // Folders also hold Helm values, kustomizations and workflows.
            Ok(value) if source.found && files::is_unrelated(&value) => Vec::new(),
            Ok(value) => items_in(value)
                .into_iter()
                .map(|item| (location(index, line, item.label, item.path), item.subject))
                .collect::<Vec<_>>(),
            Err(error) => vec![(location(index, line, String::new(), String::new()), Err(error.to_string()))],
        });
        let items = items.collect();
        (items, (!several).then_some(DocumentText(source, index)))
    }
}
