//! What the interpreter reports: commands, the files they change, and where they run.

use crate::namespaces::{StoredNamespaces, bits};
use crate::store::{Store, Text};
use crate::text::{base_name, word_in};
use alloc::string::String;
use core::ops::Range;

/// How certain it is that a command runs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Certainty {
    /// It runs with some of the possible values, or if an unknown program runs its arguments.
    Possible,
    /// It runs on some paths through the script, or later (cron, units), and its words are certain.
    Conditional,
    /// It runs unless an earlier command ends the script.
    Certain,
}

/// Which part of the input a command comes from. A command in a text that the script creates has the part that runs the
/// text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Source {
    /// Index of the input word; 0 for a script.
    pub word: u32,
    /// Where it begins in that word, in bytes.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
}

impl Source {
    /// The part as a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.from as usize..self.to as usize
    }
}

/// Texts of a command: its words, options or operands.
#[derive(Clone, Copy)]
pub struct Words<'c> {
    store: &'c Store,
    texts: &'c [Text],
}

impl<'c> Words<'c> {
    /// How many there are.
    pub fn len(self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.texts.is_empty()
    }

    /// The word at an index; empty if there is none.
    #[inline(never)]
    pub fn get(self, at: usize) -> &'c str {
        self.texts.get(at).map_or("", |text| self.store.get(*text))
    }

    /// The words from an index on.
    #[inline(never)]
    pub fn from(self, at: usize) -> Words<'c> {
        Words { store: self.store, texts: self.texts.get(at..).unwrap_or_default() }
    }

    /// All of them in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = &'c str> {
        self.texts.iter().map(move |text| self.store.get(*text))
    }

    /// Whether one of them is in a list of words separated by blanks.
    #[inline(never)]
    pub fn any_in(self, list: &str) -> bool {
        self.iter().any(|word| word_in(list, word))
    }

    /// All of them with blanks between them, as people may read them.
    pub fn display(self) -> String {
        let mut out = String::new();
        for (i, word) in self.iter().enumerate() {
            if i > 0 {
                out.push(' ');
            }
            out.push_str(&crate::value::display(word));
        }
        out
    }
}

/// Where a command runs, after all wrappers around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Namespaces<'c> {
    /// In the mount namespace of another process, by `nsenter`.
    pub mount: bool,
    /// In the network namespace of another process.
    pub net: bool,
    /// In the process namespace of another process.
    pub pid: bool,
    /// The namespaces are named by a file outside `/proc`, such as `/host/proc/1/ns/net`.
    pub by_file: bool,
    /// Started by a daemon of the machine, which the script has reached through a mount: cron, an init system, a
    /// container engine. The other namespaces are those that the daemon lets it have.
    pub by_daemon: bool,
    /// In a mount namespace of its own (`unshare`): what it mounts stays there.
    pub own_mount: bool,
    /// In a network namespace of its own (`unshare`, `ip netns exec`).
    pub own_net: bool,
    /// In another container (`docker run`, `kubectl exec`), with a file system of its own.
    pub container: bool,
    /// On another machine (`ssh`, `ansible`).
    pub remote: bool,
    /// The root directory; empty for that of the namespace.
    pub root: &'c str,
}

/// What happens to a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileOpKind {
    /// It is written, made or appended to.
    Write,
    /// It gets other attributes.
    Attributes,
    /// A program for `sed` or `perl` edits it; the program is the content.
    Edit,
    /// It is removed, with everything below it.
    Remove,
    /// It is moved away, with everything below it.
    Move,
    /// A link takes its place; the content is the target.
    Link,
    /// A file system covers it; the content is the device or directory.
    Mount,
    /// The file system that is mounted there is unmounted.
    Unmount,
    /// Unknown files below it are replaced: an archive is unpacked, or a directory copied.
    Fill,
}

/// A change of a file, inside the store.
#[derive(Clone, Copy)]
pub(crate) struct FileOp {
    pub(crate) kind: FileOpKind,
    pub(crate) path: Text,
    pub(crate) content: Option<Text>,
    pub(crate) certain: bool,
    pub(crate) recursive: bool,
    pub(crate) append: bool,
}

/// A change of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FileChange<'c> {
    /// What happens.
    pub kind: FileOpKind,
    /// Absolute clean path as the command sees it below its root, with unknown parts (see [`crate::value`]). One that
    /// begins with an unknown part may lead anywhere.
    pub path: &'c str,
    /// What is written or linked, if the script says so; parts may be unknown.
    pub content: Option<&'c str>,
    /// Whether the path is changed whenever the command runs.
    pub certain: bool,
    /// Whether everything below it is changed as well.
    pub recursive: bool,
    /// Whether the content is added to what the file holds.
    pub append: bool,
}

/// What a command is made of.
pub(crate) struct Parts<'c> {
    pub(crate) store: &'c Store,
    pub(crate) words: &'c [Text],
    pub(crate) options: &'c [(Text, Text)],
    pub(crate) operands: &'c [Text],
    pub(crate) operations: &'c [FileOp],
    pub(crate) namespaces: StoredNamespaces,
    pub(crate) directory: Text,
    pub(crate) input: Option<Text>,
    pub(crate) interactive: bool,
    pub(crate) unread: bool,
    pub(crate) certainty: Certainty,
    pub(crate) source: Source,
}

/// One command without operators, keywords and wrappers, with one value for each word. If a script leaves several
/// values possible, the command is reported once for each combination, as possible.
pub struct SimpleCommand<'c> {
    parts: Parts<'c>,
}

impl<'c> SimpleCommand<'c> {
    pub(crate) fn new(parts: Parts<'c>) -> Self {
        SimpleCommand { parts }
    }

    pub(crate) fn list(&self, texts: &'c [Text]) -> Words<'c> {
        Words { store: self.parts.store, texts }
    }

    /// The command's name without its directory; empty for a redirection, which its shell does before any wrapper takes
    /// effect.
    pub fn name(&self) -> &'c str {
        base_name(self.words().get(0))
    }

    /// Name and arguments.
    pub fn words(&self) -> Words<'c> {
        self.list(self.parts.words)
    }

    /// The arguments.
    pub fn args(&self) -> Words<'c> {
        self.words().from(1)
    }

    /// The arguments that are neither options nor their values, as far as the tool is known.
    pub fn operands(&self) -> Words<'c> {
        self.list(self.parts.operands)
    }

    /// Whether one of these options was given, named without dashes and separated by blanks.
    #[inline(never)]
    pub fn has_option(&self, names: &str) -> bool {
        self.option(names).is_some()
    }

    /// The value of the last of these options that was given; empty where it has none.
    #[inline(never)]
    pub fn option(&self, names: &str) -> Option<&'c str> {
        let store = self.parts.store;
        let found = self.parts.options.iter().rev().find(|(name, _)| word_in(names, store.get(*name)));
        found.map(|(_, value)| store.get(*value))
    }

    /// Every option with its value.
    pub fn options(&self) -> impl Iterator<Item = (&'c str, &'c str)> {
        let store = self.parts.store;
        self.parts.options.iter().map(move |(name, value)| (store.get(*name), store.get(*value)))
    }

    /// The files that it changes.
    pub fn file_ops(&self) -> impl Iterator<Item = FileChange<'c>> {
        let store = self.parts.store;
        self.parts.operations.iter().map(move |op| FileChange {
            kind: op.kind,
            path: store.get(op.path),
            content: op.content.map(|text| store.get(text)),
            certain: op.certain,
            recursive: op.recursive,
            append: op.append,
        })
    }

    /// Whether it changes files.
    pub fn changes_files(&self) -> bool {
        !self.parts.operations.is_empty()
    }

    /// Where it runs.
    pub fn namespaces(&self) -> Namespaces<'c> {
        let has = |flag: u16| self.parts.namespaces.flags & flag != 0;
        Namespaces {
            mount: has(bits::MOUNT),
            net: has(bits::NET),
            pid: has(bits::PID),
            by_file: has(bits::BY_FILE),
            by_daemon: has(bits::BY_DAEMON),
            own_mount: has(bits::OWN_MOUNT),
            own_net: has(bits::OWN_NET),
            container: has(bits::CONTAINER) && !has(bits::BOUND),
            remote: has(bits::REMOTE),
            root: self.parts.store.get(self.parts.namespaces.root),
        }
    }

    /// Its working directory below its root.
    pub fn directory(&self) -> &'c str {
        self.parts.store.get(self.parts.directory)
    }

    /// What it reads on standard input, if that is known: text of the script, or the output of another command.
    pub fn input(&self) -> Option<&'c str> {
        self.parts.input.map(|text| self.parts.store.get(text))
    }

    /// Whether it is a shell that waits for somebody to type.
    pub fn is_interactive(&self) -> bool {
        self.parts.interactive
    }

    /// Whether this stands for a part of the script that was not read, because there was too much of it.
    pub fn is_unread(&self) -> bool {
        self.parts.unread
    }

    /// How certain it is that it runs.
    pub fn certainty(&self) -> Certainty {
        self.parts.certainty
    }

    /// Which part of the input it comes from.
    pub fn source(&self) -> Source {
        self.parts.source
    }
}
