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

#[cfg(test)]
mod tests {
    use redline_core::finding::Findings;
    use redline_core::language::{Language, Text};
    use redline_core::outcome::Approved;
    use redline_core::rule::RuleMetadata;

    use super::*;

    const WIDE: &RuleMetadata = &RuleMetadata::new("wide");
    const NARROW: &RuleMetadata = &RuleMetadata::new("narrow");
    const OTHER: &RuleMetadata = &RuleMetadata::new("other");

    fn text(text: &str) -> Text {
        Text { en: text.into(), zh: text.into() }
    }

    fn violations(findings: Findings, enforcement: Enforcement, approved: bool) -> Outcome {
        let approved = approved.then(|| Approved { by: "ann".into(), reason: "spare".into(), until: "noon".into() });
        Outcome::Violations(Violations {
            findings,
            enforcement,
            language: Language::En,
            how_to_approve: None,
            approved,
        })
    }

    /// A rule with findings of the default enforcement.
    fn found(rule: &'static RuleMetadata, width: usize, findings: Findings) -> Evaluated {
        Evaluated { rule, width, outcome: violations(findings, Enforcement::Deny, false) }
    }

    fn deny(path: &str, says: &str) -> Finding {
        Finding::deny(path, text(says))
    }

    fn warn(path: &str, says: &str) -> Finding {
        Finding::warn(path, text(says))
    }

    fn note<'r>(response: &'r Response, key: &str) -> Option<&'r str> {
        let notes = &response.audit_annotations.as_ref()?.0;
        notes.iter().find(|(known, _)| *known == key).map(|(_, text)| &**text)
    }

    /// What the message says, and the warnings in one text.
    fn said(outcomes: Vec<Evaluated>) -> (String, String) {
        let merged = merge(outcomes);
        (merged.message.unwrap_or_default(), merged.warnings.unwrap_or_default().join(" | "))
    }

    #[test]
    fn each_field_appears_once() {
        // Of equally severe findings that of the more specific rule, which names the other.
        let (message, warnings) =
            said(vec![found(WIDE, 9, vec![deny("a", "one")]), found(NARROW, 1, vec![deny("a", "two")])]);
        assert_eq!(message, "narrow: two (also wide)");
        assert_eq!(warnings, "narrow: two (also wide)");
        // Otherwise the more severe.
        let (message, _) = said(vec![found(WIDE, 9, vec![deny("a", "one")]), found(NARROW, 1, vec![warn("a", "two")])]);
        assert_eq!(message, "wide: one (also narrow)");
        // Another field is another matter; only the first finding of a field names the others.
        let wide = vec![deny("a", "one"), deny("b", "three")];
        let narrow = vec![deny("a", "two"), deny("a", "four")];
        let (message, warnings) = said(vec![found(WIDE, 9, wide), found(NARROW, 1, narrow)]);
        assert_eq!(message, "narrow: two (also wide); four | wide: three");
        assert_eq!(warnings, "narrow: two (also wide) | narrow: four | wide: three");
    }

    #[test]
    fn others_are_named_once_and_never_the_rule_itself() {
        // `narrow` holds the field until `other` denies it; then `narrow` is one of the others, once.
        let all = |narrow: Findings, other: Findings, wide: Findings| {
            said(vec![found(NARROW, 1, narrow), found(OTHER, 2, other), found(WIDE, 9, wide)]).1
        };
        let warnings =
            all(vec![warn("a", "n")], vec![deny("a", "o"), warn("a", "again")], vec![warn("a", "w"), warn("a", "w2")]);
        assert_eq!(warnings, "other: o (also narrow, wide) | other: again");
        // The severity of a field is that of its gravest finding, whatever the order.
        let warnings = all(vec![warn("a", "n"), deny("a", "n2")], vec![deny("a", "o")], vec![]);
        assert_eq!(warnings, "narrow: n (also other) | narrow: n2");
        // A rule alone names nobody.
        assert_eq!(all(vec![deny("a", "n"), deny("a", "n2")], vec![], vec![]), "narrow: n | narrow: n2");
        // Whoever takes a field over is no longer one of the others.
        let warnings = all(vec![warn("a", "n")], vec![warn("a", "o"), deny("a", "o2")], vec![]);
        assert_eq!(warnings, "other: o (also narrow) | other: o2");
    }

    #[test]
    fn what_is_in_no_message_keeps_nothing_from_it() {
        let audits = Evaluated {
            rule: NARROW,
            width: 1,
            outcome: violations(vec![deny("a", "secret")], Enforcement::Audit, false),
        };
        let merged = merge(vec![audits, found(WIDE, 9, vec![warn("a", "one")])]);
        assert_eq!((merged.accepted, merged.message.as_deref()), (true, None));
        assert_eq!(merged.warnings.as_deref(), Some(&["wide: one".to_owned()][..]));
        assert_eq!(note(&merged, AUDIT_VERDICT), Some("warn"));
        let findings = note(&merged, AUDIT_FINDINGS).unwrap();
        assert!(findings.contains("secret") && findings.contains("one"), "{findings}");
        let approved =
            Evaluated { rule: NARROW, width: 1, outcome: violations(vec![deny("a", "two")], Enforcement::Deny, true) };
        let merged = merge(vec![approved, found(WIDE, 9, vec![deny("a", "one")])]);
        assert_eq!((merged.accepted, merged.code, merged.message.as_deref()), (false, Some(403), Some("wide: one")));
        assert_eq!(note(&merged, AUDIT_VERDICT), Some("deny"));
        assert_eq!(note(&merged, AUDIT_REASON), Some("narrow: ann uses an approval that holds until noon: spare"));
        // A strict rule denies with a warning.
        let strict =
            Evaluated { rule: WIDE, width: 9, outcome: violations(vec![warn("a", "one")], Enforcement::Strict, false) };
        let (message, _) = said(vec![found(NARROW, 1, vec![warn("a", "two")]), strict]);
        assert_eq!(message, "wide: one (also narrow)");
    }

    #[test]
    fn the_most_severe_verdict_counts_and_reasons_are_named_once() {
        let exempt = |rule, why: &str| Evaluated { rule, width: 1, outcome: Outcome::Exempt(why.into()) };
        let merged = merge(vec![exempt(NARROW, "a controller"), exempt(WIDE, "a controller"), exempt(OTHER, "a user")]);
        assert_eq!((merged.accepted, merged.warnings.as_ref()), (true, None));
        assert_eq!(note(&merged, AUDIT_VERDICT), Some("exempt"));
        assert_eq!(note(&merged, AUDIT_REASON), Some("narrow, wide: a controller | other: a user"));
        assert_eq!(note(&merged, AUDIT_FINDINGS), None);
        let invalid = Evaluated { rule: OTHER, width: 1, outcome: Outcome::Invalid("not read".into()) };
        let merged = merge(vec![invalid, found(WIDE, 9, vec![deny("a", "one")])]);
        assert_eq!((merged.accepted, merged.code), (false, Some(403)));
        assert_eq!(merged.message.as_deref(), Some("other: invalid: not read | wide: one"));
        assert_eq!(note(&merged, AUDIT_VERDICT), Some("invalid"));
        assert_eq!(note(&merged, AUDIT_REASON), None);
        let allow = Evaluated { rule: OTHER, width: 1, outcome: Outcome::Allow };
        assert_eq!(merge(vec![allow]), Response::allow());
    }
}
