//! The expression that combines the policies of a group.

use redline_engine::prelude::*;

use crate::guard::Spec;

/// Checks a change of the expression. One that no longer calls a policy, or that is true without it, denies.
pub(crate) fn check(what: &str, was: &Spec<'_>, is: &Spec<'_>, out: &mut Findings) {
    if was.expression == is.expression {
        return;
    }
    let (before, after) = (compact(&was.expression), compact(&is.expression));
    let called = |expression: &str, policy: &str| expression.contains(&*[policy, "("].concat());
    let dropped = was.policies.iter().any(|(policy, _)| called(&before, policy) && !called(&after, policy));
    let alternatives = |expression: &str| expression.matches("||").count();
    if dropped || after.contains("true") || after.contains('?') || alternatives(&after) > alternatives(&before) {
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

/// An expression without white space.
fn compact(expression: &str) -> String {
    expression.split_ascii_whitespace().collect()
}
