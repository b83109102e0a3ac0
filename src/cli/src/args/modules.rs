//! The commands about modules: evaluate, test, push and pull.

use std::path::PathBuf;

use super::shared::{Connection, Modules};

/// Evaluate one request with one module and print its raw answer
///
/// Exit code: 0 accepted, 1 rejected, 2 not evaluated.
#[derive(Debug, clap::Args)]
pub(crate) struct Eval {
    /// The module
    #[arg(long, value_name = "FILE")]
    pub module: PathBuf,

    /// AdmissionReview, AdmissionRequest, raw request, or a payload with `request` and `settings`; - for standard input
    #[arg(long, value_name = "FILE")]
    pub request: String,

    /// Settings of this module, YAML or JSON
    #[arg(long, value_name = "FILE")]
    pub settings: Option<String>,
}

/// Run case files against modules of Redline or of any Kubewarden policy
///
/// A case is a YAML file with `why`, a `request`, `manifest`, `review` or `raw` input, `settings`, and what to `expect`.
/// The module is the only one, the one that `--module` names, or the one after which a parent folder is named. Exit
/// code: 0 all passed, 1 some failed, 2 something could not be read.
#[derive(Debug, clap::Args)]
pub(crate) struct Test {
    /// Case files, or folders of them
    #[arg(required = true, value_name = "PATH")]
    pub places: Vec<PathBuf>,

    /// The module that all cases are for
    #[arg(long, value_name = "ID")]
    pub module: Option<String>,

    /// Print passed cases, too
    #[arg(long = "all")]
    pub verbose_cases: bool,

    #[command(flatten)]
    pub modules: Modules,
}

/// Push modules to an OCI registry, in the format of Kubewarden
///
/// Logins come from the Docker configuration ($DOCKER_CONFIG/config.json or ~/.docker/config.json) and its credential
/// helpers. Prints the reference by digest of each module. A reference without a tag gets the module's version (v0.1.0). To
/// a reference that ends with /, the id of each module is added. Exit code: 0 pushed, 2 failed.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "redline push [OPTIONS] [MODULE]... <REFERENCE>",
    after_help = "Examples:\n  redline push target/modules/node-deletion.wasm ghcr.io/me/node-deletion\n  \
                  redline push target/modules registry.cn-hangzhou.aliyuncs.com/me/\n  \
                  redline push registry.cn-hangzhou.aliyuncs.com/me/     the modules in this program"
)]
pub(crate) struct Push {
    /// Module files or folders [default: the modules in this program, or else the nearest target/modules], then the
    /// reference to push to
    #[arg(required = true, value_name = "MODULE|REFERENCE", num_args = 1..)]
    pub places: Vec<String>,

    #[command(flatten)]
    pub connection: Connection,
}

/// Pull modules from an OCI registry
///
/// A file is written only when it is complete and matches its digest. Prints the reference by digest. A reference that ends
/// with / stands for all modules of this version. Exit code: 0 pulled, 2 failed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  redline pull ghcr.io/redline-policies/node-deletion:v0.1.0\n  \
                  redline pull ghcr.io/redline-policies/ -o modules")]
pub(crate) struct Pull {
    /// HOST/PATH:TAG or HOST/PATH@DIGEST, optionally with oci:// or registry:// before it
    #[arg(value_name = "REFERENCE")]
    pub reference: String,

    /// The file to write, or the folder [default: the last part of the path with .wasm, in the current folder]
    #[arg(short, long, value_name = "FILE|DIR")]
    pub output: Option<PathBuf>,

    #[command(flatten)]
    pub connection: Connection,
}
