//! The numbers at the end of a report, and the exit code that follows from them.

use std::{collections::BTreeMap, fmt};

use redline_host::Verdict;
use serde_json::{Value, json};

use crate::args::FailOn;
use crate::error::Outcome;
use crate::evaluation::{Evaluation, RuleResult};

/// What the items of a report are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noun {
    Object,
    Change,
    Event,
    Request,
}

/// The numbers of a report.
pub(crate) struct Totals {
    noun: Noun,
    denied: usize,
    warned: usize,
    allowed: usize,
    /// Items that no rule could evaluate.
    not_evaluated: usize,
    unreadable: usize,
    /// Whether one rule denied an item that another could not evaluate.
    partly_evaluated: bool,
    /// Denials and warnings of each rule.
    pub(super) rules: BTreeMap<String, (usize, usize)>,
    /// Whether the text report has these numbers by rule.
    pub(super) by_rule: bool,
    /// Findings left out because of a baseline or a waiver.
    suppressed: usize,
    /// What else the command reports, for people and for programs.
    pub(super) remarks: (Vec<String>, Value),
}

impl Totals {
    pub(super) fn new(noun: Noun, by_rule: bool) -> Self {
        Totals {
            noun,
            denied: 0,
            warned: 0,
            allowed: 0,
            not_evaluated: 0,
            unreadable: 0,
            partly_evaluated: false,
            rules: BTreeMap::new(),
            by_rule,
            suppressed: 0,
            remarks: (Vec::new(), Value::Null),
        }
    }

    /// Counts an evaluation.
    pub(super) fn add(&mut self, evaluation: &Evaluation, verdict: Option<Verdict>) {
        self.count(verdict);
        self.suppressed += evaluation.suppressed;
        let results = || evaluation.results.iter().flatten();
        for result in results() {
            let (denied, warned) = self.rules.entry(result.rule.clone()).or_default();
            match result.verdict() {
                Verdict::Deny => *denied += 1,
                Verdict::Warn => *warned += 1,
                Verdict::Allow | Verdict::Invalid => {}
            }
        }
        // A denial by one rule does not make up for another rule that failed.
        self.partly_evaluated |= results().map(RuleResult::verdict).any(|verdict| verdict == Verdict::Invalid);
    }

    fn count(&mut self, verdict: Option<Verdict>) {
        *match verdict {
            Some(Verdict::Deny) => &mut self.denied,
            Some(Verdict::Warn) => &mut self.warned,
            Some(Verdict::Allow) => &mut self.allowed,
            Some(Verdict::Invalid) => &mut self.not_evaluated,
            None => &mut self.unreadable,
        } += 1;
    }

    /// The exit code.
    pub(super) fn outcome(&self, fail_on: FailOn) -> Outcome {
        let fails = match fail_on {
            FailOn::Deny => self.denied > 0,
            FailOn::Warn => self.denied + self.warned > 0,
            FailOn::Never => false,
        };
        if self.not_evaluated + self.unreadable > 0 || self.partly_evaluated {
            Outcome::Failed
        } else if fails {
            Outcome::Denied
        } else {
            Outcome::Clean
        }
    }

    fn items(&self) -> usize {
        self.denied + self.warned + self.allowed + self.not_evaluated
    }

    pub(super) fn as_json(&self) -> Value {
        let mut summary = json!({
            "objects": self.items(), "denied": self.denied, "warned": self.warned, "allowed": self.allowed,
            "notEvaluated": self.not_evaluated, "unreadable": self.unreadable, "suppressed": self.suppressed,
        });
        if self.by_rule {
            let rules = self.rules.iter();
            summary["rules"] =
                rules.map(|(id, (denied, warned))| (id.clone(), json!({"denied": denied, "warned": warned}))).collect();
        }
        if let (Value::Object(summary), Value::Object(remarks)) = (&mut summary, &self.remarks.1) {
            summary.extend(remarks.clone());
        }
        summary
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let noun = match self.noun {
            Noun::Object => "object",
            Noun::Change => "change",
            Noun::Event => "event",
            Noun::Request => "request",
        };
        write!(f, "{} {noun}{}: ", self.items(), plural(self.items()))?;
        write!(f, "{} denied, {} warned, {} allowed", self.denied, self.warned, self.allowed)?;
        if self.not_evaluated > 0 {
            write!(f, ", {} not evaluated", self.not_evaluated)?;
        }
        if self.unreadable > 0 {
            write!(f, "; {} document{} could not be read", self.unreadable, plural(self.unreadable))?;
        }
        if self.suppressed > 0 {
            write!(f, "; {} suppressed finding{}", self.suppressed, plural(self.suppressed))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(verdicts: &[Option<Verdict>]) -> Totals {
        let mut totals = Totals::new(Noun::Object, false);
        verdicts.iter().for_each(|verdict| totals.count(*verdict));
        totals
    }

    #[test]
    fn the_numbers_lead_to_an_exit_code() {
        let all = totals(&[Some(Verdict::Deny), Some(Verdict::Warn), Some(Verdict::Allow)]);
        assert_eq!(all.to_string(), "3 objects: 1 denied, 1 warned, 1 allowed");
        assert_eq!(all.outcome(FailOn::Deny), Outcome::Denied);
        assert_eq!(all.outcome(FailOn::Never), Outcome::Clean);
        let unreadable = totals(&[Some(Verdict::Allow), None]);
        assert_eq!(unreadable.to_string(), "1 object: 0 denied, 0 warned, 1 allowed; 1 document could not be read");
        assert_eq!(unreadable.outcome(FailOn::Never), Outcome::Failed);
        let warned = totals(&[Some(Verdict::Warn)]);
        assert_eq!((warned.outcome(FailOn::Deny), warned.outcome(FailOn::Warn)), (Outcome::Clean, Outcome::Denied));
    }
}
