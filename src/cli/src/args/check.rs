//! The commands that evaluate.

use std::path::PathBuf;

use redline_host::Pattern;
use redline_input::Operation;
use redline_input::audit_log::LoggedRequest;

use super::shared::{Checking, Who};

/// Check manifests, admission reviews, cloud API calls, ActionTrail events, Terraform plans and scripts of nodes
///
/// Files are YAML or JSON with any number of documents and lists. Shell scripts and cloud-config are checked as if root ran
/// them on a node: those that are named, and with --scripts those in folders. Exit code: 0 nothing denied, 1 something denied,
/// 2 something could not be read or evaluated.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// Files, folders, globs or Helm charts; - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub files: Vec<String>,

    /// The operation on plain objects: CREATE, UPDATE, DELETE or CONNECT
    #[arg(long, default_value = "CREATE", value_parser = operation)]
    pub operation: Operation,

    #[command(flatten)]
    pub who: Who,

    /// The objects before the change, for UPDATE
    #[arg(long, value_name = "FILE")]
    pub old: Option<String>,

    /// The namespace of objects that name none [default: default]
    #[arg(short, long)]
    pub namespace: Option<String>,

    /// Check shell scripts (.sh, .bash, .ksh) and cloud-config in folders, too
    #[arg(long)]
    pub scripts: bool,

    /// Pass over named files that are no manifests, as is done with files in folders
    #[arg(long)]
    pub skip_unknown: bool,

    #[command(flatten)]
    pub chart: Chart,

    #[command(flatten)]
    pub checking: Checking,
}

/// How Helm charts are rendered.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Helm charts")]
pub(crate) struct Chart {
    /// Values for a chart, as in `helm template`; may be repeated
    #[arg(long, value_name = "FILE")]
    pub values: Vec<PathBuf>,

    /// One value for a chart, as in `helm template`; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

/// Check what is created, updated and deleted between two states
///
/// Most high-risk operations are deletions and updates, which no linter sees. Give two folders or files, or a range of git
/// revisions and paths. Exit code: 0 nothing denied, 1 something denied, 2 something could not be read.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  redline diff before/ after/\n  redline diff --git main...HEAD -- manifests/\n  \
                  redline diff --git HEAD    changes that are not committed yet")]
pub(crate) struct Diff {
    /// The old and the new state; with `--git`, the paths to compare
    #[arg(value_name = "PATH")]
    pub states: Vec<String>,

    /// Revisions: OLD..NEW, OLD...NEW (from where NEW branched off), or OLD (up to the files here)
    #[arg(long, value_name = "RANGE")]
    pub git: Option<String>,

    /// The namespace of objects that name none [default: default]
    #[arg(short, long)]
    pub namespace: Option<String>,

    #[command(flatten)]
    pub who: Who,

    #[command(flatten)]
    pub checking: Checking,
}

/// Check the requests in a Kubernetes audit log: what would have been denied, by rule, user, namespace and day
///
/// Reads JSON lines, also as log services export them, in the order of the log. An update is compared with the last state of
/// the object in the log. Events without the object are counted and not guessed. Exit code: 0 nothing denied, 1 something denied,
/// 2 something could not be read or evaluated.
#[derive(Debug, clap::Args)]
pub(crate) struct Replay {
    /// Logs, oldest first; - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,

    /// Check only requests of this user: a name or a /regex/; may be repeated
    #[arg(long = "user", value_name = "PATTERN")]
    pub users: Vec<Pattern>,

    /// Check only requests in this namespace: a name or a /regex/; may be repeated
    #[arg(long = "namespace", value_name = "PATTERN")]
    pub namespaces: Vec<Pattern>,

    #[command(flatten)]
    pub checking: Checking,
}

impl Replay {
    /// Whether the filters select a request.
    pub(crate) fn selects(&self, request: &LoggedRequest) -> bool {
        let any = |patterns: &[Pattern], text: &str| patterns.is_empty() || patterns.iter().any(|p| p.matches(text));
        any(&self.users, &request.user) && any(&self.namespaces, &request.namespace)
    }
}

/// Plans or trails.
#[derive(Debug, clap::Args)]
pub(crate) struct Cloud {
    /// Files; - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,

    #[command(flatten)]
    pub checking: Checking,
}

/// Record the present findings, so that later reports show only new ones
///
/// Name the file in `baseline` of redline.yaml or with `--baseline`. What could not be read or evaluated is not recorded.
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
    known.ok_or_else(|| "expected one of CREATE, UPDATE, DELETE, CONNECT".to_owned())
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
