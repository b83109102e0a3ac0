//! Files as documents, and documents as items to check.

use std::{ops::Range, sync::Arc};

use redline_input::{
    Foreign, Subject, SyntaxError, items_in, plan,
    yaml::{self, Chunk},
};

use crate::evaluation::Location;
use crate::faults;
use crate::files::{self, File, Input};
use crate::language::tr;
use crate::script_kind::{Recognised, not_a_script, recognise};
use crate::translation;

/// Something to check and where it comes from, or why it cannot be checked.
pub(crate) type Item = (Location, Result<Subject, String>);

/// A file that was read and split into documents.
pub(crate) struct LoadedFile {
    name: Arc<str>,
    text: String,
    /// Number, first line and span of each document.
    chunks: Vec<(usize, usize, Range<usize>)>,
    /// Whether the file was found in a folder, where some files are not for us.
    found: bool,
    /// Whether the file is a template of a chart.
    template: bool,
    /// Whether this is a chart and the text what helm makes of it.
    chart: bool,
}

/// A document, or what kept a file from being read.
pub(crate) enum Document {
    Text(Arc<LoadedFile>, usize),
    Script(Script),
    Skipped(Arc<str>, Foreign),
    Unreadable(Location, String),
}

/// A text that machines run.
pub(crate) struct Script {
    pub file: Arc<str>,
    /// What reports call it.
    pub kind: &'static str,
    pub text: String,
}

/// The text of a document and the line of its file on which it starts.
pub(crate) struct DocumentText(Arc<LoadedFile>, usize);

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
    let file = match input {
        Ok(file) => file,
        Err((path, reason)) => return unreadable(&path, reason),
    };
    match file.text() {
        Ok(text) => documents_of_text(&file, text),
        Err(error) => unreadable(&file.path, faults::of_host(&error)),
    }
}

/// A file that could not be read.
pub(crate) fn unreadable(file: &str, reason: String) -> Vec<Document> {
    vec![Document::Unreadable(Location::file(file), reason)]
}

/// The documents in the text of a file.
pub(crate) fn documents_in(file: &str, text: String, found: bool) -> Vec<Document> {
    documents_of_text(&File { found, scripts: false, ..File::named(file) }, text)
}

fn documents_of_text(file: &File, text: String) -> Vec<Document> {
    let File { path, found, rendered, scripts } = file;
    match recognise(path, &text).filter(|_| rendered.is_none()) {
        Some(Recognised::Other(_)) if *scripts && !found => {
            return unreadable(path, not_a_script(path, &text).unwrap_or_default());
        }
        Some(Recognised::Other(_)) if *scripts => return Vec::new(),
        Some(what) if *scripts => {
            let kind = if what == Recognised::UserData { "UserData" } else { "Script" };
            return vec![Document::Script(Script { file: files::display_name(path).into(), kind, text })];
        }
        Some(Recognised::UserData) if *found => {
            return vec![Document::Skipped(files::display_name(path).into(), Foreign::UserData)];
        }
        _ => {}
    }
    if !found && plan::is_shown(&text) {
        let reason = tr!(
            "this is a plan as Terraform shows it to people; expected the output of `terraform show -json PLANFILE`",
            "这是 Terraform 供阅读的计划文本，应为 `terraform show -json PLANFILE` 的输出"
        );
        return unreadable(path, reason);
    }
    let start = text.as_ptr() as usize;
    let span = |chunk: &str| {
        let from = chunk.as_ptr() as usize - start;
        from..from + chunk.len()
    };
    let chunks: Vec<_> = yaml::chunks(&text).iter().map(|c| (c.number, c.line, span(c.text))).collect();
    if chunks.is_empty() && !found {
        return unreadable(path, tr!("the file has nothing to check", "文件中没有可检查的内容"));
    }
    let (template, chart) = (rendered.is_none() && files::is_chart_template(path.as_ref()), rendered.is_some());
    let name = files::display_name(path).into();
    let source = Arc::new(LoadedFile { name, text, chunks, found: *found, template, chart });
    (0..source.chunks.len()).map(|index| Document::Text(source.clone(), index)).collect()
}

/// What a document holds.
#[derive(Default)]
pub(crate) struct Contents {
    pub items: Vec<Item>,
    /// What is worth knowing about the text.
    pub notes: Vec<SyntaxError>,
    /// If it is a single value, its text, so that fields can be found in it.
    pub text: Option<DocumentText>,
    /// What the document is, where it is nothing to check.
    pub skipped: Option<(Arc<str>, Foreign)>,
    /// The whole file, where it is a script.
    pub script: Option<Script>,
}

impl Document {
    /// Reads the document.
    pub(crate) fn contents(self) -> Contents {
        let (source, index) = match self {
            Document::Text(source, index) => (source, index),
            Document::Script(script) => return Contents { script: Some(script), ..Contents::default() },
            Document::Skipped(file, what) => return Contents { skipped: Some((file, what)), ..Contents::default() },
            Document::Unreadable(location, reason) => {
                return Contents { items: vec![(location, Err(reason))], ..Contents::default() };
            }
        };
        let (number, line, span) = source.chunks[index].clone();
        let mut contents = Contents::default();
        if source.template {
            contents.skipped = Some((source.name.clone(), Foreign::Template));
            return contents;
        }
        let text = &source.text[span];
        let name = if source.chart { template_of(&source.name, text) } else { source.name.clone() };
        let mut values = Chunk { number, line, text }.parsed(&source.name);
        // Each line of a log is a value, and one error is enough.
        if values.first().is_some_and(|parsed| parsed.value.as_ref().is_ok_and(plan::is_log_line)) {
            values.truncate(1);
        }
        let several = values.len() > 1;
        let document = |index: usize| match (several, source.chunks.len()) {
            (true, 1) => Some(index + 1),
            (_, 1) => None,
            _ => Some(number),
        };
        for (index, parsed) in values.into_iter().enumerate() {
            let location =
                Location { file: name.clone(), document: document(index), line: parsed.line, ..Location::default() };
            // Lines of what helm prints are no lines of the template.
            let location = if source.chart { Location { document: None, line: 0, ..location } } else { location };
            let notes = parsed.notes.into_iter();
            contents.notes.extend(notes.map(|note| SyntaxError { message: translation::of(&note.message), ..note }));
            match parsed.value {
                Ok(value) => match Foreign::of(&value).filter(|what| what.is_passed_over(source.found)) {
                    Some(foreign) => contents.skipped = Some((source.name.clone(), foreign)),
                    None => contents.items.extend(items_in(value).into_iter().map(|item| {
                        (Location { label: item.label, path: item.path, ..location.clone() }, item.subject)
                    })),
                },
                Err(error) => match Foreign::of_unreadable(text).filter(|what| what.is_passed_over(source.found)) {
                    Some(foreign) => contents.skipped = Some((source.name.clone(), foreign)),
                    None => {
                        let SyntaxError { position, message } = error;
                        let location = Location { line: position.line, column: position.column, ..location };
                        contents.items.push((location, Err(message)));
                    }
                },
            }
        }
        if !several && !source.chart {
            contents.text = Some(DocumentText(source, index));
        }
        contents
    }
}

/// The template that a document of a rendered chart comes from, as helm writes above it: `# Source: NAME/templates/a.yaml`.
fn template_of(chart: &Arc<str>, text: &str) -> Arc<str> {
    let source = text.lines().find_map(|line| line.strip_prefix("# Source: "));
    let inner = source.and_then(|source| source.trim_end().split_once('/'));
    inner.map_or_else(|| chart.clone(), |(_, inner)| format!("{}/{inner}", chart.trim_end_matches('/')).into())
}
