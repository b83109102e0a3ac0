//! Judges a text: every thing in it by every rule of its kind.

use std::rc::Rc;

use redline_engine::core::finding::Level;
use redline_engine::core::outcome::Outcome;
use redline_engine::core::row::Row;
use redline_engine::core::rule::RuleKind;
use redline_engine::core::rule::RuleMetadata;
use redline_engine::kubernetes::lookup::Host;
use redline_input::Subject;
use serde_json::Value;

use crate::acts::Acts;
use crate::answer::{Evaluation, Finding, Judged, Place, Problem, Ruling, Text, TextName, Verdict};
use crate::choice::{Asked, Input, rules};
use crate::documents::{Thing, read};
use crate::spans::Spans;
use crate::{Result, edge};

/// What a rule says that has nothing to say.
const ALLOW: &str = r#"{"accepted":true}"#;

/// Judges what the input holds.
///
/// # Errors
/// A rule that is not there, or settings that cannot be used. What is wrong in the texts themselves is part of the
/// evaluation.
pub fn evaluate(input: &Input) -> Result<Evaluation> {
    let asked = rules(input)?;
    let all = input.all_rulings.unwrap_or_default();
    let judged: Vec<Judged> = requests(input).into_iter().map(|request| request.judge(&asked, all)).collect();
    let verdict = judged.iter().map(|judged| judged.verdict).max().unwrap_or(Verdict::Allow);
    Ok(Evaluation { verdict, judged })
}

/// The payload that a rule's module gets for the thing that stands at `index` of an evaluation:
/// `{"request": ..., "settings": ...}`.
///
/// # Errors
/// No such thing, no such rule, or a thing that cannot be judged.
pub fn payload(input: &Input, index: usize, rule: &str) -> Result<String> {
    let asked = rules(&Input { rules: Some(vec![rule.to_owned()]), ..input.clone() })?;
    let requests = requests(input);
    let count = requests.len();
    let request = requests.into_iter().nth(index).ok_or_else(|| {
        format!("there is no thing {index} in this input, it holds {count}; count from 0 as `judged` does")
    })?;
    match (request.request, asked.first()) {
        (Ok((_, request)), Some(asked)) => Ok(together(&request, &asked.settings)),
        (Err(problem), _) => Err(problem.message),
        (_, None) => Err(format!("there is no rule `{rule}`")),
    }
}

fn together(request: &str, settings: &str) -> String {
    [r#"{"request":"#, request, r#","settings":"#, settings, "}"].concat()
}

/// A thing as it is shown to rules.
struct Request<'t> {
    document: usize,
    within: String,
    at: Place,
    title: String,
    operation: String,
    /// The kind of rules that judge it, and the JSON that they get.
    request: Result<(RuleKind, String), Problem>,
    /// Where to look for the paths in findings, best first.
    roots: Vec<(Rc<Spans<'t>>, String)>,
}

/// Everything in the input.
fn requests(input: &Input) -> Vec<Request<'_>> {
    let old = input.old.as_deref().map(|old| read(old, TextName::Old));
    let mut acts = Acts::new(input, old);
    let mut requests = Vec::new();
    for thing in read(&input.text, TextName::Text) {
        let (request, before) = match &thing.subject {
            Ok(Subject::Object(object)) => {
                let (operation, request, before) = acts.review(object);
                let request = request.map_err(|message| Problem { message, at: thing.at.clone() });
                (Request::of_object(&thing, operation, request), before)
            }
            _ => (Request::of(&thing), None),
        };
        let before = before.and_then(|index| acts.old(index));
        let before = before.map(|thing| (thing.spans.clone(), thing.path.clone()));
        requests.push(Request { roots: request.roots.into_iter().chain(before).collect(), ..request });
    }
    let deletions = acts.deletions().into_iter().map(|(thing, request)| {
        let request = request.map_err(|message| Problem { message, at: thing.at.clone() });
        Request::of_object(&thing, "DELETE", request)
    });
    requests.extend(deletions);
    requests
}

impl<'t> Request<'t> {
    fn of(thing: &Thing<'t>) -> Self {
        let root = |below: &str| match (thing.path.is_empty(), below.is_empty()) {
            (_, true) => (thing.spans.clone(), thing.path.clone()),
            (true, _) => (thing.spans.clone(), below.to_owned()),
            _ => (thing.spans.clone(), format!("{}.{below}", thing.path)),
        };
        let (kind, value, roots) = match &thing.subject {
            Ok(Subject::Request(request)) => {
                (RuleKind::Admission, request, vec![root("object"), root("oldObject"), root("")])
            }
            Ok(Subject::Raw(_, request)) => (RuleKind::Cloud, request, vec![root(""), root("change"), root("event")]),
            Ok(Subject::Object(request)) => (RuleKind::Admission, request, vec![root("")]),
            Err(problem) => return Request { request: Err(problem.clone()), ..Request::bare(thing) },
        };
        let subject = thing.subject.as_ref().ok();
        Request {
            title: subject.map(Subject::title).unwrap_or_default(),
            operation: subject.map(Subject::doing).unwrap_or_default(),
            request: Ok((kind, value.to_string())),
            roots,
            ..Request::bare(thing)
        }
    }

    fn of_object(thing: &Thing<'t>, operation: &str, request: Result<Value, Problem>) -> Self {
        let title = match (&request, &thing.subject) {
            (Ok(request), _) => Subject::Request(request.clone()).title(),
            (Err(_), Ok(subject)) => subject.title(),
            (Err(_), Err(_)) => String::new(),
        };
        Request {
            title,
            operation: operation.to_owned(),
            request: request.map(|request| (RuleKind::Admission, request.to_string())),
            ..Request::bare(thing)
        }
    }

    fn bare(thing: &Thing<'t>) -> Self {
        Request {
            document: thing.document,
            within: thing.within.clone(),
            at: thing.at.clone(),
            title: String::new(),
            operation: String::new(),
            request: Ok((RuleKind::Admission, "null".to_owned())),
            roots: vec![(thing.spans.clone(), thing.path.clone())],
        }
    }

    fn judge(self, asked: &[Asked], all: bool) -> Judged {
        let (mut rulings, mut count, mut problem) = (Vec::new(), 0, None);
        match &self.request {
            Ok((kind, request)) => {
                for asked in asked.iter().filter(|asked| asked.entry.kind == *kind) {
                    count += 1;
                    rulings.extend(self.ask(asked, request).filter(|ruling| all || ruling.answer != ALLOW));
                }
            }
            Err(why) => problem = Some(why.clone()),
        }
        let worst = rulings.iter().map(|ruling| ruling.verdict).max().unwrap_or(Verdict::Allow);
        let verdict = if problem.is_some() { Verdict::Invalid } else { worst };
        let Request { document, within, at, title, operation, .. } = self;
        Judged { document, within, at, title, operation, verdict, problem, rulings, asked: count }
    }

    /// `None` never comes: every answer is plain text.
    fn ask(&self, asked: &Asked, request: &str) -> Option<Ruling> {
        let now = || Some(edge::now());
        let host = Host { now: &now, call: None };
        let declaration = asked.entry.metadata;
        let outcome = (asked.entry.outcome)(together(request, &asked.settings).as_bytes(), None, &host);
        let response = outcome.response(declaration);
        let findings = match outcome {
            Outcome::Found(found) => found.findings,
            _ => Vec::new(),
        };
        let answer = serde_json::to_string(&response).ok()?;
        let notes = response.audit_annotations.iter().flat_map(|notes| &notes.0);
        Some(Ruling {
            rule: asked.entry.id().to_owned(),
            verdict: Verdict::of(&response),
            exempt: notes.filter(|(key, _)| *key == "redline-reason").map(|(_, why)| why.clone()).next(),
            warnings: response.warnings.unwrap_or_default(),
            message: response.message,
            findings: findings.into_iter().map(|finding| self.place(declaration, finding)).collect(),
            answer,
        })
    }

    fn place(&self, rule: &Declaration, finding: redline_engine::core::finding::Finding) -> Finding {
        let at = self.find(&finding.path);
        let nothing = Text { en: String::new(), zh: String::new() };
        let row = rule.rows.iter().find(|row| finding.row.is_empty() || row.id == finding.row);
        let of = |text: fn(&Row) -> redline_engine::core::language::Bilingual| {
            row.map_or(nothing.clone(), |row| text(row).into())
        };
        Finding {
            level: if finding.level == Level::Deny { "deny" } else { "warn" },
            path: finding.path,
            value: finding.value,
            text: finding.text.into(),
            row: row.map(|row| row.id.to_owned()).unwrap_or_default(),
            impact: of(|row| row.impact),
            way_back: of(|row| row.way_back),
            instead: of(|row| row.instead),
            at,
        }
    }

    /// Where a path of a finding stands: the field, else the nearest thing around it. An object as a whole stands where
    /// its name does, a change of a plan where its address does.
    fn find(&self, path: &str) -> Place {
        let path = match path {
            "" => "metadata.name",
            address if address == self.title => "address",
            path => path,
        };
        let mut nearest = None;
        for (spans, root) in &self.roots {
            let whole = match (root.is_empty(), path.starts_with('[')) {
                (true, _) => path.to_owned(),
                (_, true) => format!("{root}{path}"),
                _ => format!("{root}.{path}"),
            };
            let at = spans.find(&whole);
            if at.exact {
                return at;
            }
            nearest.get_or_insert(at);
        }
        nearest.filter(|_| path != "metadata.name").unwrap_or_else(|| self.at.clone())
    }
}
