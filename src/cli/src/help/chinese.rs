//! The help in Chinese: `zh.tsv` has a line for each command and argument, by its place or, with `*`, for all commands.

use std::collections::HashMap;
use std::sync::LazyLock;

use clap::{Arg, Command};

static TEXTS: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| include_str!("zh.tsv").lines().filter_map(|line| line.split_once('\t')).collect());

/// The template of a command's help.
const TEMPLATE: &str = "{about-with-newline}\n用法： {usage}\n\n{all-args}{after-help}";

/// The text for an argument of a command, such as `check files`, or for the same argument of all commands.
fn of_argument(path: &str, id: &str) -> Option<&'static str> {
    let own = format!("{path} {id}");
    TEXTS.get(&*own).or_else(|| TEXTS.get(&*format!("* {id}"))).copied()
}

/// A command and those below it with Chinese help, as far as there is any.
pub(super) fn translated(command: Command) -> Command {
    let about = TEXTS.get(command.get_name());
    let command = match about {
        Some(about) => command.about(*about).long_about(clap::builder::Resettable::Reset),
        None => command,
    };
    let command = command.mut_args(|arg| argument("redline", arg));
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.iter().fold(command, |command, name| command.mut_subcommand(name, |sub| below(name, sub)))
}

/// A subcommand, by the names that lead to it.
fn below(path: &str, command: Command) -> Command {
    let mut command = command.help_template(TEMPLATE).mut_args(|arg| argument(path, arg));
    let own = if command.get_name() == "help" { "help" } else { path };
    if let Some(about) = TEXTS.get(own) {
        command = command.about(*about).long_about(clap::builder::Resettable::Reset);
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names
        .iter()
        .fold(command, |command, name| command.mut_subcommand(name, |sub| below(&format!("{path} {name}"), sub)))
}

fn argument(path: &str, arg: Arg) -> Arg {
    let heading = match arg.get_help_heading() {
        Some(heading) => TEXTS.get(&*format!("heading {heading}")).copied(),
        None if arg.is_positional() => Some("参数"),
        None => Some("选项"),
    };
    let arg = match heading {
        Some(heading) => arg.help_heading(heading),
        None => arg,
    };
    let Some(text) = of_argument(path, arg.get_id().as_str()) else { return arg };
    let mut text = text.to_owned();
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !defaults.is_empty() && arg.get_action().takes_values() {
        text += &format!(" [默认：{}]", defaults.join("、"));
    }
    let values: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if !values.is_empty() && arg.get_action().takes_values() {
        text += &format!(" [可选：{}]", values.join("、"));
    }
    arg.help(text).long_help(clap::builder::Resettable::Reset).hide_default_value(true).hide_possible_values(true)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn missing(path: &str, command: &Command, all: &mut Vec<String>) {
        if !path.is_empty() && !TEXTS.contains_key(path) {
            all.push(path.to_owned());
        }
        let arguments = command.get_arguments().filter(|arg| !arg.is_hide_set());
        let arguments = arguments.filter(|arg| of_argument(path, arg.get_id().as_str()).is_none());
        all.extend(arguments.map(|arg| format!("{path} {}", arg.get_id())));
        for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help") {
            missing(format!("{path} {}", sub.get_name()).trim_start(), sub, all);
        }
    }

    #[test]
    fn everything_that_helps_has_chinese_text() {
        let mut all = Vec::new();
        missing("", &crate::args::Args::command(), &mut all);
        assert!(all.is_empty(), "no line in zh.tsv for: {all:#?}");
    }

    #[test]
    fn help_is_chinese_throughout() {
        let mut command = crate::args::Args::command();
        command.build();
        let mut command = translated(command);
        let help = command.find_subcommand_mut("check").unwrap().render_help().to_string();
        for part in ["用法：", "参数:", "报告:", "全局选项:", "[默认：CREATE]", "[可选：deny、warn、never]"]
        {
            assert!(help.contains(part), "{part}: {help}");
        }
        assert!(!help.contains("Print"), "{help}");
        let help = command.find_subcommand_mut("hook").unwrap().render_help().to_string();
        assert!(!help.contains("Print"), "{help}");
    }
}
