//! Showing things to the rules that are about them, in parallel, batch by batch.

use std::{ops::Range, sync::Arc};

use indicatif::{ProgressBar, ProgressDrawTarget};
use rayon::prelude::*;
use redline_host::{Error, PolicyType, Response, Target, Verdict};
use redline_input::{
    RawShape, Subject,
    spans::{Outline, Spot},
    subjects,
    yaml::{self, Chunk},
};
use serde_json::Value;

use crate::baseline::LetBe;
use crate::error::{CliError, Outcome};
use crate::found::{self, Said};
use crate::inputs::read;
use crate::inputs::{self, File, Input};
use crate::modules;
use crate::modules::Rules;
use crate::report::Report;
use crate::snapshots::Snapshots;
use crate::stream::{self, Element, Opened};

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
    /// The gravest of what is said.
    pub(crate) fn verdict(&self) -> Verdict {
        self.said.found.iter().map(|found| found.level).max().unwrap_or(Verdict::Allow)
    }
}

impl Judged {
    /// Something that was not even read.
    pub(crate) fn unread(place: Place, why: String) -> Self {
        Judged { place, title: String::new(), doing: String::new(), rulings: Err(why), known: 0 }
    }
}

/// A file that was read, cut into documents.
struct Source {
    name: Arc<str>,
    text: String,
    chunks: Vec<(usize, usize, Range<usize>)>,
    /// Whether it was found in a folder, where not every file is for us.
    found: bool,
}

/// A piece of work: a document, or what kept a file from being read.
enum Unit {
    Document(Arc<Source>, usize),
    Unread(Place, String),
}

/// Makes a request of a plain object. Errors: the object's title, what should have been done to it, and why not.
pub(crate) type Request<'r> = dyn Fn(Value) -> Result<Value, [String; 3]> + Sync + 'r;

/// What is judged by what.
pub(crate) struct Job<'r> {
    pub rules: Rules,
    /// What plain objects are put to.
    pub request: Box<Request<'r>>,
    /// The one shape that the files may hold.
    pub only: Option<RawShape>,
    pub let_be: LetBe,
}

impl Job<'_> {
    /// Judges the documents of files and folders.
    pub(crate) fn run(&self, paths: &[String], mut report: Report) -> Result<Outcome, CliError> {
        self.each(paths, |judged| report.add(&judged))?;
        report.finish()
    }

    /// Judges the documents of files and folders, and hands each on in order.
    pub(crate) fn each(
        &self,
        paths: &[String],
        mut then: impl FnMut(Judged) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let bar = crate::progress::count();
        let mut units = paths.iter().flat_map(|path| inputs::of(path)).flat_map(units);
        loop {
            let batch: Vec<_> = units.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                bar.finish_and_clear();
                return Ok(());
            }
            bar.inc(batch.len() as u64);
            let judged = self.judge(batch);
            bar.suspend(|| judged.into_iter().try_for_each(&mut then))?;
        }
    }

    /// Judges files of cloud operations as they are read.
    pub(crate) fn run_cloud(&self, files: &[String], mut report: Report) -> Result<Outcome, CliError> {
        for file in files {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
            match stream::open(file, &bar) {
                Ok(Opened::Elements(elements)) => self.elements(file, &elements, &bar, &mut report)?,
                Ok(Opened::Text(text)) => self.documents(documents(file, text, false), &mut report)?,
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
    ) -> Result<(), CliError> {
        let name: Arc<str> = if file == "-" { "stdin" } else { file }.into();
        let (mut snapshots, mut waiting) = (Snapshots::default(), Some(Vec::new()));
        loop {
            let mut batch: Vec<Element> = elements.iter().take(BATCH).collect();
            for value in batch.iter().filter_map(|element| element.value.as_ref().ok()) {
                snapshots.note(value);
            }
            if let (false, Some(waiting)) = (batch.is_empty(), &mut waiting) {
                waiting.extend(batch.extract_if(.., |element| element.value.as_ref().is_ok_and(Snapshots::concern)));
            } else if let Some(last) = waiting.take() {
                // Changes that attach instances come last: only then it is known what the plan saves.
                batch = last;
                batch.iter_mut().filter_map(|element| element.value.as_mut().ok()).for_each(|v| snapshots.tell(v));
            } else {
                return Ok(());
            }
            let things: Vec<Vec<Thing>> = batch.into_par_iter().map(|element| self.element(&name, element)).collect();
            let judged = self.all(things.into_iter().flatten().collect());
            bar.suspend(|| judged.iter().try_for_each(|judged| report.add(judged)))?;
        }
    }

    fn element(&self, file: &Arc<str>, element: Element) -> Vec<Thing> {
        let Element { document, line, within, value } = element;
        let place = |part: &str| {
            let parts = [&*within, part].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
            Place { file: file.clone(), document, line, within: parts.join(", ") }
        };
        match value {
            Ok(value) => subjects(value)
                .into_iter()
                .map(|item| (place(&item.within), item.subject.and_then(|subject| self.expected(subject))))
                .collect(),
            Err(why) => vec![(place(""), Err(why))],
        }
    }

    fn documents(&self, units: Vec<Unit>, report: &mut Report) -> Result<(), CliError> {
        self.judge(units).iter().try_for_each(|judged| report.add(judged))
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

    /// Judges documents, in order.
    fn judge(&self, units: Vec<Unit>) -> Vec<Judged> {
        let read: Vec<(Vec<Thing>, Option<Text>)> = units.into_par_iter().map(|unit| self.things(unit)).collect();
        let counts: Vec<usize> = read.iter().map(|(things, _)| things.len()).collect();
        let (things, sources): (Vec<Vec<Thing>>, Vec<_>) = read.into_iter().unzip();
        let mut judged = self.all(things.into_iter().flatten().collect());
        let mut rest = &mut judged[..];
        for (count, source) in counts.into_iter().zip(sources) {
            let (own, others) = rest.split_at_mut(count);
            if let Some((source, index)) = source {
                let (_, line, range) = &source.chunks[index];
                locate(own, &source.text[range.clone()], *line);
            }
            rest = others;
        }
        judged
    }

    /// What is in a document, and where its text is if it is one value, whose fields can be found.
    fn things(&self, unit: Unit) -> (Vec<Thing>, Option<Text>) {
        let (source, index) = match unit {
            Unit::Document(source, index) => (source, index),
            Unit::Unread(place, why) => return (vec![(place, Err(why))], None),
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
        let things = values.into_iter().enumerate().flat_map(|(index, (line, value))| match value {
            // In a folder lie other files, too: values, kustomizations, workflows.
            Ok(value) if source.found && inputs::is_other(&value) => Vec::new(),
            Ok(value) => subjects(value)
                .into_iter()
                .map(|item| {
                    let subject = item.subject.and_then(|subject| self.expected(subject));
                    (place(index, line, item.within), subject)
                })
                .collect::<Vec<_>>(),
            Err(error) => vec![(place(index, line, String::new()), Err(error.to_string()))],
        });
        let things = things.collect();
        (things, (!several).then_some((source, index)))
    }

    /// Judges one thing.
    pub(crate) fn one(&self, place: Place, subject: Subject) -> Judged {
        let mut judged = self.all(vec![(place, Ok(subject))]);
        judged.swap_remove(0)
    }

    /// Judges many things, in order. Goes rule by rule: a processor is quicker with one module at a time.
    pub(crate) fn all(&self, things: Vec<Thing>) -> Vec<Judged> {
        let asked: Vec<Asked> = things.into_par_iter().map(|(place, subject)| self.asked(place, subject)).collect();
        let rules: Vec<&modules::Rule> = self.rules.admission.iter().chain(&self.rules.raw).collect();
        let work: Vec<(&modules::Rule, usize, &[Asked])> = rules
            .iter()
            .flat_map(|rule| asked.chunks(PORTION).enumerate().map(|(n, portion)| (*rule, n * PORTION, portion)))
            .collect();
        let told: Vec<Vec<(usize, Ruling)>> = work
            .into_par_iter()
            .map(|(rule, first, portion)| {
                let each = portion.iter().enumerate();
                each.filter_map(|(n, asked)| Some((first + n, asked.ask(rule)?))).collect()
            })
            .collect();
        let mut judged: Vec<Judged> = asked.into_iter().map(|asked| asked.judged).collect();
        for (index, ruling) in told.into_iter().flatten() {
            if let Ok(rulings) = &mut judged[index].rulings {
                rulings.push(ruling);
            }
        }
        judged.iter_mut().for_each(|judged| self.let_be.take_from(judged));
        judged
    }

    /// Makes ready what the rules are asked about.
    fn asked(&self, place: Place, subject: Result<Subject, String>) -> Asked {
        let refused = |place, title, doing, why| Asked {
            judged: Judged { place, title, doing, rulings: Err(why), known: 0 },
            request: None,
        };
        let subject = match subject {
            Ok(Subject::Object(object)) => match (self.request)(object) {
                Ok(request) => Subject::Request(request),
                Err([title, doing, why]) => return refused(place, title, doing, why),
            },
            Ok(other) => other,
            Err(why) => return refused(place, String::new(), String::new(), why),
        };
        let (title, doing) = (subject.title(), subject.doing());
        let (raw, request) = match subject {
            Subject::Raw(_, _) if self.rules.raw.is_empty() => {
                return refused(place, title, doing, "no rule for cloud operations is loaded".to_owned());
            }
            Subject::Raw(_, request) => (true, request),
            _ if self.rules.admission.is_empty() => {
                return refused(place, title, doing, "no rule for Kubernetes requests is loaded".to_owned());
            }
            Subject::Request(request) | Subject::Object(request) => (false, request),
        };
        let text = request.to_string();
        let judged = Judged { place, title, doing, rulings: Ok(Vec::new()), known: 0 };
        Asked { judged, request: Some((raw, request, text)) }
    }
}

/// The text of a document: a source, and which of its chunks.
type Text = (Arc<Source>, usize);

/// Something in a document, or why it cannot be judged.
type Thing = (Place, Result<Subject, String>);

/// Things that one rule judges in one go.
const PORTION: usize = 128;

/// A thing made ready, and its entry to be.
struct Asked {
    judged: Judged,
    /// Whether it is for raw rules, the request, and its text.
    request: Option<(bool, Value, String)>,
}

impl Asked {
    /// What a rule says to it; `None` when it is not asked, or simply allows.
    fn ask(&self, rule: &modules::Rule) -> Option<Ruling> {
        let (raw, request, text) = self.request.as_ref()?;
        let metadata = rule.module.metadata()?;
        let about = match metadata.policy_type {
            PolicyType::Raw => *raw,
            PolicyType::Kubernetes => !raw && metadata.is_about(&Target::of(request)),
        };
        if !about {
            return None;
        }
        let payload = [r#"{"request":"#, text, r#","settings":"#, &rule.settings, "}"].concat();
        let answer = rule.module.validate(payload.as_bytes(), None);
        let rule = rule.module.id().to_owned();
        let said = match &answer {
            Ok(answer) => found::said(&rule, answer),
            Err(error) => Said::failed(error),
        };
        let ruling = Ruling { rule, answer, said };
        (ruling.verdict() != Verdict::Allow).then_some(ruling)
    }
}

/// Finds the places of findings in the text of their document, which starts on this line of its file.
pub(crate) fn locate(judged: &mut [Judged], text: &str, line: usize) {
    let wanted = |judged: &Judged| judged.rulings.iter().flatten().any(|ruling| !ruling.said.found.is_empty());
    if !judged.iter().any(wanted) {
        return;
    }
    let Some(outline) = Outline::of(text) else { return };
    for judged in judged {
        let prefix = match judged.place.within.strip_prefix("item ").map(str::parse::<usize>) {
            Some(Ok(item)) if outline.spot("items").is_some() => format!("items[{}]", item - 1),
            Some(Ok(item)) => format!("[{}]", item - 1),
            _ => String::new(),
        };
        let roots = ["", "object", "request.object", "oldObject", "request.oldObject"];
        let place = |path: &str| -> Option<Spot> {
            let full = |root: &str| {
                let parts: Vec<&str> = [&*prefix, root, path].into_iter().filter(|part| !part.is_empty()).collect();
                parts.join(".")
            };
            let exact = roots.iter().find_map(|root| outline.exact(&full(root)));
            exact.or_else(|| outline.spot(&full("")))
        };
        for ruling in judged.rulings.iter_mut().flatten() {
            for found in ruling.said.found.iter_mut().filter(|found| !found.path.is_empty()) {
                found.spot = place(&found.path).map(|spot| {
                    let shown = text.lines().nth(spot.line - 1).unwrap_or_default().to_owned();
                    (Spot { line: spot.line + line - 1, ..spot }, shown)
                });
            }
        }
    }
}

/// The documents of an input, or why there are none.
fn units(input: Input) -> Vec<Unit> {
    let File { path, found } = match input {
        Ok(file) => file,
        Err((path, why)) => return unread(&path, why),
    };
    match read(&path) {
        Ok(text) => documents(&path, text, found),
        Err(error) => unread(&path, error.to_string()),
    }
}

fn unread(file: &str, why: String) -> Vec<Unit> {
    let place = Place { file: file.into(), document: None, line: 0, within: String::new() };
    vec![Unit::Unread(place, why)]
}

fn documents(file: &str, text: String, found: bool) -> Vec<Unit> {
    let start = text.as_ptr() as usize;
    let range = |chunk: &str| {
        let from = chunk.as_ptr() as usize - start;
        from..from + chunk.len()
    };
    let chunks: Vec<_> = yaml::chunks(&text).iter().map(|c| (c.number, c.line, range(c.text))).collect();
    if chunks.is_empty() && !found {
        return unread(file, "there is nothing in it to judge".to_owned());
    }
    let name = if file == "-" { "stdin" } else { file };
    let source = Arc::new(Source { name: name.into(), text, chunks, found });
    (0..source.chunks.len()).map(|index| Unit::Document(source.clone(), index)).collect()
}
