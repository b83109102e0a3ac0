//! `redline diff`: evaluates what is created, changed and deleted between two states, and nothing else.

use rayon::prelude::*;
use redline_input::{AdmissionRequest, Operation, RequestSpec, Subject};
use serde_json::Value;

use crate::args;
use crate::checker::Checker;
use crate::error::{CliError, Outcome};
use crate::evaluation::Evaluation;
use crate::locate::locate;
use crate::modules;
use crate::planned_requests::{PlannedRequests, spec};
use crate::report::{Noun, Reporter};
use crate::states::{State, StateObject, state_of_files, states_of_range};
use crate::suppressions::Suppressions;

/// Evaluates the requests between the two states and prints the report.
pub(crate) fn run(args: &args::Diff) -> Result<Outcome, CliError> {
    let (rules, config) = modules::select(&args.checking)?;
    let mut reporter = Reporter::new(&args.checking.reporting, &config, Noun::Object)?;
    let suppressions = Suppressions::load(config, args.checking.reporting.baseline.as_deref())?;
    let (old, new) = match (&args.git, args.states.as_slice()) {
        (Some(range), paths) => states_of_range(range, paths)?,
        (None, [old, new]) => (state_of_files(std::slice::from_ref(old)), state_of_files(std::slice::from_ref(new))),
        _ => return Err("give two files or folders, or `--git OLD..NEW` and paths".to_owned().into()),
    };
    let checker = Checker { rules, requests: PlannedRequests::None, only: None, suppressions };
    for (location, reason) in new.unreadable.iter().chain(&old.unreadable) {
        reporter.add(&Evaluation::unreadable(location.clone(), reason.clone()))?;
    }
    let requests = requests(old, new, args);
    let evaluations: Vec<Evaluation> =
        requests.into_par_iter().map(|(object, spec)| evaluate(&checker, object, &spec)).collect();
    evaluations.iter().try_for_each(|evaluation| reporter.add(evaluation))?;
    reporter.finish()
}

/// What happens to which object.
fn requests(old: State, new: State, args: &args::Diff) -> Vec<(StateObject, RequestSpec)> {
    let spec = |operation, old: Option<Value>| RequestSpec { old, ..spec(operation, args.who.requester()) };
    let (mut before, mut requests) = (old.objects, Vec::new());
    for (identity, object) in new.objects {
        match before.remove(&identity) {
            Some(old) if old.object == object.object => {}
            Some(old) => requests.push((object, spec(Operation::Update, Some(old.object)))),
            None => requests.push((object, spec(Operation::Create, None))),
        }
    }
    requests.extend(before.into_values().map(|object| (object, spec(Operation::Delete, None))));
    requests
}

fn evaluate(checker: &Checker, object: StateObject, spec: &RequestSpec) -> Evaluation {
    let StateObject { object, location, text } = object;
    let line = location.line;
    let title = Subject::Object(object.clone()).title();
    let mut evaluations = match AdmissionRequest::for_object(object, spec) {
        Ok(request) => checker.evaluate(vec![(location, Ok(Subject::Request(request.into_json())))]),
        Err(reason) => {
            vec![Evaluation::refused(location, title, spec.operation.as_str().to_owned(), reason)]
        }
    };
    locate(&mut evaluations, &text, line);
    evaluations.swap_remove(0)
}
