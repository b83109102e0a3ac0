//! Redirections.

use crate::command::FileOpKind;
use crate::interpreter::{Flow, INPUT, Redirection, Shell, Space};
use crate::store::{Text, Value};
use crate::syntax::{NodeKind, redirect};
use crate::text::is_number;

impl Shell<'_> {
    /// Calls `body` with redirections.
    pub(crate) fn redirected(&mut self, first: u32, body: &mut dyn FnMut(&mut Self) -> Flow) -> Flow {
        let input = self.value(INPUT);
        let from = self.redirects.len();
        let (mut listens, mut fed) = (false, false);
        let mut id = first;
        while id != 0 {
            let node = self.tree.get(id);
            id = node.next;
            if node.kind != NodeKind::Redirect {
                continue;
            }
            let mut target = self.text_of(node.first);
            let descriptor = self.store.get(node.text);
            let is_output = matches!(descriptor, "" | "1");
            let is_input = matches!(descriptor, "" | "0");
            let opens = !matches!(descriptor, "" | "0" | "1" | "2");
            let number = is_number(self.store.get(target)) || self.store.get(target) == "-";
            match node.flag {
                redirect::INPUT | redirect::DOCUMENT | redirect::STRING | redirect::COPY_INPUT => {
                    let value = match node.flag {
                        redirect::INPUT => self.content(target),
                        redirect::COPY_INPUT => {
                            let slot = self.slot(Space::Special, target);
                            self.value(slot)
                        }
                        redirect::STRING => {
                            target = self.store.concat(&[target, self.constants.newline]);
                            Value::One(target)
                        }
                        _ => Value::One(target),
                    };
                    let slot = if is_input { INPUT } else { self.slot(Space::Special, node.text) };
                    fed |= is_input;
                    self.put(slot, value);
                }
                redirect::COPY_OUTPUT if number => {
                    if is_output && self.store.get(target) != "1" {
                        listens = true;
                        // A descriptor that `exec 3> file` has opened.
                        if let Value::One(path) = self.held(Space::Descriptor, target) {
                            self.redirects.push(Redirection { path, append: true, prints: true });
                        }
                    }
                }
                _ => {
                    let prints = is_output && node.flag != redirect::BOTH;
                    listens |= prints;
                    let path = self.resolve(target);
                    if opens {
                        let slot = self.slot(Space::Descriptor, node.text);
                        self.put(slot, Value::One(path));
                    }
                    let append = matches!(node.flag, redirect::APPEND | redirect::ALL_APPEND);
                    self.redirects.push(Redirection { path, append, prints });
                }
            }
        }
        let several = u32::from(self.choice.radix > 1);
        self.guessed += several;
        let mut flow = Flow::Next;
        let namespaces = self.namespaces;
        let output = if listens {
            self.listen(&mut |shell| flow = body(shell))
        } else {
            flow = body(self);
            Value::Unset
        };
        let outer = core::mem::replace(&mut self.namespaces, namespaces);
        let status = self.status;
        let count = self.redirects.len();
        let last = (from..count).rev().find(|at| self.redirects.get(*at).is_some_and(|redirect| redirect.prints));
        for at in from..count {
            let Some(redirection) = self.redirects.get(at).copied() else { break };
            let value = if last == Some(at) { output } else { Value::One(Text::EMPTY) };
            self.write(redirection.path, value, redirection.append, redirection.prints);
        }
        self.status = status;
        self.namespaces = outer;
        self.redirects.truncate(from);
        self.guessed -= several;
        if fed {
            self.put(INPUT, input);
        }
        flow
    }

    /// Writes the output of a command to a file, and reports that.
    pub(crate) fn write(&mut self, path: Text, value: Value, append: bool, prints: bool) {
        let name = self.store.get(path);
        if crate::files::is_no_file(name) {
            if matches!(name, "/dev/stdout" | "/dev/tty") {
                self.print(value);
            }
            return;
        }
        let several = u32::from(self.store.count(value) > 1);
        self.guessed += several;
        let at = self.words.len();
        for i in 0..self.store.count(value) {
            let content = self.store.alternative(value, i);
            let content = if content == Text::UNSET { Text::EMPTY } else { content };
            self.operations.clear();
            self.options.clear();
            self.operands.clear();
            self.operation(FileOpKind::Write, path, prints.then_some(content), true, false);
            self.operations.iter_mut().for_each(|op| op.append = append);
            self.emit(at, false, false);
        }
        self.guessed -= several;
        self.store_file(path, value, append);
        if prints {
            for i in 0..self.store.count(value) {
                let content = self.store.alternative(value, i);
                if content != Text::UNSET {
                    self.scheduled(path, content);
                }
            }
        }
    }
}
