//! Errors about input that cannot be read. They name the path and what was expected there, and never repeat
//! content: an unreadable object may be a Secret.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

/// Input that cannot be read, or makes no sense as a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Path in the input, such as `request.object.spec.containers[0].image`; empty for the input as a whole.
    pub path: String,
    /// What is wrong, without content.
    pub problem: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = if self.path.is_empty() { "the request" } else { &self.path };
        write!(f, "cannot read `{at}`: {}", self.problem)
    }
}

impl Unreadable {
    /// Input whose value at `path` is not what was needed.
    pub fn new(path: &str, problem: &str) -> Unreadable {
        Unreadable { path: path.to_owned(), problem: problem.to_owned() }
    }

    /// The same about a text that stands at `base` in the input.
    pub fn at(self, base: &str) -> Unreadable {
        Unreadable { path: join(base, &self.path), ..self }
    }
}

/// A path below another.
pub(crate) fn join(outer: &str, inner: &str) -> String {
    let dot = if outer.is_empty() || inner.is_empty() || inner.starts_with('[') { "" } else { "." };
    concat(&[outer, dot, inner])
}

/// Joins texts.
#[cold]
pub(crate) fn concat(parts: &[&str]) -> String {
    let mut text = String::new();
    parts.iter().for_each(|part| text.push_str(part));
    text
}
