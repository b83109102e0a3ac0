//! How a command ends: its exit code, or the error that it stopped with.

use std::io;

use crate::faults;
use crate::language::tr;

/// The result of a command, as an exit code. Of several, the greatest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// Nothing was denied.
    Clean = 0,
    /// Something was denied.
    Denied = 1,
    /// Something could not be read or checked, or the command was misused.
    Failed = 2,
}

/// Why a command stopped early.
#[derive(Debug)]
pub(crate) enum CliError {
    /// Whoever reads our output has closed it, which is no error of ours.
    OutputClosed(Outcome),
    /// Anything else, as a message to the user.
    Failed(String),
}

impl From<redline_host::Error> for CliError {
    fn from(error: redline_host::Error) -> Self {
        CliError::Failed(faults::of_host(&error))
    }
}

impl From<redline_input::SyntaxError> for CliError {
    fn from(error: redline_input::SyntaxError) -> Self {
        CliError::Failed(faults::of_syntax(&error))
    }
}

impl From<String> for CliError {
    fn from(message: String) -> Self {
        CliError::Failed(message)
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => CliError::OutputClosed(Outcome::Clean),
            _ => {
                let reason = faults::reason(&error);
                CliError::Failed(tr!("cannot write the report: {reason}", "无法写入报告：{reason}"))
            }
        }
    }
}
