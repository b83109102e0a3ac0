//! What a script schedules.

use crate::namespaces::StoredNamespaces;
use crate::store::Text;

/// A file or text that was scheduled, and how many files the script had written by then.
#[derive(Clone, Copy)]
pub(crate) struct Late {
    pub(crate) namespaces: StoredNamespaces,
    pub(crate) root: Option<Text>,
    pub(crate) content: Text,
    pub(crate) kind: Content,
    pub(crate) files: usize,
}

/// What the content of a file is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Script,
    /// Lines of five fields (or one that begins with `@`), a user (flag) and a command.
    Cron(bool),
    Unit,
    Rules,
}
