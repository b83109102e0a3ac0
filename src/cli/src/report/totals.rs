//! The numbers at the end of a report, and the exit code that follows from them.

use std::{collections::BTreeMap, fmt};

use redline_host::Verdict;
use serde_json::{Value, json};

use super::skipped::Skipped;
use crate::args::FailOn;
use crate::error::Outcome;
use crate::evaluation::{Evaluation, Noun, RuleResult};
use crate::language::is_chinese;

/// The numbers of a report.
#[derive(Default)]
pub(crate) struct Totals {
    /// Evaluated items, by what they are.
    items: BTreeMap<Noun, usize>,
    denied: usize,
    warned: usize,
    allowed: usize,
    /// Items of which all findings are recorded or waived; they are among the allowed ones.
    known: usize,
    /// Items that no rule looks at.
    not_covered: usize,
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
    /// What was passed over.
    pub(super) skipped: Skipped,
    /// What else the command reports, for people and for programs.
    pub(super) remarks: (Vec<String>, Value),
}

impl Totals {
    /// `noun` is what the command takes: without items, the report says that there are none of these.
    pub(super) fn new(noun: Noun, by_rule: bool) -> Self {
        Totals { items: BTreeMap::from([(noun, 0)]), by_rule, ..Totals::default() }
    }

    /// Counts an evaluation.
    pub(super) fn add(&mut self, evaluation: &Evaluation, verdict: Option<Verdict>) {
        if verdict.is_some() {
            *self.items.entry(evaluation.noun).or_default() += 1;
        }
        self.count(verdict, evaluation.covered);
        self.suppressed += evaluation.suppressed;
        self.known += usize::from(verdict == Some(Verdict::Allow) && evaluation.suppressed > 0);
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

    fn count(&mut self, verdict: Option<Verdict>, covered: bool) {
        *match verdict {
            Some(Verdict::Deny) => &mut self.denied,
            Some(Verdict::Warn) => &mut self.warned,
            Some(Verdict::Allow) if !covered => &mut self.not_covered,
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

    pub(super) fn as_json(&self) -> Value {
        let mut summary = json!({
            "objects": self.items.values().sum::<usize>(), "denied": self.denied, "warned": self.warned,
            "allowed": self.allowed, "known": self.known, "notCovered": self.not_covered,
            "notEvaluated": self.not_evaluated, "unreadable": self.unreadable, "suppressed": self.suppressed,
            "skipped": self.skipped.as_json(),
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

    /// The items that there are, or that there could have been.
    fn counted(&self) -> Vec<(Noun, usize)> {
        let all = || self.items.iter().map(|(noun, count)| (*noun, *count));
        let some: Vec<_> = all().filter(|(_, count)| *count > 0).collect();
        if some.is_empty() { all().take(1).collect() } else { some }
    }
}

/// What items are called, one of them and several.
fn names(noun: Noun) -> [&'static str; 3] {
    match noun {
        Noun::Object => ["object", "objects", "个对象"],
        Noun::Request => ["request", "requests", "个请求"],
        Noun::Change => ["change", "changes", "项变更"],
        Noun::Event => ["event", "events", "个事件"],
        Noun::Call => ["call", "calls", "次调用"],
        Noun::Script => ["script", "scripts", "个脚本"],
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_chinese() {
            return self.chinese(f);
        }
        let items = self.counted().into_iter().map(|(noun, count)| {
            let [one, many, _] = names(noun);
            format!("{count} {}", if count == 1 { one } else { many })
        });
        write!(f, "{}: ", items.collect::<Vec<_>>().join(", "))?;
        write!(f, "{} denied, {} warned, {} allowed", self.denied, self.warned, self.allowed)?;
        if self.not_covered > 0 {
            write!(f, ", {} not covered by any rule", self.not_covered)?;
        }
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

impl Totals {
    fn chinese(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items = self.counted().into_iter().map(|(noun, count)| format!("{count} {}", names(noun)[2]));
        write!(f, "{}：", items.collect::<Vec<_>>().join("、"))?;
        write!(f, "拒绝 {}，告警 {}，放行 {}", self.denied, self.warned, self.allowed)?;
        for (count, what) in [(self.not_covered, "无规则覆盖"), (self.not_evaluated, "无法检查")] {
            if count > 0 {
                write!(f, "，{what} {count}")?;
            }
        }
        if self.unreadable > 0 {
            write!(f, "；{} 个文档无法读取", self.unreadable)?;
        }
        if self.suppressed > 0 {
            write!(f, "；已忽略 {} 项发现", self.suppressed)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(verdicts: &[Option<Verdict>]) -> Totals {
        let mut totals = Totals::new(Noun::Object, false);
        for verdict in verdicts {
            totals.count(*verdict, true);
            *totals.items.entry(Noun::Object).or_default() += usize::from(verdict.is_some());
        }
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

    #[test]
    fn items_are_counted_by_their_names() {
        let mut totals = totals(&[Some(Verdict::Allow)]);
        totals.items.insert(Noun::Change, 2);
        totals.not_covered = 2;
        assert_eq!(totals.to_string(), "1 object, 2 changes: 0 denied, 0 warned, 1 allowed, 2 not covered by any rule");
        assert_eq!(Totals::new(Noun::Event, true).to_string(), "0 events: 0 denied, 0 warned, 0 allowed");
    }
}
