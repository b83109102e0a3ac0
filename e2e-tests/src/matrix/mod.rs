//! What every rule gets from the engine, tested on every rule: the rule's own cases are changed in ways whose effect
//! does not depend on the rule, and the expected answer is computed from the answer to the unchanged case.
//!
//! A topic is a function from a [`Base`] to its [`Variant`]s. To add a behaviour of the engine, add a variant to a topic,
//! or a topic to [`TOPICS`]; every rule is then tested with it, natively and through its module.

mod approval_forms;
mod approvals;
mod base;
mod check;
mod cloud;
mod controllers;
mod exemptions;
mod expected;
pub mod identities;
mod neutral;
mod reports;
mod requests;
mod settings;
mod variant;

use redline_dev::RegisteredRule;
use redline_engine::core::rule::RuleKind;
use redline_host::Module;

pub use base::{Base, bases};
pub use expected::Expected;
pub use variant::{Cases, Variant};

/// A part of what the engine promises.
pub struct Topic {
    /// Its name in the report.
    pub name: &'static str,
    /// Whether it says something about the rule.
    pub applies: fn(&RegisteredRule) -> bool,
    /// The cases that it changes.
    pub cases: Cases,
    /// The changed cases.
    pub variants: fn(&Base) -> Vec<Variant>,
}

/// Everything that is tested on every rule.
pub const TOPICS: &[Topic] = &[
    Topic {
        name: "enforcement-and-language",
        applies: |_| true,
        cases: Cases::Violations,
        variants: reports::variants,
    },
    Topic { name: "exemptions", applies: |_| true, cases: Cases::Requests, variants: exemptions::variants },
    Topic { name: "requests", applies: |_| true, cases: Cases::Requests, variants: requests::variants },
    Topic { name: "unusable-settings", applies: |_| true, cases: Cases::Operations, variants: settings::variants },
    Topic { name: "no-difference", applies: |_| true, cases: Cases::All, variants: neutral::variants },
    Topic { name: "controllers", applies: is_admission, cases: Cases::Operations, variants: controllers::variants },
    Topic { name: "identities", applies: is_admission, cases: Cases::Operations, variants: identities::variants },
    Topic { name: "approvals", applies: can_be_approved, cases: Cases::Requests, variants: approvals::variants },
    Topic {
        name: "approval-forms",
        applies: can_be_approved,
        cases: Cases::Operations,
        variants: approval_forms::variants,
    },
    Topic { name: "operations", applies: is_cloud, cases: Cases::Requests, variants: cloud::variants },
    Topic { name: "roles", applies: is_cloud, cases: Cases::Operations, variants: cloud::roles },
];

fn is_admission(rule: &RegisteredRule) -> bool {
    rule.kind == RuleKind::Admission
}

fn is_cloud(rule: &RegisteredRule) -> bool {
    rule.kind == RuleKind::Cloud
}

/// No approval counts for the rule about approvals, and none can stand on a cloud operation.
fn can_be_approved(rule: &RegisteredRule) -> bool {
    is_admission(rule) && rule.metadata.ignore_approval_edits
}

impl Topic {
    /// Tests the rule.
    ///
    /// # Errors
    /// Every variant that went wrong: the case, the change, what was expected and what came. Or that there is none.
    pub fn run(&self, rule: &RegisteredRule, bases: &[Base], module: &Module) -> Result<(), String> {
        let (mut count, mut wrong) = (0, Vec::new());
        for base in bases.iter().filter(|base| base.is_among(self.cases)) {
            for variant in (self.variants)(base) {
                count += 1;
                if let Err(problem) = variant.check(base, module) {
                    wrong.push(format!("{} {} ({}): {problem}", rule.id(), base.case, variant.name));
                }
            }
        }
        if count == 0 {
            return Err(format!("no case of {} is changed", rule.id()));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n\n")) }
    }
}
