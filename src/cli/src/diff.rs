//! `redline diff`: what is created, changed and deleted between two states, and what the rules say to exactly that.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Arc;

use rayon::prelude::*;
use redline_input::{Act, Operation, Review, Subject, subjects, yaml};
use serde_json::Value;

use crate::args;
use crate::baseline::LetBe;
use crate::check::{Identity, identity};
use crate::error::{CliError, Outcome};
use crate::inputs;
use crate::inputs::read;
use crate::job::{Job, Judged, Place, locate};
use crate::modules;
use crate::report::Report;

/// An object, and where it stands.
struct Standing {
    object: Value,
    place: Place,
    /// The text of its document.
    text: Arc<str>,
}

/// One state: its objects, and what could not be read.
#[derive(Default)]
struct State {
    objects: BTreeMap<Identity, Standing>,
    unread: Vec<(Place, String)>,
}

/// Works out the requests between the two states, judges them, and prints the report.
pub(crate) fn run(args: &args::Diff) -> Result<Outcome, CliError> {
    let (rules, config) = modules::chosen(&args.judging)?;
    let mut report = Report::new(&args.judging.reporting, &config)?;
    let let_be = LetBe::load(config, args.judging.reporting.baseline.as_deref())?;
    let (old, new) = states(args)?;
    for (place, why) in new.unread.into_iter().chain(old.unread) {
        report.add(&Judged::unread(place, why))?;
    }
    let request = Box::new(|object: Value| Err([Subject::Object(object).title(), String::new(), String::new()]));
    let job = Job { rules, request, only: None, let_be };
    let act = |operation, old| Act { operation, requester: args.who.requester(), old, dry_run: false };
    let (mut before, mut requests) = (old.objects, Vec::new());
    for (identity, standing) in new.objects {
        let Standing { object, place, text } = standing;
        match before.remove(&identity) {
            Some(old) if old.object == object => {}
            Some(old) => requests.push((object, act(Operation::Update, Some(old.object)), place, text)),
            None => requests.push((object, act(Operation::Create, None), place, text)),
        }
    }
    for (_, Standing { object, place, text }) in before {
        requests.push((object, act(Operation::Delete, None), place, text));
    }
    let judged: Vec<Judged> = requests
        .into_par_iter()
        .map(|(object, act, place, text)| {
            let line = place.line;
            let title = Subject::Object(object.clone()).title();
            let mut judged = match Review::of(object, &act) {
                Ok(review) => [job.one(place, Subject::Request(review.into_request()))],
                Err(why) => {
                    let doing = act.operation.as_str().to_owned();
                    [Judged { place, title, doing, rulings: Err(why), known: 0 }]
                }
            };
            locate(&mut judged, &text, line);
            let [judged] = judged;
            judged
        })
        .collect();
    judged.iter().try_for_each(|judged| report.add(judged))?;
    report.finish()
}

/// The two states that the arguments name.
fn states(args: &args::Diff) -> Result<(State, State), CliError> {
    match (&args.git, args.states.as_slice()) {
        (Some(range), paths) => {
            let (old, new) = range.split_once("...").or_else(|| range.split_once("..")).unwrap_or((range, ""));
            let base = match range.contains("...") {
                true => git(&["merge-base", old, if new.is_empty() { "HEAD" } else { new }])?.trim().to_owned(),
                false => old.to_owned(),
            };
            let after = if new.is_empty() { here(paths) } else { revision(new, paths)? };
            Ok((revision(&base, paths)?, after))
        }
        (None, [old, new]) => Ok((here(std::slice::from_ref(old)), here(std::slice::from_ref(new)))),
        _ => Err("give two files or folders, or `--git OLD..NEW` and paths".to_owned().into()),
    }
}

/// The objects of files and folders as they lie here. An old or new state may be empty, but not missing.
fn here(paths: &[String]) -> State {
    let mut state = State::default();
    let all = [".".to_owned()];
    for input in if paths.is_empty() { &all } else { paths }.iter().flat_map(|path| inputs::of(path)) {
        match input {
            Ok(file) => match read(&file.path) {
                Ok(text) => state.add(&file.path, &text, file.found),
                Err(error) => state.unread.push((whole(&file.path), error.to_string())),
            },
            // A folder without manifests is a state, too: everything is gone.
            Err((path, _)) if std::path::Path::new(&path).is_dir() => {}
            Err((path, why)) => state.unread.push((whole(&path), why)),
        }
    }
    state
}

/// The objects of a git revision.
fn revision(revision: &str, paths: &[String]) -> Result<State, CliError> {
    let mut state = State::default();
    let mut list = vec!["ls-tree", "-r", "-z", "--name-only", revision, "--"];
    list.extend(paths.iter().map(String::as_str));
    for path in git(&list)?.split_terminator('\0').filter(|path| inputs::is_manifest(path.as_ref())) {
        let name = format!("{revision}:./{path}");
        let shown = format!("{revision}:{path}");
        match git(&["show", &name]) {
            Ok(text) => state.add(&shown, &text, true),
            Err(CliError::Failed(why)) => state.unread.push((whole(&shown), why)),
            Err(stop) => return Err(stop),
        }
    }
    Ok(state)
}

/// What git prints. Errors: what it says, or that it is not there.
fn git(args: &[&str]) -> Result<String, CliError> {
    let output = Command::new("git").args(args).output().map_err(|e| format!("cannot run git: {e}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.trim().trim_start_matches("fatal: ");
        return Err(format!("git {}: {said}", args.first().unwrap_or(&"")).into());
    }
    String::from_utf8(output.stdout).map_err(|_| format!("git {}: not UTF-8", args.join(" ")).into())
}

fn whole(file: &str) -> Place {
    Place { file: file.into(), document: None, line: 0, within: String::new() }
}

impl State {
    fn add(&mut self, file: &str, text: &str, found: bool) {
        let chunks = yaml::chunks(text);
        let several = chunks.len() > 1;
        for chunk in &chunks {
            let document = several.then_some(chunk.number);
            let shared: Arc<str> = chunk.text.into();
            for (line, value) in chunk.values(file) {
                let place = |within| Place { file: file.into(), document, line, within };
                match value {
                    Ok(value) if found && inputs::is_other(&value) => {}
                    Ok(value) => {
                        for item in subjects(value) {
                            match item.subject {
                                Ok(Subject::Object(object)) => {
                                    let place = Place { line: chunk.line, ..place(item.within) };
                                    let text = shared.clone();
                                    self.objects.insert(identity(&object), Standing { object, place, text });
                                }
                                Ok(_) => {
                                    self.unread.push((place(item.within), "a state is made of plain objects".into()))
                                }
                                Err(why) => self.unread.push((place(item.within), why)),
                            }
                        }
                    }
                    Err(error) => self.unread.push((place(String::new()), error.to_string())),
                }
            }
        }
    }
}
