//! The commands that stand before other programs.

use std::path::PathBuf;

use super::shared::{Configuration, Connection, Modules, Selection};

/// Which rules check a command.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct RuleOptions {
    #[command(flatten)]
    pub selection: Selection,

    /// A folder or file with modules [default: the modules in this program, or else the nearest target/modules]
    #[arg(long, env = "REDLINE_MODULES", value_name = "DIR|FILE", hide_env_values = true)]
    modules: Option<PathBuf>,
}

impl RuleOptions {
    /// Where the modules come from.
    pub(crate) fn modules(&self) -> Modules {
        Modules { modules: self.modules.clone(), connection: Connection::default() }
    }
}

/// Run a kubectl command after the rules have checked what it is going to do
///
/// Works out the requests that the command causes, with the objects of the cluster read by your own kubectl, and runs kubectl
/// with the same arguments unless a rule denies it. If one does, it asks for the object's name, or refuses where there is
/// no terminal. Redline's own options come before those of kubectl. Installed or linked as `kubectl-redline` it is a plugin:
/// `kubectl redline delete node worker-1`.
///
/// Exit code: that of kubectl if it ran; 1 refused; 2 what the command does could not be checked.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  redline kubectl delete node worker-1              check, then delete\n  \
                  redline kubectl --dry-run delete node worker-1    only check\n  \
                  alias kubectl='redline kubectl'                   check all that is typed")]
pub(crate) struct Kubectl {
    /// Print the verdict and run nothing
    #[arg(long)]
    pub dry_run: bool,

    /// The arguments of kubectl
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
    pub args: Vec<String>,

    #[command(flatten)]
    pub rules: RuleOptions,
}

/// What kubectl starts in place of the user's editor: it starts that, and checks what it changed.
#[derive(Debug, clap::Args)]
pub(crate) struct Editor {
    /// The user's editor, a command of the shell
    #[arg(long)]
    pub editor: String,

    /// The arguments of kubectl
    #[arg(long = "kubectl")]
    pub kubectl: Vec<String>,

    #[command(flatten)]
    pub rules: RuleOptions,

    /// The file to edit
    pub file: PathBuf,
}

/// Run a command of the Alibaba Cloud CLI after the rules have checked the call that it makes
///
/// The rules need to know which resources are the cluster's: `--inventory`, or `inventory` in redline.yaml. A call that only
/// reads costs nothing. Exit code: that of aliyun if it ran; 1 refused; 2 the call could not be checked.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  redline aliyun --inventory cluster.yaml slb DeleteLoadBalancer --LoadBalancerId lb-1\n  \
                  redline aliyun --dry-run cs DELETE /clusters/c1/nodepools/np1"
)]
pub(crate) struct Aliyun {
    /// Print the verdict and run nothing
    #[arg(long)]
    pub dry_run: bool,

    /// The arguments of aliyun
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
    pub args: Vec<String>,

    #[command(flatten)]
    pub rules: RuleOptions,
}

/// Check a line of shell: every kubectl, helm, terraform, aliyun and ssh command in it, wherever it stands
///
/// Nothing runs. The line is interpreted, so that commands are found behind variables, loops, pipes, `bash -c` and `sudo`; the
/// manifests and plans that it names are read. Without `--cluster` no cluster is queried, and what is deleted or changed is
/// checked by kind and name. Exit code: 0 no rule denies it; 1 something is denied; 2 it could not be checked.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  redline guard -- 'for n in a b; do kubectl delete node $n; done'\n  \
                  redline guard --cluster -- helm uninstall web\n  redline guard --file runbook.sh --node")]
pub(crate) struct Guard {
    #[command(flatten)]
    pub reach: Reaching,

    /// Ask on the terminal before something that is denied; the exit code is 0 if the answer is the object's name
    #[arg(long)]
    pub ask: bool,

    /// Print JSON
    #[arg(long)]
    pub json: bool,

    /// Read the line from a file; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "line")]
    pub file: Option<String>,

    /// The line: one word as the shell reads it, or the words of one command
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "LINE", required_unless_present = "file")]
    pub line: Vec<String>,

    #[command(flatten)]
    pub rules: RuleOptions,
}

/// What may be asked about a line.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Reaching {
    /// Let your kubectl and helm read the objects and releases that a line names
    #[arg(long)]
    pub cluster: bool,

    /// This machine is a node: check commands on its files, kernel parameters and services, too
    #[arg(long)]
    pub node: bool,
}

/// Print the integration with a shell, or answer a coding agent
#[derive(Debug, clap::Args)]
pub(crate) struct Hook {
    #[command(subcommand)]
    pub into: Into,
}

/// What is integrated.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Into {
    /// Print what ~/.bashrc evaluates: eval "$(redline hook bash)"
    Bash(ShellHook),
    /// Print what ~/.zshrc evaluates: eval "$(redline hook zsh)"
    Zsh(ShellHook),
    /// Make links to this program that stand in for kubectl, aliyun, helm, terraform, tofu and ssh on the path
    Shims(Shims),
    /// Answer the hook of a coding agent: JSON with a command on standard input, the decision as JSON on standard output
    ///
    /// Understands the hooks before a tool runs of Claude Code and Codex (PreToolUse), Cursor (beforeShellExecution),
    /// GitHub Copilot (preToolUse) and Gemini CLI (BeforeTool). What is denied is denied; what is only warned about or could not be
    /// worked out is for a person to decide; to everything else the hook has no objection and leaves the decision to the agent.
    Agent(Box<AgentHook>),
}

/// The integration with a shell.
#[derive(Debug, clap::Args)]
pub(crate) struct ShellHook {
    #[command(flatten)]
    pub reach: Reaching,
}

/// Links that stand in for other programs.
#[derive(Debug, clap::Args)]
pub(crate) struct Shims {
    /// The folder for the links, which comes first on the path
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

/// The hook of a coding agent.
#[derive(Debug, clap::Args)]
pub(crate) struct AgentHook {
    #[command(flatten)]
    pub reach: Reaching,

    #[command(flatten)]
    pub rules: RuleOptions,
}

/// What a link in place of a program starts.
#[derive(Debug, clap::Args)]
pub(crate) struct Shim {
    #[command(flatten)]
    pub rules: RuleOptions,

    /// The program
    pub program: String,

    /// Its arguments
    #[arg(last = true)]
    pub args: Vec<String>,
}

/// Serve the Model Context Protocol on standard input and output: tools to check, to explain and to show coverage
///
/// For assistants that plan or write operations. Nothing is executed. Logs go to standard error.
#[derive(Debug, clap::Args)]
pub(crate) struct Mcp {
    #[command(flatten)]
    pub reach: Reaching,

    #[command(flatten)]
    pub rules: RuleOptions,
}

/// Ask the cluster of your KUBECONFIG whether the guard is on: policies, modes, versions, look-ups, and a dry run for each rule
///
/// Sends one harmless server-side dry run for each rule whose cases offer one, and shows each rule as answering, monitoring,
/// active (nothing can be tried), silent or absent. redline.yaml says which rules are expected. Exit code: 0 every rule answers or is
/// active; 1 some rule only monitors, is silent or absent; 2 the cluster could not be asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    pub configuration: Configuration,

    /// Look at the policies only
    #[arg(long)]
    pub no_dry_run: bool,

    /// Print JSON
    #[arg(long)]
    pub json: bool,

    /// Flags of kubectl that name the cluster: -- --context prod
    #[arg(last = true, value_name = "KUBECTL FLAGS")]
    pub kubectl: Vec<String>,
}
