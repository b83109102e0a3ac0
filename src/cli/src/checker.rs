//! Evaluates items with the rules that match them, in parallel and batch by batch.

use std::collections::HashMap;
use std::sync::{Arc, mpsc::Receiver};

use indicatif::{ProgressBar, ProgressDrawTarget};
use rayon::prelude::*;
use redline_host::{Cluster, PolicyType, Target};
use redline_input::{RawShape, Subject, SyntaxError, items_in, plan, trail};

use crate::cloud_summary::CloudSummary;
use crate::documents::{self, Contents, Document, DocumentText, Item, Script};
use crate::error::{CliError, Outcome};
use crate::evaluation::{Evaluation, Location, Noun, RuleResult};
use crate::faults;
use crate::files::{self, File, Input};
use crate::language::tr;
use crate::locate::locate;
use crate::merge;
use crate::planned_requests::PlannedRequests;
use crate::pods::{Requests, matches};
use crate::progress;
use crate::report::{Reporter, Skipped};
use crate::rules::{Rules, Unit};
use crate::scripts;
use crate::stream::{self, Element, Opened};
use crate::suppressions::Suppressions;

/// Documents that are read and evaluated before the report goes on, so that memory does not grow with the input.
const BATCH: usize = 256;

/// Items that one module evaluates in a row.
const PORTION: usize = 16;

/// The rules, and how items are presented to them.
pub(crate) struct Checker {
    pub rules: Rules,
    /// What happens to plain objects.
    pub requests: PlannedRequests,
    /// The one shape that the files may have, for commands that take no other.
    pub only: Option<RawShape>,
    pub suppressions: Suppressions,
    /// The objects that look-ups find; without it look-ups are refused.
    pub cluster: Option<Cluster>,
}

impl Checker {
    /// Checks the documents of files, folders and globs.
    pub(crate) fn run(&self, inputs: Vec<Input>, mut reporter: Reporter) -> Result<Outcome, CliError> {
        let mut summary = CloudSummary::new(&self.rules, None);
        let skipped = self.for_each(inputs, |mut evaluation| {
            summary.add(&mut evaluation);
            reporter.add(&evaluation)
        })?;
        reporter.add_skipped(skipped);
        reporter.add_remarks(summary.lines(), summary.as_json());
        reporter.finish()
    }

    /// Checks the documents of files and passes on each evaluation in order. Out: what was passed over.
    pub(crate) fn for_each(
        &self,
        inputs: Vec<Input>,
        mut visit: impl FnMut(Evaluation) -> Result<(), CliError>,
    ) -> Result<Skipped, CliError> {
        let bar = progress::files(inputs.len());
        let mut skipped = Skipped::default();
        let mut documents = bar.wrap_iter(inputs.into_iter()).flat_map(documents::documents_of);
        loop {
            let batch: Vec<_> = documents.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                bar.finish_and_clear();
                return Ok(skipped);
            }
            let evaluations = self.evaluate_documents(batch, &mut skipped);
            progress::pause(&bar, || evaluations.into_iter().try_for_each(&mut visit))?;
        }
    }

    /// Checks files of cloud operations: events while they are read, and plans as a whole, because one part of a plan says
    /// what another one means.
    pub(crate) fn run_cloud(&self, files: &[String], mut reporter: Reporter) -> Result<Outcome, CliError> {
        let mut summary = CloudSummary::new(&self.rules, self.only);
        for file in files {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
            let documents = if self.only == Some(RawShape::Event) {
                match stream::open(file, &bar) {
                    Ok(Opened::Elements(elements)) => {
                        self.run_elements(file, &elements, &bar, &mut summary, &mut reporter)?;
                        Vec::new()
                    }
                    Ok(Opened::Text(text)) => documents::documents_in(file, text, false),
                    Err(source) => documents::unreadable(file, faults::unreadable(file.as_ref(), &source)),
                }
            } else {
                documents::documents_of(Ok(File { scripts: false, ..File::named(file) }))
            };
            for mut evaluation in self.evaluate_documents(documents, &mut Skipped::default()) {
                summary.add(&mut evaluation);
                reporter.add(&evaluation)?;
            }
            bar.finish_and_clear();
        }
        reporter.add_remarks(summary.lines(), summary.as_json());
        reporter.finish()
    }

    fn run_elements(
        &self,
        file: &str,
        elements: &Receiver<Element>,
        bar: &ProgressBar,
        summary: &mut CloudSummary,
        reporter: &mut Reporter,
    ) -> Result<(), CliError> {
        let name: Arc<str> = files::display_name(file).into();
        loop {
            let batch: Vec<Element> = elements.iter().take(BATCH).collect();
            if batch.is_empty() {
                return Ok(());
            }
            let items: Vec<Vec<Item>> = batch.into_par_iter().map(|element| items_of(&name, element)).collect();
            let mut evaluations = self.evaluate(items.into_iter().flatten().collect());
            bar.suspend(|| {
                evaluations.iter_mut().try_for_each(|evaluation| {
                    summary.add(evaluation);
                    reporter.add(evaluation)
                })
            })?;
        }
    }

    /// Evaluates the items of documents, in order, and finds the lines of the findings.
    fn evaluate_documents(&self, documents: Vec<Document>, skipped: &mut Skipped) -> Vec<Evaluation> {
        let read: Vec<Contents> = documents.into_par_iter().map(Document::contents).collect();
        let (mut items, mut rest_of, mut scripts) = (Vec::new(), Vec::new(), Vec::new());
        for mut contents in read {
            // Whoever asks about a plan or a trail and names something else is told.
            if let Some((file, _)) = contents.skipped.take_if(|_| self.only.is_some()) {
                contents.items.push((Location { file, ..Location::default() }, Err(self.other_shape())));
            }
            skipped.add(contents.skipped);
            rest_of.push((contents.items.len(), contents.text, contents.notes));
            items.extend(contents.items);
            scripts.extend(contents.script.map(|script| (items.len(), script)));
        }
        let mut evaluations = self.evaluate(items);
        let mut left = &mut evaluations[..];
        let mut work: Vec<(&mut [Evaluation], Option<DocumentText>, Vec<SyntaxError>)> = Vec::new();
        for (count, text, notes) in rest_of {
            let (own, others) = left.split_at_mut(count);
            left = others;
            work.push((own, text, notes));
        }
        work.into_par_iter().for_each(|(own, text, notes)| {
            if let Some(text) = text {
                locate(own, text.text(), text.line());
            }
            if let Some(first) = own.first_mut() {
                first.notes = notes;
            }
        });
        // From the last one on, so that the places of the others stay.
        let scripts: Vec<_> = scripts.into_par_iter().map(|(at, script)| (at, self.evaluate_script(&script))).collect();
        scripts.into_iter().rev().for_each(|(at, evaluation)| evaluations.insert(at, evaluation));
        evaluations
    }

    fn evaluate_script(&self, script: &Script) -> Evaluation {
        let mut evaluation = scripts::evaluate(&script.file, script.kind, &script.text, &self.rules);
        self.suppressions.apply(&mut evaluation);
        evaluation
    }

    /// Evaluates items, in order. Each module evaluates some items in a row, because that is faster than changing modules.
    pub(crate) fn evaluate(&self, items: Vec<Item>) -> Vec<Evaluation> {
        let prepared: Vec<PreparedRequest> =
            items.into_par_iter().map(|(location, subject)| self.prepare(location, subject)).collect();
        let matching = self.matching(&prepared);
        let work: Vec<(&Unit, usize)> = (self.rules.units().iter())
            .flat_map(|unit| (0..prepared.len()).step_by(PORTION).map(move |first| (unit, first)))
            .collect();
        let cluster = self.cluster.as_ref();
        let results: Vec<Vec<(usize, Vec<RuleResult>)>> = work
            .into_par_iter()
            .map(|(unit, first)| {
                let portion = prepared.iter().zip(&matching).enumerate().skip(first).take(PORTION);
                let evaluate = |(index, (prepared, matching)): (usize, (&PreparedRequest, &Arc<[bool]>))| {
                    let request = prepared.request.as_ref()?;
                    request.evaluate(&self.rules, unit, matching, cluster).map(|results| (index, results))
                };
                portion.filter_map(evaluate).collect()
            })
            .collect();
        let mut evaluations: Vec<Evaluation> = prepared.into_iter().map(|request| request.evaluation).collect();
        for (index, own) in results.into_iter().flatten() {
            evaluations[index].covered = true;
            if let Ok(results) = &mut evaluations[index].results {
                results.extend(own);
            }
        }
        evaluations.par_iter_mut().for_each(merge::same_faults);
        evaluations.iter_mut().for_each(|evaluation| self.suppressions.apply(evaluation));
        evaluations
    }

    /// For each request, which rules are for it. Most requests of an input go to a few resources.
    fn matching(&self, prepared: &[PreparedRequest]) -> Vec<Arc<[bool]>> {
        let mut known: HashMap<(PolicyType, Target<'_>), Arc<[bool]>> = HashMap::new();
        let mut matching = Vec::with_capacity(prepared.len());
        for PreparedRequest { request, .. } in prepared {
            let Some(target) = request.as_ref().map(Requests::target) else {
                matching.push(Arc::default());
                continue;
            };
            let found = || self.rules.all().iter().map(|rule| matches(rule, target)).collect();
            matching.push(known.entry(target).or_insert_with(found).clone());
        }
        matching
    }

    /// Builds the request that rules evaluate for an item.
    fn prepare(&self, location: Location, subject: Result<Subject, String>) -> PreparedRequest {
        let noun = subject.as_ref().map_or(Noun::Object, Noun::of);
        let refused = |location, title, operation, reason| PreparedRequest {
            evaluation: Evaluation::new(location, title, operation, noun, Err(reason)),
            request: None,
        };
        let recognised = |reason: String| match self.only {
            Some(_) if redline_input::is_unrecognised(&reason) => self.other_shape(),
            _ => reason,
        };
        let subject = match subject.map_err(recognised).and_then(|subject| self.check_shape(subject)) {
            Ok(subject) => {
                let title = matches!(subject, Subject::Object(_)).then(|| subject.title()).unwrap_or_default();
                match subject {
                    Subject::Object(object) => match self.requests.request_for(object) {
                        Ok(request) => Subject::Request(request),
                        Err(reason) => return refused(location, title, self.requests.operation().to_owned(), reason),
                    },
                    other => other,
                }
            }
            Err(reason) => return refused(location, String::new(), String::new(), reason),
        };
        let (title, operation) = (subject.title(), subject.operation());
        let (user, uncovered) = match &subject {
            Subject::Raw(RawShape::Event, event) => (trail::user(event), ""),
            Subject::Raw(RawShape::Change, change) => (String::new(), plan::uncovered(change).unwrap_or_default()),
            _ => (String::new(), ""),
        };
        let uncovered = uncovered.to_owned();
        let (policy_type, request) = match subject {
            Subject::Raw(_, request) => (PolicyType::Raw, request),
            Subject::Request(request) | Subject::Object(request) => (PolicyType::Kubernetes, request),
        };
        if !self.rules.all().iter().any(|rule| rule.policy_type == policy_type) {
            let reason = match policy_type {
                PolicyType::Raw => tr!("no rule for cloud operations is loaded", "没有加载云上操作的规则"),
                PolicyType::Kubernetes => {
                    tr!("no rule for Kubernetes requests is loaded", "没有加载 Kubernetes 请求的规则")
                }
            };
            return refused(location, title, operation, reason);
        }
        let mut evaluation = Evaluation::new(location, title, operation, noun, Ok(Vec::new()));
        evaluation.covered = false;
        evaluation.user = user;
        evaluation.uncovered = uncovered;
        PreparedRequest { evaluation, request: Some(Requests::new(policy_type, request)) }
    }

    /// Refuses input of another shape than the command takes.
    fn check_shape(&self, subject: Subject) -> Result<Subject, String> {
        match (self.only, &subject) {
            (None, _) => Ok(subject),
            (Some(only), Subject::Raw(shape, _)) if *shape == only => Ok(subject),
            // An object that a plan changes in a cluster.
            (Some(RawShape::Change), Subject::Request(_)) => Ok(subject),
            _ => Err(self.other_shape()),
        }
    }

    /// What is said about input of another shape than the command takes.
    fn other_shape(&self) -> String {
        match self.only {
            Some(RawShape::Event) => tr!(
                "not an ActionTrail event, which has `eventName` and `serviceName`; `redline check` takes other input",
                "不是操作审计事件（含 `eventName` 和 `serviceName`）；其他输入请使用 `redline check`"
            ),
            _ => tr!(
                "not a change of a Terraform plan; `redline check` takes other input",
                "不是 Terraform 计划的变更；其他输入请使用 `redline check`"
            ),
        }
    }
}

/// The items in an element of a file.
fn items_of(file: &Arc<str>, element: Element) -> Vec<Item> {
    let Element { document, line, label: outer, value } = element;
    let location = |inner: &str, path: String| {
        let labels = [&*outer, inner].into_iter().filter(|label| !label.is_empty()).collect::<Vec<_>>();
        Location { file: file.clone(), document, line, label: labels.join(", "), path, ..Location::default() }
    };
    match value {
        Ok(value) => {
            let items = items_in(value).into_iter();
            items.map(|item| (location(&item.label, item.path.clone()), item.subject)).collect()
        }
        Err(reason) => vec![(location("", String::new()), Err(reason))],
    }
}

/// An item made ready for the rules, and its evaluation to come.
struct PreparedRequest {
    evaluation: Evaluation,
    /// The request and those about its pods; `None` when it cannot be evaluated.
    request: Option<Requests>,
}
