//! The command line: arguments in, a report out, and an exit code that scripts can rely on.

mod approve;
mod args;
mod baseline;
mod check;
mod config;
mod diff;
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
mod ram_policy;
mod registry;
mod replay;
mod report;
mod rules;
mod shell;
mod snapshots;
mod stream;
mod test;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{CommandFactory, Parser};

use args::{Args, Command};
use redline_host::RawShape;
use redline_host::book::BOOK;

/// What a command came to. The worst of several counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// Nothing was denied.
    Clean = 0,
    /// Something was.
    Denied = 1,
    /// Something could not be read or judged, or the command was misused.
    Bad = 2,
}

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The reader of our output has gone; that is no error of ours.
    Unheard(Outcome),
    /// Anything else, said to the user.
    Failed(String),
}

impl From<redline_host::Error> for Stop {
    fn from(error: redline_host::Error) -> Self {
        Stop::Failed(error.to_string())
    }
}

impl From<String> for Stop {
    fn from(message: String) -> Self {
        Stop::Failed(message)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Stop::Unheard(Outcome::Clean),
            _ => Stop::Failed(format!("cannot write the report: {error}")),
        }
    }
}

/// What a program says that was built before `make dist` ever ran. Without knowing the rules it would be wrong about their
/// settings and profiles.
const NO_RULE_DOCS: &str = "this build of redline carries no documentation of the rules; build it with `make cli`, or run `make dist` before `cargo build`";

/// Runs the command line of this process.
pub(crate) fn run() -> ExitCode {
    let args = Args::parse();
    logger::start(args.verbose);
    let result = match args.command {
        _ if BOOK.rules.is_empty() => Err(Stop::Failed(NO_RULE_DOCS.to_owned())),
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
        None => Args::command().print_help().map(|()| Outcome::Clean).map_err(Stop::from),
    };
    let outcome = match result {
        Ok(outcome) | Err(Stop::Unheard(outcome)) => outcome,
        Err(Stop::Failed(message)) => {
            // Nobody is left to tell when this fails too.
            let _ = writeln!(anstream::stderr(), "{}: {}", report::bad("error"), report::plain(&message));
            Outcome::Bad
        }
    };
    ExitCode::from(outcome as u8)
}

/// Reads a file as text, or standard input for `-`.
pub(crate) fn read(path: &str) -> Result<String, redline_host::Error> {
    let text = if path == "-" { io::read_to_string(io::stdin()) } else { std::fs::read_to_string(path) };
    text.map_err(|source| redline_host::Error::Read { path: path.into(), source })
}
