//! What the readers of input and of settings say, in the language of the output.

use crate::language::is_chinese;

/// A sentence in the language of the output. What the readers have no Chinese for stays as it is.
pub(crate) fn of(sentence: &str) -> String {
    let chinese = is_chinese().then(|| redline_input::in_chinese(sentence)).flatten();
    chinese.unwrap_or_else(|| sentence.to_owned())
}

/// What modules and the reader of inventories say about settings, without the path before it.
const SETTINGS: &[(&str, &str)] = &[
    ("unknown setting `{}`, did you mean `{}`?", "没有设置项 `{}`，您是否想用 `{}`？"),
    ("unknown setting `{}`, known are {}", "没有设置项 `{}`，可用的有 {}"),
    ("there is no list `{}`", "没有清单 `{}`"),
    ("expected one of {}", "应为 {} 之一"),
    ("expected a list of strings", "应为字符串列表"),
    ("expected a list", "应为列表"),
    ("expected a string", "应为字符串"),
    ("expected true or false", "应为 true 或 false"),
    ("expected an object", "应为对象"),
    ("expected true, false or the rule's settings", "应为 true、false 或规则的设置"),
    ("expected `true` or a list with names of lists", "应为 `true` 或清单名称的列表"),
    ("expected a CIDR block such as {}", "应为网段，例如 {}"),
    ("expected a time in UTC such as {}", "应为 UTC 时间，例如 {}"),
    ("is empty; expected {}", "为空"),
    ("`{}` is not one of {}", "`{}` 无效，可选值为 {}"),
    ("`{}` is not a duration such as {}", "`{}` 不是时长，例如 {}"),
    ("`{}` has a `*` that is not at the end", "`{}` 中的 `*` 只能位于末尾"),
    ("`{}` is not of the form {}", "`{}` 的格式应为 {}"),
    (
        "approvals are annotations of Kubernetes objects and do not apply to cloud rules",
        "审批以 Kubernetes 对象的注解表示，不适用于云操作规则",
    ),
];

/// What is wrong with a setting, in the language of the output: `` `path`: sentence ``, or the sentence alone.
pub(crate) fn of_settings(reason: &str) -> String {
    if !is_chinese() {
        return reason.to_owned();
    }
    let chinese = |sentence: &str| redline_input::by_table(SETTINGS, sentence);
    let below = || {
        let (path, sentence) = reason.split_once("`: ").filter(|(path, _)| path.starts_with('`'))?;
        Some(format!("{path}`：{}", chinese(sentence)?))
    };
    below().or_else(|| chinese(reason)).unwrap_or_else(|| reason.to_owned())
}

#[cfg(test)]
mod tests {
    use redline_core::settings;

    use super::SETTINGS;

    #[test]
    fn the_table_has_what_is_said_about_settings() {
        let known = ["enforcement", "instances"];
        for sentence in [
            settings::unknown("enforcment", &mut known.iter()),
            settings::unknown("x", &mut known.iter()),
            "`maybe` is not one of audit, warn, deny, strict".to_owned(),
            "expected a list of strings".to_owned(),
        ] {
            assert!(redline_input::by_table(SETTINGS, &sentence).is_some(), "{sentence}");
        }
    }
}
