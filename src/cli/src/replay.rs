//! `redline replay`: what the rules would have said to the requests in an audit log.

use std::collections::BTreeMap;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressDrawTarget};
use redline_host::{Error, Verdict};
use redline_input::Subject;
use redline_input::audit::{Replay, Replayed, Request};
use serde_json::{Value, json};

use crate::args;
use crate::baseline::LetBe;
use crate::error::{CliError, Outcome};
use crate::job::{Job, Judged, Place};
use crate::modules;
use crate::report::Report;
use crate::stream::{self, Opened};

/// Requests that are judged together.
const BATCH: usize = 512;

/// Denials and warnings, counted by something.
type Counts = BTreeMap<String, (usize, usize)>;

/// What the report ends with, beside the sums of every report.
#[derive(Default)]
struct Summary {
    users: Counts,
    namespaces: Counts,
    days: Counts,
    /// Events that changed something and could not be judged, by reason.
    not_held: BTreeMap<&'static str, usize>,
    /// Events that changed nothing, or failed.
    nothing: usize,
    /// Deletions of which the log told the name alone.
    name_only: usize,
}

/// Reads the logs in their order, judges their requests, and prints the report.
pub(crate) fn run(args: &args::Replay) -> Result<Outcome, CliError> {
    let (rules, config) = modules::chosen(&args.judging)?;
    let mut report = Report::by_rule(&args.judging.reporting, &config, args.all)?;
    let let_be = LetBe::load(config, args.judging.reporting.baseline.as_deref())?;
    let request = Box::new(|object: Value| Err([Subject::Object(object).title(), String::new(), String::new()]));
    let job = Job { rules, request, only: None, let_be };
    let (mut replay, mut summary) = (Replay::default(), Summary::default());
    for file in &args.files {
        let name: Arc<str> = if file == "-" { "stdin" } else { &**file }.into();
        let place = |document: Option<usize>, line, within| Place { file: name.clone(), document, line, within };
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let elements = match stream::open(file, &bar) {
            Ok(Opened::Elements(elements)) => elements,
            Ok(Opened::Text(_)) => {
                let why = "this is no audit log: JSON is expected, a line for each event".to_owned();
                report.add(&Judged::unread(place(None, 0, String::new()), why))?;
                continue;
            }
            Err(source) => {
                let why = Error::Read { path: file.into(), source }.to_string();
                report.add(&Judged::unread(place(None, 0, String::new()), why))?;
                continue;
            }
        };
        loop {
            let batch: Vec<_> = elements.iter().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            let mut requests: Vec<(Place, Request)> = Vec::new();
            let mut unread = Vec::new();
            for element in batch {
                // Lines tell events apart well enough.
                let place = place(None, element.line, format!("line {}", element.line));
                match element.value.and_then(|value| replay.event(value)) {
                    Ok(Replayed::Nothing) => summary.nothing += 1,
                    Ok(Replayed::NotHeld(why)) => *summary.not_held.entry(why).or_default() += 1,
                    Ok(Replayed::Requests(each)) => requests.extend(each.into_iter().map(|r| (place.clone(), r))),
                    Err(why) => unread.push(Judged::unread(place, why)),
                }
            }
            let things = requests.iter().map(|(place, r)| (place.clone(), Ok(Subject::Request(r.request.clone()))));
            let mut judged = job.all(things.collect());
            for (judged, (_, request)) in judged.iter_mut().zip(&requests) {
                judged.doing = format!("{} by {}, {}", judged.doing, request.user, request.time);
            }
            bar.suspend(|| {
                unread.iter().try_for_each(|judged| report.add(judged))?;
                judged.iter().zip(&requests).try_for_each(|(judged, (_, request))| {
                    summary.count(judged, request);
                    report.add(judged)
                })
            })?;
        }
        bar.finish_and_clear();
    }
    report.remark(summary.lines(), summary.as_json());
    report.finish()
}

impl Summary {
    fn count(&mut self, judged: &Judged, request: &Request) {
        self.name_only += usize::from(request.name_only);
        let worst = judged.rulings.iter().flatten().map(crate::job::Ruling::verdict).max();
        let (denied, warned) = match worst {
            Some(Verdict::Deny) => (1, 0),
            Some(Verdict::Warn) => (0, 1),
            _ => return,
        };
        let namespace = if request.namespace.is_empty() { "(none)" } else { &request.namespace };
        let day = request.time.get(..10).unwrap_or("(unknown)");
        for (counts, key) in
            [(&mut self.users, &*request.user), (&mut self.namespaces, namespace), (&mut self.days, day)]
        {
            let entry = counts.entry(key.to_owned()).or_default();
            entry.0 += denied;
            entry.1 += warned;
        }
    }

    fn not_judged(&self) -> usize {
        self.not_held.values().sum()
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (title, counts, sort) in
            [("by user", &self.users, true), ("by namespace", &self.namespaces, true), ("by day", &self.days, false)]
        {
            if counts.is_empty() {
                continue;
            }
            lines.push(format!("{title}:"));
            let mut counts: Vec<_> = counts.iter().collect();
            if sort {
                counts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            }
            let more = counts.len().saturating_sub(10);
            let each = counts.iter().take(if sort { 10 } else { usize::MAX });
            lines.extend(each.map(|(key, (denied, warned))| format!("  {key}  {denied} denied, {warned} warned")));
            if sort && more > 0 {
                lines.push(format!("  and {more} more"));
            }
        }
        if self.not_judged() > 0 {
            lines.push(format!("{} changes could not be judged:", self.not_judged()));
            lines.extend(self.not_held.iter().map(|(why, count)| format!("  {count} {why}")));
            lines.push("  (an audit level of RequestResponse holds the objects)".to_owned());
        }
        if self.name_only > 0 {
            lines.push(format!("{} deletions were judged by name alone", self.name_only));
        }
        lines
    }

    fn as_json(&self) -> Value {
        let counts = |counts: &Counts| -> Value {
            counts
                .iter()
                .map(|(key, (denied, warned))| (key.clone(), json!({"denied": denied, "warned": warned})))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        json!({
            "users": counts(&self.users), "namespaces": counts(&self.namespaces), "days": counts(&self.days),
            "notHeld": self.not_held, "nothingChanged": self.nothing, "nameOnly": self.name_only,
        })
    }
}
