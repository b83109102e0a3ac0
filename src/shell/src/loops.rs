//! Loops: their rounds run one after the other; if their number is unknown, until the state does not change any more.

use crate::interpreter::{ARGUMENTS, ExitStatus, Flow, Shell, Space};
use crate::store::{ALTERNATIVES, Text, Value};
use crate::syntax::{Node, NodeKind};
use crate::text::byte_at;
use crate::value::is_opaque;

/// The maximum number of rounds of a loop. No loop uses more than half of the budget that is left: then it is treated
/// as a loop with an unknown number of rounds.
const ROUNDS: u32 = 256;

impl Shell<'_> {
    pub(crate) fn repeat(&mut self, id: u32) -> Flow {
        let node = self.tree.get(id);
        self.loops += 1;
        self.open(Flow::Break(1));
        let flow = match node.kind {
            NodeKind::While => self.while_loop(node),
            NodeKind::For => self.for_loop(node),
            _ => self.count_loop(node),
        };
        self.loops -= 1;
        self.arrive(flow)
    }

    fn while_loop(&mut self, node: Node) -> Flow {
        let (condition, until) = (node.first, node.flag == 1);
        let body = self.tree.get(condition).next;
        let share = self.work / 2;
        let mut rounds = 0;
        loop {
            let start = self.mark();
            let flow = self.test_node(condition);
            if let Some(flow) = self.leaves(flow) {
                break flow;
            }
            let going = match self.status {
                ExitStatus::Success => !until,
                ExitStatus::Failure => until,
                ExitStatus::Unknown => {
                    self.unknown_rounds(condition, body, None);
                    break Flow::Next;
                }
            };
            if !going {
                self.status = ExitStatus::Success;
                break Flow::Next;
            }
            rounds += 1;
            if rounds > 1 && !self.spend(4) {
                self.unread();
                break Flow::Next;
            }
            if rounds > ROUNDS || self.work < share {
                self.unknown_rounds(condition, body, None);
                break Flow::Next;
            }
            let flow = self.round(body, rounds > 1);
            if let Some(flow) = self.leaves(flow) {
                break flow;
            }
            // Every further round would be the same.
            if !self.changed(start) {
                self.status = ExitStatus::Unknown;
                break Flow::Next;
            }
        }
    }

    /// Runs the body of a loop.
    fn round(&mut self, body: u32, again: bool) -> Flow {
        self.open(Flow::Continue(1));
        self.repeated += u32::from(again);
        let flow = self.run(body);
        self.repeated -= u32::from(again);
        self.arrive(if flow == Flow::Continue(1) { Flow::Next } else { flow })
    }

    /// How a loop ends, if the flow of its body or condition ends it.
    fn leaves(&mut self, flow: Flow) -> Option<Flow> {
        match flow {
            Flow::Next | Flow::Continue(1) => None,
            Flow::Break(1) => Some(Flow::Next),
            Flow::Break(n) => Some(Flow::Break(n - 1)),
            Flow::Continue(n) => Some(Flow::Continue(n - 1)),
            other => Some(other),
        }
    }

    /// Any number of rounds: the state afterwards holds what none, one and more of them leave.
    fn unknown_rounds(&mut self, condition: u32, body: u32, item: Option<(u32, Value)>) {
        let mark = self.mark();
        self.possible += 1;
        self.repeated += 1;
        let enough = self.spend(8);
        let passes = if self.possible < 4 && enough { 2 } else { 1 };
        let output = self.listen(&mut |shell| {
            for pass in 0..passes {
                shell.status = ExitStatus::Unknown;
                if let Some((slot, value)) = item {
                    shell.put(slot, value);
                }
                let flow = shell.round(body, false);
                if flow != Flow::Next {
                    shell.escape(flow);
                }
                if shell.tree.get(condition).kind == NodeKind::Word {
                    // The values that it steps through are no choices of the loop.
                    let radix = core::mem::replace(&mut shell.choice.radix, ALTERNATIVES);
                    shell.arithmetic(condition);
                    shell.choice.radix = radix;
                } else if condition != 0 && enough {
                    // Loops in conditions of loops would otherwise double the work at each level.
                    shell.test_node(condition);
                }
                let changed = shell.changed(mark);
                shell.widen(mark);
                if pass == 0 && !changed {
                    break;
                }
            }
        });
        self.repeated -= 1;
        self.possible -= 1;
        self.status = ExitStatus::Unknown;
        if output != Value::One(Text::EMPTY) {
            let once = self.store.common(output);
            let more = Value::One(self.store.concat(&[once, Text::UNKNOWN]));
            let none = self.store.join(Value::One(Text::EMPTY), output);
            let all = self.store.join(none, more);
            self.print(all);
        }
    }

    fn for_loop(&mut self, node: Node) -> Flow {
        let from = self.words.len();
        let mut child = node.first;
        let mut items = (0, 0);
        if node.flag == 1
            && let Value::List(at, len) = self.arguments()
        {
            items = (at, len);
        }
        loop {
            let next = self.tree.get(child).next;
            if next == 0 {
                break;
            }
            self.fields(child);
            child = next;
        }
        for at in 0..items.1 {
            let item = self.store.item(items.0, at);
            self.words.push(if item == Text::UNSET { Text::UNKNOWN } else { item });
        }
        if node.flag == 1 && !matches!(self.value(ARGUMENTS), Value::List(..)) {
            self.words.push(Text::UNKNOWN);
        }
        let slot = self.slot(Space::Variable, node.text);
        let several = u32::from(self.choice.radix > 1);
        self.guessed += several;
        let mut flow = Flow::Next;
        let share = self.work / 2;
        if from == self.words.len() {
            self.status = ExitStatus::Success;
        }
        for at in from..self.words.len() {
            let item = self.words.get(at).copied().unwrap_or_default();
            let text = self.store.get(item);
            if is_opaque(text) && byte_at(text, 0) == 1 {
                // Unknown words, of unknown number.
                self.unknown_rounds(0, child, Some((slot, Value::One(item))));
                continue;
            }
            if at > from && !self.spend(2) {
                self.unread();
                break;
            }
            if at > from + ROUNDS as usize || self.work < share {
                self.unknown_rounds(0, child, Some((slot, Value::One(Text::UNKNOWN))));
                break;
            }
            self.put(slot, Value::One(item));
            let round = self.round(child, at > from);
            if let Some(left) = self.leaves(round) {
                flow = left;
                break;
            }
        }
        self.guessed -= several;
        flow
    }

    fn count_loop(&mut self, node: Node) -> Flow {
        let start = node.first;
        let test = self.tree.get(start).next;
        let step = self.tree.get(test).next;
        let body = self.tree.get(step).next;
        self.arithmetic(start);
        let share = self.work / 2;
        let mut rounds = 0;
        loop {
            let endless = crate::text::trim(self.store.get(self.tree.get(test).text)).is_empty();
            let going = if endless { Some(1) } else { self.arithmetic(test) };
            if going == Some(0) {
                break Flow::Next;
            }
            rounds += 1;
            if rounds > 1 && !self.spend(4) {
                self.unread();
                break Flow::Next;
            }
            if going.is_none() || rounds > ROUNDS || self.work < share {
                self.unknown_rounds(step, body, None);
                break Flow::Next;
            }
            let flow = self.round(body, rounds > 1);
            if let Some(flow) = self.leaves(flow) {
                break flow;
            }
            self.arithmetic(step);
        }
    }
}
