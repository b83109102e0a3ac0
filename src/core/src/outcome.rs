//! What a rule makes of a request, before it becomes an answer. A bundle collects one of these from each rule.

use crate::finding::Findings;
use crate::language::Language;
use crate::scratch::{Item, check_part};
use crate::settings::{CommonSettings, Enforcement};
use alloc::string::String;

/// What a rule makes of one request.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The rule has no objection.
    Allow,
    /// The request is let through without a check, and why.
    Exempt(String),
    /// Input or settings that cannot be used, and why.
    Invalid(String),
    /// The rule has findings.
    Violations(Violations),
}

/// Findings, and how the settings turn them into an answer.
#[derive(Debug, Clone)]
pub struct Violations {
    /// At least one.
    pub findings: Findings,
    /// How they become an answer.
    pub enforcement: Enforcement,
    /// The language of the messages.
    pub language: Language,
    /// The approval that lets the request through, if one is in force.
    pub approved: Option<Approved>,
}

/// An approval in force.
#[derive(Debug, Clone)]
pub struct Approved {
    /// The user who makes use of it.
    pub by: String,
    /// Why it was given; empty where no reason is required.
    pub reason: String,
    /// Until when, as written.
    pub until: String,
}

impl Outcome {
    /// The outcome of a check: [`Outcome::Allow`] without findings.
    pub fn of_findings(common: &CommonSettings, findings: Findings, approved: Option<Approved>) -> Outcome {
        if findings.is_empty() {
            return Outcome::Allow;
        }
        let CommonSettings { enforcement, language, .. } = *common;
        Outcome::Violations(Violations { findings, enforcement, language, approved })
    }
}

crate::scratch_item!(Approved { by, reason, until });
crate::scratch_item!(enum Enforcement);
crate::scratch_item!(Violations { findings, enforcement, language, approved });

impl Item for Outcome {
    fn check_parts(&self) {
        match self {
            Outcome::Allow => {}
            Outcome::Exempt(text) | Outcome::Invalid(text) => check_part::<_, ()>(text),
            Outcome::Violations(violations) => check_part::<_, ()>(violations),
        }
    }
}
