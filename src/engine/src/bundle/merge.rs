//! One answer from the outcomes of many rules.

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
    /// How many requests or actions the rule matches. Of two rules with findings about one field, the narrower one knows
    /// it better.
    pub(super) width: usize,
    pub(super) outcome: Outcome,
}

/// The weight of a finding: 1 for a warning, 2 for a denial; `None` where no message has it.
fn weight(found: &Violations, finding: &Finding) -> Option<u8> {
    match (&found.approved, found.enforcement) {
        (Some(_), _) | (None, Enforcement::Audit) => None,
        (None, enforcement) => Some(if enforcement.denies(finding.level) { 2 } else { 1 }),
    }
}

/// A field with findings: the message has the gravest one, of equal ones that of the narrowest rule.
struct Field {
    path: String,
    weight: u8,
    rule: &'static str,
    others: Vec<&'static str>,
}

/// Leaves each field to one rule, whose finding then names the others.
fn share_out(outcomes: &mut [Evaluated]) {
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
                    let narrowest = field.rule;
                    field.others.retain(|id| *id != narrowest && *id != other);
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

/// One answer from the outcomes of all rules. Whether the request is accepted, and what stands in the audit log, comes
/// from the rules as they are; message and warnings alone leave out what another rule reports about the same field.
pub(super) fn merge(mut outcomes: Vec<Evaluated>) -> Response {
    outcomes.retain(|evaluated| !matches!(evaluated.outcome, Outcome::Allow));
    outcomes.sort_by_key(|evaluated| evaluated.width);
    let full: Vec<Response> = outcomes.iter().map(|e| render::response(e.rule, &e.outcome)).collect();
    share_out(&mut outcomes);
    let mut answer = Response::allow();
    let (mut messages, mut warnings, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    for (Evaluated { rule, outcome, .. }, full) in outcomes.iter().zip(full) {
        answer.accepted &= full.accepted;
        answer.code = answer.code.max(full.code);
        notes.push((rule.id, full.audit_annotations.unwrap_or_default()));
        if !matches!(outcome, Outcome::Violations(found) if found.findings.is_empty()) {
            let short = render::response(rule, outcome);
            messages.extend(short.message);
            warnings.extend(short.warnings.unwrap_or_default());
        }
    }
    answer.message = (!messages.is_empty()).then(|| messages.join(" | "));
    answer.warnings = (!warnings.is_empty()).then_some(warnings);
    answer.audit_annotations = (!notes.is_empty()).then(|| annotations(&notes));
    answer
}

/// From the mildest to the gravest.
const VERDICTS: &[&str] = &["exempt", "audit", "approved", "warn", "deny", "invalid"];

/// One set of audit annotations: the gravest verdict, the findings of all rules in one array, and the reasons.
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
    // A reason that several rules give, such as a controller that all of them exempt, stands there once.
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
