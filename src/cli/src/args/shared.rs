//! Arguments that several commands take.

use std::path::PathBuf;

use clap::ValueEnum;
use redline_input::Requester;

/// Which rules run, where they come from, and how results are reported.
#[derive(Debug, clap::Args)]
pub(crate) struct Checking {
    #[command(flatten)]
    pub selection: Selection,

    #[command(flatten)]
    pub reporting: Reporting,

    #[command(flatten)]
    pub modules: Modules,
}

/// The user who makes the requests.
#[derive(Debug, clap::Args)]
pub(crate) struct Who {
    /// The user who makes the requests
    #[arg(long = "as", value_name = "USER", default_value = "someone")]
    pub user: String,

    /// A group of the user, besides system:authenticated; may be repeated
    #[arg(long = "as-group", value_name = "GROUP")]
    pub groups: Vec<String>,
}

impl Who {
    /// The requester.
    pub(crate) fn requester(&self) -> Requester {
        let mut requester = Requester::new(&self.user);
        let groups = self.groups.iter().filter(|group| *group != "system:authenticated");
        requester.groups.splice(..0, groups.cloned());
        requester
    }
}

/// The form of the report, and what counts as a failure.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Report")]
pub(crate) struct Reporting {
    /// Format of the report on standard output
    #[arg(long, default_value = "text")]
    pub format: Format,

    /// Write another report to a file, such as sarif=redline.sarif; may be repeated
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output)]
    pub output: Vec<(Format, PathBuf)>,

    /// Print items of this verdict and worse [default: warn]
    #[arg(long, value_name = "VERDICT")]
    pub level: Option<Shown>,

    /// Print what is allowed, too (--level allow)
    #[arg(long, conflicts_with_all = ["level", "quiet"])]
    pub all: bool,

    /// Print only what is denied or could not be evaluated (--level deny)
    #[arg(short, long, conflicts_with = "level")]
    pub quiet: bool,

    /// The verdict that makes the exit code 1 [default: deny]
    #[arg(long)]
    pub fail_on: Option<FailOn>,

    /// Leave out findings that `redline baseline` recorded in this file
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

impl Reporting {
    /// The items that the text report lists.
    pub(crate) fn shown(&self) -> Shown {
        match (self.all, self.quiet) {
            (true, _) => Shown::Allow,
            (_, true) => Shown::Deny,
            _ => self.level.unwrap_or(Shown::Warn),
        }
    }
}

/// The mildest verdict of items that are printed. What could not be read or evaluated is always printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shown {
    Deny,
    Warn,
    Allow,
}

/// The verdict that makes the exit code 1. Whatever could not be read or evaluated makes it 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FailOn {
    Deny,
    Warn,
    Never,
}

/// Which rules run, and their settings.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Rules")]
pub(crate) struct Selection {
    #[command(flatten)]
    pub configuration: Configuration,

    /// Settings by rule id, in YAML
    #[arg(long, value_name = "FILE")]
    pub settings: Option<String>,

    /// The cluster's resources (clusterId, scalingGroups, instances, ...) for every cloud rule, in YAML
    #[arg(long, value_name = "FILE")]
    pub inventory: Option<String>,

    /// Run only this rule; may be repeated
    #[arg(long = "rule", value_name = "ID")]
    pub rules: Vec<String>,
}

/// Where the configuration comes from.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Configuration {
    /// The configuration [default: redline.yaml in the current folder or the nearest parent]
    #[arg(long, value_name = "FILE", env = "REDLINE_CONFIG", hide_env_values = true)]
    pub config: Option<PathBuf>,

    /// Ignore redline.yaml
    #[arg(long, conflicts_with = "config")]
    pub no_config: bool,
}

/// Where the modules come from.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Modules")]
pub(crate) struct Modules {
    /// A folder or file with modules, or a registry: oci://HOST/PATH/RULE:TAG for one module, oci://HOST/PATH/ for all of
    /// this version [default: the modules in this program, or else the nearest target/modules]
    #[arg(long, env = "REDLINE_MODULES", value_name = "DIR|FILE|oci://...", hide_env_values = true)]
    pub modules: Option<PathBuf>,

    #[command(flatten)]
    pub connection: Connection,
}

/// How to connect to registries.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Modules")]
pub(crate) struct Connection {
    /// Use plain HTTP, as is always done for loopback addresses
    #[arg(long)]
    pub insecure: bool,

    /// Trust these certificates (PEM), besides those of the system
    #[arg(long, value_name = "FILE")]
    pub ca_cert: Option<PathBuf>,
}

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Language {
    En,
    Zh,
    Both,
}

impl Language {
    /// The value of the setting `language`.
    pub(crate) fn setting(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Zh => "zh",
            Language::Both => "both",
        }
    }
}

/// The format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// A JSON line for each item
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for test reports
    Junit,
    /// Annotations of GitHub Actions
    Github,
    /// A table, for comments on pull requests
    Markdown,
}

fn output(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, path) = text.split_once('=').ok_or("expected FORMAT=FILE, such as sarif=redline.sarif")?;
    let known = Format::from_str(format, true).map_err(|_| format!("there is no format `{format}`"))?;
    Ok((known, PathBuf::from(path)))
}
