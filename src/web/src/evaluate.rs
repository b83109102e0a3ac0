//! Evaluates a text: each item with each rule of its kind.

use std::rc::Rc;

use redline_engine::core::annotations::AUDIT_REASON;
use redline_engine::core::finding::{self, Level};
use redline_engine::core::language::Bilingual;
use redline_engine::core::outcome::Outcome;
use redline_engine::core::render;
use redline_engine::core::request_match::{Operation, RequestMatch};
use redline_engine::core::row::Row;
use redline_engine::core::rule::{RuleKind, RuleMetadata};
use redline_engine::kubernetes::lookup::Host;
use redline_input::{PodRequest, Subject, pod_requests};
use serde_json::Value;

use crate::answer::{Evaluation, Finding, ItemEvaluation, Position, Problem, RuleResult, Text, TextName, verdict_of};
use crate::choice::{ConfiguredRule, Input, rules};
use crate::documents::{Fields, Item, read};
use crate::planned_requests::PlannedRequests;
use crate::{Result, clock};
use redline_engine::core::verdict::Verdict;

/// The answer of a rule that found nothing.
const ALLOW: &str = r#"{"accepted":true}"#;

/// Evaluates the input.
///
/// # Errors
/// A rule that is not there, or settings that cannot be used. What is wrong in the texts themselves is part of the
/// evaluation.
pub fn evaluate(input: &Input) -> Result<Evaluation> {
    let rules = rules(input)?;
    let all = input.all_results.unwrap_or_default();
    let items: Vec<ItemEvaluation> = requests(input).into_iter().map(|request| request.evaluate(&rules, all)).collect();
    let verdict = items.iter().map(|item| item.verdict).max().unwrap_or(Verdict::Allow);
    Ok(Evaluation { verdict, items })
}

/// The payload that the module of a rule gets for the item at `index` of an evaluation:
/// `{"request": ..., "settings": ...}`.
///
/// # Errors
/// No such item, no such rule, or an item that cannot be evaluated.
pub fn payload(input: &Input, index: usize, rule: &str) -> Result<String> {
    let rules = rules(&Input { rules: Some(vec![rule.to_owned()]), ..input.clone() })?;
    let requests = requests(input);
    let count = requests.len();
    let request = requests
        .into_iter()
        .nth(index)
        .ok_or_else(|| format!("there is no item {index}: the input has {count}, counted from 0 as in `items`"))?;
    match (request.request, rules.first()) {
        (Ok((_, request)), Some(rule)) => Ok(payload_of(&request, &rule.settings)),
        (Err(problem), _) => Err(problem.message),
        (_, None) => Err(format!("there is no rule `{rule}`")),
    }
}

fn payload_of(request: &str, settings: &str) -> String {
    [r#"{"request":"#, request, r#","settings":"#, settings, "}"].concat()
}

/// An item made ready for the rules.
struct PreparedRequest<'t> {
    document: usize,
    label: String,
    at: Position,
    title: String,
    operation: String,
    /// Whether the text itself says what is done and by whom.
    self_contained: bool,
    /// The kind of rules that evaluate it, and the request as JSON.
    request: Result<(RuleKind, String), Problem>,
    /// Requests about the pods that a custom resource describes.
    pods: Vec<PodRequest>,
    /// Where the paths of findings may start, best first.
    roots: Vec<(Rc<Fields<'t>>, String)>,
}

/// The requests for all items of the input.
fn requests(input: &Input) -> Vec<PreparedRequest<'_>> {
    let old = input.old.as_deref().map(|old| read(old, TextName::Old));
    let mut planned = PlannedRequests::new(input, old);
    let mut requests = Vec::new();
    for item in read(&input.text, TextName::Text) {
        let (request, before) = match &item.subject {
            Ok(Subject::Object(object)) => {
                let plan = planned.request_for(object);
                let request = plan.request.map_err(|message| Problem::new(message, &item.at));
                (PreparedRequest::of_object(&item, plan.operation, request), plan.before)
            }
            _ => (PreparedRequest::of(&item), None),
        };
        let before = before.and_then(|index| planned.old(index));
        let before = before.map(|item| (item.fields.clone(), item.path.clone()));
        requests.push(PreparedRequest { roots: request.roots.into_iter().chain(before).collect(), ..request });
    }
    let deletions = planned.deletions().into_iter().map(|(item, request)| {
        let request = request.map_err(|message| Problem::new(message, &item.at));
        PreparedRequest::of_object(&item, "DELETE", request)
    });
    requests.extend(deletions);
    requests
}

impl<'t> PreparedRequest<'t> {
    fn of(item: &Item<'t>) -> Self {
        let root = |below: &str| match (item.path.is_empty(), below.is_empty()) {
            (_, true) => (item.fields.clone(), item.path.clone()),
            (true, _) => (item.fields.clone(), below.to_owned()),
            _ => (item.fields.clone(), format!("{}.{below}", item.path)),
        };
        let (kind, value, roots) = match &item.subject {
            Ok(Subject::Request(request)) => {
                (RuleKind::Admission, request, vec![root("object"), root("oldObject"), root("")])
            }
            Ok(Subject::Raw(_, request)) => (RuleKind::Cloud, request, vec![root(""), root("change"), root("event")]),
            Ok(Subject::Object(request)) => (RuleKind::Admission, request, vec![root("")]),
            Err(problem) => return PreparedRequest { request: Err(problem.clone()), ..PreparedRequest::bare(item) },
        };
        let subject = item.subject.as_ref().ok();
        PreparedRequest {
            title: subject.map(Subject::title).unwrap_or_default(),
            operation: subject.map(Subject::operation).unwrap_or_default(),
            request: Ok((kind, value.to_string())),
            pods: if kind == RuleKind::Admission { pod_requests(value) } else { Vec::new() },
            self_contained: true,
            roots,
            ..PreparedRequest::bare(item)
        }
    }

    fn of_object(item: &Item<'t>, operation: &str, request: Result<Value, Problem>) -> Self {
        let title = match (&request, &item.subject) {
            (Ok(request), _) => Subject::Request(request.clone()).title(),
            (Err(_), Ok(subject)) => subject.title(),
            (Err(_), Err(_)) => String::new(),
        };
        PreparedRequest {
            title,
            operation: operation.to_owned(),
            pods: request.as_ref().map(pod_requests).unwrap_or_default(),
            request: request.map(|request| (RuleKind::Admission, request.to_string())),
            ..PreparedRequest::bare(item)
        }
    }

    fn bare(item: &Item<'t>) -> Self {
        PreparedRequest {
            document: item.document,
            label: item.label.clone(),
            at: item.at.clone(),
            title: String::new(),
            operation: String::new(),
            self_contained: false,
            request: Ok((RuleKind::Admission, "null".to_owned())),
            pods: Vec::new(),
            roots: vec![(item.fields.clone(), item.path.clone())],
        }
    }

    fn evaluate(self, rules: &[ConfiguredRule], all: bool) -> ItemEvaluation {
        let (mut results, mut evaluated_rules, mut problem) = (Vec::<RuleResult>::new(), 0, None);
        match &self.request {
            Ok((kind, request)) => {
                for rule in rules.iter().filter(|rule| rule.rule.kind == *kind) {
                    evaluated_rules += 1;
                    results
                        .extend(self.evaluate_with(rule, request, None).filter(|result| all || result.answer != ALLOW));
                    for pods in self.pods.iter().filter(|pods| is_about(rule.rule.metadata, pods)) {
                        let result = self.evaluate_with(rule, &pods.to_json(), Some(pods));
                        let is_new = |result: &RuleResult| {
                            result.answer != ALLOW && !results.iter().any(|r| r.answer == result.answer)
                        };
                        let found = result.filter(is_new);
                        results.extend(found);
                    }
                }
            }
            Err(why) => problem = Some(why.clone()),
        }
        let worst = results.iter().map(|result| result.verdict).max().unwrap_or(Verdict::Allow);
        let verdict = if problem.is_some() { Verdict::Invalid } else { worst };
        let PreparedRequest { document, label: within, at, title, operation, self_contained, .. } = self;
        ItemEvaluation {
            document,
            within,
            at,
            title,
            operation,
            verdict,
            problem,
            results,
            evaluated_rules,
            self_contained,
        }
    }

    /// The result of one rule for the request, or for one about its pods. It is never `None`, because every answer can be written
    /// as JSON.
    fn evaluate_with(&self, rule: &ConfiguredRule, request: &str, pods: Option<&PodRequest>) -> Option<RuleResult> {
        let now = || Some(clock::now());
        let host = Host { now: &now, call: None };
        let metadata = rule.rule.metadata;
        let outcome = (rule.rule.evaluate)(payload_of(request, &rule.settings).as_bytes(), None, &host);
        let response = render::response(metadata, &outcome);
        let findings = match outcome {
            Outcome::Violations(violations) => violations.findings,
            _ => Vec::new(),
        };
        let answer = response.to_json();
        let annotations = response.audit_annotations.iter().flat_map(|notes| &notes.0);
        Some(RuleResult {
            rule: rule.rule.id().to_owned(),
            verdict: verdict_of(&response),
            exempt: annotations.filter(|(key, _)| *key == AUDIT_REASON).map(|(_, reason)| reason.clone()).next(),
            warnings: response.warnings.unwrap_or_default(),
            message: response.message,
            findings: findings.into_iter().map(|finding| self.finding(metadata, in_resource(finding, pods))).collect(),
            answer,
        })
    }

    fn finding(&self, rule: &RuleMetadata, finding: finding::Finding) -> Finding {
        let at = self.find(&finding.path);
        let nothing = Text { en: String::new(), zh: String::new() };
        let row = finding.row.or(rule.rows.first().copied());
        let of = |text: fn(&Row) -> Bilingual| row.map_or(nothing.clone(), |row| text(row).into());
        Finding {
            level: if finding.level == Level::Deny { "deny" } else { "warn" },
            path: finding.path,
            value: finding.value,
            text: finding.text.into(),
            row: row.map(|row| row.id.to_owned()).unwrap_or_default(),
            impact: of(|row| row.impact),
            recovery: of(|row| row.recovery),
            instead: of(|row| row.instead),
            at,
        }
    }

    /// The place of a path in a finding: the field, or else the innermost part around it that is there. An object as a whole
    /// is where its name is, a change of a plan where its address is.
    fn find(&self, path: &str) -> Position {
        let path = match path {
            "" => "metadata.name",
            address if address == self.title => "address",
            path => path,
        };
        let mut nearest = None;
        for (fields, root) in &self.roots {
            let whole = match (root.is_empty(), path.starts_with('[')) {
                (true, _) => path.to_owned(),
                (_, true) => format!("{root}{path}"),
                _ => format!("{root}.{path}"),
            };
            let at = fields.find(&whole);
            if at.exact {
                return at;
            }
            nearest.get_or_insert(at);
        }
        nearest.filter(|_| path != "metadata.name").unwrap_or_else(|| self.at.clone())
    }
}

/// Whether a rule is about the creation of such workloads, whose pods a request describes.
fn is_about(rule: &RuleMetadata, pods: &PodRequest) -> bool {
    let text = |member: &str| pods.request["resource"][member].as_str().unwrap_or_default();
    let resource = (text("group"), text("resource"));
    let creates = |on: &&RequestMatch| on.operations.contains(&Operation::Create) && on.sub_resource.is_empty();
    rule.requests.iter().filter(creates).any(|on| on.matches_kind(("", ""), resource))
}

/// A finding about pods, at its place in the custom resource.
fn in_resource(finding: finding::Finding, pods: Option<&PodRequest>) -> finding::Finding {
    let path = pods.map_or_else(|| finding.path.clone(), |pods| pods.path(&finding.path));
    finding::Finding { path, ..finding }
}
