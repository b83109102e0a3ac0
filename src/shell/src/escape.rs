//! States that leave a loop, a function or a sourced script early: they are kept as they differ from the beginning of
//! the function, and joined with the state that arrives at their target. So is what they have printed since the target
//! began.

use crate::interpreter::{Escaped, ExitStatus, Flow, Frame, OVERFLOW, Shell};
use crate::store::{ALTERNATIVES, Value};

/// Stands for the output among the slots of a state that has left early.
const OUTPUT: u32 = u32::MAX;

impl ExitStatus {
    /// The status of a command that ended in either way.
    pub(crate) fn or(self, other: ExitStatus) -> ExitStatus {
        if self == other { self } else { ExitStatus::Unknown }
    }
}

impl Shell<'_> {
    /// Begins a function or a subshell.
    pub(crate) fn begin(&mut self) -> Frame {
        self.level += 1;
        let loops = core::mem::take(&mut self.loops);
        let frame = Frame { journal: self.journal.len(), escaped: self.escaped.len(), loops };
        core::mem::replace(&mut self.frame, frame)
    }

    /// Ends a function or a subshell, with the frame of what surrounds it.
    pub(crate) fn conclude(&mut self, outer: Frame) {
        self.level -= 1;
        self.loops = self.frame.loops;
        self.frame = outer;
    }

    /// Where a flow leads: a number for the end of each loop, of its round, and of the function or script.
    pub(crate) fn target(&self, flow: Flow) -> u32 {
        match flow {
            Flow::Break(levels) => 2 * (self.loops - levels) + 1,
            Flow::Continue(levels) => 2 * (self.loops - levels),
            Flow::Return => u32::MAX - 1 - self.sources,
            Flow::Next | Flow::Exit => u32::MAX,
        }
    }

    /// Begins what a flow may lead to the end of.
    pub(crate) fn open(&mut self, flow: Flow) {
        let target = self.target(flow);
        self.starts.push((target, self.output.len() as u32));
    }

    /// Keeps the current state for where the flow leads; of a process that ends, its status and output. Returns whether
    /// it is one.
    #[inline(never)]
    pub(crate) fn escape(&mut self, flow: Flow) -> bool {
        let wanted = self.target(flow);
        let exit = self.target(Flow::Exit);
        let found = self.starts.iter().rfind(|(target, _)| *target == wanted || *target == exit);
        let (target, start) = found.copied().unwrap_or((exit, 0));
        let from = self.output.len();
        for at in start as usize..from {
            let piece = self.output.get(at).copied().unwrap_or_default();
            self.output.push(piece);
        }
        let output = self.collect(from);
        let mut all = self.gather(target, true);
        self.store.allow(&mut all, output);
        self.escaped.push(Escaped { target, slot: OUTPUT, value: all.unwrap_or_default(), status: self.status });
        if target == exit {
            return true;
        }
        // So that there is an entry even if nothing has changed.
        self.put(OVERFLOW, Value::Unset);
        if !self.afford(self.journal.len() - self.frame.journal) {
            self.gave_up = true;
            return false;
        }
        let pending = self.pending.len();
        self.note_changes(self.frame.journal);
        while self.pending.len() > pending {
            let Some((slot, value)) = self.pending.pop() else { break };
            self.escaped.push(Escaped { target, slot, value, status: self.status });
        }
        false
    }

    /// Joins the states that have left early for a target with the current one, or replaces this by them. Returns
    /// what they have printed, if there are any.
    #[inline(never)]
    fn gather(&mut self, target: u32, both: bool) -> Option<Value> {
        let pending = self.pending.len();
        let mut output = None;
        let mut at = self.frame.escaped;
        while let Some(entry) = self.escaped.get(at).copied() {
            if entry.target != target {
                at += 1;
                continue;
            }
            self.escaped.swap_remove(at);
            match entry.slot {
                OUTPUT => self.store.allow(&mut output, entry.value),
                slot => self.pending.push((slot, entry.value)),
            }
            self.status = if both { self.status.or(entry.status) } else { entry.status };
        }
        if self.pending.len() > pending {
            self.combine(self.frame.journal, pending, both);
        }
        output
    }

    /// Continues on the way of a flow with the states that have left for its target.
    pub(crate) fn follow(&mut self, flow: Flow) {
        let target = self.target(flow);
        if let Some(value) = self.gather(target, false) {
            // Some may have left before the current state began, with other output.
            self.escaped.push(Escaped { target, slot: OUTPUT, value, status: self.status });
        }
    }

    /// Joins the output since `start` with that of states that have left early.
    fn rejoin(&mut self, start: u32, left: Value) {
        let now = self.collect(start as usize);
        let room = ALTERNATIVES - self.store.count(now);
        let few = self.store.count(left) <= room;
        let left = if few { left } else { Value::One(self.store.common(left)) };
        let all = if room > 0 { self.store.join(now, left) } else { now };
        self.print(all);
    }

    /// Continues at the target that was opened last, to which the current state comes if its flow is `Next`. If only
    /// states that have left early come there, the current one leaves in its turn.
    #[inline(never)]
    pub(crate) fn arrive(&mut self, flow: Flow) -> Flow {
        let Some((target, start)) = self.starts.pop() else { return flow };
        let both = flow == Flow::Next;
        let entries = self.escaped.get(self.frame.escaped..).unwrap_or_default();
        if !both && entries.iter().any(|entry| entry.target == target) {
            self.escape(flow);
        }
        let Some(left) = self.gather(target, both) else { return flow };
        if both {
            self.rejoin(start, left);
        } else {
            self.output.truncate(start as usize);
            self.print(left);
        }
        Flow::Next
    }
}
