//! Calling functions.

use crate::interpreter::{ARGUMENTS, Flow, Shell};
use crate::parse::Reader;
use crate::store::Text;

impl Shell<'_> {
    /// Calls a function.
    pub(crate) fn call(&mut self, at: usize, body: Text) -> Flow {
        if self.too_deep() || !self.spend(2) || self.reading == 0 {
            self.unread();
            return Flow::Next;
        }
        let mark = self.tree.len();
        let body = self.body_of_function(body);
        let arguments = self.value(ARGUMENTS);
        let list = self.list_of(at + 1);
        self.put(ARGUMENTS, list);
        let locals = self.locals.len();
        let frame = self.begin();
        self.open(Flow::Return);
        self.repeated += 1;
        self.function_depth += 1;
        let flow = self.run(body);
        let flow = self.returned(flow);
        self.function_depth -= 1;
        self.repeated -= 1;
        self.conclude(frame);
        while self.locals.len() > locals {
            let Some((slot, old)) = self.locals.pop() else { break };
            self.put(slot, old);
        }
        self.put(ARGUMENTS, arguments);
        self.tree.truncate(mark);
        flow
    }

    /// Ends a function or a script that was read by another one.
    pub(crate) fn returned(&mut self, flow: Flow) -> Flow {
        self.arrive(if flow == Flow::Return { Flow::Next } else { flow })
    }

    /// Parses the body of a function.
    fn body_of_function(&mut self, text: Text) -> u32 {
        let from = text.at() as usize;
        let mut r = Reader { at: from, end: from + text.len() as usize };
        let documents = core::mem::take(&mut self.documents);
        let depth = core::mem::replace(&mut self.depth, 0);
        let body = self.command_node(&mut r);
        if !self.documents.is_empty() {
            // Here-documents begin behind the line on which the body ends.
            let rest = self.unread_text(&r);
            r.at += rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
            self.newline(&mut r);
        }
        self.depth = depth;
        self.documents = documents;
        self.afford(r.at - from);
        body
    }
}
