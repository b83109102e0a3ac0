//! The commands that stand before other programs.

use std::path::PathBuf;

use super::shared::{Connection, Modules, Selection};

/// Which rules judge a command.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Judging {
    #[command(flatten)]
    pub selection: Selection,

    /// A folder or file with modules [default: the modules in this program, or else the nearest target/modules]
    #[arg(long, env = "REDLINE_MODULES", value_name = "DIR|FILE", hide_env_values = true)]
    modules: Option<PathBuf>,
}

impl Judging {
    /// Where the modules come from.
    pub(crate) fn modules(&self) -> Modules {
        Modules { modules: self.modules.clone(), connection: Connection::default() }
    }
}

/// Run a kubectl command after the rules have judged what it is going to do
///
/// Works out the requests that the command causes, with the objects of the cluster read by your own kubectl, and runs kubectl
/// with the same arguments if nothing stands against it. Before something that is denied, it asks for the object's name, or
/// refuses where there is no terminal. Redline's own options come before those of kubectl. Installed or linked as
/// `kubectl-redline` it is a plugin: `kubectl redline delete node worker-1`.
///
/// Exit code: that of kubectl if it ran; 1 refused; 2 what the command does could not be judged.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  redline kubectl delete node worker-1              judge, then delete\n  \
                  redline kubectl --dry-run delete node worker-1    only judge\n  \
                  alias kubectl='redline kubectl'                   judge everything that is typed")]
pub(crate) struct Kubectl {
    /// Print the verdict and run nothing
    #[arg(long)]
    pub dry_run: bool,

    #[command(flatten)]
    pub judging: Judging,

    /// The arguments of kubectl
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
    pub args: Vec<String>,
}

/// What kubectl starts in place of the user's editor: it starts that, and judges what it changed.
#[derive(Debug, clap::Args)]
pub(crate) struct Editor {
    /// The user's editor, a command of the shell
    #[arg(long)]
    pub editor: String,

    /// The arguments of kubectl
    #[arg(long = "kubectl")]
    pub kubectl: Vec<String>,

    #[command(flatten)]
    pub judging: Judging,

    /// The file to edit
    pub file: PathBuf,
}
