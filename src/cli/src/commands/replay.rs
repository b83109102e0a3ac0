//! `redline replay`: evaluates the requests in an audit log, to see what enforcement would have stopped.

use std::sync::Arc;

use indicatif::{ProgressBar, ProgressDrawTarget};
use redline_input::Subject;
use redline_input::audit_log::{LoggedRequest, Replay, Replayed};

use crate::args;
use crate::checker::Checker;
use crate::error::{CliError, Outcome};
use crate::evaluation::{Evaluation, Location, Noun};
use crate::faults;
use crate::files;
use crate::language::tr;
use crate::modules;
use crate::planned_requests::PlannedRequests;
use crate::replay_summary::Summary;
use crate::report::Reporter;
use crate::stream::{self, Element, Opened};
use crate::suppressions::Suppressions;

/// Requests that are evaluated together.
const BATCH: usize = 512;

/// Reads the logs in their order, evaluates their requests, and prints the report.
pub(crate) fn run(args: &args::Replay) -> Result<Outcome, CliError> {
    let (rules, config) = modules::select(&args.checking)?;
    let mut reporter = Reporter::by_rule(&args.checking.reporting, &config, Noun::Request)?;
    let suppressions = Suppressions::load(config, args.checking.reporting.baseline.as_deref())?;
    let checker = Checker { rules, requests: PlannedRequests::None, only: None, suppressions, cluster: None };
    let (mut replay, mut summary) = (Replay::default(), Summary::default());
    for file in &args.files {
        let name = files::display_name(file);
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let elements = match stream::open(file, &bar) {
            Ok(Opened::Elements(elements)) => elements,
            Ok(Opened::Text(_)) => {
                let reason = tr!(
                    "not an audit log; expected JSON, one event on a line",
                    "不是审计日志；应为 JSON，每行一个事件"
                );
                reporter.add(&Evaluation::unreadable(Location::file(name), reason))?;
                continue;
            }
            Err(source) => {
                let reason = faults::unreadable(file.as_ref(), &source);
                reporter.add(&Evaluation::unreadable(Location::file(name), reason))?;
                continue;
            }
        };
        let name: Arc<str> = name.into();
        loop {
            let batch: Vec<_> = elements.iter().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            let (requests, unreadable) = requests_in(batch, &name, args, &mut replay, &mut summary);
            let items = requests.iter().map(|(at, r)| (at.clone(), Ok(Subject::Request(r.request.clone()))));
            let mut evaluations = checker.evaluate(items.collect());
            for (evaluation, (_, request)) in evaluations.iter_mut().zip(&requests) {
                let (operation, user, time) = (&evaluation.operation, &request.user, &request.time);
                evaluation.operation = tr!("{operation} by {user}, {time}", "{operation}，用户 {user}，{time}");
            }
            bar.suspend(|| {
                unreadable.iter().try_for_each(|evaluation| reporter.add(evaluation))?;
                evaluations.iter().zip(&requests).try_for_each(|(evaluation, (_, request))| {
                    summary.add(evaluation, request);
                    reporter.add(evaluation)
                })
            })?;
        }
        bar.finish_and_clear();
    }
    reporter.add_remarks(summary.lines(), summary.as_json());
    reporter.finish()
}

/// What reports call the line of an event.
fn line_label(line: usize) -> String {
    tr!("line {line}", "第 {line} 行")
}

/// The requests behind events that the arguments select, and events that could not be read.
fn requests_in(
    events: Vec<Element>,
    file: &Arc<str>,
    args: &args::Replay,
    replay: &mut Replay,
    summary: &mut Summary,
) -> (Vec<(Location, LoggedRequest)>, Vec<Evaluation>) {
    let (mut requests, mut unreadable) = (Vec::new(), Vec::new());
    for event in events {
        // The line is enough to find an event.
        let location = Location {
            file: file.clone(),
            document: None,
            line: event.line,
            label: line_label(event.line),
            ..Location::default()
        };
        match event.value.and_then(|value| replay.event(value)) {
            Ok(Replayed::Ignored) => summary.ignored += 1,
            Ok(Replayed::Incomplete(reason)) => *summary.incomplete.entry(reason).or_default() += 1,
            Ok(Replayed::Requests(each)) => {
                let selected = each.into_iter().filter(|request| args.selects(request));
                requests.extend(selected.map(|request| (location.clone(), request)));
            }
            Err(reason) => unreadable.push(Evaluation::unreadable(location, reason)),
        }
    }
    (requests, unreadable)
}
