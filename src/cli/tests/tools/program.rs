//! Programs that tests write and run.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Writes a program to `path`.
///
/// Another process writes it. A test that runs at the same time and starts a program of its own may hold on to a file that
/// this process writes, and Linux does not run a file that is open for writing ("Text file busy").
pub(crate) fn write(path: &Path, program: &[u8]) {
    let mut install = Command::new("install");
    install.args(["-m", "755", "/dev/stdin"]).arg(path).stdin(Stdio::piped());
    let mut install = install.spawn().unwrap();
    install.stdin.take().unwrap().write_all(program).unwrap();
    assert!(install.wait().unwrap().success(), "{}", path.display());
}
