//! The commands that print documentation.

use clap::ValueEnum;

use super::shared::Modules;

/// List the rules
#[derive(Debug, clap::Args)]
pub(crate) struct Rules {
    /// Only rules that cover this row of ACK's list
    #[arg(long)]
    pub row: Option<String>,

    /// Only rules of this kind
    #[arg(long)]
    pub kind: Option<Kind>,

    /// Print JSON
    #[arg(long)]
    pub json: bool,

    /// List these modules instead
    #[command(flatten)]
    pub modules: Modules,
}

/// Explain a rule or a row of ACK's list: purpose, impact, recovery, settings, exemptions, examples
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// A rule such as node-deletion, or a row such as 42 or N5
    #[arg(value_name = "RULE|ROW")]
    pub what: String,
}

/// Show which rules cover which rows of ACK's list
#[derive(Debug, clap::Args)]
pub(crate) struct Coverage {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// What a rule checks: Kubernetes requests or cloud operations.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Kind {
    Admission,
    Cloud,
}

impl Kind {
    /// The name in the documentation of the rules.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Kind::Admission => "admission",
            Kind::Cloud => "cloud",
        }
    }
}

/// Print completions for a shell
#[derive(Debug, clap::Args)]
pub(crate) struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// Print the manual page
#[derive(Debug, clap::Args)]
pub(crate) struct Man {
    /// The command; without it, the page of the program
    pub command: Option<String>,
}
