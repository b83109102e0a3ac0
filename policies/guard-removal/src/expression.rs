//! The expression that combines the policies of a group.

use redline_engine::prelude::*;
use redline_engine::strings::{contains, find, slice_from, split_once_any};

use crate::guard::Spec;

/// Checks a change of the expression. One that no longer calls a policy, or that is true without it, denies.
pub(crate) fn check(what: &str, was: &Spec<'_>, is: &Spec<'_>, out: &mut Findings) {
    if was.expression == is.expression {
        return;
    }
    let (before, after) = (compact(&was.expression), compact(&is.expression));
    let dropped = was.policies.iter().any(|(policy, _)| calls(&before, policy) && !calls(&after, policy));
    // Alternatives, and what turns the answer of a policy round.
    let added = ["||", "!", "="].iter().any(|operator| count(&after, operator) > count(&before, operator));
    if dropped || added || contains(&after, "true") || contains(&after, "?") {
        let text = text!(
            "changes the expression of {what} so that a request passes without some of its policies",
            "该请求将修改 {what} 的组合表达式，使请求无需通过其中部分策略"
        );
        out.push(Finding::deny("spec.expression", text));
        return;
    }
    let text =
        text!("changes the expression that combines the policies of {what}", "该请求将修改 {what} 的策略组合表达式");
    out.push(Finding::warn("spec.expression", text));
}

/// Whether an expression calls a policy.
fn calls(mut expression: &str, policy: &str) -> bool {
    while let Some((before, rest)) = split_once_any(expression, "(") {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if before.strip_suffix(policy).is_some_and(|before| !before.ends_with(is_name)) {
            return true;
        }
        expression = rest;
    }
    false
}

/// How often an operator occurs in an expression.
fn count(mut expression: &str, operator: &str) -> usize {
    let mut count = 0;
    while let Some(at) = find(expression, operator) {
        expression = slice_from(expression, at + operator.len());
        count += 1;
    }
    count
}

/// An expression without white space.
fn compact(expression: &str) -> String {
    expression.split_ascii_whitespace().collect()
}
