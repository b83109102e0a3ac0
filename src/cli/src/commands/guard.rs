//! `redline guard`: judges a line of shell, and runs nothing.

use std::io::Write;

use super::kubectl::{confirm, outcome, report};
use crate::args;
use crate::error::{CliError, Outcome};
use crate::keyboard::guard::{self, Reach};
use crate::keyboard::{Judge, Program};

/// What may be asked about a line, by the arguments.
pub(crate) fn reach(args: &args::Reaching) -> Reach {
    Reach { cluster: args.cluster, node: args.node }
}

/// Judges the line that the arguments name.
pub(crate) fn run(args: &args::Guard) -> Result<Outcome, CliError> {
    let line = match (&args.file, args.line.as_slice()) {
        (Some(file), _) => crate::files::read(file)?,
        (None, [line]) => line.clone(),
        (None, words) => shlex::try_join(words.iter().map(String::as_str)).map_err(|error| error.to_string())?,
    };
    let judge = Judge::new(&args.judging)?;
    let decision = guard::decide(&judge, &line, reach(&args.reach));
    if args.json {
        writeln!(anstream::stdout().lock(), "{:#}", decision.as_json())?;
        return Ok(outcome(&decision));
    }
    match args.ask {
        true => Ok(confirm(&decision, judge.chinese()).unwrap_or(Outcome::Clean)),
        false => report(&decision, judge.chinese()),
    }
}

/// Runs a program in whose place this one was called, if nothing stands against it.
pub(crate) fn shim(args: &args::Shim) -> Result<Outcome, CliError> {
    let program = Program::find(&args.program)?;
    let words = std::iter::once(&args.program).chain(&args.args).map(String::as_str);
    let line = shlex::try_join(words).map_err(|error| error.to_string())?;
    let judge = Judge::new(&args.judging)?;
    // The program itself is going to ask the cluster.
    let decision = guard::decide(&judge, &line, Reach { cluster: true, node: false });
    match confirm(&decision, judge.chinese()) {
        Some(refused) => Ok(refused),
        None => Err(program.replace(&args.args, None, &[])),
    }
}
