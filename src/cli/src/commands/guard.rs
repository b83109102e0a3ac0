//! `redline guard`: checks a line of shell, and runs nothing.

use std::io::Write;

use super::kubectl::{confirm, outcome, report};
use crate::args;
use crate::error::{CliError, Outcome};
use crate::keyboard::guard::{self, Reach};
use crate::keyboard::{PlanChecker, Program};

/// What the arguments allow the check of a line to use.
pub(crate) fn reach(args: &args::Reaching) -> Reach {
    Reach { cluster: args.cluster, node: args.node }
}

/// Checks the line that the arguments name.
pub(crate) fn run(args: &args::Guard) -> Result<Outcome, CliError> {
    let line = match (&args.file, args.line.as_slice()) {
        (Some(file), _) => crate::files::read(file)?,
        (None, [line]) => line.clone(),
        (None, words) => shlex::try_join(words.iter().map(String::as_str)).map_err(|error| error.to_string())?,
    };
    let checker = PlanChecker::new(&args.rules)?;
    let decision = guard::decide(&checker, &line, reach(&args.reach));
    if args.json {
        writeln!(anstream::stdout().lock(), "{:#}", decision.as_json())?;
        return Ok(outcome(&decision));
    }
    match args.ask {
        true => Ok(confirm(&decision, checker.chinese()).unwrap_or(Outcome::Clean)),
        false => report(&decision, checker.chinese()),
    }
}

/// Runs the program in whose place this one was called, unless something is denied.
pub(crate) fn shim(args: &args::Shim) -> Result<Outcome, CliError> {
    let program = Program::find(&args.program)?;
    let words = std::iter::once(&args.program).chain(&args.args).map(String::as_str);
    let line = shlex::try_join(words).map_err(|error| error.to_string())?;
    let checker = PlanChecker::new(&args.rules)?;
    // The program itself is going to ask the cluster.
    let decision = guard::decide(&checker, &line, Reach { cluster: true, node: false });
    match confirm(&decision, checker.chinese()) {
        Some(refused) => Ok(refused),
        None => Err(program.replace(&args.args, None, &[])),
    }
}
