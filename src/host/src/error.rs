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
    #[error("{place}: {message}")]
    Syntax {
        /// The place, as `file:line:column` with as much of it as is known.
        place: Place,
        /// What is wrong there.
        message: String,
    },
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

impl Error {
    /// A [`Error::Syntax`] about a whole file.
    pub(crate) fn in_file(file: &str, message: impl Into<String>) -> Self {
        Error::Syntax { place: Place { file: file.to_owned(), ..Place::default() }, message: message.into() }
    }
}

/// A place in a file. Lines and columns count from 1; 0 means unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it; empty when the text had no file.
    pub file: String,
    /// Line in the file.
    pub line: usize,
    /// Column in characters.
    pub column: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let file = if self.file.is_empty() { "input" } else { &self.file };
        match (self.line, self.column) {
            (0, _) => f.write_str(file),
            (line, 0) => write!(f, "{file}:{line}"),
            (line, column) => write!(f, "{file}:{line}:{column}"),
        }
    }
}

/// The system's reason without its error number where we have plain words for it.
pub(crate) fn reason(error: &io::Error) -> String {
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
    fn places_leave_out_what_is_unknown() {
        let mut place = Place { file: "a.yaml".to_owned(), line: 3, column: 7 };
        assert_eq!(place.to_string(), "a.yaml:3:7");
        place.column = 0;
        assert_eq!(place.to_string(), "a.yaml:3");
        place.line = 0;
        assert_eq!(place.to_string(), "a.yaml");
        assert_eq!(Place::default().to_string(), "input");
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = Error::Read { path: "x.yaml".into(), source: io::Error::from(io::ErrorKind::NotFound) };
        assert_eq!(error.to_string(), "cannot read `x.yaml`: no such file");
    }
}
