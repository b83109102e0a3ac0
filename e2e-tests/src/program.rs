//! The command line, with the modules of this workspace.

use std::path::PathBuf;
use std::process::Command;

use redline_dev::{modules, root};

/// The program, built as the tests of the command line build it, so that nothing is compiled anew when they have run.
///
/// # Panics
/// When it cannot be built.
pub fn redline() -> Command {
    let build = ["test", "--locked", "--quiet", "--no-run", "--workspace", "--test", "cli"];
    let built = Command::new(env!("CARGO")).args(build).current_dir(root()).status();
    assert!(built.is_ok_and(|status| status.success()), "the command line cannot be built");
    let mut command = Command::new(folder().join("redline"));
    command.env("REDLINE_MODULES", root().join(modules::FOLDER));
    command
}

/// The folder of the programs. A test lies in `deps` below it.
fn folder() -> PathBuf {
    let test = std::env::current_exe().unwrap_or_default();
    test.ancestors().nth(2).map(PathBuf::from).unwrap_or_default()
}
