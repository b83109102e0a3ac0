//! The command line `redline`: arguments in, a report out, and an exit code that scripts can rely on.

mod approve;
mod args;
mod baseline;
mod check;
mod config;
mod diff;
mod error;
mod eval;
mod explain;
mod found;
mod inputs;
mod inventory;
mod job;
mod language;
mod logger;
mod manifest;
mod modules;
mod progress;
mod ram;
mod ram_policy;
mod registry;
mod replay;
mod report;
mod rule_docs;
mod rules;
mod shell;
mod snapshots;
mod stream;
mod test;

use std::{io::Write, process::ExitCode};

use clap::{CommandFactory, Parser};

use args::{Args, Command};
use error::{CliError, Outcome};
use redline_input::RawShape;

/// What a program says that was built before `make dist` ever ran. Without knowing the rules it would be wrong about their
/// settings and profiles.
const NO_RULE_DOCS: &str = "this build of redline carries no documentation of the rules; build it with `make cli`, or run `make dist` before `cargo build`";

/// Runs the command line of this process.
fn main() -> ExitCode {
    let args = Args::parse();
    logger::start(args.verbose);
    let result = match args.command {
        _ if BOOK.rules.is_empty() => Err(CliError::Failed(NO_RULE_DOCS.to_owned())),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Diff(args)) => diff::run(&args),
        Some(Command::Replay(args)) => replay::run(&args),
        Some(Command::Baseline(args)) => check::record(&args),
        Some(Command::Config(args)) => config::run(&args),
        Some(Command::Plan(args)) => check::cloud(&args, RawShape::Change),
        Some(Command::Trail(args)) => check::cloud(&args, RawShape::Event),
        Some(Command::Inventory(args)) => inventory::run(&args),
        Some(Command::RamPolicy(args)) => ram_policy::run(&args),
        Some(Command::Rules(args)) if args.modules.modules.is_some() => rules::run(&args),
        Some(Command::Rules(args)) => explain::rules(&args),
        Some(Command::Explain(args)) => explain::explain(&args),
        Some(Command::Coverage(args)) => explain::coverage(&args),
        Some(Command::Manifest(args)) => manifest::run(&args),
        Some(Command::Approve(args)) => approve::run(&args),
        Some(Command::Push(args)) => registry::push(&args),
        Some(Command::Pull(args)) => registry::pull(&args),
        Some(Command::Test(args)) => test::run(&args),
        Some(Command::Eval(args)) => eval::run(&args),
        Some(Command::Completions(args)) => shell::completions(&args),
        Some(Command::Man(args)) => shell::man(&args),
        None => Args::command().print_help().map(|()| Outcome::Clean).map_err(CliError::from),
    };
    let outcome = match result {
        Ok(outcome) | Err(CliError::OutputClosed(outcome)) => outcome,
        Err(CliError::Failed(message)) => {
            // Nobody is left to tell when this fails too.
            let _ = writeln!(anstream::stderr(), "{}: {}", report::bad("error"), report::plain(&message));
            Outcome::Failed
        }
    };
    ExitCode::from(outcome as u8)
}
