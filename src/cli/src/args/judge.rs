//! The commands that judge.

use std::path::PathBuf;

use redline_input::Operation;

use super::{Judging, Who};

/// Judge manifests, admission reviews, cloud API calls, ActionTrail events and Terraform plans
///
/// Files are YAML or JSON with any number of documents and lists. Exit code: 0 nothing denied, 1 something denied,
/// 2 something could not be read or judged.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// Files, folders or globs to judge; - is standard input
    #[arg(required = true, value_name = "PATH")]
    pub files: Vec<String>,

    /// What is done to plain objects: CREATE, UPDATE, DELETE or CONNECT
    #[arg(long, default_value = "CREATE", value_parser = operation)]
    pub operation: Operation,

    #[command(flatten)]
    pub who: Who,

    /// The objects as they stand, for UPDATE
    #[arg(long, value_name = "FILE")]
    pub old: Option<String>,

    #[command(flatten)]
    pub judging: Judging,
}

/// Judge what changes between two states: what is created, updated and deleted
///
/// High-risk operations are mostly deletions and updates, which no linter sees. Give two folders or files, or a range of
/// git revisions and the paths in it. Exit code: 0 nothing denied, 1 something denied, 2 something could not be read.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  redline diff before/ after/\n  redline diff --git main...HEAD -- manifests/\n  redline diff --git HEAD    what is changed here and not committed yet"
)]
pub(crate) struct Diff {
    /// The old and the new state; with `--git` the paths to look at
    #[arg(value_name = "PATH")]
    pub states: Vec<String>,

    /// Revisions: OLD..NEW, OLD...NEW (from where NEW branched off), or OLD (up to the files here)
    #[arg(long, value_name = "RANGE")]
    pub git: Option<String>,

    #[command(flatten)]
    pub who: Who,

    #[command(flatten)]
    pub judging: Judging,
}

/// Judge the requests in a kube-apiserver's audit log: what would have been denied, by rule, user, namespace and day
///
/// Reads JSON lines, also as log services export them, in the order of the log. Updates are compared with what the log
/// held before; what the audit level dropped is counted, not guessed. Exit code: 0 nothing denied, 1 something denied,
/// 2 something could not be read or judged.
#[derive(Debug, clap::Args)]
pub(crate) struct Replay {
    /// Logs, oldest first; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,

    /// Print what is allowed, too
    #[arg(long)]
    pub all: bool,

    #[command(flatten)]
    pub judging: Judging,
}

/// A whole plan or trail.
#[derive(Debug, clap::Args)]
pub(crate) struct Cloud {
    /// Files to judge; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,

    /// Print what is allowed, too
    #[arg(long)]
    pub all: bool,

    #[command(flatten)]
    pub judging: Judging,
}

/// Record today's findings, so that later reports show only what is new
///
/// Put the file's name into `baseline` of redline.yaml, or give it with `--baseline`. What could not be read or judged
/// is never known.
#[derive(Debug, clap::Args)]
pub(crate) struct Baseline {
    #[command(flatten)]
    pub check: Check,

    /// The file to write
    #[arg(short, long, value_name = "FILE", default_value = "redline-baseline.json")]
    pub out: PathBuf,
}

fn operation(text: &str) -> Result<Operation, String> {
    let all = [Operation::Create, Operation::Update, Operation::Delete, Operation::Connect];
    let known = all.into_iter().find(|operation| operation.as_str().eq_ignore_ascii_case(text));
    known.ok_or_else(|| "it is one of CREATE, UPDATE, DELETE, CONNECT".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_read_in_any_case() {
        assert_eq!(operation("delete"), Ok(Operation::Delete));
        assert!(operation("patch").is_err());
    }
}
