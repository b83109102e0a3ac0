//! What a rule makes of a request, before it becomes an answer. A bundle collects one of these from each rule.

use crate::declare::Declaration;
use crate::finding::Findings;
use crate::response::Response;
use crate::settings::{Common, Enforcement, Language};
use alloc::string::String;

/// What a rule makes of one request.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Nothing to say.
    Allow,
    /// Let through unseen, and why.
    Exempt(String),
    /// Input or settings that cannot be used, and why.
    Invalid(String),
    /// Something was found.
    Found(Found),
}

/// Findings, and what the settings make of them.
#[derive(Debug, Clone)]
pub struct Found {
    /// At least one.
    pub findings: Findings,
    /// How they become an answer.
    pub enforcement: Enforcement,
    /// The language to say them in.
    pub language: Language,
    /// The approval that lets them through, if there is one in force.
    pub approved: Option<Approved>,
}

/// An approval in force.
#[derive(Debug, Clone)]
pub struct Approved {
    /// Who makes use of it.
    pub by: String,
    /// Why it was given; empty where no reason is required.
    pub reason: String,
    /// Until when, as written.
    pub until: String,
}

impl Outcome {
    /// What these findings come to.
    pub(crate) fn found(common: &Common, findings: Findings, approved: Option<Approved>) -> Outcome {
        if findings.is_empty() {
            return Outcome::Allow;
        }
        let Common { enforcement, language, .. } = *common;
        Outcome::Found(Found { findings, enforcement, language, approved })
    }

    /// The answer of a module that holds this rule alone.
    pub fn response(&self, rule: &Declaration) -> Response {
        match self {
            Outcome::Allow => Response::allow(),
            Outcome::Exempt(why) => Response::exempt(why),
            Outcome::Invalid(problem) => Response::invalid(rule, problem),
            Outcome::Found(found) => match &found.approved {
                Some(approved) => Response::approved(rule, found, approved),
                None => Response::judge(rule, found),
            },
        }
    }
}
