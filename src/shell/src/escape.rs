//! States that leave a loop, a function or a sourced script early: they are kept as they differ from the beginning of
//! the function, and joined with the state that arrives at their target.

use crate::interpreter::{Escaped, ExitStatus, Flow, Frame, OVERFLOW, Shell};
use crate::store::Value;

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
        self.escaped.truncate(self.frame.escaped);
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

    /// Keeps the current state for where the flow leads.
    #[inline(never)]
    pub(crate) fn escape(&mut self, flow: Flow) {
        let target = self.target(flow);
        self.gather(target, true);
        // So that there is an entry even if nothing has changed.
        self.put(OVERFLOW, Value::Unset);
        if !self.afford(self.journal.len() - self.frame.journal) {
            self.gave_up = true;
            return;
        }
        self.stamp += 1;
        for at in self.frame.journal..self.journal.len() {
            let Some((slot, _)) = self.journal.get(at).copied() else { break };
            if let Some(value) = self.visit_slot(slot) {
                self.escaped.push(Escaped { target, slot, value, status: self.status });
            }
        }
    }

    /// Joins the states that have left early for a target with the current one, or replaces this by them. Returns
    /// whether there are any.
    #[inline(never)]
    pub(crate) fn gather(&mut self, target: u32, both: bool) -> bool {
        let pending = self.pending.len();
        let mut at = self.frame.escaped;
        while let Some(entry) = self.escaped.get(at).copied() {
            if entry.target != target {
                at += 1;
                continue;
            }
            self.escaped.swap_remove(at);
            self.pending.push((entry.slot, entry.value));
            self.status = if both { self.status.or(entry.status) } else { entry.status };
        }
        let found = self.pending.len() > pending;
        if found {
            self.combine(self.frame.journal, pending, both);
        }
        found
    }

    /// Continues at a target, to which the current state comes if its flow is `Next`. If only states that have left
    /// early come there, the current one leaves in its turn.
    #[inline(never)]
    pub(crate) fn arrive(&mut self, target: u32, flow: Flow) -> Flow {
        let both = flow == Flow::Next;
        let entries = self.escaped.get(self.frame.escaped..).unwrap_or_default();
        if !both && flow != Flow::Exit && entries.iter().any(|entry| entry.target == target) {
            self.escape(flow);
        }
        if self.gather(target, both) { Flow::Next } else { flow }
    }
}
