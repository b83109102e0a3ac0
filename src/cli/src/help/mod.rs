//! The help: commands in groups, in both languages, and errors about arguments.

mod chinese;
mod errors;
mod man;

use std::ffi::OsString;

use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory, FromArgMatches};

pub(crate) use man::page;

use crate::args::Args;
use crate::language::{either, is_chinese};
use crate::rule_docs::RULE_DOCS;
use crate::terminal;

/// The groups of commands: title, title in Chinese, commands. A command that is in none is listed at the end.
const GROUPS: [(&str, &str, &[&str]); 5] = [
    ("Check what you have", "检查", &["check", "diff", "plan", "trail", "replay", "script", "baseline"]),
    ("Guard the keyboard", "执行前拦截", &["kubectl", "aliyun", "guard", "hook", "mcp"]),
    ("Understand", "了解规则", &["explain", "rules", "coverage"]),
    ("Deploy and operate", "部署与运维", &["config", "manifest", "verify", "approve", "inventory", "ram-policy"]),
    ("Modules", "模块", &["test", "eval", "push", "pull", "completions", "man"]),
];

/// Reads the words of a command line. Ends the program where they ask for help or cannot be read.
pub(crate) fn parse(words: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Args {
    let parsed = command().try_get_matches_from(words).and_then(|matches| Args::from_arg_matches(&matches));
    parsed.unwrap_or_else(|error| errors::exit(&error))
}

/// The command line in the language of the output.
pub(crate) fn command() -> Command {
    let mut command = Args::command();
    command.build();
    if is_chinese() {
        command = chinese::translated(command);
    }
    let template = template(&command);
    command.help_template(template)
}

/// The command line with the names of rules and rows, as completions need it.
pub(crate) fn completable() -> Command {
    let rules = || RULE_DOCS.rules.iter().map(|rule| &*rule.id);
    let rows = || RULE_DOCS.rows.iter().map(|row| &*row.row);
    let with_names = |mut command: Command| {
        let has = |command: &Command, id: &str| command.get_arguments().any(|arg| arg.get_id() == id);
        if has(&command, "rules") {
            command = command.mut_arg("rules", |arg| arg.value_parser(PossibleValuesParser::new(rules())));
        }
        if has(&command, "row") {
            command = command.mut_arg("row", |arg| arg.value_parser(PossibleValuesParser::new(rows())));
        }
        if has(&command, "what") {
            command = command.mut_arg("what", |arg| arg.value_parser(PossibleValuesParser::new(rules().chain(rows()))));
        }
        command
    };
    Args::command().mut_subcommands(with_names)
}

/// The help of the program, with its commands in groups.
fn template(command: &Command) -> String {
    let listed = |name: &&str| GROUPS.iter().any(|(.., names)| names.contains(name));
    let visible = || command.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help");
    let others: Vec<&str> = visible().map(Command::get_name).filter(|name| !listed(name)).collect();
    let width = visible().map(|command| command.get_name().len()).max().unwrap_or_default();
    let groups = GROUPS.iter().map(|(title, chinese, names)| (either(title, chinese), *names));
    let mut text = format!("{{about}}\n\n{} {{usage}}\n", either("Usage:", "用法："));
    for (title, names) in groups.chain([(either("Other commands", "其他命令"), &*others)]) {
        let commands: Vec<&Command> =
            names.iter().filter_map(|name| visible().find(|c| c.get_name() == *name)).collect();
        if commands.is_empty() {
            continue;
        }
        text += &format!("\n{title}{}\n", either(":", "："));
        for command in commands {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            let line = format!("  {:width$}  {about}", command.get_name());
            text += &format!("{}\n", terminal::fitted(&line, width + 4));
        }
    }
    text + &format!("\n{}\n{{options}}{{after-help}}\n", either("Options:", "选项："))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_in_one_group() {
        let command = Args::command();
        for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
            let groups = GROUPS.iter().filter(|(.., names)| names.contains(&sub.get_name())).count();
            assert_eq!(groups, 1, "{}", sub.get_name());
        }
        let help = super::command().render_help().to_string();
        assert!(help.contains("Check what you have:\n  check  ") && !help.contains("Other commands"), "{help}");
        let commands = help.split("\nOptions:").next().unwrap_or_default();
        assert!(commands.lines().all(|line| line.len() <= 80) && !help.contains("\n\n\n"), "{help}");
    }

    #[test]
    fn completions_know_rules_and_rows() {
        let mut text = Vec::new();
        clap_complete::generate(clap_complete::Shell::Bash, &mut completable(), "redline", &mut text);
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains("node-deletion") && text.contains("slb-reuse-removal"));
    }
}
