//! Running the syntax tree.

use crate::command::FileOpKind;
use crate::fork::Fork;
use crate::interpreter::{ARGUMENTS, ERREXIT, Flow, INPUT, Shell, Space, Status};
use crate::parse::Reader;
use crate::pattern::fits;
use crate::store::{Text, Value};
use crate::syntax::{APPEND, Kind, LIST, Node, redirect};
use crate::text::is_number;
use crate::value::is_opaque;

/// Deepest nesting of scripts, calls and subshells.
const LEVELS: u32 = 32;

/// Most rounds of a loop.
const ROUNDS: u32 = 256;

/// A redirection of output.
#[derive(Clone, Copy)]
pub(crate) struct Redirection {
    /// The file, resolved.
    path: Text,
    append: bool,
    /// It takes what the command prints.
    prints: bool,
}

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
            self.tree.truncate(mark.max(self.floor));
            if !nested {
                // Nothing before this is ever taken back.
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

    /// Whether nothing may nest any further.
    pub(crate) fn too_deep(&self) -> bool {
        self.level >= LEVELS
    }

    /// Says that something was not read.
    #[inline(never)]
    pub(crate) fn unread(&mut self) {
        let at = self.words.len();
        self.words.push(Text::UNKNOWN);
        self.operations.clear();
        self.options.clear();
        self.operands.clear();
        self.emit(at, false, true);
        self.words.truncate(at);
        self.status = Status::Unknown;
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
            Kind::List | Kind::Group => self.run_all(node.first),
            Kind::Simple => self.choices(id, Self::simple),
            Kind::And => self.and_or(node),
            Kind::Pipe => self.pipe(node.first),
            Kind::Not => {
                let flow = self.test_node(node.first);
                self.status = match self.status {
                    Status::Success => Status::Failure,
                    Status::Failure => Status::Success,
                    Status::Unknown => Status::Unknown,
                };
                flow
            }
            Kind::Subshell | Kind::Background => {
                if self.too_deep() {
                    self.unread();
                    return Flow::Next;
                }
                self.apart(&mut |shell| shell.run_all(node.first));
                if node.kind == Kind::Background {
                    self.status = Status::Success;
                }
                self.failed()
            }
            Kind::Redirected => {
                let first = self.tree.get(node.first);
                self.redirected(first.next, &mut |shell| shell.run(node.first))
            }
            Kind::If => {
                let flow = self.test_node(node.first);
                if flow != Flow::Next {
                    return flow;
                }
                let then = self.tree.get(node.first).next;
                let other = self.tree.get(then).next;
                match self.status {
                    Status::Success => self.run(then),
                    Status::Failure if other != 0 => self.run(other),
                    Status::Failure => {
                        self.status = Status::Success;
                        Flow::Next
                    }
                    Status::Unknown => self.either(then, other, true),
                }
            }
            Kind::While => self.while_loop(node),
            Kind::For => self.choices(id, Self::for_loop),
            Kind::Count => self.count_loop(node),
            Kind::Case => self.choices(id, Self::case),
            Kind::Function => {
                let slot = self.slot(Space::Function, node.text);
                self.put(slot, Value::Function(node.first));
                self.floor = self.tree.len();
                self.status = Status::Success;
                Flow::Next
            }
            Kind::Condition => self.choices(id, Self::condition_node),
            Kind::Arithmetic => self.choices(id, |shell, id| {
                let value = shell.arithmetic(shell.tree.get(id).first);
                shell.status = match value {
                    Some(0) => Status::Failure,
                    Some(_) => Status::Success,
                    None => Status::Unknown,
                };
                Flow::Next
            }),
            _ => {
                self.unread();
                Flow::Next
            }
        }
    }

    /// Ends a command whose failing may end the script.
    pub(crate) fn failed(&mut self) -> Flow {
        let exits = self.status == Status::Failure && self.condition == 0 && self.value(ERREXIT) != Value::Unset;
        if exits { Flow::Exit } else { Flow::Next }
    }

    /// Runs a condition.
    fn test_node(&mut self, id: u32) -> Flow {
        self.condition += 1;
        let flow = self.run(id);
        self.condition -= 1;
        flow
    }

    fn and_or(&mut self, node: Node) -> Flow {
        let flow = self.test_node(node.first);
        if flow != Flow::Next {
            return flow;
        }
        let right = self.tree.get(node.first).next;
        let or = node.flag == 1;
        match self.status {
            Status::Success if or => Flow::Next,
            Status::Failure if !or => Flow::Next,
            // The usual way is that commands succeed.
            Status::Unknown => self.either(right, 0, or),
            _ => self.run(right),
        }
    }

    fn pipe(&mut self, first: u32) -> Flow {
        if self.too_deep() {
            self.unread();
            return Flow::Next;
        }
        let mut input = None;
        let mut id = first;
        while id != 0 {
            let next = self.tree.get(id).next;
            let mut stage = |shell: &mut Self| {
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

    fn while_loop(&mut self, node: Node) -> Flow {
        let (condition, until) = (node.first, node.flag == 1);
        let body = self.tree.get(condition).next;
        let escaped = self.escaped.len();
        let mut rounds = 0;
        let flow = loop {
            let flow = self.test_node(condition);
            if let Some(flow) = self.leaves(flow) {
                break flow;
            }
            let going = match self.status {
                Status::Success => !until,
                Status::Failure => until,
                Status::Unknown => {
                    self.unknown_rounds(condition, body, None);
                    break Flow::Next;
                }
            };
            if !going {
                self.status = Status::Success;
                break Flow::Next;
            }
            rounds += 1;
            if rounds > 1 && !self.spend(4) {
                self.unread();
                break Flow::Next;
            }
            if rounds > ROUNDS {
                self.unknown_rounds(condition, body, None);
                break Flow::Next;
            }
            let flow = self.round(body, rounds > 1);
            if let Some(flow) = self.leaves(flow) {
                break flow;
            }
        };
        self.rejoin(escaped, false);
        flow
    }

    /// Runs the body of a loop.
    fn round(&mut self, body: u32, again: bool) -> Flow {
        self.repeated += u32::from(again);
        let flow = self.run(body);
        self.repeated -= u32::from(again);
        flow
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
        let passes = if self.possible < 4 && self.spend(8) { 2 } else { 1 };
        let output = self.listen(&mut |shell| {
            for pass in 0..passes {
                let from = shell.mark();
                if let Some((slot, value)) = item {
                    shell.put(slot, value);
                }
                let flow = shell.run(body);
                if matches!(flow, Flow::Break(_) | Flow::Continue(_) | Flow::Return) {
                    shell.escape(from, flow == Flow::Return);
                }
                if shell.tree.get(condition).kind == Kind::Word {
                    shell.arithmetic(condition);
                } else if condition != 0 {
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
        self.status = Status::Unknown;
        if output != Value::One(Text::EMPTY) {
            let once = self.store.common(output);
            let more = Value::One(self.store.concat(&[once, Text::UNKNOWN]));
            let none = self.store.join(Value::One(Text::EMPTY), output);
            let all = self.store.join(none, more);
            self.print(all);
        }
    }

    fn for_loop(&mut self, id: u32) -> Flow {
        let node = self.tree.get(id);
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
            let item = self.store.several(items.0, items.1).get(at as usize).copied().unwrap_or_default();
            self.words.push(item);
        }
        if node.flag == 1 && !matches!(self.value(ARGUMENTS), Value::List(..)) {
            self.words.push(Text::UNKNOWN);
        }
        let slot = self.slot(Space::Variable, node.text);
        let escaped = self.escaped.len();
        let several = u32::from(self.choice.radix > 1);
        self.possible += several;
        let mut flow = Flow::Next;
        self.status = Status::Success;
        for at in from..self.words.len() {
            let item = self.words.get(at).copied().unwrap_or_default();
            if is_opaque(self.store.get(item)) && item.len() > 0 && self.store.byte(item.at() as usize) == 1 {
                // Words that nobody knows, and nobody knows how many.
                self.unknown_rounds(0, child, Some((slot, Value::One(item))));
                continue;
            }
            if at > from && !self.spend(2) {
                self.unread();
                break;
            }
            if at > from + ROUNDS as usize {
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
        self.possible -= several;
        self.rejoin(escaped, false);
        flow
    }

    fn count_loop(&mut self, node: Node) -> Flow {
        let start = node.first;
        let test = self.tree.get(start).next;
        let step = self.tree.get(test).next;
        let body = self.tree.get(step).next;
        self.arithmetic(start);
        let escaped = self.escaped.len();
        let mut rounds = 0;
        let flow = loop {
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
            if going.is_none() || rounds > ROUNDS {
                self.unknown_rounds(step, body, None);
                break Flow::Next;
            }
            let flow = self.round(body, rounds > 1);
            if let Some(flow) = self.leaves(flow) {
                break flow;
            }
            self.arithmetic(step);
        };
        self.rejoin(escaped, false);
        flow
    }

    fn case(&mut self, id: u32) -> Flow {
        let word = self.tree.get(id).first;
        let text = self.text_of(word);
        let several = u32::from(self.choice.radix > 1);
        self.possible += several;
        let mut fork = Fork::new(self.mark());
        let mut item = self.tree.get(word).next;
        let mut doubtful = 0;
        let mut decided = false;
        // An item before this one goes on with it.
        let mut falls = false;
        self.status = Status::Success;
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
                    match fits(self.store.get(text), self.store.get(pattern)) {
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
                let flow = self.run(child);
                self.possible -= possible;
                decided = fit == Some(true);
                if decided && node.flag == 1 && flow == Flow::Next {
                    (falls, decided) = (true, false);
                } else if decided && doubtful == 0 {
                    self.possible -= several;
                    return flow;
                } else {
                    fork.end(self, flow);
                }
            }
            item = node.next;
        }
        self.possible -= several;
        if !decided {
            if doubtful == 0 {
                return Flow::Next;
            }
            fork.end(self, Flow::Next);
        }
        fork.finish(self)
    }

    /// Assigns a variable, or several elements of an array.
    pub(crate) fn assign(&mut self, id: u32) {
        let node = self.tree.get(id);
        let mut child = node.first;
        let slot = self.slot(Space::Variable, node.text);
        let old = self.value(slot);
        let old = self.settle(old);
        if node.flag & LIST != 0 {
            let from = self.words.len();
            while child != 0 {
                let node = self.tree.get(child);
                if self.store.get(node.text).starts_with('[') {
                    // A key, and no pattern.
                    let text = self.text_of(child);
                    self.words.push(text);
                } else {
                    self.fields(child);
                }
                child = node.next;
            }
            let at = self.store.texts.len();
            if node.flag & APPEND != 0
                && let Value::List(first, len) = old
            {
                for i in 0..len {
                    let item = self.store.several(first, len).get(i as usize).copied().unwrap_or_default();
                    self.store.texts.push(item);
                }
            }
            for i in from..self.words.len() {
                let item = self.words.get(i).copied().unwrap_or_default();
                self.keyed(node.text, item);
                let value = self.value_of_item(item);
                self.store.texts.push(value);
            }
            self.words.truncate(from);
            let list = self.store.list(at);
            return self.put(slot, list);
        }
        let index = self.tree.get(child);
        if index.kind == Kind::Index {
            let value = self.text_of(index.next);
            let key = self.text_of(index.first);
            let at = self.evaluate(key);
            let (from, len) = if let Value::List(from, len) = old { (from, len) } else { (0, 0) };
            let start = self.store.texts.len();
            let replaced = at.filter(|at| (0..i64::from(len)).contains(at));
            for i in 0..len {
                let item = self.store.several(from, len).get(i as usize).copied().unwrap_or_default();
                self.store.texts.push(if replaced == Some(i64::from(i)) { value } else { item });
            }
            if replaced.is_none() {
                self.store.texts.push(value);
            }
            if at.is_none() {
                let name = self.member(node.text, key);
                let slot = self.slot(Space::Variable, name);
                self.put(slot, Value::One(value));
            }
            let list = self.store.list(start);
            return self.put(slot, list);
        }
        let mut text = self.text_of(child);
        if node.flag & APPEND != 0 {
            let old = self.pick(old);
            if old != Text::UNSET {
                text = self.store.concat(&[old, text]);
            }
        }
        self.put(slot, Value::One(text));
    }

    /// `[key]=value` among the words of an array: the member is set.
    fn keyed(&mut self, name: Text, item: Text) {
        let text = self.store.get(item);
        let bytes = text.as_bytes();
        let Some(end) = crate::text::find(text, "]=").filter(|_| bytes.first() == Some(&b'[')) else { return };
        let (key, value) = (item.part(1, end), item.from(end + 2));
        let name = self.member(name, key);
        let slot = self.slot(Space::Variable, name);
        self.put(slot, Value::One(value));
    }

    fn value_of_item(&mut self, item: Text) -> Text {
        let text = self.store.get(item);
        match crate::text::find(text, "]=") {
            Some(end) if text.as_bytes().first() == Some(&b'[') => item.from(end + 2),
            _ => item,
        }
    }

    fn simple(&mut self, id: u32) -> Flow {
        let node = self.tree.get(id);
        if self.repeated > 0 && !self.spend(1) {
            if self.work == 0 && !self.gave_up {
                self.gave_up = true;
                self.unread();
            }
            self.status = Status::Unknown;
            return Flow::Next;
        }
        self.locate(node.text);
        self.status = Status::Success;
        let at = self.words.len();
        let (mut child, mut assigns, mut redirects) = (node.first, false, false);
        while child != 0 {
            let part = self.tree.get(child);
            match part.kind {
                Kind::Word => self.fields(child),
                Kind::Redirect => redirects = true,
                _ if self.words.len() > at => self.declared(child, part),
                _ => assigns = true,
            }
            child = part.next;
        }
        let several = u32::from(self.choice.radix > 1);
        self.possible += several;
        let mut body = |shell: &mut Self| {
            let words = shell.words.len() > at;
            let temporary = shell.temporaries.len();
            let mut child = if assigns { node.first } else { 0 };
            while child != 0 {
                let part = shell.tree.get(child);
                if part.kind == Kind::Assign {
                    if words {
                        let slot = shell.slot(Space::Variable, part.text);
                        shell.temporaries.push((slot, shell.value(slot)));
                        shell.export(slot);
                    }
                    shell.assign(child);
                } else if part.kind == Kind::Word {
                    break;
                }
                child = part.next;
            }
            if !words {
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
        self.possible -= several;
        self.words.truncate(at);
        flow
    }

    /// An assignment behind the name of a command: a word that is not split.
    fn declared(&mut self, id: u32, part: Node) {
        if part.flag & LIST != 0 || self.tree.get(part.first).kind == Kind::Index {
            self.assign(id);
            return self.words.push(part.text);
        }
        let value = self.text_of(part.first);
        let mark = self.buffer.len();
        self.push_text(part.text);
        self.buffer.push_str(if part.flag & APPEND != 0 { "+=" } else { "=" });
        self.push_text(value);
        let word = self.finish(mark);
        self.words.push(word);
    }

    /// Notes which part of the input runs, if it stands there as it is.
    pub(crate) fn locate(&mut self, text: Text) {
        let end = text.at() + text.len();
        let found = self.inputs.iter().position(|input| input.at() <= text.at() && end <= input.at() + input.len());
        if let Some(at) = found
            && let Some(input) = self.inputs.get(at)
        {
            let from = text.at() - input.at();
            self.source = crate::command::Source { word: at as u32, from, to: from + text.len() };
        }
    }

    /// Runs something with redirections.
    pub(crate) fn redirected(&mut self, first: u32, body: &mut dyn FnMut(&mut Self) -> Flow) -> Flow {
        let input = self.value(INPUT);
        let from = self.redirects.len();
        let (mut listens, mut fed) = (false, false);
        let mut id = first;
        while id != 0 {
            let node = self.tree.get(id);
            id = node.next;
            if node.kind != Kind::Redirect {
                continue;
            }
            let mut target = self.text_of(node.first);
            let descriptor = self.store.get(node.text);
            let is_output = matches!(descriptor, "" | "1");
            let is_input = matches!(descriptor, "" | "0");
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
                    }
                }
                _ => {
                    let all = node.flag == redirect::ALL || node.flag == redirect::ALL_APPEND;
                    let prints = is_output && node.flag != redirect::BOTH || all || node.flag == redirect::COPY_OUTPUT;
                    listens |= prints;
                    let path = self.resolve(target);
                    let append = matches!(node.flag, redirect::APPEND | redirect::ALL_APPEND);
                    self.redirects.push(Redirection { path, append, prints });
                }
            }
        }
        let mut flow = Flow::Next;
        let place = self.place;
        let output = if listens {
            self.listen(&mut |shell| flow = body(shell))
        } else {
            flow = body(self);
            Value::Unset
        };
        let outer = core::mem::replace(&mut self.place, place);
        let status = self.status;
        let count = self.redirects.len();
        for at in from..count {
            let Some(redirection) = self.redirects.get(at).copied() else { break };
            let last = !(at + 1..count).any(|i| self.redirects.get(i).is_some_and(|r| r.prints));
            let value = if redirection.prints && last { output } else { Value::One(Text::EMPTY) };
            self.write(redirection.path, value, redirection.append, redirection.prints);
        }
        self.status = status;
        self.place = outer;
        self.redirects.truncate(from);
        if fed {
            self.put(INPUT, input);
        }
        flow
    }

    /// Writes what a command has printed to a file, and says so.
    fn write(&mut self, path: Text, value: Value, append: bool, prints: bool) {
        let name = self.store.get(path);
        if crate::files::is_no_file(name) {
            if matches!(name, "/dev/stdout" | "/dev/tty") {
                self.print(value);
            }
            return;
        }
        let several = u32::from(self.store.count(value) > 1);
        self.possible += several;
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
        self.possible -= several;
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
