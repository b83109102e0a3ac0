//! The arguments. Their doc comments are the help.

mod check;
mod config;
mod duration;
mod keyboard;
mod modules;
mod operate;
mod rules;
mod script;
mod shared;

use clap::{Parser, Subcommand};

pub(crate) use check::{Baseline, Chart, Check, Cloud, Diff, Replay};
pub(crate) use config::{ConfigCheck, ConfigCommand, ConfigInit, Manifest, Profile};
pub(crate) use keyboard::{
    AgentHook, Aliyun, Editor, Guard, Hook, Into, Kubectl, Mcp, Reaching, RuleOptions, ShellHook, Shim, Verify,
};
pub(crate) use modules::{Eval, Pull, Push, Test};
pub(crate) use operate::{Approve, Inventory, RamPolicy};
pub(crate) use rules::{Completions, Coverage, Explain, Man, Rules};
pub(crate) use script::{Script, ScriptFormat};
pub(crate) use shared::{
    Checking, Configuration, Connection, FailOn, Format, Language, Modules, Reporting, Selection, Shown,
};

/// The heading of options that every command takes.
const GLOBAL: &str = "Global options";

/// Stops high-risk operations on Alibaba Cloud ACK before they happen.
#[derive(Debug, Parser)]
#[command(
    name = "redline",
    version,
    after_help = "Examples:\n  redline check manifests/                        check manifests\n  \
                  redline diff --git main...HEAD -- manifests/    check a pull request\n  \
                  redline check --operation DELETE node.yaml      check a deletion\n  \
                  redline kubectl delete node worker-1            check, then run kubectl\n  \
                  redline check nodes/setup.sh                    check a script of nodes\n  \
                  redline replay audit.log                        what would have been denied\n  \
                  terraform show -json plan.out | redline plan -  check a Terraform plan\n  \
                  redline explain node-deletion                   what a rule means\n  \
                  redline config init --kind managed              write a first redline.yaml"
)]
pub(crate) struct Args {
    /// Log to standard error: the messages of modules, and with -vv those of the host
    #[arg(short, long, global = true, action = clap::ArgAction::Count, help_heading = GLOBAL, display_order = 900)]
    pub verbose: u8,

    /// Language of messages, help and reports [default: by the locale]
    #[arg(long, global = true, help_heading = GLOBAL, display_order = 900)]
    pub lang: Option<Language>,

    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(Box<Check>),
    Diff(Box<Diff>),
    Replay(Box<Replay>),
    Baseline(Box<Baseline>),
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Check a Terraform plan, as `terraform show -json PLANFILE` prints it
    ///
    /// Prints what is denied or warned about, and a summary by rule. Exit code: 0 nothing denied, 1 something denied,
    /// 2 something could not be read or evaluated.
    Plan(Box<Cloud>),
    /// Check ActionTrail events: single events, a reply of LookupEvents, or delivered logs as JSON lines
    ///
    /// Prints what is denied or warned about, and a summary by rule. Exit code: 0 nothing denied, 1 something denied,
    /// 2 something could not be read or evaluated.
    Trail(Box<Cloud>),
    Script(Script),
    Kubectl(Box<Kubectl>),
    Aliyun(Box<Aliyun>),
    Guard(Box<Guard>),
    Hook(Hook),
    Mcp(Box<Mcp>),
    Verify(Verify),
    #[command(hide = true)]
    Editor(Box<Editor>),
    #[command(hide = true)]
    Shim(Box<Shim>),
    Inventory(Inventory),
    RamPolicy(RamPolicy),
    Manifest(Manifest),
    Approve(Approve),
    Push(Push),
    Pull(Pull),
    Test(Test),
    Rules(Rules),
    Explain(Explain),
    Coverage(Coverage),
    Eval(Eval),
    Completions(Completions),
    Man(Man),
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Args::command().debug_assert();
    }
}
