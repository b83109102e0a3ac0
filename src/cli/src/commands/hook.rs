//! `redline hook`: the integrations with shells and coding agents.

use std::io::Write;
use std::path::Path;

use super::agent;
use crate::args::{self, Into};
use crate::error::{CliError, Outcome};
use crate::faults;
use crate::keyboard::guard::GUARDED;
use crate::language;

/// The integration with bash. `@PATTERN@` stands for the test by which most commands pass, `@REDLINE@` for this program with
/// its options.
const BASH: &str = include_str!("hook.bash");
/// The integration with zsh.
const ZSH: &str = include_str!("hook.zsh");

/// Prints an integration, makes links, or answers an agent.
pub(crate) fn run(args: &args::Hook) -> Result<Outcome, CliError> {
    let text = match &args.into {
        Into::Agent(args) => return agent::run(args),
        Into::Shims(args) => shims(&args.folder)?,
        Into::Bash(args) => script(BASH, args)?,
        Into::Zsh(args) => script(ZSH, args)?,
    };
    anstream::stdout().lock().write_all(text.as_bytes())?;
    Ok(Outcome::Clean)
}

/// A script with the names of the guarded commands and the path of this program in it.
fn script(template: &str, args: &args::ShellHook) -> Result<String, CliError> {
    let own = std::env::current_exe().map_err(|error| faults::no_program(&error))?;
    let own = own.display().to_string();
    let mut words = vec![&*own, "guard", "--ask"];
    words.extend(args.reach.cluster.then_some("--cluster"));
    words.extend(args.reach.node.then_some("--node"));
    if let Some(lang) = language::requested() {
        words.extend(["--lang", lang.setting()]);
    }
    let command = shlex::try_join(words).map_err(|error| error.to_string())?;
    let pattern = match args.reach.node {
        // On a node every command may matter.
        true => "*".to_owned(),
        false => GUARDED.iter().map(|name| format!("*{name}*")).collect::<Vec<_>>().join("|"),
    };
    Ok(template.replace("@PATTERN@", &pattern).replace("@REDLINE@", &command))
}

/// Makes a link for each guarded program, and says how to use them.
#[cfg(unix)]
fn shims(folder: &Path) -> Result<String, CliError> {
    let own = std::env::current_exe().map_err(|error| faults::no_program(&error))?;
    let failed = |path: &Path, error: std::io::Error| CliError::Failed(faults::unwritable(path, &error));
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    for name in GUARDED {
        let link = folder.join(name);
        match std::fs::read_link(&link) {
            Ok(target) if target == own => continue,
            // A link of an older version is replaced, a file of somebody else is not.
            Ok(_) => std::fs::remove_file(&link).map_err(|error| failed(&link, error))?,
            Err(_) => {}
        }
        std::os::unix::fs::symlink(&own, &link).map_err(|error| failed(&link, error))?;
    }
    let folder = std::path::absolute(folder).map_err(|error| failed(folder, error))?;
    let quoted = shlex::try_quote(&folder.display().to_string()).map_err(|error| error.to_string())?.into_owned();
    Ok(format!("export PATH={quoted}:\"$PATH\"\n"))
}

#[cfg(not(unix))]
fn shims(_: &Path) -> Result<String, CliError> {
    Err(crate::language::either("links in place of programs need a Unix system", "以链接代替程序需要 Unix 系统")
        .to_owned()
        .into())
}
