//! Why a text cannot be read.

/// Why reading stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The text ends where more is needed.
    End,
    /// The text is not valid JSON.
    Syntax,
    /// The value has another type than this.
    Expected(&'static str),
}
