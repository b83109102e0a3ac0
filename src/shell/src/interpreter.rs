//! What the interpreter knows while it runs: slots, a journal of their changes, and how much it may still do.
//!
//! Everything that a script can change is a slot: variables, functions, the working directory, the arguments, standard
//! input, the content of files. Each change is noted in a journal with the value before it. A subshell is run and its
//! changes are taken back; of two branches one is run, taken back and kept aside, then the other, and every slot that
//! one of them changed may have either value. Nothing is ever copied as a whole.

use crate::command::{Certainty, FileOp, SimpleCommand, Source};
use crate::run::Redirection;
use crate::store::{Store, Text, Value};
use crate::syntax::Tree;
use crate::text::slice_from;
use alloc::string::String;
use alloc::vec::Vec;

/// What a slot is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Space {
    Variable,
    Function,
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
/// For all that finds no slot of its own.
pub(crate) const OVERFLOW: u32 = 5;

/// Most slots: with more, what is new is not followed.
const SLOTS: usize = 2048;
/// Size of the table that finds them; a power of two.
const TABLE: usize = 4096;

#[derive(Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) space: Space,
    pub(crate) name: Text,
    pub(crate) value: Value,
    /// The last join that looked at it.
    stamp: u32,
    /// A variable that programs see.
    pub(crate) exported: bool,
}

/// How a command ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Status {
    Success,
    Failure,
    Unknown,
}

/// How execution goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Flow {
    Next,
    /// Out of so many loops.
    Break(u32),
    /// To the end of the body of the loop so many levels up.
    Continue(u32),
    Return,
    Exit,
}

/// A place in the journal and in the output.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    journal: usize,
    output: usize,
}

/// The changes of a branch that has been taken back.
#[derive(Clone, Copy)]
pub(crate) struct Branch {
    pending: usize,
    output: Value,
}

/// Where commands run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Place {
    pub(crate) flags: u8,
    /// The root directory, where it is another one.
    pub(crate) root: Text,
}

/// The shell language that is spoken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Dialect {
    /// `sh`, whatever that is: read as bash where the others would see nothing.
    #[default]
    Any,
    /// Bash.
    Bash,
    /// Dash: `echo` reads escapes; no braces, no arrays.
    Dash,
    /// BusyBox: no braces, no arrays.
    Busybox,
}

/// The alternatives that the command at hand has taken.
#[derive(Default)]
pub(crate) struct Choice {
    /// Which combination it is, as a number with a digit for each set of alternatives.
    pub(crate) code: usize,
    /// How many combinations there are, as far as sets have been met.
    pub(crate) radix: usize,
}

/// Names that the interpreter itself looks up.
#[derive(Default)]
pub(crate) struct Constants {
    pub(crate) ifs: Text,
    pub(crate) home: Text,
    pub(crate) newline: Text,
    pub(crate) slash: Text,
}

pub(crate) struct Shell<'v> {
    pub(crate) store: Store,
    pub(crate) tree: Tree,
    pub(crate) visit: &'v mut dyn FnMut(&SimpleCommand<'_>),
    pub(crate) constants: Constants,
    pub(crate) dialect: Dialect,
    /// Whether every variable from outside is known, so that others are not set.
    pub(crate) complete: bool,
    pub(crate) slots: Vec<Slot>,
    table: Vec<u16>,
    journal: Vec<(u32, Value)>,
    pending: Vec<(u32, Value)>,
    stamp: u32,
    /// What has been printed, where somebody listens, piece by piece.
    pub(crate) output: Vec<Value>,
    pub(crate) listeners: u32,
    /// States that left a loop or function early and are joined at its end.
    pub(crate) escaped: Vec<(bool, u32, Value)>,
    /// Old values of the local variables of functions.
    pub(crate) locals: Vec<(u32, Value)>,
    /// Old values of the variables that are set for one command.
    pub(crate) temporaries: Vec<(u32, Value)>,
    pub(crate) function_depth: u32,
    /// Words under construction.
    pub(crate) buffer: String,
    /// Words of the commands at hand, those of nested ones behind those of outer ones.
    pub(crate) words: Vec<Text>,
    pub(crate) choice: Choice,
    /// Alternatives taken for the sets that the command has met.
    pub(crate) chosen: Vec<(u32, Text)>,
    /// What the substitutions of the command at hand have come to.
    pub(crate) memo: Vec<(u32, Value)>,
    /// Where those of the command at hand begin.
    pub(crate) memo_from: usize,
    /// Output redirections of the commands at hand.
    pub(crate) redirects: Vec<Redirection>,
    pub(crate) operations: Vec<FileOp>,
    pub(crate) options: Vec<(Text, Text)>,
    pub(crate) operands: Vec<Text>,
    /// Here-documents whose text has not come yet.
    pub(crate) documents: Vec<u32>,
    /// Paths in a container, and where they lead on the machine.
    pub(crate) binds: Vec<(Text, Text)>,
    /// Links and bind mounts that the script has made, and where they lead.
    pub(crate) aliases: Vec<(Text, Text)>,
    /// Paths that the script has removed.
    pub(crate) removed: Vec<Text>,
    /// The slots of files whose content is known.
    pub(crate) files: Vec<u32>,
    /// Directories of the machine that are seen in other places, as pairs of here and there.
    pub(crate) mounts: Vec<(Text, Text)>,
    pub(crate) status: Status,
    /// Inside a branch that may not be taken.
    pub(crate) possible: u32,
    /// Where failing ends nothing: a condition.
    pub(crate) condition: u32,
    pub(crate) place: Place,
    /// Nodes before this one are functions, which stay.
    pub(crate) floor: usize,
    /// Nesting of the syntax that is read.
    pub(crate) depth: u32,
    /// Nesting of what runs.
    pub(crate) level: u32,
    /// Some syntax was too deep to read.
    pub(crate) gave_up: bool,
    /// Inside what has run before: a loop's later rounds, a function, a script within the script.
    pub(crate) repeated: u32,
    /// How much may be repeated: loops, calls, scripts within scripts.
    pub(crate) work: u32,
    /// Temporary files that have been named.
    pub(crate) temporary: u32,
    /// The part of the input that runs now.
    pub(crate) source: Source,
    /// Where the input stands in the store.
    pub(crate) inputs: Vec<Text>,
}

impl<'v> Shell<'v> {
    pub(crate) fn new(size: usize, visit: &'v mut dyn FnMut(&SimpleCommand<'_>)) -> Self {
        let mut shell = Shell {
            store: Store::new(size, size.saturating_mul(2) + 192 * 1024),
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
            locals: Vec::new(),
            temporaries: Vec::new(),
            function_depth: 0,
            buffer: String::new(),
            words: Vec::new(),
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
            status: Status::Success,
            possible: 0,
            condition: 0,
            place: Place::default(),
            floor: 1,
            depth: 0,
            level: 0,
            gave_up: false,
            repeated: 0,
            work: 2048 + (size / 8) as u32,
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

    /// Whether so much may be repeated.
    #[inline(never)]
    pub(crate) fn spend(&mut self, units: usize) -> bool {
        let enough = self.work as usize > units;
        self.work = self.work.saturating_sub(units as u32);
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

    /// The slot of a name.
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

    /// Where a name stands in the table, or could stand, and its slot or 0.
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
        // What has no slot of its own stays unknown.
        let value = if slot == OVERFLOW { Value::One(Text::UNKNOWN) } else { value };
        if let Some(held) = self.slots.get_mut(slot as usize) {
            let old = core::mem::replace(&mut held.value, value);
            self.journal.push((slot, old));
        }
    }

    #[inline(never)]
    pub(crate) fn mark(&self) -> Mark {
        Mark { journal: self.journal.len(), output: self.output.len() }
    }

    /// Takes back every change since a mark. Files that a subshell has written stay written.
    #[inline(never)]
    pub(crate) fn undo(&mut self, mark: Mark, files: bool) {
        let from = self.pending.len();
        while self.journal.len() > mark.journal {
            let Some((slot, old)) = self.journal.pop() else { break };
            if let Some(held) = self.slots.get_mut(slot as usize) {
                if !files && held.space == Space::File {
                    self.pending.push((slot, old));
                } else {
                    held.value = old;
                }
            }
        }
        while self.pending.len() > from {
            self.journal.extend(self.pending.pop());
        }
    }

    /// Ends a branch: takes it back and keeps it aside.
    #[inline(never)]
    pub(crate) fn set_aside(&mut self, mark: Mark) -> Branch {
        let pending = self.pending.len();
        self.stamp += 1;
        for at in mark.journal..self.journal.len() {
            let Some((slot, _)) = self.journal.get(at).copied() else { break };
            let stamp = self.stamp;
            if let Some(held) = self.slots.get_mut(slot as usize)
                && held.stamp != stamp
            {
                held.stamp = stamp;
                self.pending.push((slot, held.value));
            }
        }
        let output = self.collect(mark.output);
        self.undo(mark, true);
        Branch { pending, output }
    }

    /// Forgets how everything was before.
    pub(crate) fn settle_journal(&mut self) {
        self.journal.clear();
        self.escaped.clear();
    }

    /// Whether anything has changed since a mark.
    pub(crate) fn changed(&self, mark: Mark) -> bool {
        let changes = self.journal.get(mark.journal..).unwrap_or_default();
        changes.iter().any(|(slot, old)| self.value(*slot) != *old)
    }

    /// What has been printed since a mark.
    pub(crate) fn collect_since(&mut self, mark: Mark) -> Value {
        self.collect(mark.output)
    }

    /// Joins the branch that was kept aside to the one that has been run since the mark.
    #[inline(never)]
    pub(crate) fn merge(&mut self, mark: Mark, branch: Branch) {
        self.stamp += 1;
        let stamp = self.stamp;
        for at in branch.pending..self.pending.len() {
            let slot = self.pending.get(at).map_or(0, |entry| entry.0);
            self.slots.iter_mut().skip(slot as usize).take(1).for_each(|slot| slot.stamp = stamp);
        }
        // What only the second has changed may be as before.
        for at in mark.journal..self.journal.len() {
            let Some((slot, old)) = self.journal.get(at).copied() else { break };
            let Some(held) = self.slots.get_mut(slot as usize) else { break };
            if held.stamp != stamp {
                held.stamp = stamp;
                let now = held.value;
                self.put_joined(slot, now, old);
            }
        }
        while self.pending.len() > branch.pending {
            let Some((slot, other)) = self.pending.pop() else { break };
            let now = self.value(slot);
            self.put_joined(slot, now, other);
        }
        let output = self.collect(mark.output);
        let output = self.store.join(branch.output, output);
        self.print(output);
    }

    /// Puts the branch that was kept aside in the place of the other one, which goes nowhere.
    #[inline(never)]
    pub(crate) fn replace(&mut self, mark: Mark, branch: Branch) {
        let output = self.collect(mark.output);
        self.undo(mark, true);
        while self.pending.len() > branch.pending {
            let Some((slot, value)) = self.pending.pop() else { break };
            self.put(slot, value);
        }
        let output = self.store.join(branch.output, output);
        self.print(output);
    }

    fn put_joined(&mut self, slot: u32, a: Value, b: Value) {
        let value = self.store.join(a, b);
        if value != a {
            self.put(slot, value);
        }
    }

    /// Keeps the changes since a mark for the end of the loop or function that this state leaves early.
    #[inline(never)]
    pub(crate) fn escape(&mut self, mark: Mark, from_function: bool) {
        if self.escaped.len() > 512 {
            return;
        }
        for at in mark.journal..self.journal.len() {
            let Some((slot, _)) = self.journal.get(at).copied() else { break };
            let value = self.value(slot);
            self.escaped.push((from_function, slot, value));
        }
    }

    /// Joins the states that have left a loop (or a function) early since there were so many.
    pub(crate) fn rejoin(&mut self, from: usize, function: bool) {
        let mut at = from;
        while let Some((from_function, slot, value)) = self.escaped.get(at).copied() {
            let now = self.value(slot);
            self.put_joined(slot, now, value);
            // What returns from a function leaves its loops on the way.
            if function || !from_function {
                self.escaped.swap_remove(at);
            } else {
                at += 1;
            }
        }
    }

    /// Widens every slot that has changed since a mark: it may have any value that begins and ends as those seen do.
    pub(crate) fn widen(&mut self, mark: Mark) {
        for at in mark.journal..self.journal.len() {
            let Some((slot, old)) = self.journal.get(at).copied() else { break };
            let now = self.value(slot);
            let both = self.store.join(now, old);
            if both == now {
                continue;
            }
            let mut value = both;
            if self.store.count(both) > 1 && slot != DIRECTORY {
                let text = Value::One(self.store.common(both));
                value = self.store.join(both, text);
            }
            self.put(slot, value);
        }
    }

    /// Prints, if somebody listens.
    #[inline(never)]
    pub(crate) fn print(&mut self, value: Value) {
        if self.listeners > 0 && value != Value::One(Text::EMPTY) && value != Value::Unset {
            self.output.push(value);
        }
    }

    #[inline(never)]
    pub(crate) fn print_text(&mut self, text: Text) {
        self.print(Value::One(text));
    }

    /// What has been printed since there were so many pieces, as one value.
    #[inline(never)]
    pub(crate) fn collect(&mut self, from: usize) -> Value {
        let count = self.output.len().saturating_sub(from);
        if count == 0 {
            return Value::One(Text::EMPTY);
        }
        if count == 1 {
            return self.output.pop().unwrap_or_default();
        }
        // Every combination of the pieces, as long as they are few.
        let mut total = 1;
        for at in from..self.output.len() {
            let count = self.store.count(self.output.get(at).copied().unwrap_or_default());
            total = (total * count).min(crate::store::ALTERNATIVES + 1);
        }
        let few = total <= crate::store::ALTERNATIVES;
        let mut out = Value::One(Text::EMPTY);
        let mut parts = Vec::with_capacity(count);
        for code in 0..if few { total } else { 1 } {
            parts.clear();
            let mut rest = code;
            for at in from..self.output.len() {
                let value = self.output.get(at).copied().unwrap_or_default();
                let count = self.store.count(value);
                let part = if few { self.store.alternative(value, rest % count) } else { self.store.common(value) };
                rest /= count;
                parts.push(if part == Text::UNSET { Text::EMPTY } else { part });
            }
            let text = Value::One(self.store.concat(&parts));
            out = if code == 0 { text } else { self.store.join(out, text) };
        }
        self.output.truncate(from);
        out
    }

    /// Adds to the words under construction.
    #[inline(never)]
    pub(crate) fn push_text(&mut self, text: Text) {
        self.buffer.push_str(self.store.get(text));
    }

    /// Makes a text of what has been added since there was so much.
    #[inline(never)]
    pub(crate) fn finish(&mut self, from: usize) -> Text {
        let text = self.store.add(slice_from(&self.buffer, from));
        self.buffer.truncate(from);
        text
    }

    /// Hands out a command: the words from `at` on, and the operations that were found.
    pub(crate) fn emit(&mut self, at: usize, interactive: bool, unread: bool) {
        self.emit_words(at, self.words.len(), interactive, unread);
    }

    /// Hands out a command whose words end before others begin.
    #[inline(never)]
    pub(crate) fn emit_words(&mut self, at: usize, end: usize, interactive: bool, unread: bool) {
        let input = match self.value(INPUT) {
            Value::Unset => None,
            value if self.store.count(value) > 1 => Some(self.store.common(value)),
            value => Some(self.store.alternative(value, 0)).filter(|text| *text != Text::UNSET),
        };
        let certain = self.possible == 0;
        let command = SimpleCommand::new(crate::command::Parts {
            store: &self.store,
            words: self.words.get(at..end).unwrap_or_default(),
            options: &self.options,
            operands: &self.operands,
            operations: &self.operations,
            place: self.place,
            directory: self.store.alternative(self.value(DIRECTORY), 0),
            input,
            interactive,
            unread,
            certainty: if certain { Certainty::Certain } else { Certainty::Possible },
            source: self.source,
        });
        (self.visit)(&command);
    }
}
