//! `redline diff`: evaluates what is created, changed and deleted between two states, and nothing else.

use std::sync::Arc;

use rayon::prelude::*;
use redline_host::Cluster;
use redline_input::{AdmissionRequest, Operation, RequestSpec, Subject};
use serde_json::Value;

use crate::args;
use crate::checker::Checker;
use crate::error::{CliError, Outcome};
use crate::evaluation::{Evaluation, Noun};
use crate::kind_names;
use crate::language::tr;
use crate::locate::locate;
use crate::lookups::{self, StateObjects};
use crate::modules;
use crate::planned_requests::{PlannedRequests, spec};
use crate::report::Reporter;
use crate::states::{State, StateObject, state_of_files, states_of_range};
use crate::suppressions::Suppressions;
use crate::text_source::TextReader;

/// Requests that are evaluated together.
const BATCH: usize = 256;

/// Evaluates the requests between the two states and prints the report.
pub(crate) fn run(args: &args::Diff) -> Result<Outcome, CliError> {
    let (rules, config) = modules::select(&args.checking)?;
    let mut reporter = Reporter::new(&args.checking.reporting, &config, Noun::Object)?;
    let suppressions = Suppressions::load(config, args.checking.reporting.baseline.as_deref())?;
    let namespace = args.namespace.as_deref();
    let (mut old, mut new) = match (&args.git, args.states.as_slice()) {
        (Some(range), paths) => states_of_range(range, paths, namespace)?,
        (None, [old, new]) => (state_of_files(old, namespace)?, state_of_files(new, namespace)?),
        _ => {
            return Err(tr!(
                "give two files or folders, or `--git OLD..NEW` and paths",
                "请指定两个文件或目录，或 `--git OLD..NEW` 和路径"
            )
            .into());
        }
    };
    for (location, reason) in new.unreadable.iter().chain(&old.unreadable) {
        reporter.add(&Evaluation::unreadable(location.clone(), reason.clone()))?;
    }
    reporter.add_skipped(std::mem::take(&mut new.skipped));
    reporter.add_skipped(std::mem::take(&mut old.skipped));
    // Look-ups see the cluster before the change, and what the change adds to it.
    let (kinds, mut known) = (lookups::kinds(&rules), StateObjects::default());
    // A Node that the change adds has not joined yet.
    let added = new.objects.iter().filter(|(identity, _)| identity.kind() != "Node");
    for (identity, state) in added.chain(&old.objects) {
        known.add(identity, &state.object, &kinds);
    }
    let cluster = Some(Cluster::partial(Arc::new(known)));
    let checker = Checker { rules, requests: PlannedRequests::None, only: None, suppressions, cluster };
    let (mut requests, mut texts) = (requests(old, new).into_iter(), TextReader::default());
    loop {
        let batch: Vec<Request> = requests.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return reporter.finish();
        }
        evaluate(&checker, batch, args, &mut texts).iter().try_for_each(|evaluation| reporter.add(evaluation))?;
    }
}

/// What happens to an object, and the object before an update.
type Request = (StateObject, Operation, Option<Arc<str>>);

/// What happens to which object. Objects that stay the same are in no request.
fn requests(old: State, new: State) -> Vec<Request> {
    let (mut before, mut requests) = (old.objects, Vec::new());
    for (identity, object) in new.objects {
        match before.remove(&identity) {
            Some(old) if old.object == object.object => {}
            Some(old) => requests.push((object, Operation::Update, Some(old.object))),
            None => requests.push((object, Operation::Create, None)),
        }
    }
    requests.extend(before.into_values().map(|object| (object, Operation::Delete, None)));
    requests
}

fn evaluate(checker: &Checker, batch: Vec<Request>, args: &args::Diff, texts: &mut TextReader) -> Vec<Evaluation> {
    let prepare = |(state, operation, old): Request| {
        let value = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
        let object = value(&state.object);
        let spec = RequestSpec { old: old.as_deref().map(value), ..spec(operation, args.who.requester()) };
        let title = Subject::Object(object.clone()).title();
        let request = match kind_names::mistake(&object) {
            // What is misspelt in the old state is gone.
            Some(mistake) if operation != Operation::Delete => Err(mistake),
            _ => AdmissionRequest::for_object(object, &spec).map(AdmissionRequest::into_json),
        };
        (state.location, state.source, title, operation, request)
    };
    let prepared: Vec<_> = batch.into_par_iter().map(prepare).collect();
    let items =
        prepared.iter().map(|(location, _, _, _, request)| (location.clone(), request.clone().map(Subject::Request)));
    let mut evaluations = checker.evaluate(items.collect());
    for (evaluation, (location, source, title, operation, request)) in evaluations.iter_mut().zip(&prepared) {
        if request.is_err() {
            (evaluation.title, evaluation.operation) = (title.clone(), operation.as_str().to_owned());
        }
        evaluation.noun = Noun::Object;
        // The text is read again only where there is a line to be found in it.
        let found = evaluation.results.iter().flatten().any(|result| !result.findings.is_empty());
        if (found || !location.path.is_empty())
            && let Some(text) = texts.of(source)
        {
            locate(std::slice::from_mut(evaluation), text, location.line);
        }
    }
    evaluations
}
