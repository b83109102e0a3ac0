//! Arguments that several commands take.

use std::path::PathBuf;

use clap::ValueEnum;
use redline_input::Requester;

/// Which rules are asked, where they come from, and how it is reported.
#[derive(Debug, clap::Args)]
pub(crate) struct Judging {
    #[command(flatten)]
    pub choice: Choice,

    #[command(flatten)]
    pub reporting: Reporting,

    #[command(flatten)]
    pub modules: Modules,
}

/// Who is taken to act.
#[derive(Debug, clap::Args)]
pub(crate) struct Who {
    /// Who does it
    #[arg(long = "as", value_name = "USER", default_value = "someone")]
    pub user: String,

    /// A group of that user, may be repeated; system:authenticated is always there
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

/// What is reported, where to, and what counts as a failure.
#[derive(Debug, clap::Args)]
pub(crate) struct Reporting {
    /// Form of the report on standard output
    #[arg(long, default_value = "text")]
    pub format: Format,

    /// Another report into a file, may be repeated: sarif=redline.sarif
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output)]
    pub output: Vec<(Format, PathBuf)>,

    /// Say nothing but what is denied or cannot be judged
    #[arg(short, long)]
    pub quiet: bool,

    /// What makes the exit code 1 [default: deny]
    #[arg(long)]
    pub fail_on: Option<FailOn>,

    /// Leave out the findings that `redline baseline` recorded in this file
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

/// What makes the exit code 1. What cannot be read or judged makes it 2 whatever is said here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FailOn {
    Deny,
    Warn,
    Never,
}

/// Which rules are asked, and how they are set.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Choice {
    #[command(flatten)]
    pub configuration: Configuration,

    /// YAML: rule id -> settings of that rule
    #[arg(long, value_name = "FILE")]
    pub settings: Option<String>,

    /// YAML: the cluster's resources (clusterId, scalingGroups, instances, ...), for every cloud rule
    #[arg(long, value_name = "FILE")]
    pub inventory: Option<String>,

    /// Ask only this rule, may be repeated
    #[arg(long = "rule", value_name = "ID")]
    pub rules: Vec<String>,

    /// Language of the messages
    #[arg(long)]
    pub lang: Option<Language>,
}

/// Where the settings of this place come from.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Configuration {
    /// The configuration [default: the nearest redline.yaml, here or upwards]
    #[arg(long, value_name = "FILE", env = "REDLINE_CONFIG", hide_env_values = true)]
    pub config: Option<PathBuf>,

    /// Read no configuration
    #[arg(long, conflicts_with = "config")]
    pub no_config: bool,
}

/// Where the modules come from.
#[derive(Debug, clap::Args)]
pub(crate) struct Modules {
    /// Where the modules are: a folder, a file, or a registry, as oci://HOST/PATH/RULE:TAG for one and oci://HOST/PATH/
    /// for all rules of this version [default: those in this program, else the nearest target/modules]
    #[arg(long, env = "REDLINE_MODULES", value_name = "DIR|FILE|oci://...", hide_env_values = true)]
    pub modules: Option<PathBuf>,

    #[command(flatten)]
    pub connection: Connection,
}

/// How registries are spoken to.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Registry")]
pub(crate) struct Connection {
    /// Speak plain HTTP to the registry; on loopback addresses that is always so
    #[arg(long)]
    pub insecure: bool,

    /// Trust these certificates (PEM) beside the system's
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

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// A JSON line for each object
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for test reports
    Junit,
    /// Annotations of GitHub Actions
    Github,
    /// A table for a pull request's comment
    Markdown,
}

fn output(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, path) = text.split_once('=').ok_or("write FORMAT=FILE, such as sarif=redline.sarif")?;
    Ok((Format::from_str(format, true)?, PathBuf::from(path)))
}
