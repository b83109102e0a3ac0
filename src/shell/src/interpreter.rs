//! The state of the interpreter: slots, a journal of their changes, and budgets.
//!
//! Everything that a script can change is a slot: variables, functions, the working directory, the arguments, standard
//! input, the content of files. A journal records each change with the value before it. A subshell is run, and then its
//! changes are undone. Of two branches, one is run, undone and set aside; then the other is run; and every slot that
//! one of them changed may have either value. The state is never copied as a whole.

use crate::command::{FileOp, SimpleCommand, Source};
use crate::namespaces::StoredNamespaces;
use crate::store::{Store, Text, Value};
use crate::syntax::Tree;
use alloc::string::String;
use alloc::vec::Vec;

/// What a slot is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Space {
    Variable,
    /// The text from the body of a function on.
    Function,
    /// The file behind a descriptor for output.
    Descriptor,
    File,
    Special,
}

/// The slots that every run has.
pub(crate) const DIRECTORY: u32 = 0;
pub(crate) const ARGUMENTS: u32 = 1;
pub(crate) const INPUT: u32 = 2;
/// `$0`
pub(crate) const NAME: u32 = 3;
/// `set -e`
pub(crate) const ERREXIT: u32 = 4;
/// The slot of everything that has no slot of its own.
pub(crate) const OVERFLOW: u32 = 5;

/// The maximum number of slots. Further ones share [`OVERFLOW`].
const SLOTS: usize = 3072;
/// The size of the hash table of slots; a power of two.
const TABLE: usize = 4096;

#[derive(Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) space: Space,
    pub(crate) name: Text,
    pub(crate) value: Value,
    /// The last join that visited the slot.
    pub(crate) stamp: u32,
    /// Whether programs see the variable.
    pub(crate) exported: bool,
}

/// How a command ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ExitStatus {
    Success,
    Failure,
    Unknown,
}

/// How execution continues.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Flow {
    Next,
    /// Leaves this many loops.
    Break(u32),
    /// Continues with the next round of the loop this many levels up.
    Continue(u32),
    Return,
    Exit,
}

/// A position in the journal and in the output.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) journal: usize,
    pub(crate) output: usize,
}

/// The changes of a branch that was undone.
#[derive(Clone, Copy)]
pub(crate) struct Branch {
    pub(crate) pending: usize,
    pub(crate) output: Value,
}

/// The dialect of the shell language.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Dialect {
    /// `sh` of an unknown shell. Syntax that only Bash has is read as Bash reads it.
    #[default]
    Any,
    /// Bash.
    Bash,
    /// Dash: `echo` reads escapes; no braces, no arrays.
    Dash,
    /// BusyBox: no braces, no arrays.
    Busybox,
}

/// The alternatives that the current command has taken.
#[derive(Default)]
pub(crate) struct Choice {
    /// Which combination it is, as a number with a digit for each set of alternatives.
    pub(crate) code: usize,
    /// How many combinations there are of the sets used so far.
    pub(crate) radix: usize,
}

/// A redirection of output.
#[derive(Clone, Copy)]
pub(crate) struct Redirection {
    /// The file, resolved.
    pub(crate) path: Text,
    pub(crate) append: bool,
    /// Whether it takes the output of the command.
    pub(crate) prints: bool,
}

/// Names of variables that the interpreter itself reads.
#[derive(Default)]
pub(crate) struct Constants {
    pub(crate) ifs: Text,
    pub(crate) home: Text,
    pub(crate) newline: Text,
    pub(crate) slash: Text,
}

/// What a slot holds in the states that have left early for a target.
#[derive(Clone, Copy)]
pub(crate) struct Escaped {
    pub(crate) target: u32,
    pub(crate) slot: u32,
    pub(crate) value: Value,
    pub(crate) status: ExitStatus,
}

/// Where the current function or subshell begins in the journal and in the list of escaped states, and the loops around
/// what surrounds it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Frame {
    pub(crate) journal: usize,
    pub(crate) escaped: usize,
    pub(crate) loops: u32,
}

pub(crate) struct Shell<'v> {
    pub(crate) store: Store,
    pub(crate) tree: Tree,
    pub(crate) visit: &'v mut dyn FnMut(&SimpleCommand<'_>),
    pub(crate) constants: Constants,
    pub(crate) dialect: Dialect,
    /// Whether the environment is complete, so that other variables are unset.
    pub(crate) complete: bool,
    pub(crate) slots: Vec<Slot>,
    pub(crate) table: Vec<u16>,
    pub(crate) journal: Vec<(u32, Value)>,
    pub(crate) pending: Vec<(u32, Value)>,
    pub(crate) stamp: u32,
    /// The output so far, in pieces, if it is captured.
    pub(crate) output: Vec<Value>,
    pub(crate) listeners: u32,
    /// States that left a loop or function early and are joined at its end.
    pub(crate) escaped: Vec<Escaped>,
    pub(crate) frame: Frame,
    /// Where the output of what may be left early begins, by its target.
    pub(crate) starts: Vec<(u32, u32)>,
    /// How many scripts are being read by others.
    pub(crate) sources: u32,
    /// Old values of the local variables of functions.
    pub(crate) locals: Vec<(u32, Value)>,
    /// Old values of the variables that are set for one command.
    pub(crate) temporaries: Vec<(u32, Value)>,
    pub(crate) function_depth: u32,
    /// How many loops of the current script or function surround it.
    pub(crate) loops: u32,
    /// The words that are being expanded.
    pub(crate) buffer: String,
    /// The words of the commands that are being run, outer commands first.
    pub(crate) words: Vec<Text>,
    /// Whether the current command may have more words than these, because unknown text was split.
    pub(crate) splits: bool,
    pub(crate) choice: Choice,
    /// The alternatives taken for the sets that the command uses.
    pub(crate) chosen: Vec<(u32, Text)>,
    /// The results of the substitutions of the commands that are being run.
    pub(crate) memo: Vec<(u32, Value)>,
    /// The index of the first one of the current command.
    pub(crate) memo_from: usize,
    /// The output redirections of the commands that are being run.
    pub(crate) redirects: Vec<Redirection>,
    pub(crate) operations: Vec<FileOp>,
    pub(crate) options: Vec<(Text, Text)>,
    pub(crate) operands: Vec<Text>,
    /// Here-documents whose text is still to be read.
    pub(crate) documents: Vec<u32>,
    /// Paths in a container, with the paths on the machine that are bound there.
    pub(crate) binds: Vec<(Text, Text)>,
    /// Links and bind mounts that the script has made, with their targets.
    pub(crate) aliases: Vec<(Text, Text)>,
    /// What the script has scheduled.
    pub(crate) late: Vec<crate::late::Late>,
    /// Paths that the script has removed.
    pub(crate) removed: Vec<Text>,
    /// The slots of files whose content is known.
    pub(crate) files: Vec<u32>,
    /// Mounted directories of the machine, as pairs of the path here and the path on the machine.
    pub(crate) mounts: Vec<(Text, Text)>,
    /// Whether the socket of a container engine of the machine is among them.
    pub(crate) has_engine: bool,
    pub(crate) status: ExitStatus,
    /// How many of the branches around the current command may not be taken.
    pub(crate) possible: u32,
    /// How many choices of values, or programs that may run their arguments, surround the current command.
    pub(crate) guessed: u32,
    /// How many conditions surround it; in a condition, failing does not end the script.
    pub(crate) condition: u32,
    pub(crate) namespaces: StoredNamespaces,
    /// The nesting of the syntax that is being parsed.
    pub(crate) depth: u32,
    /// The nesting of `elif` branches.
    pub(crate) elifs: u32,
    /// The nesting of scripts, calls and subshells.
    pub(crate) level: u32,
    /// Whether some syntax was too deep to parse.
    pub(crate) gave_up: bool,
    /// How many repetitions surround it: later rounds of a loop, functions, scripts in scripts.
    pub(crate) repeated: u32,
    /// The remaining budget for repetition: loops, calls, scripts in scripts.
    pub(crate) work: u32,
    /// The remaining budget of bytes that are expanded, filtered and compared.
    pub(crate) reading: usize,
    /// A bit for the hash of each path, name and parent directory of a known file.
    pub(crate) known_paths: [u32; 32],
    /// A value of standard input with several alternatives, and their common text.
    pub(crate) common_input: (Value, Text),
    /// The number of temporary files so far.
    pub(crate) temporary: u32,
    /// The part of the input that runs now.
    pub(crate) source: Source,
    /// The texts of the input in the store.
    pub(crate) inputs: Vec<Text>,
}

impl<'v> Shell<'v> {
    pub(crate) fn new(size: usize, visit: &'v mut dyn FnMut(&SimpleCommand<'_>)) -> Self {
        let mut shell = Shell {
            store: Store::new(size.saturating_mul(2) + 192 * 1024),
            tree: Tree::new(16 * 1024 + size / 8),
            visit,
            constants: Constants::default(),
            dialect: Dialect::Any,
            complete: false,
            slots: Vec::new(),
            table: alloc::vec![0; TABLE],
            journal: Vec::new(),
            pending: Vec::new(),
            stamp: 0,
            output: Vec::new(),
            listeners: 0,
            escaped: Vec::new(),
            frame: Frame::default(),
            starts: Vec::new(),
            sources: 0,
            locals: Vec::new(),
            temporaries: Vec::new(),
            function_depth: 0,
            loops: 0,
            buffer: String::new(),
            words: Vec::new(),
            splits: false,
            choice: Choice { code: 0, radix: 1 },
            chosen: Vec::new(),
            memo: Vec::new(),
            memo_from: 0,
            redirects: Vec::new(),
            operations: Vec::new(),
            options: Vec::new(),
            operands: Vec::new(),
            documents: Vec::new(),
            binds: Vec::new(),
            aliases: Vec::new(),
            removed: Vec::new(),
            files: Vec::new(),
            mounts: Vec::new(),
            has_engine: false,
            late: Vec::new(),
            status: ExitStatus::Success,
            possible: 0,
            guessed: 0,
            condition: 0,
            namespaces: StoredNamespaces::default(),
            depth: 0,
            elifs: 0,
            level: 0,
            gave_up: false,
            repeated: 0,
            work: 2048 + (size / 8) as u32,
            reading: size.saturating_mul(8) + 512 * 1024,
            known_paths: [0; 32],
            common_input: (Value::Unset, Text::EMPTY),
            temporary: 0,
            source: Source::default(),
            inputs: Vec::new(),
        };
        for _ in 0..=OVERFLOW {
            shell.add_slot(Space::Special, Text::EMPTY);
        }
        shell.constants = Constants {
            ifs: shell.store.add("IFS"),
            home: shell.store.add("HOME"),
            newline: shell.store.add("\n"),
            slash: shell.store.add("/"),
        };
        shell.put(DIRECTORY, Value::One(shell.constants.slash));
        shell.put(OVERFLOW, Value::One(Text::UNKNOWN));
        let sh = shell.store.add("sh");
        shell.put(NAME, Value::One(sh));
        shell.put(ARGUMENTS, Value::List(0, 0));
        shell
    }

    /// Spends part of the budget for repetition. Returns false if too little is left.
    #[inline(never)]
    pub(crate) fn spend(&mut self, units: usize) -> bool {
        let enough = self.work as usize > units;
        self.work = self.work.saturating_sub(units as u32);
        enough
    }

    /// Spends part of the budget of bytes. Returns false if too little is left.
    #[inline(never)]
    pub(crate) fn afford(&mut self, bytes: usize) -> bool {
        let enough = self.reading >= bytes;
        self.reading = self.reading.saturating_sub(bytes);
        enough
    }

    fn add_slot(&mut self, space: Space, name: Text) -> u32 {
        self.slots.push(Slot { space, name, value: Value::Unset, stamp: 0, exported: false });
        (self.slots.len() - 1) as u32
    }

    /// The slot of a name, if there is one.
    #[inline(never)]
    pub(crate) fn find(&mut self, space: Space, name: Text) -> Option<u32> {
        match self.probe(space, name) {
            (_, 0) => None,
            (_, found) => Some(found),
        }
    }

    /// What the slot of a name holds, if there is one.
    #[inline(never)]
    pub(crate) fn held(&mut self, space: Space, name: Text) -> Value {
        self.find(space, name).map_or(Value::Unset, |slot| self.value(slot))
    }

    /// Sets a variable.
    #[inline(never)]
    pub(crate) fn set_variable(&mut self, name: Text, value: Value) {
        let slot = self.slot(Space::Variable, name);
        self.put(slot, value);
    }

    /// The slot of a name, which is made if there is none.
    #[inline(never)]
    pub(crate) fn slot(&mut self, space: Space, name: Text) -> u32 {
        let (at, found) = self.probe(space, name);
        if found != 0 {
            return found;
        }
        if self.slots.len() >= SLOTS {
            return OVERFLOW;
        }
        let id = self.add_slot(space, name);
        if let Some(entry) = self.table.get_mut(at) {
            *entry = id as u16;
        }
        id
    }

    /// The index of a name in the hash table, or of the free entry for it, and its slot or 0.
    fn probe(&self, space: Space, name: Text) -> (usize, u32) {
        let text = self.store.get(name);
        let mut hash = 0x811c_9dc5_u32 ^ space as u32;
        for byte in text.bytes() {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
        let mut at = (hash ^ hash >> 15) as usize % TABLE;
        loop {
            let id = u32::from(self.table.get(at).copied().unwrap_or(0));
            match self.slots.get(id as usize) {
                Some(slot) if id != 0 => {
                    if slot.space == space && slot.name.len() == name.len() && self.store.get(slot.name) == text {
                        return (at, id);
                    }
                }
                _ => return (at, 0),
            }
            at = (at + 1) % TABLE;
        }
    }

    /// What a slot holds.
    #[inline(never)]
    pub(crate) fn value(&self, slot: u32) -> Value {
        self.slots.get(slot as usize).map_or(Value::Unset, |slot| slot.value)
    }

    /// Changes a slot.
    #[inline(never)]
    pub(crate) fn put(&mut self, slot: u32, value: Value) {
        // The shared slot stays unknown.
        let value = if slot == OVERFLOW { Value::One(Text::UNKNOWN) } else { value };
        if let Some(held) = self.slots.get_mut(slot as usize) {
            let old = core::mem::replace(&mut held.value, value);
            self.journal.push((slot, old));
        }
    }
}
