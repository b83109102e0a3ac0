//! Errors about arguments, in the language of the output.

use std::error::Error as _;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::Outcome;
use crate::language::is_chinese;
use crate::terminal;

/// Prints help, a version or an error, and ends the program.
pub(crate) fn exit(error: &Error) -> ! {
    match chinese(error).filter(|_| is_chinese()) {
        Some(message) => {
            anstream::eprintln!("{}：{message}\n\n更多信息请使用 `redline help`。", terminal::red("错误"));
            std::process::exit(Outcome::Failed as i32)
        }
        None => error.exit(),
    }
}

/// What the readers of values say.
const REASONS: &[(&str, &str)] = &[
    ("expected one of CREATE, UPDATE, DELETE, CONNECT", "应为 CREATE、UPDATE、DELETE、CONNECT 之一"),
    ("expected a duration such as 30m, 24h or 7d", "应为时长，例如 30m、24h 或 7d"),
    ("expected FORMAT=FILE, such as sarif=redline.sarif", "应为 FORMAT=FILE，例如 sarif=redline.sarif"),
    ("there is no format `{}`", "没有格式 `{}`"),
];

/// The message in Chinese; `None` for help, versions, and errors that are rare.
fn chinese(error: &Error) -> Option<String> {
    let value = |kind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join("、")),
        _ => None,
    };
    let text = |kind| value(kind).unwrap_or_default();
    let hint = |kind| value(kind).map(|name| format!("，您是否想用 `{name}`？")).unwrap_or_default();
    Some(match error.kind() {
        ErrorKind::UnknownArgument => {
            format!("无法识别的参数 `{}`{}", text(ContextKind::InvalidArg), hint(ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidSubcommand => {
            let hint = hint(ContextKind::SuggestedSubcommand);
            format!("没有命令 `{}`{hint}", text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if text(ContextKind::InvalidValue).is_empty() => {
            let valid = value(ContextKind::ValidValue).map(|values| format!("，可选值：{values}")).unwrap_or_default();
            format!("`{}` 缺少值{valid}", text(ContextKind::InvalidArg))
        }
        ErrorKind::ValueValidation => {
            let reason = error.source().map(ToString::to_string);
            let reason = reason.and_then(|reason| redline_input::by_table(REASONS, &reason));
            let reason = reason.map(|reason| format!("：{reason}")).unwrap_or_default();
            format!("`{}` 的值 `{}` 无效{reason}", text(ContextKind::InvalidArg), text(ContextKind::InvalidValue))
        }
        ErrorKind::InvalidValue => {
            let valid = value(ContextKind::ValidValue).map(|values| format!("，可选值：{values}")).unwrap_or_default();
            format!("`{}` 的值 `{}` 无效{valid}", text(ContextKind::InvalidArg), text(ContextKind::InvalidValue))
        }
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{}", text(ContextKind::InvalidArg)),
        ErrorKind::ArgumentConflict => {
            format!("`{}` 不能与 `{}` 同时使用", text(ContextKind::InvalidArg), text(ContextKind::PriorArg))
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn mistakes_have_suggestions() {
        let told = |words: &str| {
            let error = crate::args::Args::command().try_get_matches_from(words.split(' ')).unwrap_err();
            chinese(&error).unwrap()
        };
        assert_eq!(told("redline check a --fromat json"), "无法识别的参数 `--fromat`，您是否想用 `--format`？");
        assert_eq!(told("redline chekc a"), "没有命令 `chekc`，您是否想用 `check`？");
        assert!(
            told("redline check a --format yaml")
                .starts_with("`--format <FORMAT>` 的值 `yaml` 无效，可选值：text、json")
        );
        assert_eq!(told("redline check"), "缺少参数：<PATH>...");
        assert!(told("redline check a --format").starts_with("`--format <FORMAT>` 缺少值，可选值："));
        for (words, reason) in [
            ("check a --operation REMOVE", "：应为 CREATE、UPDATE、DELETE、CONNECT 之一"),
            ("approve --for x --rule a --reason b c", "：应为时长，例如 30m、24h 或 7d"),
            ("check a --output x", "：应为 FORMAT=FILE，例如 sarif=redline.sarif"),
            ("check a --output x=y", "：没有格式 `x`"),
        ] {
            assert!(told(&format!("redline {words}")).ends_with(reason), "{words}");
        }
    }
}
