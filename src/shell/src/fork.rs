//! Branches: each is run from the same state, and the states that they leave are joined.

use crate::interpreter::{Branch, Choice, Dialect, ExitStatus, Flow, Mark, Shell, Space};
use crate::store::{Text, Value};

/// Branches that begin at the same mark.
pub(crate) struct Fork {
    mark: Mark,
    /// The branches that continue, joined.
    open: Option<Branch>,
    /// The output of the other branches, if none continues.
    lost: Option<Value>,
    /// How the last of the others ended.
    left: Flow,
    status: Option<ExitStatus>,
}

impl Fork {
    pub(crate) fn new(mark: Mark) -> Fork {
        Fork { mark, open: None, lost: None, left: Flow::Next, status: None }
    }

    /// Ends the branch that has been run since the mark.
    #[inline(never)]
    pub(crate) fn end(&mut self, shell: &mut Shell<'_>, flow: Flow) {
        if flow == Flow::Next {
            let status = shell.status;
            self.status = Some(self.status.map_or(status, |other| other.or(status)));
            if let Some(open) = self.open.take() {
                shell.merge(self.mark, open);
            }
            self.open = Some(shell.set_aside(self.mark));
            return;
        }
        let ends = shell.escape(flow);
        let output = shell.collect(self.mark.output);
        let pending = shell.pending.len();
        shell.note_changes(self.mark.journal);
        shell.undo(self.mark, true);
        while shell.pending.len() > pending {
            let Some((slot, value)) = shell.pending.pop() else { break };
            // Files that it has written may be there afterwards.
            if ends && shell.slots.get(slot as usize).is_some_and(|slot| slot.space == Space::File) {
                let now = shell.value(slot);
                shell.put_joined(slot, now, value);
            }
        }
        self.mark.journal = shell.journal.len();
        shell.store.allow(&mut self.lost, output);
        // If no branch continues, the one that leaves least counts.
        if self.left == Flow::Next || self.left == Flow::Exit {
            self.left = flow;
        }
    }

    /// Continues with the joined state of all branches.
    #[inline(never)]
    pub(crate) fn finish(self, shell: &mut Shell<'_>) -> Flow {
        if let Some(status) = self.status {
            shell.status = status;
        }
        if let Some(open) = self.open {
            shell.combine(self.mark.journal, open.pending, false);
            shell.print(open.output);
            return Flow::Next;
        }
        shell.follow(self.left);
        shell.print(self.lost.unwrap_or_default());
        self.left
    }
}

impl Shell<'_> {
    /// Runs a node once for each combination of the values that it uses.
    pub(crate) fn choices(&mut self, id: u32, run: fn(&mut Self, u32) -> Flow) -> Flow {
        let outer = core::mem::replace(&mut self.choice, Choice { code: 0, radix: 1 });
        let chosen = self.chosen.len();
        let memo_from = core::mem::replace(&mut self.memo_from, self.memo.len());
        let (mark, status) = (self.mark(), self.status);
        let mut fork = None;
        let mut code = 0;
        let mut flow;
        loop {
            self.choice = Choice { code, radix: 1 };
            self.status = status;
            let words = self.words.len();
            flow = run(self, id);
            self.words.truncate(words);
            self.chosen.truncate(chosen);
            code += 1;
            let last = code >= self.choice.radix;
            if last && fork.is_none() {
                break;
            }
            fork.get_or_insert_with(|| Fork::new(mark)).end(self, flow);
            if last {
                break;
            }
        }
        if let Some(fork) = fork {
            flow = fork.finish(self);
        }
        self.memo.truncate(self.memo_from);
        self.memo_from = memo_from;
        self.choice = outer;
        flow
    }

    /// Runs either of two commands, of which it is not known which one runs; 0 stands for none.
    pub(crate) fn either(&mut self, a: u32, b: u32, possible: bool) -> Flow {
        let mut fork = Fork::new(self.mark());
        self.possible += u32::from(possible);
        for id in [a, b] {
            let succeeds = id == 0 && possible;
            self.status = if succeeds { ExitStatus::Success } else { ExitStatus::Unknown };
            let flow = if id == 0 { Flow::Next } else { self.run(id) };
            fork.end(self, flow);
        }
        self.possible -= u32::from(possible);
        fork.finish(self)
    }

    /// Calls `run` as a process of its own: its changes are undone, except those of files.
    #[inline(never)]
    pub(crate) fn apart(&mut self, run: &mut dyn FnMut(&mut Self) -> Flow) {
        let (mark, namespaces, locals) = (self.mark(), self.namespaces, self.locals.len());
        let frame = self.begin();
        if matches!(self.dialect, Dialect::Dash | Dialect::Busybox) {
            // There, `break` in a subshell leaves the subshell. Bash does not know the loops around it.
            self.loops = self.frame.loops;
        }
        self.open(Flow::Exit);
        run(self);
        self.arrive(Flow::Next);
        self.conclude(frame);
        self.undo(mark, false);
        self.locals.truncate(locals);
        self.namespaces = namespaces;
    }

    /// The output of `run`.
    #[inline(never)]
    pub(crate) fn listen(&mut self, run: &mut dyn FnMut(&mut Self)) -> Value {
        let from = self.output.len();
        self.listeners += 1;
        run(self);
        self.listeners -= 1;
        self.collect(from)
    }

    /// The output of a list that runs as a process of its own.
    pub(crate) fn captured(&mut self, list: u32) -> Value {
        if self.too_deep() {
            return Value::One(Text::UNKNOWN);
        }
        self.listen(&mut |shell| shell.apart(&mut |shell| shell.run(list)))
    }
}
