//! The command line `redline`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
