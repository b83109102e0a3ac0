//! The journal of changes: undoing them, setting them aside, and joining the states of two branches.

use crate::interpreter::{Branch, DIRECTORY, Mark, Shell, Space};
use crate::store::Value;

impl Shell<'_> {
    #[inline(never)]
    pub(crate) fn mark(&self) -> Mark {
        Mark { journal: self.journal.len(), output: self.output.len() }
    }

    /// Undoes every change since a mark. Files that a subshell has written stay written.
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

    /// Visits a slot: what it holds, unless it was visited since the stamp was changed.
    pub(crate) fn visit_slot(&mut self, slot: u32) -> Option<Value> {
        let stamp = self.stamp;
        let held = self.slots.get_mut(slot as usize).filter(|held| held.stamp != stamp)?;
        held.stamp = stamp;
        Some(held.value)
    }

    /// Adds what the slots that have changed hold to the pending state.
    #[inline(never)]
    pub(crate) fn note_changes(&mut self, journal: usize) {
        self.stamp += 1;
        for at in journal..self.journal.len() {
            let Some((slot, _)) = self.journal.get(at).copied() else { break };
            if let Some(value) = self.visit_slot(slot) {
                self.pending.push((slot, value));
            }
        }
    }

    /// Ends a branch: undoes its changes and sets them aside.
    #[inline(never)]
    pub(crate) fn set_aside(&mut self, mark: Mark) -> Branch {
        let pending = self.pending.len();
        self.note_changes(mark.journal);
        let output = self.collect(mark.output);
        self.undo(mark, true);
        Branch { pending, output }
    }

    /// Clears the journal, so that nothing so far can be undone.
    pub(crate) fn settle_journal(&mut self) {
        self.journal.clear();
        self.escaped.clear();
    }

    /// Whether anything has changed since a mark.
    pub(crate) fn changed(&self, mark: Mark) -> bool {
        let changes = self.journal.get(mark.journal..).unwrap_or_default();
        changes.iter().any(|(slot, old)| self.value(*slot) != *old)
    }

    /// Joins a branch that was set aside with the one that has been run since the mark.
    #[inline(never)]
    pub(crate) fn merge(&mut self, mark: Mark, branch: Branch) {
        self.combine(mark.journal, branch.pending, true);
        let output = self.collect(mark.output);
        let output = self.store.join(branch.output, output);
        self.print(output);
    }

    /// Joins the pending state with the current one, or replaces this by it. Both began at this place of the journal.
    #[inline(never)]
    pub(crate) fn combine(&mut self, journal: usize, pending: usize, both: bool) {
        self.stamp += 1;
        for at in pending..self.pending.len() {
            let slot = self.pending.get(at).map_or(0, |entry| entry.0);
            self.visit_slot(slot);
        }
        // What only the current state has changed has its old value in the other one.
        for at in journal..self.journal.len() {
            let Some((slot, old)) = self.journal.get(at).copied() else { break };
            if self.visit_slot(slot).is_some() {
                self.pending.push((slot, old));
            }
        }
        while self.pending.len() > pending {
            let Some((slot, other)) = self.pending.pop() else { break };
            if both {
                let now = self.value(slot);
                self.put_joined(slot, now, other);
            } else {
                self.put(slot, other);
            }
        }
    }

    pub(crate) fn put_joined(&mut self, slot: u32, a: Value, b: Value) {
        let value = self.store.join(a, b);
        if value != a {
            self.put(slot, value);
        }
    }

    /// Widens every slot that has changed since a mark: it may have any value with the beginning and end that its
    /// values share.
    pub(crate) fn widen(&mut self, mark: Mark) {
        for at in mark.journal..self.journal.len() {
            let Some((slot, old)) = self.journal.get(at).copied() else { break };
            let now = self.value(slot);
            let both = self.store.join(now, old);
            if both == now {
                continue;
            }
            let mut value = both;
            let function = self.slots.get(slot as usize).is_some_and(|slot| slot.space == Space::Function);
            if self.store.count(both) > 1 && slot != DIRECTORY && !function {
                let text = Value::One(self.store.common(both));
                value = self.store.join(both, text);
            }
            self.put(slot, value);
        }
    }
}
