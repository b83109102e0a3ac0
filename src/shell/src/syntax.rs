//! The syntax tree: nodes in one list, each with its first child and its next sibling.

use crate::store::Text;
use alloc::vec::Vec;

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NodeKind {
    /// Commands, one after the other.
    List,
    /// Two commands, the second where the first succeeds, or (flag 1) fails.
    And,
    /// Commands that feed each other.
    Pipe,
    Not,
    Background,
    /// Assignments, words and redirections.
    Simple,
    /// A command (first child) with redirections.
    Redirected,
    Group,
    Subshell,
    /// Condition, then, and otherwise.
    If,
    /// Condition and body; flag 1 for `until`.
    While,
    /// Words and (last) body; flag 1 if it loops over the arguments.
    For,
    /// Three expressions, and body.
    Count,
    /// A word, and its items.
    Case,
    /// Patterns and (last) body; the flag is the third character of its end.
    Item,
    /// Its body.
    Function,
    /// `[[`: words.
    Condition,
    /// `((`: an expression.
    Arithmetic,
    /// `coproc` and what cannot be read.
    Unread,

    /// A word: its parts; without any, its text.
    Word,
    /// `name=`: a word, or (flag bit 2) words in parentheses; flag bit 1 for `+=`, a first child [`NodeKind::Index`].
    Assign,
    /// The descriptor is the text, the operator the flag, a word its child.
    Redirect,

    /// A part of a word: text as it is.
    Literal,
    /// The same, quoted.
    Quoted,
    /// `$name`, `${name...}`; operator and [`QUOTED`] are the flag; the operator's words are children.
    Parameter,
    /// The subscript of a parameter or an assignment.
    Index,
    /// A substitution: its commands.
    Substitution,
    /// An expression: a word.
    Expression,
    /// A process that stands for a file; flag 1 where it reads.
    Process,
}

/// Bit of a flag: stands in double quotes.
pub(crate) const QUOTED: u8 = 0x80;

/// Bit of the flag of an assignment: adds to what there is.
pub(crate) const APPEND: u8 = 1;
/// Bit of the flag of an assignment: a list in parentheses.
pub(crate) const LIST: u8 = 2;

/// Redirection operators as flags.
pub(crate) mod redirect {
    pub(crate) const INPUT: u8 = 0;
    pub(crate) const OUTPUT: u8 = 1;
    pub(crate) const APPEND: u8 = 2;
    pub(crate) const BOTH: u8 = 3;
    pub(crate) const DOCUMENT: u8 = 4;
    pub(crate) const STRING: u8 = 5;
    pub(crate) const COPY_OUTPUT: u8 = 6;
    pub(crate) const COPY_INPUT: u8 = 7;
    pub(crate) const ALL: u8 = 8;
    pub(crate) const ALL_APPEND: u8 = 9;
}

/// One node. Index 0 stands for no node.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    pub(crate) flag: u8,
    pub(crate) text: Text,
    pub(crate) first: u32,
    pub(crate) next: u32,
}

/// The nodes of all scripts that are being run.
pub(crate) struct Tree {
    nodes: Vec<Node>,
    limit: usize,
}

impl Tree {
    pub(crate) fn new(limit: usize) -> Tree {
        let none = Node { kind: NodeKind::Unread, flag: 0, text: Text::EMPTY, first: 0, next: 0 };
        Tree { nodes: alloc::vec![none], limit }
    }

    #[inline(never)]
    pub(crate) fn get(&self, id: u32) -> Node {
        match self.nodes.get(id as usize) {
            Some(node) => *node,
            None => Node { kind: NodeKind::Unread, flag: 0, text: Text::EMPTY, first: 0, next: 0 },
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn truncate(&mut self, len: usize) {
        self.nodes.truncate(len);
    }

    /// Whether there is no room for more.
    pub(crate) fn full(&self) -> bool {
        self.nodes.len() >= self.limit
    }

    #[inline(never)]
    pub(crate) fn add(&mut self, kind: NodeKind, flag: u8, text: Text, first: u32) -> u32 {
        self.nodes.push(Node { kind, flag, text, first, next: 0 });
        (self.nodes.len() - 1) as u32
    }

    pub(crate) fn change(&mut self, id: u32, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(id as usize) {
            change(node);
        }
    }

    /// Appends a child to a list of children, which is `(first, last)`.
    #[inline(never)]
    pub(crate) fn append(&mut self, list: &mut (u32, u32), id: u32) {
        if id == 0 {
            return;
        }
        if list.0 == 0 {
            list.0 = id;
        } else {
            self.change(list.1, |last| last.next = id);
        }
        list.1 = id;
    }
}
