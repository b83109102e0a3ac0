//! The objects of a state, which is a set of files here or in a git revision.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Arc;

use redline_input::{ObjectIdentity, Subject, items_in, yaml};
use serde_json::Value;

use crate::error::CliError;
use crate::evaluation::Location;
use crate::files;

/// An object, and where it comes from.
pub(crate) struct StateObject {
    pub object: Value,
    pub location: Location,
    /// The text of its document.
    pub text: Arc<str>,
}

/// The objects of a state, and what could not be read.
#[derive(Default)]
pub(crate) struct State {
    pub objects: BTreeMap<ObjectIdentity, StateObject>,
    pub unreadable: Vec<(Location, String)>,
}

/// The old and the new state of a range of revisions: `OLD..NEW`, `OLD...NEW`, or `OLD` up to the files here.
pub(crate) fn states_of_range(range: &str, paths: &[String]) -> Result<(State, State), CliError> {
    let (old, new) = range.split_once("...").or_else(|| range.split_once("..")).unwrap_or((range, ""));
    let base = match range.contains("...") {
        true => git(&["merge-base", old, if new.is_empty() { "HEAD" } else { new }])?.trim().to_owned(),
        false => old.to_owned(),
    };
    let new = if new.is_empty() { state_of_files(paths) } else { state_of_revision(new, paths)? };
    Ok((state_of_revision(&base, paths)?, new))
}

/// The objects in files and folders. A folder without manifests is an empty state, but a missing one is an error.
pub(crate) fn state_of_files(paths: &[String]) -> State {
    let mut state = State::default();
    let all = [".".to_owned()];
    for input in if paths.is_empty() { &all } else { paths }.iter().flat_map(|path| files::inputs(path)) {
        match input {
            Ok(file) => match files::read(&file.path) {
                Ok(text) => state.add(&file.path, &text, file.found),
                Err(error) => state.unreadable.push((Location::file(&file.path), error.to_string())),
            },
            Err((path, _)) if std::path::Path::new(&path).is_dir() => {}
            Err((path, reason)) => state.unreadable.push((Location::file(&path), reason)),
        }
    }
    state
}

/// The objects of a git revision.
fn state_of_revision(revision: &str, paths: &[String]) -> Result<State, CliError> {
    let mut state = State::default();
    let mut list = vec!["ls-tree", "-r", "-z", "--name-only", revision, "--"];
    list.extend(paths.iter().map(String::as_str));
    for path in git(&list)?.split_terminator('\0').filter(|path| files::is_manifest(path.as_ref())) {
        let displayed = format!("{revision}:{path}");
        match git(&["show", &format!("{revision}:./{path}")]) {
            Ok(text) => state.add(&displayed, &text, true),
            Err(CliError::Failed(reason)) => state.unreadable.push((Location::file(&displayed), reason)),
            Err(error) => return Err(error),
        }
    }
    Ok(state)
}

/// The output of git. Errors: what git reports, or that it cannot be run.
fn git(args: &[&str]) -> Result<String, CliError> {
    let output = Command::new("git").args(args).output().map_err(|e| format!("cannot run git: {e}"))?;
    if !output.status.success() {
        let reported = String::from_utf8_lossy(&output.stderr);
        let reported = reported.trim().trim_start_matches("fatal: ");
        return Err(format!("git {}: {reported}", args.first().unwrap_or(&"")).into());
    }
    String::from_utf8(output.stdout).map_err(|_| format!("git {}: not UTF-8", args.join(" ")).into())
}

impl State {
    fn add(&mut self, file: &str, text: &str, found: bool) {
        let chunks = yaml::chunks(text);
        let several = chunks.len() > 1;
        for chunk in &chunks {
            let text: Arc<str> = chunk.text.into();
            for (line, value) in chunk.values(file) {
                let document = several.then_some(chunk.number);
                let location = |line, label, path| Location { file: file.into(), document, line, label, path };
                let value = match value {
                    Ok(value) => value,
                    Err(error) => {
                        let location = location(line, String::new(), String::new());
                        self.unreadable.push((location, error.to_string()));
                        continue;
                    }
                };
                if found && files::is_unrelated(&value) {
                    continue;
                }
                for item in items_in(value) {
                    let reason = match item.subject {
                        Ok(Subject::Object(object)) => {
                            let location = location(chunk.line, item.label, item.path);
                            let object = StateObject { object, location, text: text.clone() };
                            self.objects.insert(ObjectIdentity::of(&object.object), object);
                            continue;
                        }
                        Ok(Subject::Raw(..)) => "skipped: a cloud operation; use `redline plan` or `trail`".to_owned(),
                        Ok(Subject::Request(_)) => "skipped: an admission request; use `redline check`".to_owned(),
                        Err(reason) => reason,
                    };
                    self.unreadable.push((location(line, item.label, item.path), reason));
                }
            }
        }
    }
}
