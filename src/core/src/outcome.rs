//! The outcome of a rule's evaluation, before it is rendered as a response. A bundle collects one from each rule.

use crate::finding::Findings;
use crate::language::{Language, Text};
use crate::scratch::{Item, check_part};
use crate::settings::{CommonSettings, Enforcement};
use alloc::string::String;

/// The outcome of evaluating one request with one rule.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The rule does not apply to the request, or has no findings.
    Allow,
    /// The requester or the object is exempt, so that the rule was not checked; with the reason.
    Exempt(String),
    /// The input or the settings cannot be used; with the reason.
    Invalid(String),
    /// The rule has findings.
    Violations(Violations),
}

/// Findings, and the settings that turn them into a response.
#[derive(Debug, Clone)]
pub struct Violations {
    /// The findings; at least one.
    pub findings: Findings,
    /// What follows from the level of a finding.
    pub enforcement: Enforcement,
    /// The language of the messages.
    pub language: Language,
    /// What the message of a denial ends with: how to approve the request, or why an approval does not count.
    pub how_to_approve: Option<Text>,
    /// The approval that admits the request in spite of the findings, if one is in force.
    pub approved: Option<Approved>,
}

/// An approval in force.
#[derive(Debug, Clone)]
pub struct Approved {
    /// The user who sends the approved request.
    pub by: String,
    /// The reason that the approval gives; may be empty if none is required.
    pub reason: String,
    /// When the approval expires, as its annotation writes it.
    pub until: String,
}

impl Outcome {
    /// The outcome of a check: [`Outcome::Allow`] without findings.
    pub fn of_findings(common: &CommonSettings, findings: Findings, approved: Option<Approved>) -> Outcome {
        if findings.is_empty() {
            return Outcome::Allow;
        }
        let CommonSettings { enforcement, language, .. } = *common;
        Outcome::Violations(Violations { findings, enforcement, language, how_to_approve: None, approved })
    }
}

crate::scratch_item!(Approved { by, reason, until });
crate::scratch_item!(enum Enforcement);
crate::scratch_item!(Violations { findings, enforcement, language, how_to_approve, approved });

impl Item for Outcome {
    fn check_parts(&self) {
        match self {
            Outcome::Allow => {}
            Outcome::Exempt(text) | Outcome::Invalid(text) => check_part::<_, ()>(text),
            Outcome::Violations(violations) => check_part::<_, ()>(violations),
        }
    }
}
