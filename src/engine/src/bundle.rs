//! Many rules in one module: the request is looked at once, the rules that it is about are asked, and what they say
//! becomes one answer.
//!
//! The verdict is always that of the rules one by one. Only what is said is merged: of several findings about the same
//! field the one of the narrowest rule is said, and names the others.

use crate::cloud;
use crate::declare::Declaration;
use crate::finding::Finding;
use crate::host::Host;
use crate::json::{self, Fields};
use crate::outcome::{Found, Outcome};
use crate::request;
use crate::response::{FINDINGS, Notes, REASON, Response, SettingsResponse, VERDICT};
use crate::scratch;
use crate::settings::{self, Enforcement, RuleSettings, Setting};
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// One rule of a bundle.
pub struct Member<J: 'static> {
    /// The rule.
    pub declaration: &'static Declaration,
    /// Judges with these settings.
    pub judge: J,
    /// Answers a settings validation request.
    pub validate_settings: fn(&[u8]) -> SettingsResponse,
}

/// Judges a payload with settings given beside it.
pub type JudgeRequest = fn(&[u8], Option<&str>, &Host<'_>) -> Outcome;
/// Judges an operation with settings.
pub type JudgeOperation = fn(&mut cloud::Operation<'_>, &str) -> Outcome;

/// The settings of a bundle: switches and settings by rule, and beside them what holds for every rule.
#[derive(Default)]
struct Own {
    /// The text of `rules`.
    rules: Option<String>,
    /// Whether rules that `rules` does not name are asked.
    all: Option<bool>,
    /// Keys that the bundle leaves to its rules.
    shared: &'static [&'static str],
}

/// Names of a bundle's own settings.
pub const SETTINGS: &[&str] = &["rules", "allRules"];

impl RuleSettings for Own {
    fn shared(&self) -> &'static [&'static str] {
        self.shared
    }
    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        Some(match key {
            "rules" => json::read::<Fields<'_>>(json)
                .map_err(|_| "expected an object: rule id -> true, false or the rule's settings".to_owned())
                .map(|_| self.rules = Some(json.to_owned())),
            "allRules" => bool::read(json).map(|all| self.all = Some(all)),
            // The rules read these themselves.
            _ if self.shared.contains(&key) => Ok(()),
            _ => return None,
        })
    }
}

/// What `rules` says to one rule.
struct Named {
    id: String,
    on: bool,
    /// The rule's own settings, as text.
    own: Vec<(String, String)>,
}

/// The settings of a bundle, read.
struct Switches<'s> {
    /// Members that hold for every rule, as text.
    common: Vec<(String, &'s str)>,
    rules: Vec<Named>,
    all: bool,
}

impl<'s> Switches<'s> {
    /// Reads and checks everything but the settings of the single rules.
    fn read(bundle: &Declaration, shared: &'static [&'static str], json: Option<&'s str>) -> Result<Self, String> {
        let mut own = Own { shared, ..Own::default() };
        settings::read(bundle, json, &mut own)?;
        let members = |json: &str| json::read::<Fields<'_>>(json).map(|f| texts(&f)).unwrap_or_default();
        let mut rules = Vec::new();
        for (id, json) in own.rules.as_deref().map(members).unwrap_or_default() {
            let (on, own) = match json.as_str() {
                "true" | "null" => (true, Vec::new()),
                "false" => (false, Vec::new()),
                object if object.starts_with('{') => (true, members(object)),
                _ => return Err(format!("`rules.{id}`: expected true, false or the rule's settings")),
            };
            rules.push(Named { id, on, own });
        }
        let common = match json.map(json::read::<Fields<'s>>) {
            Some(Ok(fields)) => fields.0.iter().map(|(k, v)| (k.to_string(), v.get())).collect(),
            _ => Vec::new(),
        };
        let common = common.into_iter().filter(|(key, _)| !SETTINGS.contains(&&**key)).collect();
        Ok(Switches { common, rules, all: own.all.unwrap_or(true) })
    }

    /// The settings of this rule, its own nearer than those for every rule; `None` when it is off.
    fn of(&self, id: &str) -> Option<String> {
        let named = self.rules.iter().find(|named| named.id == id);
        if !named.map_or(self.all, |named| named.on) {
            return None;
        }
        let own = named.map_or(&[][..], |named| &named.own);
        let mut text = String::from("{");
        let mut add = |key: &str, json: &str| {
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&String::from(key).to_json());
            text.push(':');
            text.push_str(json);
        };
        self.common.iter().filter(|(key, _)| !own.iter().any(|(k, _)| k == key)).for_each(|(k, v)| add(k, v));
        own.iter().for_each(|(k, v)| add(k, v));
        text.push('}');
        Some(text)
    }
}

fn texts(fields: &Fields<'_>) -> Vec<(String, String)> {
    fields.0.iter().map(|(k, v)| (k.to_string(), v.get().to_owned())).collect()
}

/// Judges an admission request with every rule that is about it.
pub fn admission(bundle: &Declaration, rules: &[Member<JudgeRequest>], payload: &[u8], host: &Host<'_>) -> Response {
    let text = match core::str::from_utf8(payload) {
        Ok(text) => text,
        Err(_) => return Response::invalid(bundle, "not valid UTF-8"),
    };
    let read = request::about(text, rules.iter().map(|rule| rule.declaration));
    let (about, json) = match read {
        Ok(read) => read,
        Err(problem) => return Response::invalid(bundle, &problem.to_string()),
    };
    if !about.contains(&true) {
        return Response::allow();
    }
    let switches = match Switches::read(bundle, &[], json) {
        Ok(switches) => switches,
        Err(problem) => return Response::invalid(bundle, &problem),
    };
    let about = rules.iter().zip(about).filter(|(_, about)| *about).map(|(rule, _)| rule);
    let mut said = Vec::new();
    for rule in about {
        if let Some(settings) = switches.of(rule.declaration.id) {
            scratch::within(|outside| {
                let outcome = (rule.judge)(payload, Some(&settings), host);
                outside.then(|| said.push((rule.declaration, outcome.clone())));
            });
        }
    }
    merge(said)
}

/// Judges a cloud operation with every rule that is about it.
pub fn operation(bundle: &Declaration, rules: &[Member<JudgeOperation>], payload: &[u8]) -> Response {
    let mut answer = Response::allow();
    let read = cloud::read(payload, &mut |op, json| {
        let about: Vec<_> = rules.iter().filter(|rule| op.is_about(rule.declaration)).collect();
        if about.is_empty() {
            return Outcome::Allow;
        }
        let switches = match Switches::read(bundle, cloud::INVENTORY_KEYS, json) {
            Ok(switches) => switches,
            Err(problem) => return Outcome::Invalid(problem),
        };
        let mut said = Vec::new();
        for rule in about {
            if let Some(settings) = switches.of(rule.declaration.id) {
                scratch::within(|outside| {
                    let outcome = (rule.judge)(op, &settings);
                    outside.then(|| said.push((rule.declaration, outcome.clone())));
                });
            }
        }
        answer = merge(said);
        Outcome::Allow
    });
    match read {
        Ok(Outcome::Invalid(problem)) => Response::invalid(bundle, &problem),
        Ok(_) => answer,
        Err(problem) => Response::invalid(bundle, &problem.to_string()),
    }
}

/// Answers a settings validation request: the bundle's own keys, then the settings of each rule that is asked.
pub fn validate_settings<J>(
    bundle: &Declaration,
    shared: &'static [&'static str],
    rules: &[Member<J>],
    json: &[u8],
) -> SettingsResponse {
    settings::validate_with(bundle, json, &mut |json| {
        let switches = Switches::read(bundle, shared, Some(json))?;
        let ids = || rules.iter().map(|rule| rule.declaration.id);
        if let Some(Named { id, .. }) = switches.rules.iter().find(|named| !ids().any(|known| known == named.id)) {
            let known: Vec<&'static str> = ids().collect();
            return Err(settings::unknown(&format!("rules.{id}"), &mut known.iter()));
        }
        for rule in rules {
            if let Some(text) = switches.of(rule.declaration.id)
                && let SettingsResponse { valid: false, message } = (rule.validate_settings)(text.as_bytes())
            {
                return Err(message.unwrap_or_default());
            }
        }
        Ok(())
    })
}

/// How wide a rule casts its net: of two rules that say something about one field, the narrower knows it better.
fn width(rule: &Declaration) -> usize {
    rule.on.iter().map(|on| on.resources.len() * on.operations.len()).sum::<usize>() + rule.actions.len()
}

/// What a finding comes to: 1 a warning, 2 a refusal; `None` where it is not said at all.
fn weight(found: &Found, finding: &Finding) -> Option<u8> {
    match (&found.approved, found.enforcement) {
        (Some(_), _) | (None, Enforcement::Audit) => None,
        (None, enforcement) => Some(if enforcement.denies(finding.level) { 2 } else { 1 }),
    }
}

/// A field that rules say something about: the gravest finding is said, of equal ones that of the narrowest rule.
struct Field {
    path: String,
    weight: u8,
    speaker: &'static str,
    others: Vec<&'static str>,
}

/// Leaves each field to one rule, which then names the others.
fn share_out(said: &mut [(&'static Declaration, Outcome)]) {
    let mut fields: Vec<Field> = Vec::new();
    for (rule, outcome) in &*said {
        let Outcome::Found(found) = outcome else { continue };
        for finding in &found.findings {
            let Some(weight) = weight(found, finding) else { continue };
            match fields.iter_mut().find(|field| field.path == finding.path) {
                None => fields.push(Field { path: finding.path.clone(), weight, speaker: rule.id, others: Vec::new() }),
                Some(field) if field.speaker == rule.id => field.weight = field.weight.max(weight),
                Some(field) => {
                    let mut other = rule.id;
                    if weight > field.weight {
                        field.weight = weight;
                        core::mem::swap(&mut other, &mut field.speaker);
                    }
                    let speaker = field.speaker;
                    field.others.retain(|id| *id != speaker && *id != other);
                    field.others.push(other);
                }
            }
        }
    }
    for (rule, outcome) in said {
        let Outcome::Found(found) = outcome else { continue };
        let mut findings = core::mem::take(&mut found.findings);
        findings.retain_mut(|finding| {
            if weight(found, finding).is_none() {
                return true;
            }
            let field = fields.iter_mut().find(|field| field.path == finding.path && field.speaker == rule.id);
            if let Some(field) = &field
                && !field.others.is_empty()
            {
                let others = field.others.join(", ");
                finding.text.append(&crate::text!("also {others}", "另见 {others}"));
            }
            field.map(|field| field.others.clear()).is_some()
        });
        found.findings = findings;
    }
}

/// One answer from what each rule said. Whether it is accepted, and what stands in the audit log, is taken from the
/// rules as they are; only message and warnings leave out what another rule says about the same field.
fn merge(mut said: Vec<(&'static Declaration, Outcome)>) -> Response {
    said.retain(|(_, outcome)| !matches!(outcome, Outcome::Allow));
    said.sort_by_key(|(rule, _)| width(rule));
    let full: Vec<Response> = said.iter().map(|(rule, outcome)| outcome.response(rule)).collect();
    share_out(&mut said);
    let mut answer = Response::allow();
    let (mut messages, mut warnings, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    for ((rule, outcome), full) in said.iter().zip(full) {
        answer.accepted &= full.accepted;
        answer.code = answer.code.max(full.code);
        notes.push((rule.id, full.audit_annotations.unwrap_or_default()));
        if !matches!(outcome, Outcome::Found(found) if found.findings.is_empty()) {
            let short = outcome.response(rule);
            messages.extend(short.message);
            warnings.extend(short.warnings.unwrap_or_default());
        }
    }
    answer.message = (!messages.is_empty()).then(|| messages.join(" | "));
    answer.warnings = (!warnings.is_empty()).then_some(warnings);
    answer.audit_annotations = (!notes.is_empty()).then(|| note(&notes));
    answer
}

/// From the mildest to the gravest.
const VERDICTS: &[&str] = &["exempt", "audit", "approved", "warn", "deny", "invalid"];

/// One set of audit annotations: the gravest verdict, and what each rule noted.
fn note(notes: &[(&'static str, Notes)]) -> Notes {
    let each = |key: &str| {
        let of = |notes: &Notes| notes.0.iter().find(|(k, _)| *k == key).map(|(_, v)| v.clone());
        notes.iter().filter_map(|(id, notes)| Some((*id, of(notes)?))).collect::<Vec<_>>()
    };
    let verdict = each(VERDICT).into_iter().max_by_key(|(_, v)| VERDICTS.iter().position(|known| known == v));
    let mut all = Vec::new();
    all.extend(verdict.map(|(_, verdict)| (VERDICT, verdict)));
    // Each rule has recorded an array; theirs together are one.
    let arrays: Vec<String> = each(FINDINGS).into_iter().map(|(_, array)| array).collect();
    let elements = arrays.iter().map(|array| array.trim_matches(['[', ']'])).filter(|elements| !elements.is_empty());
    if !arrays.is_empty() {
        all.push((FINDINGS, format!("[{}]", elements.collect::<Vec<_>>().join(","))));
    }
    // What several rules note in the same words stands there once, such as a controller that all of them let be.
    let mut lines: Vec<(Vec<&str>, String)> = Vec::new();
    for (id, text) in each(REASON) {
        match lines.iter_mut().find(|(_, same)| *same == text) {
            Some((ids, _)) => ids.push(id),
            None => lines.push((vec![id], text)),
        }
    }
    if !lines.is_empty() {
        let lines: Vec<String> = lines.iter().map(|(ids, text)| format!("{}: {text}", ids.join(", "))).collect();
        all.push((REASON, lines.join(" | ")));
    }
    Notes(all)
}
