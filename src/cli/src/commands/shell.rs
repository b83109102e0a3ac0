//! `redline completions` and `redline man`.

use std::io::Write;

use clap::Command;

use crate::args;
use crate::error::{CliError, Outcome};
use crate::help;
use crate::language::tr;

/// Prints the completions of a shell.
pub(crate) fn completions(args: &args::Completions) -> Result<Outcome, CliError> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut help::completable(), "redline", &mut text);
    anstream::stdout().lock().write_all(&text)?;
    Ok(Outcome::Clean)
}

/// Prints the manual page of the program, or of one command.
pub(crate) fn man(args: &args::Man) -> Result<Outcome, CliError> {
    let mut all = help::command();
    all.build();
    let command = match &args.command {
        None => all,
        Some(name) => find(&all, name).ok_or_else(|| {
            tr!(
                "there is no command `{name}`; `redline --help` lists them",
                "没有命令 `{name}`；`redline --help` 列出所有命令"
            )
        })?,
    };
    anstream::stdout().lock().write_all(&help::page(command)?)?;
    Ok(Outcome::Clean)
}

/// The command of a name, such as `check`, or as pages name one below another: `hook-bash`.
fn find(command: &Command, name: &str) -> Option<Command> {
    command.get_subcommands().find_map(|sub| match name.strip_prefix(sub.get_name())?.strip_prefix('-') {
        None => (sub.get_name() == name).then(|| sub.clone()),
        Some(rest) => find(sub, rest),
    })
}
