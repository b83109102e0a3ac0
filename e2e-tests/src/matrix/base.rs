//! The cases that are changed, with the answers to them as they stand.

use std::collections::BTreeSet;

use redline_dev::RegisteredRule;
use redline_engine::core::rule::RuleKind;
use redline_host::{Case, Cluster, Response, Verdict};
use serde_json::{Map, Value, json};

use super::expected::FINDINGS;
use super::{Cases, Expected, Variant};
use crate::{cases, native};

/// The settings that every rule has; a case that gives one of these is about the engine's part.
const COMMON: &[&str] = &["enforcement", "language", "exempt", "exemptDefaults", "approval"];

/// Languages of the lines of a finding, in the order of [`Base::lines`].
const LANGUAGES: [&str; 2] = ["en", "zh"];

/// A case of a rule.
pub struct Base {
    /// The rule.
    pub rule: &'static RegisteredRule,
    /// The name of the case.
    pub case: String,
    /// The request, of either kind.
    pub request: Value,
    /// The settings.
    pub settings: Map<String, Value>,
    /// The answer to the case as it stands.
    pub plain: Response,
    /// Everything that is said about the findings, in English and in Chinese, line by line and without the rule's name:
    /// the texts of the findings, then impacts, then proper ways. Empty where nothing is found.
    pub lines: [Vec<String>; 2],
    cluster: Option<Cluster>,
    first_of_operation: bool,
    first_of_request: bool,
}

/// The cases of a rule that have a request.
///
/// # Panics
/// When a case cannot be read; the message names the file.
pub fn bases(rule: &'static RegisteredRule) -> Vec<Base> {
    let (mut operations, mut requests) = (BTreeSet::new(), BTreeSet::new());
    let mut bases: Vec<Base> = cases(rule).into_iter().filter_map(|case| Base::new(rule, case)).collect();
    for base in bases.iter_mut().filter(|base| base.is_violation()) {
        base.first_of_operation = operations.insert(base.operation().to_owned());
        base.first_of_request = requests.insert(base.kind_of_request());
    }
    bases
}

impl Base {
    fn new(rule: &'static RegisteredRule, case: Case) -> Option<Base> {
        let settings = case.settings.as_object()?.clone();
        let mut base = Base {
            rule,
            case: case.name(),
            request: case.request()?.clone(),
            settings,
            plain: Response::default(),
            lines: Default::default(),
            cluster: case.cluster(),
            first_of_operation: false,
            first_of_request: false,
        };
        base.plain = base.native(&base.payload());
        base.lines = LANGUAGES.map(|language| {
            let payload = base.with_settings(json!({"enforcement": "warn", "language": language}));
            let prefix = format!("{}: ", rule.id());
            let lines = base.native(&payload).warnings.unwrap_or_default();
            lines.iter().map(|line| line.strip_prefix(&prefix).unwrap_or(line).to_owned()).collect()
        });
        Some(base)
    }

    /// The rule's id.
    pub fn id(&self) -> &'static str {
        self.rule.id()
    }

    /// Whether the rule is about cloud operations.
    pub fn is_cloud(&self) -> bool {
        self.rule.kind == RuleKind::Cloud
    }

    /// Whether a topic over these cases takes this one.
    pub fn is_among(&self, cases: Cases) -> bool {
        match cases {
            Cases::All => true,
            Cases::Violations => self.is_violation(),
            Cases::Requests => self.first_of_request,
            Cases::Operations => self.first_of_operation,
        }
    }

    /// Whether the rule has findings, under settings of its own alone.
    pub fn is_violation(&self) -> bool {
        let plain_settings = !COMMON.iter().any(|key| self.settings.contains_key(*key));
        plain_settings && matches!(self.plain.verdict(), Verdict::Deny | Verdict::Warn)
    }

    /// The verb of an admission request, or the shape of a cloud operation.
    pub fn operation(&self) -> &str {
        let has = |key: &str| self.request.get(key).is_some();
        match self.request["operation"].as_str() {
            Some(verb) => verb,
            None if has("product") => "call",
            None if has("eventName") => "event",
            None if has("change") => "plan",
            None => "envelope",
        }
    }

    /// What tells kinds of requests apart: the operation, what it addresses, and whether that has a namespace.
    fn kind_of_request(&self) -> [String; 4] {
        let [resource, sub] = match self.operation() {
            "plan" => ["/type", "/deposed"],
            _ => ["/resource/resource", "/subResource"],
        };
        let scope = if self.text("/namespace").is_empty() { "cluster" } else { "namespace" };
        [self.operation(), self.text(resource), self.text(sub), scope].map(str::to_owned)
    }

    /// The case's own payload.
    pub fn payload(&self) -> Vec<u8> {
        self.with(&self.request, json!({}))
    }

    /// The payload with other settings on top of the case's own.
    pub fn with_settings(&self, settings: Value) -> Vec<u8> {
        self.with(&self.request, settings)
    }

    /// The payload of another request, with the settings of the case and these on top.
    pub fn with(&self, request: &Value, settings: Value) -> Vec<u8> {
        let mut all = self.settings.clone();
        all.extend(settings.as_object().cloned().unwrap_or_default());
        json!({"request": request, "settings": all}).to_string().into_bytes()
    }

    /// The request after a change.
    pub fn changed(&self, change: impl FnOnce(&mut Map<String, Value>)) -> Value {
        let mut request = self.request.clone();
        if let Some(members) = request.as_object_mut() {
            change(members);
        }
        request
    }

    /// The admission request as somebody else's.
    pub fn by(&self, user: &Value) -> Value {
        self.changed(|request| _ = request.insert("userInfo".to_owned(), user.clone()))
    }

    /// What the rule says natively, with the cluster of the case.
    pub fn native(&self, payload: &[u8]) -> Response {
        native(self.rule, payload, self.cluster.as_ref())
    }

    /// The objects that look-ups find.
    pub fn cluster(&self) -> Option<&Cluster> {
        self.cluster.as_ref()
    }

    /// A text of the request; empty where it is not there.
    pub fn text(&self, pointer: &str) -> &str {
        self.request.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    /// The case with settings on top of its own.
    pub fn setting(&self, settings: Value, expected: Expected) -> Variant {
        self.variant(settings.to_string(), &self.request, settings, expected)
    }

    /// The case with another request and settings on top of its own.
    pub fn variant(&self, name: impl Into<String>, request: &Value, settings: Value, expected: Expected) -> Variant {
        Variant { name: name.into(), payload: self.with(request, settings), expected }
    }

    /// The findings as the audit log has them under the settings of the case.
    pub fn findings(&self) -> &str {
        self.plain.audit_annotations.as_ref().and_then(|notes| notes.get(FINDINGS)).map_or("", String::as_str)
    }

    /// The findings as the audit log has them in another language, each with its own texts. `remark` stands behind the
    /// first text, and `approval`, in both languages, beside what denies.
    pub fn findings_in(&self, language: &str, remark: Option<&str>, approval: [&str; 2]) -> String {
        let findings: Vec<Value> = serde_json::from_str(self.findings()).unwrap_or_default();
        let finding = |(i, finding): (usize, &Value)| {
            let member = |key: &str| format!("\"{key}\":{}", finding[key]);
            let members = ["rule", "level", "path", "value", "row", "decidedBy"];
            let members = members.into_iter().filter(|key| finding.get(key).is_some()).map(member);
            let members = members.collect::<Vec<_>>().join(",");
            let text = |(key, other, lines): (&str, &str, &[String])| {
                let line = lines.get(i).cloned().unwrap_or_default();
                let line = remark.filter(|_| i == 0).map_or(line.clone(), |remark| format!("{line} ({remark})"));
                (language != other).then(|| format!("\"{key}\":{}", Value::String(line)))
            };
            let texts = [("en", "zh", &*self.lines[0]), ("zh", "en", &*self.lines[1])];
            let texts: Vec<String> = texts.into_iter().filter_map(text).collect();
            let approval = match (finding["level"].as_str(), language) {
                (Some("deny"), _) if approval[0].is_empty() => String::new(),
                (Some("deny"), "zh") => format!(",\"approval\":{}", json!({"zh": approval[1]})),
                (Some("deny"), _) => format!(",\"approval\":{}", json!({"en": approval[0]})),
                _ => String::new(),
            };
            format!("{{{members},\"text\":{{{}}}{approval}}}", texts.join(","))
        };
        let findings: Vec<String> = findings.iter().enumerate().map(finding).collect();
        format!("[{}]", findings.join(","))
    }

    /// The row of each finding.
    pub fn rows(&self) -> Vec<String> {
        let findings: Vec<Value> = serde_json::from_str(self.findings()).unwrap_or_default();
        findings.iter().map(|finding| finding["row"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The answer that the case as it stands gets.
    pub fn same(&self) -> Expected {
        self.plain.clone().into()
    }
}
