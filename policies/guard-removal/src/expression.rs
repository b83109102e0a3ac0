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
    if dropped || contains(&after, "true") || contains(&after, "?") || alternatives(&after) > alternatives(&before) {
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
    while let Some((name, rest)) = split_once_any(expression, "(") {
        if name.ends_with(policy) {
            return true;
        }
        expression = rest;
    }
    false
}

/// How many alternatives an expression has besides the first.
fn alternatives(mut expression: &str) -> usize {
    let mut count = 0;
    while let Some(at) = find(expression, "||") {
        expression = slice_from(expression, at + 2);
        count += 1;
    }
    count
}

/// An expression without white space.
fn compact(expression: &str) -> String {
    expression.split_ascii_whitespace().collect()
}
