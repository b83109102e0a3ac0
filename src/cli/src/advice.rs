//! What rules advise about the findings of a report.

use crate::evaluation::RuleResult;
use crate::terminal::{escape, wrapped};

/// The advice of several results, each line once for a rule. Where more than one rule advises, its lines stand under its name.
#[derive(Default)]
pub(crate) struct AdviceByRule<'r>(Vec<(&'r str, Vec<&'r str>)>);

impl<'r> AdviceByRule<'r> {
    /// Takes the advice of a result in.
    pub(crate) fn add(&mut self, result: &'r RuleResult) {
        if result.advice.is_empty() {
            return;
        }
        let at = self.0.iter().position(|(rule, _)| *rule == result.rule).unwrap_or_else(|| {
            self.0.push((&result.rule, Vec::new()));
            self.0.len() - 1
        });
        let known = &mut self.0[at].1;
        for line in &result.advice {
            if !known.contains(&line.as_str()) {
                known.push(line);
            }
        }
    }

    /// The lines as a report for people shows them, below the findings. Rules with the same advice share it.
    pub(crate) fn text(&self) -> String {
        let mut shared: Vec<(Vec<&str>, &[&str])> = Vec::new();
        for (rule, lines) in &self.0 {
            match shared.iter_mut().find(|(_, known)| known == lines) {
                Some((rules, _)) => rules.push(rule),
                None => shared.push((vec![rule], lines)),
            }
        }
        let mut text = String::new();
        for (rules, lines) in &shared {
            let indent = if shared.len() > 1 { 10 } else { 8 };
            if shared.len() > 1 {
                text += &line(8, &rules.join(", "));
            }
            lines.iter().for_each(|each| text += &line(indent, each));
        }
        text
    }
}

/// A line with an indent, wrapped to the terminal.
fn line(indent: usize, text: &str) -> String {
    format!("{}\n", wrapped(&format!("{:indent$}{}", "", escape(text)), indent + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(rule: &str, advice: &[&str]) -> RuleResult {
        let advice = advice.iter().map(|&line| line.to_owned()).collect();
        RuleResult { rule: rule.to_owned(), answer: Ok(Default::default()), findings: Vec::new(), advice }
    }

    fn text(results: &[RuleResult]) -> String {
        let mut advice = AdviceByRule::default();
        results.iter().for_each(|result| advice.add(result));
        advice.text()
    }

    #[test]
    fn the_advice_of_one_rule_needs_no_name() {
        assert_eq!(text(&[]), "");
        assert_eq!(text(&[result("a", &["x", "y"]), result("b", &[])]), "        x\n        y\n");
        assert_eq!(text(&[result("a", &["x", "y"]), result("a", &["x", "z"])]), "        x\n        y\n        z\n");
    }

    #[test]
    fn the_advice_of_several_rules_stands_under_their_names() {
        let three = [result("a", &["x", "y"]), result("b", &["z"]), result("c", &["x", "y"])];
        assert_eq!(text(&three), "        a, c\n          x\n          y\n        b\n          z\n");
        assert_eq!(text(&[result("a", &["x"]), result("b", &["x"])]), "        x\n");
    }
}
