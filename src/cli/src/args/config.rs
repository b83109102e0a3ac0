//! The commands about the configuration.

use clap::{Subcommand, ValueEnum};

use super::shared::{Configuration, Modules};

/// Validate the configuration, or write a first one
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    Check(ConfigCheck),
    Init(ConfigInit),
}

/// Validate redline.yaml and the settings in it, and print the rules that run
#[derive(Debug, clap::Args)]
pub(crate) struct ConfigCheck {
    #[command(flatten)]
    pub configuration: Configuration,

    #[command(flatten)]
    pub modules: Modules,
}

/// Write a first redline.yaml for a kind of cluster
#[derive(Debug, clap::Args)]
pub(crate) struct ConfigInit {
    /// The kind of cluster
    #[arg(long, default_value = "managed")]
    pub kind: Profile,
}

/// The kinds of ACK clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Profile {
    Managed,
    Dedicated,
    Serverless,
    Registered,
}

impl Profile {
    /// The name in the documentation of the rules.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Profile::Managed => "managed",
            Profile::Dedicated => "dedicated",
            Profile::Serverless => "serverless",
            Profile::Registered => "registered",
        }
    }
}

/// Print the configuration as ClusterAdmissionPolicy objects
#[derive(Debug, clap::Args)]
pub(crate) struct Manifest {
    #[command(flatten)]
    pub configuration: Configuration,

    /// Print one policy with all rules, instead of one for each
    #[arg(long)]
    pub bundle: bool,

    /// Whether the policies only record violations, or reject requests
    #[arg(long, default_value = "monitor")]
    pub mode: Mode,

    /// The registry that the cluster pulls modules from, such as registry.cn-hangzhou.aliyuncs.com/ops
    #[arg(long, value_name = "HOST/PATH")]
    pub registry: Option<String>,

    /// The PolicyServer that runs the policies
    #[arg(long, value_name = "NAME")]
    pub policy_server: Option<String>,
}

/// The mode of a policy.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Mode {
    Monitor,
    Protect,
}

impl Mode {
    /// As Kubewarden spells it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Mode::Monitor => "monitor",
            Mode::Protect => "protect",
        }
    }
}
