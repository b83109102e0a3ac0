//! `redline check`, `plan` and `trail`: read files, show each thing in them to the rules that are about it, report.

use std::{collections::HashMap, ops::Range, sync::Arc};

use indicatif::{ProgressBar, ProgressDrawTarget};
use rayon::prelude::*;
use redline_host::{
    Act, Error, Operation, RawShape, Requester, Response, Review, Subject, Verdict, kinds, subjects,
    yaml::{self, Chunk},
};
use serde_json::Value;

use super::found::{self, Said};
use super::stream::{self, Element, Opened};
use super::{Outcome, Stop, args, modules, modules::Rules, read, report::Report};

/// Documents that are read and judged before the report goes on. Memory stays flat however long the input is.
const BATCH: usize = 512;

/// Where something stands.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The file, as the user named it.
    pub file: Arc<str>,
    /// Which document; `None` when the file has only one.
    pub document: Option<usize>,
    /// Line of the document, from 1; 0 when there is none.
    pub line: usize,
    /// Which part of the document; empty when it has none.
    pub within: String,
}

/// One thing and what the rules said to it.
pub(crate) struct Judged {
    pub place: Place,
    /// `Node/worker-1`.
    pub title: String,
    /// `DELETE`.
    pub doing: String,
    /// What rules said that did not simply allow it, or why it could not be judged at all.
    pub rulings: Result<Vec<Ruling>, String>,
    /// Findings that were left out because they are known already.
    pub known: usize,
}

/// What one rule said.
pub(crate) struct Ruling {
    pub rule: String,
    pub answer: Result<Response, Error>,
    /// The answer taken apart.
    pub said: Said,
}

impl Ruling {
    /// A rule that failed could not judge.
    pub(crate) fn verdict(&self) -> Verdict {
        self.answer.as_ref().map_or(Verdict::Invalid, Response::verdict)
    }
}

struct Source {
    name: Arc<str>,
    text: String,
    chunks: Vec<(usize, usize, Range<usize>)>,
}

/// A piece of work: a document, or what kept a file from being read.
enum Unit {
    Document(Arc<Source>, usize),
    Unread(Place, String),
}

/// What plain objects are put to.
struct Acts {
    act: Act,
    old: Option<HashMap<Identity, Value>>,
}

/// Group, kind, namespace, name.
type Identity = [String; 4];

/// Judges the files and prints the report.
pub(crate) fn run(args: &args::Check) -> Result<Outcome, Stop> {
    let rules = modules::choose(modules::load(&args.modules)?, &args.choice)?;
    let job = Job { rules, acts: Acts::new(args)?, only: None };
    job.run(&args.files, Report::new(&args.reporting)?)
}

/// Judges plans or trails: everything in the files must be of this shape.
pub(crate) fn cloud(args: &args::Cloud, only: RawShape) -> Result<Outcome, Stop> {
    let rules = modules::choose(modules::load(&args.modules)?, &args.choice)?;
    let act = Act { operation: Operation::Create, requester: Requester::new("someone"), old: None, dry_run: false };
    let job = Job { rules, acts: Acts { act, old: None }, only: Some(only) };
    job.run_cloud(&args.files, Report::by_rule(&args.reporting, args.all)?)
}

/// What is judged by what.
struct Job {
    rules: Rules,
    acts: Acts,
    /// The one shape that the files may hold.
    only: Option<RawShape>,
}

impl Job {
    fn run(&self, files: &[String], mut report: Report) -> Result<Outcome, Stop> {
        let mut units = files.iter().flat_map(|file| units(file));
        loop {
            let batch: Vec<_> = units.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                return report.finish();
            }
            let judged: Vec<Vec<Judged>> = batch.into_par_iter().map(|unit| judge(unit, self)).collect();
            judged.iter().flatten().try_for_each(|judged| report.add(judged))?;
        }
    }

    /// Judges files of cloud operations as they are read.
    fn run_cloud(&self, files: &[String], mut report: Report) -> Result<Outcome, Stop> {
        for file in files {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
            match stream::open(file, &bar) {
                Ok(Opened::Elements(elements)) => self.elements(file, &elements, &bar, &mut report)?,
                Ok(Opened::Text(text)) => self.documents(documents(file, text), &mut report)?,
                Err(source) => {
                    let why = Error::Read { path: file.into(), source }.to_string();
                    self.documents(unread(file, why), &mut report)?;
                }
            }
            bar.finish_and_clear();
        }
        report.finish()
    }

    fn elements(
        &self,
        file: &str,
        elements: &std::sync::mpsc::Receiver<Element>,
        bar: &ProgressBar,
        report: &mut Report,
    ) -> Result<(), Stop> {
        let name: Arc<str> = if file == "-" { "stdin" } else { file }.into();
        loop {
            let batch: Vec<Element> = elements.iter().take(BATCH).collect();
            if batch.is_empty() {
                return Ok(());
            }
            let judged: Vec<Vec<Judged>> = batch.into_par_iter().map(|element| self.element(&name, element)).collect();
            bar.suspend(|| judged.iter().flatten().try_for_each(|judged| report.add(judged)))?;
        }
    }

    fn element(&self, file: &Arc<str>, element: Element) -> Vec<Judged> {
        let Element { document, line, within, value } = element;
        let place = |part: &str| {
            let parts = [&*within, part].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
            Place { file: file.clone(), document, line, within: parts.join(", ") }
        };
        match value {
            Ok(value) => subjects(value)
                .into_iter()
                .map(|item| match item.subject.and_then(|subject| self.expected(subject)) {
                    Ok(subject) => judge_one(place(&item.within), subject, self),
                    Err(why) => Judged::unread(place(&item.within), why),
                })
                .collect(),
            Err(why) => vec![Judged::unread(place(""), why)],
        }
    }

    fn documents(&self, units: Vec<Unit>, report: &mut Report) -> Result<(), Stop> {
        let judged: Vec<Vec<Judged>> = units.into_par_iter().map(|unit| judge(unit, self)).collect();
        judged.iter().flatten().try_for_each(|judged| report.add(judged))
    }

    /// Refuses what is of another shape than this command is for.
    fn expected(&self, subject: Subject) -> Result<Subject, String> {
        match (self.only, &subject) {
            (None, _) => Ok(subject),
            (Some(only), Subject::Raw(shape, _)) if *shape == only => Ok(subject),
            (Some(RawShape::Event), _) => {
                Err("this is no ActionTrail event; `redline check` takes anything".to_owned())
            }
            _ => Err("this is no change of a Terraform plan; `redline check` takes anything".to_owned()),
        }
    }
}

/// The documents of a file, or why there are none.
fn units(file: &str) -> Vec<Unit> {
    match read(file) {
        Ok(text) => documents(file, text),
        Err(error) => unread(file, error.to_string()),
    }
}

fn unread(file: &str, why: String) -> Vec<Unit> {
    let place = Place { file: file.into(), document: None, line: 0, within: String::new() };
    vec![Unit::Unread(place, why)]
}

fn documents(file: &str, text: String) -> Vec<Unit> {
    let start = text.as_ptr() as usize;
    let range = |chunk: &str| {
        let from = chunk.as_ptr() as usize - start;
        from..from + chunk.len()
    };
    let chunks: Vec<_> = yaml::chunks(&text).iter().map(|c| (c.number, c.line, range(c.text))).collect();
    if chunks.is_empty() {
        return unread(file, "there is nothing in it to judge".to_owned());
    }
    let name = if file == "-" { "stdin" } else { file };
    let source = Arc::new(Source { name: name.into(), text, chunks });
    (0..source.chunks.len()).map(|index| Unit::Document(source.clone(), index)).collect()
}

fn judge(unit: Unit, job: &Job) -> Vec<Judged> {
    let (source, index) = match unit {
        Unit::Document(source, index) => (source, index),
        Unit::Unread(place, why) => return vec![Judged::unread(place, why)],
    };
    let (number, line, range) = source.chunks[index].clone();
    let values = Chunk { number, line, text: &source.text[range] }.values(&source.name);
    let several = values.len() > 1;
    let place = |index: usize, line: usize, within: String| Place {
        file: source.name.clone(),
        document: match (several, source.chunks.len()) {
            (true, 1) => Some(index + 1),
            (_, 1) => None,
            _ => Some(number),
        },
        line,
        within,
    };
    let items = values.into_iter().enumerate().flat_map(|(index, (line, value))| match value {
        Ok(value) => {
            subjects(value).into_iter().map(|item| (place(index, line, item.within), item.subject)).collect::<Vec<_>>()
        }
        Err(error) => vec![(place(index, line, String::new()), Err(error.to_string()))],
    });
    let items: Vec<_> = items.collect();
    items
        .into_par_iter()
        .map(|(place, subject)| match subject.and_then(|subject| job.expected(subject)) {
            Ok(subject) => judge_one(place, subject, job),
            Err(why) => Judged::unread(place, why),
        })
        .collect()
}

fn judge_one(place: Place, subject: Subject, job: &Job) -> Judged {
    let Job { rules, acts, .. } = job;
    let subject = match subject {
        Subject::Object(object) => match acts.review(object) {
            Ok(request) => Subject::Request(request),
            Err((title, why)) => {
                let doing = acts.act.operation.as_str().to_owned();
                return Judged { place, title, doing, rulings: Err(why), known: 0 };
            }
        },
        other => other,
    };
    let (title, doing) = (subject.title(), subject.doing());
    let rulings = match &subject {
        Subject::Raw(_, _) if rules.raw.is_empty() => Err("no rule for cloud operations is loaded".to_owned()),
        Subject::Raw(_, request) => Ok(ask(request, &rules.raw, |_| true)),
        _ if rules.admission.is_empty() => Err("no rule for Kubernetes requests is loaded".to_owned()),
        Subject::Request(request) | Subject::Object(request) => Ok(ask(request, &rules.admission, |rule| {
            rule.module.metadata().is_some_and(|metadata| metadata.matches(request))
        })),
    };
    Judged { place, title, doing, rulings, known: 0 }
}

/// Asks every rule that is about the request; answers that simply allow are left out.
fn ask(request: &Value, rules: &[modules::Rule], about: impl Fn(&modules::Rule) -> bool + Sync) -> Vec<Ruling> {
    let request = request.to_string();
    let ask = |rule: &modules::Rule| {
        let payload = [r#"{"request":"#, &request, r#","settings":"#, &rule.settings, "}"].concat();
        let answer = rule.module.validate(payload.as_bytes(), None);
        let rule = rule.module.id().to_owned();
        let said = match &answer {
            Ok(answer) => found::said(&rule, answer),
            Err(error) => Said::failed(error),
        };
        Ruling { rule, answer, said }
    };
    let asked = rules.par_iter().filter(|rule| about(rule)).map(ask);
    asked.filter(|ruling| ruling.verdict() != Verdict::Allow).collect()
}

impl Judged {
    fn unread(place: Place, why: String) -> Self {
        Judged { place, title: String::new(), doing: String::new(), rulings: Err(why), known: 0 }
    }
}

impl Acts {
    fn new(args: &args::Check) -> Result<Self, Stop> {
        let mut requester = Requester::new(&args.user);
        requester.groups.splice(..0, args.groups.iter().filter(|g| *g != "system:authenticated").cloned());
        let old = args.old.as_deref().map(objects_in).transpose()?;
        match (args.operation, &old) {
            (Operation::Update, None) => return Err("`--operation UPDATE` needs `--old FILE`".to_owned().into()),
            (Operation::Update, Some(_)) | (_, None) => {}
            _ => return Err("`--old FILE` is for `--operation UPDATE`".to_owned().into()),
        }
        let act = Act { operation: args.operation, requester, old: None, dry_run: false };
        Ok(Acts { act, old })
    }

    /// The request that does our operation to this object. Errors: the object's title, and why not.
    fn review(&self, object: Value) -> Result<Value, (String, String)> {
        let title = |object: &Value| Subject::Object(object.clone()).title();
        let old = match &self.old {
            None => None,
            Some(old) => match old.get(&identity(&object)) {
                Some(old) => Some(old.clone()),
                None => return Err((title(&object), "`--old` has no object of this kind and name".to_owned())),
            },
        };
        let name = title(&object);
        let act = Act { old, ..self.act.clone() };
        Review::of(object, &act).map(Review::into_request).map_err(|why| (name, why))
    }
}

/// The plain objects of a file, by what they are.
fn objects_in(file: &str) -> Result<HashMap<Identity, Value>, Stop> {
    let text = read(file)?;
    let mut objects = HashMap::new();
    for (_, value) in yaml::chunks(&text).iter().flat_map(|chunk| chunk.values(file)) {
        for item in subjects(value?) {
            match item.subject {
                Ok(Subject::Object(object)) => objects.insert(identity(&object), object),
                Ok(_) => return Err(format!("{file}: `--old` takes plain objects").into()),
                Err(why) => return Err(format!("{file}: {why}").into()),
            };
        }
    }
    Ok(objects)
}

fn identity(object: &Value) -> Identity {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let (group, _) = kinds::split_api_version(text("/apiVersion"));
    let namespace = match text("/metadata/namespace") {
        "" if kinds::of_object(text("/apiVersion"), text("/kind")).namespaced => "default",
        namespace => namespace,
    };
    [group, text("/kind"), namespace, text("/metadata/name")].map(str::to_owned)
}
