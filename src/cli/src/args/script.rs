//! Arguments of `redline script`.

use clap::{Parser, ValueEnum};

/// Find out what shell scripts do to a node
///
/// Interprets scripts without running them, as if root ran them on a node, and prints the operations of the catalogue that
/// they perform, with file and line. Cloud-config user data is read as well. docs/scripts.md says what the interpreter
/// understands. Exit code: 0 nothing denied, 1 something denied, 2 something could not be read.
#[derive(Debug, Parser)]
pub(crate) struct Script {
    /// Scripts or user data; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,

    /// Show every command: where it runs, the files that it changes, and what the interpreter cannot know
    #[arg(long)]
    pub explain: bool,

    /// Format of the report
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ScriptFormat,
}

/// Formats of the report about scripts.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScriptFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON document.
    Json,
}
