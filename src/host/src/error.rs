//! The errors of this crate. Messages are lower case, have no final stop, and say what to do.

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
        /// The reason.
        source: io::Error,
    },
    /// Text is not what its format asks for.
    #[error(transparent)]
    Syntax(#[from] redline_input::SyntaxError),
    /// The runtime cannot start.
    #[error("cannot start the wasm runtime: {0}")]
    Runtime(String),
    /// A file is not a usable policy module.
    #[error("module `{module}` cannot be used: {message}")]
    Module {
        /// The module's id.
        module: String,
        /// The reason, and what to do.
        message: String,
    },
    /// A registry refuses, or cannot be reached.
    #[error("`{reference}`: {message}")]
    Registry {
        /// The reference.
        reference: String,
        /// The reason, and what to do.
        message: String,
    },
    /// A registry has no such module.
    #[error("`{reference}`: {message}")]
    NoModule {
        /// The reference.
        reference: String,
        /// The reason, and the tags that exist.
        message: String,
    },
    /// A call reached the time limit.
    #[error("module `{module}` ran longer than {} ms and was stopped", limit.as_millis())]
    Timeout {
        /// The module's id.
        module: String,
        /// The limit per call.
        limit: Duration,
    },
    /// The guest crashed: it panicked, or needed more memory than it may have.
    #[error(
        "module `{module}` crashed; use another build of it, or leave the rule out and report the input to its authors"
    )]
    Crash {
        /// The module's id.
        module: String,
    },
    /// The guest reported an error of its own.
    #[error("module `{module}` reports an error: {message}")]
    Call {
        /// The module's id.
        module: String,
        /// The message of the guest, on one line.
        message: String,
    },
    /// The answer of a module is invalid.
    #[error(
        "module `{module}` does not answer `{operation}` as a Kubewarden policy does; it may be a module of another kind"
    )]
    Answer {
        /// The module's id.
        module: String,
        /// The waPC operation.
        operation: String,
    },
}

/// The reason in plain words where there are any, without the error number of the system.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "is a directory; name the files in it".to_owned(),
        io::ErrorKind::InvalidData if error.get_ref().is_none() => "not UTF-8 text".to_owned(),
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
