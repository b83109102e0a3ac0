//! `redline completions` and `redline man`.

use std::io::Write;

use clap::CommandFactory;

use crate::args;
use crate::error::{CliError, Outcome};

/// Prints the completions of a shell.
pub(crate) fn completions(args: &args::Completions) -> Result<Outcome, CliError> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut args::Args::command(), "redline", &mut text);
    anstream::stdout().lock().write_all(&text)?;
    Ok(Outcome::Clean)
}

/// Prints the manual page of the program, or of one command.
pub(crate) fn man(args: &args::Man) -> Result<Outcome, CliError> {
    let mut all = args::Args::command();
    all.build();
    let command = match &args.command {
        None => all,
        Some(name) => {
            let found = all.find_subcommand(name).cloned();
            found.ok_or_else(|| format!("there is no command `{name}`; `redline --help` lists them"))?
        }
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(command).render(&mut text)?;
    anstream::stdout().lock().write_all(&text)?;
    Ok(Outcome::Clean)
}
