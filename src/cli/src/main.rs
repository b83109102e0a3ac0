//! The command line `redline`: arguments in, a report out, and an exit code that scripts can rely on.

mod advice;
mod answer;
mod args;
mod charts;
mod checker;
mod cloud_summary;
mod commands;
mod config;
mod decode;
mod documents;
mod error;
mod evaluation;
mod faults;
mod files;
mod finding;
mod git;
mod help;
mod inventory_file;
mod invocation;
mod keyboard;
mod kind_names;
mod label;
mod language;
mod locate;
mod logger;
mod lookups;
mod merge;
mod modules;
mod name_index;
mod planned_requests;
mod pods;
mod progress;
mod ram;
mod registry;
mod replay_summary;
mod report;
mod rule_docs;
mod rule_module;
mod rules;
mod script_kind;
mod script_report;
mod scripts;
mod states;
mod stream;
mod suppressions;
mod terminal;
mod text_source;
mod translation;

use std::{io::Write, process::ExitCode};

use redline_input::RawShape;

use crate::args::Command;
use crate::commands::{
    aliyun, approve, baseline, check, config as configuration, coverage, diff, eval, explain, guard, hook, inventory,
    kubectl, manifest, mcp, module_list, pull, push, ram_policy, replay, script, shell, test, verify,
};
use crate::error::{CliError, Outcome};
use crate::rule_docs::RULE_DOCS;

/// The error of a program that was built before `make dist` ever ran. Without documentation of the rules it would be wrong
/// about their settings and profiles.
const NO_RULE_DOCS: &str = "this build of redline has no documentation of the rules; build it with `make run`, or \
                            run `make dist` before `cargo build`";

fn main() -> ExitCode {
    language::start(std::env::args());
    let args = help::parse(invocation::arguments(std::env::args_os()));
    logger::start(args.verbose);
    let outcome = match run(args.command) {
        Ok(outcome) | Err(CliError::OutputClosed(outcome)) => outcome,
        Err(CliError::Failed(message)) => {
            // If standard error is closed, too, there is nobody left to inform.
            let _ = writeln!(
                anstream::stderr(),
                "{}{}{}",
                terminal::red(language::either("error", "错误")),
                language::either(": ", "："),
                terminal::escape(&message)
            );
            Outcome::Failed
        }
    };
    ExitCode::from(outcome as u8)
}

fn run(command: Option<Command>) -> Result<Outcome, CliError> {
    if RULE_DOCS.rules.is_empty() {
        return Err(CliError::Failed(NO_RULE_DOCS.to_owned()));
    }
    match command {
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Diff(args)) => diff::run(&args),
        Some(Command::Replay(args)) => replay::run(&args),
        Some(Command::Baseline(args)) => baseline::run(&args),
        Some(Command::Config(args)) => configuration::run(&args),
        Some(Command::Plan(args)) => check::cloud(&args, RawShape::Change),
        Some(Command::Trail(args)) => check::cloud(&args, RawShape::Event),
        Some(Command::Script(args)) => script::run(&args),
        Some(Command::Kubectl(args)) => kubectl::run(&args),
        Some(Command::Aliyun(args)) => aliyun::run(&args),
        Some(Command::Guard(args)) => guard::run(&args),
        Some(Command::Hook(args)) => hook::run(&args),
        Some(Command::Mcp(args)) => mcp::run(&args),
        Some(Command::Verify(args)) => verify::run(&args),
        Some(Command::Editor(args)) => kubectl::edited(&args),
        Some(Command::Shim(args)) => guard::shim(&args),
        Some(Command::Inventory(args)) => inventory::run(&args),
        Some(Command::RamPolicy(args)) => ram_policy::run(&args),
        Some(Command::Rules(args)) if args.modules.modules.is_some() => module_list::run(&args),
        Some(Command::Rules(args)) => coverage::rules(&args),
        Some(Command::Explain(args)) => explain::run(&args),
        Some(Command::Coverage(args)) => coverage::coverage(&args),
        Some(Command::Manifest(args)) => manifest::run(&args),
        Some(Command::Approve(args)) => approve::run(&args),
        Some(Command::Push(args)) => push::run(&args),
        Some(Command::Pull(args)) => pull::run(&args),
        Some(Command::Test(args)) => test::run(&args),
        Some(Command::Eval(args)) => eval::run(&args),
        Some(Command::Completions(args)) => shell::completions(&args),
        Some(Command::Man(args)) => shell::man(&args),
        None => help::command().print_help().map(|()| Outcome::Clean).map_err(CliError::from),
    }
}
