//! The results of evaluating one item: what each rule reported about it, and where the item comes from.

use std::{fmt, sync::Arc};

use redline_host::{Error, Response, Verdict};
use redline_input::{RawShape, Subject, SyntaxError};

use crate::finding::Finding;
use crate::language::{either, is_chinese, tr};
use crate::terminal::escape;
use crate::translation;

/// Where an item comes from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Location {
    /// The file, as the user named it.
    pub file: Arc<str>,
    /// Which document of the file; `None` when there is only one.
    pub document: Option<usize>,
    /// The line on which the item starts, or on which it cannot be read, from 1; 0 when it is not known.
    pub line: usize,
    /// The column, from 1; 0 when it is not known.
    pub column: usize,
    /// Which item of the document, for people; empty when there is only one.
    pub label: String,
    /// The item's path in the document; empty for the document itself.
    pub path: String,
}

impl Location {
    /// A whole file.
    pub(crate) fn file(name: &str) -> Self {
        Location { file: name.into(), ..Location::default() }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escape(&self.file))?;
        if let Some(number) = self.document {
            f.write_str(&tr!(":doc {number}", "：文档 {number}"))?;
        }
        if !self.label.is_empty() {
            write!(f, "{}{}", either(", ", "，"), label(&self.label))?;
        }
        Ok(())
    }
}

/// Which item of a document, such as `item 3, change 1`, in the language of the output.
fn label(english: &str) -> String {
    let chinese = |part: &str| match part.split_once(' ') {
        Some(("item", number)) => format!("第 {number} 项"),
        Some(("change", number)) => format!("变更 {number}"),
        Some(("event", number)) => format!("事件 {number}"),
        Some(("task", number)) => format!("任务 {number}"),
        _ => part.to_owned(),
    };
    match is_chinese() {
        true => english.split(", ").map(chinese).collect::<Vec<_>>().join("，"),
        false => english.to_owned(),
    }
}

/// An item and what the rules reported about it.
pub(crate) struct Evaluation {
    pub location: Location,
    /// The object, call, event or address: `Node/worker-1`; empty when the item could not be read.
    pub title: String,
    /// `DELETE`.
    pub operation: String,
    /// What the rules reported, without rules that found nothing; or why the item could not be evaluated.
    pub results: Result<Vec<RuleResult>, String>,
    /// Who caused it, in a trail; else empty.
    pub user: String,
    /// The type of a planned change whose effect on a cluster the plan does not show; else empty.
    pub uncovered: String,
    /// The number of findings that are left out because of a baseline or a waiver.
    pub suppressed: usize,
    /// What the item is, for counting.
    pub noun: Noun,
    /// Whether any rule looks at such an item.
    pub covered: bool,
    /// What is worth knowing about the text of the item, each with its place.
    pub notes: Vec<SyntaxError>,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Noun {
    /// A Kubernetes object.
    Object,
    /// A request to an API server.
    Request,
    /// A change of a Terraform plan.
    Change,
    /// An event of ActionTrail.
    Event,
    /// A call of an OpenAPI action.
    Call,
    /// A script or user data.
    Script,
}

impl Noun {
    /// What rules evaluate.
    pub(crate) fn of(subject: &Subject) -> Noun {
        match subject {
            Subject::Object(_) => Noun::Object,
            Subject::Request(_) => Noun::Request,
            Subject::Raw(RawShape::Change, _) => Noun::Change,
            Subject::Raw(RawShape::Event, _) => Noun::Event,
            Subject::Raw(RawShape::Call, _) => Noun::Call,
        }
    }
}

impl Evaluation {
    /// An item that could not be read.
    pub(crate) fn unreadable(location: Location, reason: String) -> Self {
        Evaluation::refused(location, String::new(), String::new(), reason)
    }

    /// An evaluation without notes.
    pub(crate) fn new(
        location: Location,
        title: String,
        operation: String,
        noun: Noun,
        results: Result<Vec<RuleResult>, String>,
    ) -> Self {
        Evaluation {
            location,
            title,
            operation,
            results: results.map_err(|reason| translation::of(&reason)),
            user: String::new(),
            uncovered: String::new(),
            suppressed: 0,
            noun,
            covered: true,
            notes: Vec::new(),
        }
    }

    /// The operation in the language of the output: of a call and an event not the English words around ids and names.
    pub(crate) fn operation(&self) -> String {
        let english = &self.operation;
        match english.split_once(' ') {
            _ if !is_chinese() => english.clone(),
            None if english == "call" => "调用".to_owned(),
            None if english == "event" => "事件".to_owned(),
            Some(("event", told)) => {
                let told = told.strip_prefix("by ").map_or(told.to_owned(), |who| format!("操作者 {who}"));
                let told = told.replacen(" by ", "，操作者 ", 1).replacen(" from ", "，来源 ", 1);
                format!("事件 {}", told.replacen(" in ", "，地域 ", 1).replace("an unknown user", "未知"))
            }
            _ => english.clone(),
        }
    }

    /// An item that could be read but not be evaluated.
    pub(crate) fn refused(location: Location, title: String, operation: String, reason: String) -> Self {
        Evaluation::new(location, title, operation, Noun::Object, Err(reason))
    }

    /// The worst verdict; `None` when the item could not be read.
    pub(crate) fn verdict(&self) -> Option<Verdict> {
        match &self.results {
            Ok(results) => Some(results.iter().map(RuleResult::verdict).max().unwrap_or(Verdict::Allow)),
            Err(_) if self.title.is_empty() => None,
            Err(_) => Some(Verdict::Invalid),
        }
    }
}

/// What one rule reported about an item.
pub(crate) struct RuleResult {
    pub rule: String,
    /// The answer of the module; for a bundle, that of the whole bundle.
    pub answer: Result<Response, Error>,
    pub findings: Vec<Finding>,
    /// What the operation breaks and how to do it properly, a line each.
    pub advice: Vec<String>,
}

impl RuleResult {
    /// The worst level of the findings.
    pub(crate) fn verdict(&self) -> Verdict {
        self.findings.iter().map(|finding| finding.level).max().unwrap_or(Verdict::Allow)
    }
}
