//! Merges the outcomes of several rules into one response.
//!
//! Verdict and audit annotations contain what every rule reports. In the message and the warnings, each field of the object
//! appears once: with the most severe finding about it, and of equally severe findings with that of the most specific rule.
//! The finding names the other rules.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use redline_core::annotations::{AUDIT_FINDINGS, AUDIT_REASON, AUDIT_VERDICT};
use redline_core::finding::Finding;
use redline_core::outcome::{Outcome, Violations};
use redline_core::render;
use redline_core::response::{AuditAnnotations, Response};
use redline_core::rule::RuleMetadata;
use redline_core::settings::Enforcement;

/// The outcome of one rule of a bundle.
pub(super) struct Evaluated {
    pub(super) rule: &'static RuleMetadata,
    /// How many requests or actions the rule matches. The fewer they are, the more specific is the rule.
    pub(super) width: usize,
    pub(super) outcome: Outcome,
}

/// The severity of a finding: 1 for a warning, 2 for a denial; `None` if it is in no message.
fn weight(found: &Violations, finding: &Finding) -> Option<u8> {
    match (&found.approved, found.enforcement) {
        (Some(_), _) | (None, Enforcement::Audit) => None,
        (None, enforcement) => Some(if enforcement.denies(finding.level) { 2 } else { 1 }),
    }
}

/// A field with findings.
struct Field {
    path: String,
    /// The severity of the finding that the message contains.
    weight: u8,
    /// The rule of that finding.
    rule: &'static str,
    /// The other rules with findings about the field.
    others: Vec<&'static str>,
}

/// Removes findings until each field has those of one rule only, and adds the names of the other rules to the first of them.
/// Expects the most specific rule first.
fn keep_one_rule_per_field(outcomes: &mut [Evaluated]) {
    let mut fields: Vec<Field> = Vec::new();
    for Evaluated { rule, outcome, .. } in &*outcomes {
        let Outcome::Violations(found) = outcome else { continue };
        for finding in &found.findings {
            let Some(weight) = weight(found, finding) else { continue };
            match fields.iter_mut().find(|field| field.path == finding.path) {
                None => fields.push(Field { path: finding.path.clone(), weight, rule: rule.id, others: Vec::new() }),
                Some(field) if field.rule == rule.id => field.weight = field.weight.max(weight),
                Some(field) => {
                    let mut other = rule.id;
                    if weight > field.weight {
                        field.weight = weight;
                        core::mem::swap(&mut other, &mut field.rule);
                    }
                    let kept = field.rule;
                    field.others.retain(|id| *id != kept && *id != other);
                    field.others.push(other);
                }
            }
        }
    }
    for Evaluated { rule, outcome, .. } in outcomes {
        let Outcome::Violations(found) = outcome else { continue };
        let mut findings = core::mem::take(&mut found.findings);
        findings.retain_mut(|finding| {
            if weight(found, finding).is_none() {
                return true;
            }
            let field = fields.iter_mut().find(|field| field.path == finding.path && field.rule == rule.id);
            if let Some(field) = &field
                && !field.others.is_empty()
            {
                let others = field.others.join(", ");
                finding.text.append(&redline_core::text!("also {others}", "另见 {others}"));
            }
            field.map(|field| field.others.clear()).is_some()
        });
        found.findings = findings;
    }
}

/// The response of a bundle to the outcomes of its rules.
pub(super) fn merge(mut outcomes: Vec<Evaluated>) -> Response {
    outcomes.retain(|evaluated| !matches!(evaluated.outcome, Outcome::Allow));
    outcomes.sort_by_key(|evaluated| evaluated.width);
    let full: Vec<Response> = outcomes.iter().map(|e| render::response(e.rule, &e.outcome)).collect();
    keep_one_rule_per_field(&mut outcomes);
    let mut merged = Response::allow();
    let (mut messages, mut warnings, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    for (Evaluated { rule, outcome, .. }, full) in outcomes.iter().zip(full) {
        merged.accepted &= full.accepted;
        merged.code = merged.code.max(full.code);
        notes.push((rule.id, full.audit_annotations.unwrap_or_default()));
        if !matches!(outcome, Outcome::Violations(found) if found.findings.is_empty()) {
            let short = render::response(rule, outcome);
            messages.extend(short.message);
            warnings.extend(short.warnings.unwrap_or_default());
        }
    }
    merged.message = (!messages.is_empty()).then(|| messages.join(" | "));
    merged.warnings = (!warnings.is_empty()).then_some(warnings);
    merged.audit_annotations = (!notes.is_empty()).then(|| annotations(&notes));
    merged
}

/// The values of [`AUDIT_VERDICT`], from the mildest to the most severe.
const VERDICTS: &[&str] = &["exempt", "audit", "approved", "warn", "deny", "invalid"];

/// Merges the audit annotations of rules, given by id: the most severe verdict, the findings of all rules in one array, and
/// the reasons, each preceded by the rules that give it.
fn annotations(notes: &[(&'static str, AuditAnnotations)]) -> AuditAnnotations {
    let each = |key: &str| {
        let of = |notes: &AuditAnnotations| notes.0.iter().find(|(k, _)| *k == key).map(|(_, v)| v.clone());
        notes.iter().filter_map(|(id, notes)| Some((*id, of(notes)?))).collect::<Vec<_>>()
    };
    let verdict = each(AUDIT_VERDICT).into_iter().max_by_key(|(_, v)| VERDICTS.iter().position(|known| known == v));
    let mut all = Vec::new();
    all.extend(verdict.map(|(_, verdict)| (AUDIT_VERDICT, verdict)));
    let findings: Vec<String> = each(AUDIT_FINDINGS).into_iter().map(|(_, json)| json).collect();
    if !findings.is_empty() {
        all.push((AUDIT_FINDINGS, render::joined_findings(&findings)));
    }
    // A reason that several rules give, such as a controller that all of them exempt, appears once.
    let mut reasons: Vec<(Vec<&str>, String)> = Vec::new();
    for (id, reason) in each(AUDIT_REASON) {
        match reasons.iter_mut().find(|(_, same)| *same == reason) {
            Some((ids, _)) => ids.push(id),
            None => reasons.push((vec![id], reason)),
        }
    }
    if !reasons.is_empty() {
        let lines: Vec<String> = reasons.iter().map(|(ids, reason)| format!("{}: {reason}", ids.join(", "))).collect();
        all.push((AUDIT_REASON, lines.join(" | ")));
    }
    AuditAnnotations(all)
}
