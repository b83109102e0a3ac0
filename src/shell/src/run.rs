//! Running the syntax tree.

use crate::fork::Fork;
use crate::interpreter::{ERREXIT, ExitStatus, Flow, INPUT, OVERFLOW, Shell, Space};
use crate::parse::Reader;
use crate::store::{Text, Value};
use crate::syntax::{Node, NodeKind};

/// The maximum nesting of scripts, calls and subshells.
const LEVELS: u32 = 32;

impl Shell<'_> {
    /// Runs a script.
    pub(crate) fn script(&mut self, text: Text) -> Flow {
        let nested = self.level > 0;
        if self.too_deep() || nested && !self.spend(1 + text.len() as usize / 32) {
            self.unread();
            return Flow::Next;
        }
        let mut r = Reader { at: text.at() as usize, end: (text.at() + text.len()) as usize };
        let documents = core::mem::take(&mut self.documents);
        let depth = core::mem::replace(&mut self.depth, 0);
        self.level += 1;
        self.repeated += u32::from(nested);
        let mut flow = Flow::Next;
        while r.at < r.end && flow == Flow::Next {
            let mark = self.tree.len();
            let first = self.complete_command(&mut r);
            flow = self.run_all(first);
            self.tree.truncate(mark);
            if !nested {
                // Nothing before this is undone.
                self.settle_journal();
            }
        }
        if self.gave_up {
            self.gave_up = false;
            self.unread();
        }
        self.repeated -= u32::from(nested);
        self.level -= 1;
        self.depth = depth;
        self.documents = documents;
        flow
    }

    /// Whether the nesting has reached its maximum.
    pub(crate) fn too_deep(&self) -> bool {
        self.level >= LEVELS
    }

    /// Reports that part of the script was not read.
    #[inline(never)]
    pub(crate) fn unread(&mut self) {
        let at = self.words.len();
        self.words.push(Text::UNKNOWN);
        self.clear();
        self.emit(at, false, true);
        self.words.truncate(at);
        self.status = ExitStatus::Unknown;
    }

    /// Runs a node and its siblings.
    fn run_all(&mut self, first: u32) -> Flow {
        let mut id = first;
        while id != 0 {
            let flow = self.run(id);
            if flow != Flow::Next {
                return flow;
            }
            id = self.tree.get(id).next;
        }
        Flow::Next
    }

    /// Runs a command.
    pub(crate) fn run(&mut self, id: u32) -> Flow {
        let node = self.tree.get(id);
        match node.kind {
            NodeKind::List | NodeKind::Group => self.run_all(node.first),
            NodeKind::Simple => self.choices(id, Self::simple),
            NodeKind::And => self.and_or(node),
            NodeKind::Pipe => self.pipe(node.first),
            NodeKind::Not => {
                let flow = self.test_node(node.first);
                self.status = match self.status {
                    ExitStatus::Success => ExitStatus::Failure,
                    ExitStatus::Failure => ExitStatus::Success,
                    ExitStatus::Unknown => ExitStatus::Unknown,
                };
                flow
            }
            NodeKind::Subshell | NodeKind::Background => {
                if self.too_deep() {
                    self.unread();
                    return Flow::Next;
                }
                self.apart(&mut |shell| shell.run_all(node.first));
                if node.kind == NodeKind::Background {
                    self.status = ExitStatus::Success;
                }
                self.failed()
            }
            NodeKind::Redirected => self.choices(id, |shell, id| {
                let body = shell.tree.get(id).first;
                let first = shell.tree.get(body).next;
                shell.redirected(first, &mut |shell| shell.run(body))
            }),
            NodeKind::If => {
                let flow = self.test_node(node.first);
                if flow != Flow::Next {
                    return flow;
                }
                let then = self.tree.get(node.first).next;
                let other = self.tree.get(then).next;
                match self.status {
                    ExitStatus::Success => self.run(then),
                    ExitStatus::Failure if other != 0 => self.run(other),
                    ExitStatus::Failure => {
                        self.status = ExitStatus::Success;
                        Flow::Next
                    }
                    ExitStatus::Unknown => self.either(then, other, true),
                }
            }
            NodeKind::While => self.repeat(id),
            NodeKind::For | NodeKind::Count => self.choices(id, Self::repeat),
            NodeKind::Case => self.choices(id, Self::case),
            NodeKind::Function => {
                let slot = self.slot(Space::Function, node.text);
                let text = self.tree.get(node.first).text;
                // With too many names it could not be found again.
                self.gave_up |= slot == OVERFLOW;
                self.put(slot, Value::One(text));
                self.status = ExitStatus::Success;
                Flow::Next
            }
            NodeKind::Condition => self.choices(id, Self::condition_node),
            NodeKind::Arithmetic => self.choices(id, |shell, id| {
                let value = shell.arithmetic(shell.tree.get(id).first);
                shell.status = match value {
                    Some(0) => ExitStatus::Failure,
                    Some(_) => ExitStatus::Success,
                    None => ExitStatus::Unknown,
                };
                Flow::Next
            }),
            _ => {
                self.unread();
                Flow::Next
            }
        }
    }

    /// Ends a command whose failure may end the script.
    pub(crate) fn failed(&mut self) -> Flow {
        let exits = self.status == ExitStatus::Failure && self.condition == 0 && self.value(ERREXIT) != Value::Unset;
        if exits { Flow::Exit } else { Flow::Next }
    }

    /// Runs a condition.
    pub(crate) fn test_node(&mut self, id: u32) -> Flow {
        self.condition += 1;
        let flow = self.run(id);
        self.condition -= 1;
        flow
    }

    fn and_or(&mut self, node: Node) -> Flow {
        // The left side of each is the one before it. A chain may be thousands long, so this is a loop and not a
        // recursion.
        let mut chain = alloc::vec![node];
        let mut first = node.first;
        while self.tree.get(first).kind == NodeKind::And {
            chain.push(self.tree.get(first));
            first = self.tree.get(first).first;
        }
        let mut flow = self.test_node(first);
        while let (Flow::Next, Some(node)) = (flow, chain.pop()) {
            let right = self.tree.get(node.first).next;
            let or = node.flag == 1;
            let tested = u32::from(!chain.is_empty());
            self.condition += tested;
            flow = match self.status {
                ExitStatus::Success if or => Flow::Next,
                ExitStatus::Failure if !or => Flow::Next,
                // Commands usually succeed.
                ExitStatus::Unknown => self.either(right, 0, or),
                _ => self.run(right),
            };
            self.condition -= tested;
        }
        flow
    }

    fn pipe(&mut self, first: u32) -> Flow {
        if self.too_deep() {
            self.unread();
            return Flow::Next;
        }
        let (mut input, status) = (None, self.status);
        let mut id = first;
        while id != 0 {
            let next = self.tree.get(id).next;
            let mut stage = |shell: &mut Self| {
                shell.status = status;
                shell.apart(&mut |shell| {
                    if let Some(input) = input {
                        shell.put(INPUT, input);
                    }
                    shell.run(id)
                });
            };
            if next == 0 {
                stage(self);
            } else {
                let output = self.listen(&mut stage);
                input = Some(output);
            }
            id = next;
        }
        self.failed()
    }

    fn case(&mut self, id: u32) -> Flow {
        let word = self.tree.get(id).first;
        let text = self.text_of(word);
        let several = u32::from(self.choice.radix > 1);
        self.guessed += several;
        let mut fork = Fork::new(self.mark());
        let mut item = self.tree.get(word).next;
        let mut doubtful = 0;
        let mut decided = false;
        // Whether an earlier item falls through to this one.
        let mut falls = false;
        let status = self.status;
        while item != 0 && !decided {
            let node = self.tree.get(item);
            let mut fit = if falls { Some(true) } else { Some(false) };
            let mut child = node.first;
            loop {
                let next = self.tree.get(child).next;
                if next == 0 {
                    break;
                }
                if fit != Some(true) {
                    let pattern = self.pattern_of(child);
                    match self.fits(text, pattern) {
                        Some(false) => {}
                        other => fit = other,
                    }
                }
                child = next;
            }
            falls = false;
            if fit != Some(false) {
                doubtful += u32::from(fit.is_none());
                let possible = u32::from(doubtful > 0);
                self.possible += possible;
                self.status = if self.tree.get(child).first == 0 { ExitStatus::Success } else { status };
                let flow = self.run(child);
                self.possible -= possible;
                decided = fit == Some(true);
                if decided && node.flag > 0 && flow == Flow::Next {
                    (falls, decided) = (node.flag == 1, false);
                } else if decided && doubtful == 0 {
                    self.guessed -= several;
                    return flow;
                } else {
                    fork.end(self, flow);
                }
            }
            item = node.next;
        }
        self.guessed -= several;
        if !decided {
            self.status = ExitStatus::Success;
            if doubtful == 0 {
                return Flow::Next;
            }
            fork.end(self, Flow::Next);
        }
        fork.finish(self)
    }

    fn simple(&mut self, id: u32) -> Flow {
        let node = self.tree.get(id);
        if self.repeated > 0 && !self.spend(1) {
            if self.work == 0 && !self.gave_up {
                self.gave_up = true;
                self.unread();
            }
            self.status = ExitStatus::Unknown;
            return Flow::Next;
        }
        self.locate(node.text);
        let memo = self.memo.len();
        let at = self.words.len();
        let splits = core::mem::take(&mut self.splits);
        let (mut child, mut assigns, mut redirects) = (node.first, false, false);
        while child != 0 {
            let part = self.tree.get(child);
            match part.kind {
                NodeKind::Word => self.fields(child),
                NodeKind::Redirect => redirects = true,
                _ if self.words.len() > at => self.declared(at, child, part),
                _ => assigns = true,
            }
            child = part.next;
        }
        let several = u32::from(self.choice.radix > 1);
        self.guessed += several;
        let mut body = |shell: &mut Self| {
            let words = shell.words.len() > at;
            let temporary = shell.temporaries.len();
            let mut child = if assigns { node.first } else { 0 };
            while child != 0 {
                let part = shell.tree.get(child);
                if part.kind == NodeKind::Assign {
                    if words {
                        let slot = shell.slot(Space::Variable, part.text);
                        shell.temporaries.push((slot, shell.value(slot)));
                        shell.export(slot);
                    }
                    shell.assign(child);
                } else if part.kind == NodeKind::Word {
                    break;
                }
                child = part.next;
            }
            if !words {
                // Its status is that of the last substitution.
                if shell.memo.len() == memo {
                    shell.status = ExitStatus::Success;
                }
                return shell.failed();
            }
            let flow = shell.command(at);
            while shell.temporaries.len() > temporary {
                let Some((slot, old)) = shell.temporaries.pop() else { break };
                shell.put(slot, old);
            }
            match flow {
                Flow::Next => shell.failed(),
                flow => flow,
            }
        };
        let flow = if redirects { self.redirected(node.first, &mut body) } else { body(self) };
        self.guessed -= several;
        self.words.truncate(at);
        self.splits = splits;
        flow
    }

    /// Notes which part of the input runs, if the text is a part of the input.
    pub(crate) fn locate(&mut self, text: Text) {
        let end = text.at() + text.len();
        // The inputs are in the order of their positions.
        let at = self.inputs.partition_point(|input| input.at() <= text.at()).saturating_sub(1);
        if let Some(input) = self.inputs.get(at).filter(|input| input.at() <= text.at())
            && end <= input.at() + input.len()
        {
            let from = text.at() - input.at();
            self.source = crate::command::Source { word: at as u32, from, to: from + text.len() };
        }
    }
}
