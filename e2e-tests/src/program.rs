//! The command line, with the modules of this workspace.

use std::path::PathBuf;
use std::process::Command;

use redline_dev::{modules, root};

/// The program, built as the tests of the command line build it, so that nothing is compiled anew when they have run.
///
/// # Panics
/// When it cannot be built.
pub fn redline() -> Command {
    let mut build = Command::new(env!("CARGO"));
    build.args(["test", "--locked", "--quiet", "--no-run", "--workspace", "--test", "cli"]).current_dir(root());
    // What cargo tells this test about its package would make build scripts of dependencies run again.
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|own| name.starts_with(own))) {
            build.env_remove(name);
        }
    }
    let built = build.status();
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
