//! Arguments. Their doc comments are the help.

mod judge;
mod shared;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
pub(crate) use judge::{Baseline, Check, Cloud, Diff, Replay};
pub(crate) use shared::{
    Choice, Configuration, Connection, FailOn, Format, Judging, Language, Modules, Reporting, Who,
};

/// Stops high-risk operations on Alibaba Cloud ACK before they happen.
#[derive(Debug, Parser)]
#[command(
    name = "redline",
    version,
    after_help = "Examples:\n  redline check manifests/                        what is wrong with manifests\n  \
                  redline diff --git main...HEAD -- manifests/    what a pull request would do\n  \
                  redline check --operation DELETE node.yaml      what deleting it would do\n  \
                  redline replay audit.log                        what enforcing would have stopped\n  \
                  terraform show -json plan.out | redline plan -  what a plan destroys\n  \
                  redline explain node-deletion                   what a rule means, and the way back\n  \
                  redline config init --kind managed              a first redline.yaml"
)]
pub(crate) struct Args {
    /// Say more on standard error: what modules log, and with -vv what the host does
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,

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
    /// Judge a whole Terraform plan, as `terraform show -json PLANFILE` prints it
    ///
    /// Prints what is denied or warned about, and a summary by rule. Exit code: 0 nothing denied, 1 something denied,
    /// 2 something could not be read or judged.
    Plan(Box<Cloud>),
    /// Judge a trail: ActionTrail events, a LookupEvents reply, or delivered logs as JSON lines
    ///
    /// Prints what is denied or warned about, and a summary by rule. Exit code: 0 nothing denied, 1 something denied,
    /// 2 something could not be read or judged.
    Trail(Box<Cloud>),
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

/// Print the kubectl command that approves one act on one object for a while
///
/// The approval counts where the rule's setting `approval.enabled` is on, until it ends, and only for the rules named.
#[derive(Debug, clap::Args)]
pub(crate) struct Approve {
    /// The object as kubectl names it: `node worker-1`, `service/web`
    #[arg(required = true, num_args = 1..=2, value_name = "OBJECT")]
    pub object: Vec<String>,

    /// The rule that is to let it through, may be repeated
    #[arg(long = "rule", required = true, value_name = "ID")]
    pub rules: Vec<String>,

    /// For how long: 30m, 24h, 7d
    #[arg(long = "for", value_name = "DURATION", default_value = "30m", value_parser = super::approve::duration)]
    pub duration: jiff::SignedDuration,

    /// Why, for the audit log
    #[arg(long, value_name = "TEXT")]
    pub reason: String,

    /// The object's namespace
    #[arg(short, long)]
    pub namespace: Option<String>,

    /// Run the command
    #[arg(long)]
    pub apply: bool,
}

/// Run case files against modules: ours, or those of any Kubewarden policy
///
/// A case is a YAML file with `why`, a `request`, `manifest`, `review` or `raw` input, `settings`, and what to `expect`.
/// The module is the only one there is, the one named, or the one that a folder above the case is named after. Exit
/// code: 0 all passed, 1 some failed, 2 something could not be read.
#[derive(Debug, clap::Args)]
pub(crate) struct Test {
    /// Case files, or folders of them
    #[arg(required = true, value_name = "PATH")]
    pub places: Vec<PathBuf>,

    /// The module that all of them are about
    #[arg(long, value_name = "ID")]
    pub module: Option<String>,

    /// Print the cases that passed, too
    #[arg(long = "all")]
    pub verbose_cases: bool,

    #[command(flatten)]
    pub modules: Modules,
}

/// Print the configuration as ClusterAdmissionPolicy objects
#[derive(Debug, clap::Args)]
pub(crate) struct Manifest {
    #[command(flatten)]
    pub configuration: Configuration,

    /// One policy that holds all rules, instead of one for each
    #[arg(long)]
    pub bundle: bool,

    /// Whether the policies only record, or refuse
    #[arg(long, default_value = "monitor")]
    pub mode: Mode,

    /// Where the cluster gets the modules from, such as registry.cn-hangzhou.aliyuncs.com/ops
    #[arg(long, value_name = "HOST/PATH")]
    pub registry: Option<String>,

    /// The PolicyServer that runs them
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

/// Print completions for a shell
#[derive(Debug, clap::Args)]
pub(crate) struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// Print the manual page
#[derive(Debug, clap::Args)]
pub(crate) struct Man {
    /// That of this command
    pub command: Option<String>,
}

/// Check the configuration, or write a first one
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    Check(ConfigCheck),
    Init(ConfigInit),
}

/// Read redline.yaml, let every rule look at its settings, and print what is in force
#[derive(Debug, clap::Args)]
pub(crate) struct ConfigCheck {
    #[command(flatten)]
    pub configuration: Configuration,

    #[command(flatten)]
    pub modules: Modules,
}

/// Write a first redline.yaml here, for a kind of cluster
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
    /// As the book spells it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Profile::Managed => "managed",
            Profile::Dedicated => "dedicated",
            Profile::Serverless => "serverless",
            Profile::Registered => "registered",
        }
    }
}

/// Write the inventory of a cluster from what Terraform and ACK say about it
///
/// Reads the output of `terraform show -json` (a state or a plan) and saved replies of DescribeClusterDetail,
/// DescribeClusterResources, DescribeClusterNodePools and DescribeClusterNodes, and prints YAML for `--inventory`.
/// Lists that Terraform cannot know in full, such as the nodes of a pool, stand in comments: a list counts as complete.
#[derive(Debug, clap::Args)]
pub(crate) struct Inventory {
    /// JSON files; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,

    /// Id of the cluster, where the files hold several
    #[arg(long, value_name = "ID")]
    pub cluster: Option<String>,
}

/// Write RAM policies that deny what the cloud rules judge, on the cluster's resources
///
/// Prints one policy document in a line, several when one would exceed RAM's limit. Attach them to users, groups and
/// roles; ACK's service roles are not touched unless you attach the policies to them. A control policy of a Resource
/// Directory holds for everybody in an account, so it spares those roles by name. What cannot be denied is said on
/// standard error.
#[derive(Debug, clap::Args)]
pub(crate) struct RamPolicy {
    /// YAML: the cluster's resources (clusterId, scalingGroups, instances, ...); - is standard input
    #[arg(long, value_name = "FILE")]
    pub inventory: String,

    /// Deny only what this rule judges, may be repeated
    #[arg(long = "rule", value_name = "ID")]
    pub rules: Vec<String>,

    /// Write control policies of a Resource Directory
    #[arg(long)]
    pub control_policy: bool,

    /// Write each policy to a file in this folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

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

    /// Language [default: that of the locale]
    #[arg(long)]
    pub lang: Option<Language>,

    /// List the modules that are there instead
    #[command(flatten)]
    pub modules: Modules,
}

/// Explain a rule or a row of ACK's list: what, why, impact, way back, settings, who is let through, examples
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// A rule such as node-deletion, or a row such as 42 or N5
    #[arg(value_name = "RULE|ROW")]
    pub what: String,

    /// Language [default: that of the locale]
    #[arg(long)]
    pub lang: Option<Language>,
}

/// Show which rules cover which rows of ACK's list
#[derive(Debug, clap::Args)]
pub(crate) struct Coverage {
    /// Print JSON
    #[arg(long)]
    pub json: bool,

    /// Language [default: that of the locale]
    #[arg(long)]
    pub lang: Option<Language>,
}

/// What a rule judges.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Kind {
    Admission,
    Cloud,
}

impl Kind {
    /// As the book spells it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Kind::Admission => "admission",
            Kind::Cloud => "cloud",
        }
    }
}

/// Show one request to one module and print its raw answer
///
/// Exit code: 0 accepted, 1 rejected, 2 not judged.
#[derive(Debug, clap::Args)]
pub(crate) struct Eval {
    /// The module
    #[arg(long, value_name = "FILE")]
    pub module: PathBuf,

    /// AdmissionReview, AdmissionRequest, raw request, or a payload with `request` and `settings`; - is standard input
    #[arg(long, value_name = "FILE")]
    pub request: String,

    /// Settings of this module, YAML or JSON
    #[arg(long, value_name = "FILE")]
    pub settings: Option<String>,
}

/// Put modules into an OCI registry, in the form that Kubewarden takes
///
/// Logins come from the Docker configuration ($DOCKER_CONFIG/config.json or ~/.docker/config.json), its credential
/// helpers too. Prints the reference by digest of each module. A reference without a tag gets the module's version
/// (v0.1.0). One that ends with / is a folder, and each module gets its own place in it. Exit code: 0 pushed, 2 not.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "redline push [OPTIONS] [MODULE]... <REFERENCE>",
    after_help = "Examples:\n  redline push target/modules/node-deletion.wasm ghcr.io/me/node-deletion\n  \
                  redline push target/modules registry.cn-hangzhou.aliyuncs.com/me/\n  \
                  redline push registry.cn-hangzhou.aliyuncs.com/me/     the modules in this program"
)]
pub(crate) struct Push {
    /// Module files or folders of them [default: those in this program, else the nearest target/modules], and at the
    /// end where they go
    #[arg(required = true, value_name = "MODULE|REFERENCE", num_args = 1..)]
    pub places: Vec<String>,

    #[command(flatten)]
    pub connection: Connection,
}

/// Take modules from an OCI registry
///
/// Writes the file only when all of it has come and is what its digest says. Prints the reference by digest. A reference
/// that ends with / is a folder: all rules of this version are taken from it. Exit code: 0 pulled, 2 not.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  redline pull ghcr.io/redline-policies/node-deletion:v0.1.0\n  \
                  redline pull ghcr.io/redline-policies/ -o modules")]
pub(crate) struct Pull {
    /// What to take: HOST/PATH:TAG or HOST/PATH@DIGEST, oci:// and registry:// may stand before it
    #[arg(value_name = "REFERENCE")]
    pub reference: String,

    /// The file to write, or the folder [default: the last part of the path with .wasm, in the current folder]
    #[arg(short, long, value_name = "FILE|DIR")]
    pub output: Option<PathBuf>,

    #[command(flatten)]
    pub connection: Connection,
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
