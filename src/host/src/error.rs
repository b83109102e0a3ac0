//! What can go wrong on the host side. Messages are lower case without a final stop, and say how to go on.

use std::{io, path::PathBuf, time::Duration};

/// An error of this crate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read.
    #[error("cannot read `{}`: {}", path.display(), reason(source))]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Text is not what its format asks for.
    #[error(transparent)]
    Syntax(#[from] redline_input::SyntaxError),
    /// The runtime itself cannot start.
    #[error("cannot start the wasm runtime: {0}")]
    Runtime(String),
    /// A file is no usable policy module.
    #[error("module `{module}` cannot be used: {message}")]
    Module {
        /// The module's id.
        module: String,
        /// Why not, and what to do.
        message: String,
    },
    /// A registry, or the way to it, refused.
    #[error("`{reference}`: {message}")]
    Registry {
        /// What was asked for.
        reference: String,
        /// Why not, and what to do.
        message: String,
    },
    /// A call ran longer than the limit.
    #[error("module `{module}` ran longer than {} ms and was stopped", limit.as_millis())]
    Timeout {
        /// The module's id.
        module: String,
        /// The limit per call.
        limit: Duration,
    },
    /// A call ended in a trap or in an error that the guest reported.
    #[error("module `{module}` failed in `{operation}`: {message}")]
    Call {
        /// The module's id.
        module: String,
        /// The waPC operation.
        operation: String,
        /// What the guest or the runtime said, one line.
        message: String,
    },
    /// The module answered something that is no answer to this operation.
    #[error("module `{module}` answered `{operation}` with something unreadable: {source}")]
    Answer {
        /// The module's id.
        module: String,
        /// The waPC operation.
        operation: String,
        /// Where the answer stops making sense.
        source: serde_json::Error,
    },
}

/// The system's reason without its error number where we have plain words for it.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory; name the files in it".to_owned(),
        io::ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_is_named() {
        let error = Error::Read { path: "x.yaml".into(), source: io::Error::from(io::ErrorKind::NotFound) };
        assert_eq!(error.to_string(), "cannot read `x.yaml`: no such file");
    }
}
