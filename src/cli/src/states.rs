//! The objects of a state, which is a set of files here or in a git revision.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use redline_input::{Foreign, ObjectIdentity, Subject, items_in, place_in, yaml};
use serde_json::Value;

use crate::decode;
use crate::error::CliError;
use crate::evaluation::Location;
use crate::faults;
use crate::files;
use crate::git::{self, Blob, BlobReader};
use crate::language::tr;
use crate::report::Skipped;
use crate::text_source::{SourceFile, TextSource};

/// An object, and where it comes from.
pub(crate) struct StateObject {
    /// As JSON: a tree of each object would take ten times the memory.
    pub object: Arc<str>,
    pub location: Location,
    /// Where the text of its document is.
    pub source: TextSource,
}

/// The objects of a state, what could not be read, and what was passed over.
#[derive(Default)]
pub(crate) struct State {
    pub objects: BTreeMap<ObjectIdentity, StateObject>,
    pub unreadable: Vec<(Location, String)>,
    pub skipped: Skipped,
    /// The namespace of objects that name none.
    pub namespace: Option<String>,
}

/// The old and the new state of a range of revisions: `OLD..NEW`, `OLD...NEW`, or `OLD` up to the files here. Files that are
/// the same in both are in neither.
pub(crate) fn states_of_range(
    range: &str,
    paths: &[String],
    namespace: Option<&str>,
) -> Result<(State, State), CliError> {
    let (old, new) = range.split_once("...").or_else(|| range.split_once("..")).unwrap_or((range, ""));
    let old = if old.is_empty() { "HEAD" } else { old };
    let base = match range.contains("...") {
        true => git::merge_base(old, if new.is_empty() { "HEAD" } else { new })?,
        false => old.to_owned(),
    };
    let open = || State { namespace: namespace.map(str::to_owned), ..State::default() };
    let (mut before, mut after) = (open(), open());
    let (top, mut objects) = (git::top()?, BlobReader::open()?);
    // `OLD..` means up to HEAD for git, and up to the files here only without dots.
    let new =
        if new.is_empty() && range.contains("..") { Some("HEAD") } else { Some(new).filter(|new| !new.is_empty()) };
    for path in paths {
        let known = |revision| git::is_known(revision, path);
        if !Path::new(path).exists() && !known(&base)? && !new.is_some_and(|new| known(new).unwrap_or_default()) {
            return Err(tr!(
                "`{path}` is neither here nor in `{range}`; paths count from this folder",
                "此处和 `{range}` 中都没有 `{path}`；路径相对于当前目录"
            )
            .into());
        }
    }
    for change in git::changes(&base, new, paths)? {
        let path = change.path;
        if !files::is_manifest(path.as_ref()) {
            continue;
        }
        for (blob, state) in [(change.old, &mut before), (change.new, &mut after)] {
            let here = top.join(&path);
            let (file, bytes) = match blob {
                None => continue,
                Some(Blob::Object(hash)) => {
                    let bytes = objects.read(&hash);
                    (SourceFile::Blob(hash), bytes)
                }
                Some(Blob::Here) => (SourceFile::Here(here.to_string_lossy().into_owned()), std::fs::read(&here)),
            };
            match bytes.and_then(|bytes| decode::text(&*bytes)) {
                Ok(_) if files::is_chart_template(&here) => {
                    state.skipped.add(Some((path.as_str().into(), Foreign::Template)));
                }
                Ok(text) => state.add(&path, &Arc::new(file), &text, true),
                Err(error) => state.unreadable.push((Location::file(&path), faults::reason(&error))),
            }
        }
    }
    Ok((before, after))
}

/// The objects in files and folders. A folder without manifests is an empty state, but a missing one is an error.
pub(crate) fn state_of_files(path: &str, namespace: Option<&str>) -> Result<State, CliError> {
    if !files::may_exist(path) {
        return Err(faults::unreadable(path.as_ref(), &ErrorKind::NotFound.into()).into());
    }
    let mut state = State { namespace: namespace.map(str::to_owned), ..State::default() };
    for input in files::inputs(path, false) {
        match input {
            Ok(file) if files::is_chart_template(file.path.as_ref()) => {
                state.skipped.add(Some((file.path.as_str().into(), Foreign::Template)));
            }
            Ok(file) => match files::read(&file.path) {
                Ok(text) => {
                    let source = Arc::new(SourceFile::Here(file.path.clone()));
                    state.add(&file.path, &source, &text, file.found);
                }
                Err(error) => state.unreadable.push((Location::file(&file.path), faults::of_host(&error))),
            },
            Err((path, reason)) => state.unreadable.push((Location::file(&path), reason)),
        }
    }
    Ok(state)
}

impl State {
    fn add(&mut self, file: &str, source: &Arc<SourceFile>, text: &str, found: bool) {
        let chunks = yaml::chunks(text);
        let several = chunks.len() > 1;
        let name: Arc<str> = files::display_name(file).into();
        for chunk in &chunks {
            let source = TextSource::new(source, text, chunk.text);
            let document = several.then_some(chunk.number);
            let location = |line| Location { file: name.clone(), document, line, ..Location::default() };
            for (line, value) in chunk.values(file) {
                let (foreign, value) = match value {
                    Ok(value) => (Foreign::of(&value), Ok(value)),
                    Err(error) => (Foreign::of_unreadable(chunk.text), Err(error)),
                };
                if let Some(foreign) = foreign.filter(|what| what.is_passed_over(found)) {
                    self.skipped.add(Some((name.clone(), foreign)));
                    continue;
                }
                match value {
                    Ok(value) => self.add_items(value, &location(line), &source, chunk.line),
                    Err(error) => {
                        let position = error.position;
                        let place = Location { column: position.column, ..location(position.line) };
                        self.unreadable.push((place, error.message));
                    }
                }
            }
        }
    }

    fn add_items(&mut self, value: Value, location: &Location, source: &TextSource, first_line: usize) {
        for item in items_in(value) {
            let location = Location { label: item.label, path: item.path, ..location.clone() };
            let reason = match item.subject {
                Ok(Subject::Object(mut object)) => {
                    if let Some(namespace) = &self.namespace {
                        place_in(&mut object, namespace);
                    }
                    let identity = ObjectIdentity::of(&object);
                    let location = Location { line: first_line, ..location };
                    let object = StateObject { object: object.to_string().into(), location, source: source.clone() };
                    self.objects.insert(identity, object);
                    continue;
                }
                Ok(Subject::Raw(..)) => {
                    tr!("skipped: a cloud operation; use `redline check`", "已跳过：云操作，请使用 `redline check`")
                }
                Ok(Subject::Request(_)) => {
                    tr!(
                        "skipped: an admission request; use `redline check`",
                        "已跳过：准入请求，请使用 `redline check`"
                    )
                }
                Err(reason) => reason,
            };
            self.unreadable.push((location, reason));
        }
    }
}
