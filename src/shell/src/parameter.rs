//! `$name` and `${name...}`.

use crate::expand::Mode;
use crate::interpreter::{DIRECTORY, ExitStatus, Shell, Space};
use crate::pattern::Find;
use crate::store::{Text, Value};
use crate::syntax::{Node, NodeKind, QUOTED};
use crate::text::{is_number, number, push_integer, word_in};
use crate::value::{is_opaque, is_unknown};
use crate::words::{HAS_QUOTES, operator};

/// Variables that a shell sets itself, with unknown values.
const VOLATILE: &str = "RANDOM HOSTNAME UID EUID PPID SECONDS LINENO BASHPID SHELL PATH USER LOGNAME OLDPWD";

impl Shell<'_> {
    /// The value of a variable.
    pub(crate) fn variable(&mut self, name: Text) -> Value {
        let value = self.held(Space::Variable, name);
        if value != Value::Unset {
            return self.settle(value);
        }
        let text = self.store.get(name);
        if text == "PWD" {
            return self.value(DIRECTORY);
        }
        // Unless something else is known, scripts that can do harm run as root.
        if text == "HOME" && !self.complete {
            return Value::One(self.home());
        }
        if word_in(VOLATILE, text) { Value::One(Text::UNKNOWN) } else { Value::Unset }
    }

    /// The value of a parameter: a variable, an argument or a special parameter.
    fn lookup(&mut self, name: Text) -> Value {
        let text = self.store.get(name);
        match text.as_bytes() {
            b"@" | b"*" => self.arguments(),
            b"#" => match self.arguments() {
                Value::List(from, len) if len == 0 || self.store.item(from, len - 1) != Text::UNSET => {
                    Value::One(self.integer(i64::from(len)))
                }
                _ => Value::One(Text::UNKNOWN),
            },
            b"?" if self.status == ExitStatus::Success => Value::One(self.integer(0)),
            // Nobody knows with which number a command fails.
            b"?" | b"$" | b"!" | b"-" => Value::One(Text::UNKNOWN),
            _ if is_number(text) => {
                let at = number(text).unwrap_or(0) as usize;
                self.argument(at)
            }
            _ => self.variable(name),
        }
    }

    pub(crate) fn integer(&mut self, value: i64) -> Text {
        let mark = self.buffer.len();
        push_integer(&mut self.buffer, value);
        self.finish(mark)
    }

    /// Expands a parameter, and appends the result to the buffer.
    pub(crate) fn parameter(&mut self, id: u32, mode: Mode) {
        let node = self.tree.get(id);
        let quoted = node.flag & QUOTED != 0;
        let op = node.flag & 0x3f;
        let mut value = self.lookup(node.text);
        let mut child = node.first;
        let name = self.store.get(node.text);
        let mut all = matches!(name, "@" | "*");
        let mut star = name == "*";
        let index = self.tree.get(child);
        let indexed = child != 0 && index.kind == NodeKind::Index;
        if indexed {
            child = index.next;
            let text = self.store.get(index.text);
            if matches!(text, "@" | "*") {
                all = true;
                star = text == "*";
            } else {
                let key = self.text_of(index.first);
                value = self.element(node.text, value, key);
            }
        } else if op == operator::INDIRECT {
            let name = self.pick(value);
            let known = name != Text::UNSET && !is_unknown(self.store.get(name));
            value = if known { self.lookup(name) } else { Value::One(Text::UNKNOWN) };
        }
        if all {
            if op == operator::INDIRECT && indexed {
                return self.keys(node, value, mode, star);
            }
            return self.every(node, value, child, mode, star);
        }
        let text = self.pick(value);
        let text = self.operate(node, op, text, child, mode);
        if let Some(text) = text {
            self.push_value(text, quoted, mode);
        }
    }

    /// `$@`, `${name[@]}` and the like.
    fn every(&mut self, node: Node, value: Value, child: u32, mode: Mode, star: bool) {
        let quoted = node.flag & QUOTED != 0;
        let op = node.flag & 0x3f;
        let one;
        let (from, len) = match value {
            Value::List(from, len) => (from, len),
            Value::Unset => (0, 0),
            other => {
                let text = self.pick(other);
                let unknown = text == Text::UNSET && !self.complete;
                self.store.texts.push(if unknown { Text::UNKNOWN } else { text });
                one = self.store.texts.len() as u32 - 1;
                (one, 1)
            }
        };
        let count = self.store.several(from, len).iter().filter(|item| **item != Text::UNSET).count();
        let arguments = matches!(self.store.get(node.text), "@" | "*");
        if op == operator::LENGTH {
            if arguments && count < len as usize {
                return self.buffer.push(crate::value::UNKNOWN);
            }
            return push_integer(&mut self.buffer, count as i64);
        }
        let (mut first, mut last) = (0, len as usize);
        if op == operator::PART {
            let (offset, length) = self.range(child);
            first = match offset.unwrap_or(0) {
                offset if offset < 0 => (i64::from(len) + offset) as usize,
                offset => (offset as usize).saturating_sub(usize::from(arguments)),
            };
            last = last.min(first.saturating_add(length.unwrap_or(i64::MAX).max(0) as usize));
        }
        if count == 0 && matches!(op, operator::DEFAULT | operator::ASSIGN) || count > 0 && op == operator::INSTEAD {
            return self.expand(child, mode);
        }
        if star && quoted {
            self.push_value(Text::EMPTY, true, mode);
        }
        let simple = op <= operator::ERROR || op == operator::PART;
        let separator = match self.separators() {
            _ if mode == Mode::Fields && !(star && quoted) => '\x08',
            [first, ..] if star => char::from(first),
            _ => ' ',
        };
        let mut more = false;
        for at in first..last {
            let item = self.store.item(from, at as u32);
            if item == Text::UNSET {
                self.splits |= mode == Mode::Fields && arguments;
                continue;
            }
            if core::mem::replace(&mut more, true) && separator != '\0' {
                self.buffer.push(separator);
            }
            let item = if simple { Some(item) } else { self.operate(node, op, item, child, mode) };
            if let Some(item) = item {
                self.push_value(item, quoted, mode);
            }
        }
    }

    /// `${!name[@]}`: the keys of an associative array, or the numbers of the elements of another one.
    fn keys(&mut self, node: Node, value: Value, mode: Mode, star: bool) {
        let mut keys = self.keys_of(node.text);
        if let (Value::Unset, Value::List(from, len)) = (keys, value) {
            let at = self.store.texts.len();
            for i in 0..len {
                let set = self.store.item(from, i) != Text::UNSET;
                let number = if set { self.integer(i64::from(i)) } else { Text::UNSET };
                self.store.texts.push(number);
            }
            keys = self.store.list(at);
        } else if keys == Value::Unset {
            keys = Value::One(Text::UNKNOWN);
        }
        self.every(node, keys, 0, mode, star);
    }

    /// Offset and length of `${name:offset:length}`; `None` where one is unknown.
    fn range(&mut self, child: u32) -> (Option<i64>, Option<i64>) {
        let offset = self.arithmetic(child);
        let next = self.tree.get(child).next;
        let length = if next == 0 { Some(i64::MAX) } else { self.arithmetic(next) };
        (offset, length)
    }

    /// Applies the operator of a parameter to its text; `None` if the result was appended to the buffer.
    fn operate(&mut self, node: Node, op: u8, text: Text, child: u32, mode: Mode) -> Option<Text> {
        let quoted = node.flag & QUOTED != 0;
        let unset = text == Text::UNSET;
        if !self.afford(text.len() as usize) {
            return Some(Text::UNKNOWN);
        }
        let unknown = is_unknown(self.store.get(text));
        match op {
            operator::PLAIN | operator::INDIRECT | operator::ERROR => Some(text),
            operator::DEFAULT | operator::ASSIGN | operator::INSTEAD => {
                let colon = node.flag & operator::COLON != 0;
                let missing = unset || colon && text.len() == 0;
                let doubtful = unknown && colon && is_opaque(self.store.get(text));
                let takes = if op == operator::INSTEAD { !missing } else { missing };
                if doubtful {
                    let word = self.text_of(child);
                    let other = if op == operator::INSTEAD { Text::EMPTY } else { text };
                    let both = self.store.join(Value::One(other), Value::One(word));
                    return Some(self.pick(both));
                }
                if !takes {
                    return Some(if op == operator::INSTEAD { Text::EMPTY } else { text });
                }
                if op == operator::ASSIGN {
                    let word = self.text_of(child);
                    self.set_variable(node.text, Value::One(word));
                    return Some(word);
                }
                // A quoted part stays one word, also if the whole is not quoted.
                let has_quotes = self.has_quotes(child);
                if quoted || has_quotes || mode != Mode::Fields {
                    if quoted {
                        self.push_value(Text::EMPTY, true, mode);
                    }
                    self.expand(child, mode);
                    return None;
                }
                Some(self.text_of(child))
            }
            operator::LENGTH => {
                if unknown || unset && !self.complete {
                    return Some(Text::UNKNOWN);
                }
                let count = if unset { 0 } else { self.store.get(text).chars().count() };
                Some(self.integer(count as i64))
            }
            operator::OTHER => Some(Text::UNKNOWN),
            _ if unset => Some(text),
            operator::PREFIX..=operator::LONGEST_SUFFIX => {
                let pattern = self.pattern_of(child);
                let prefix = op <= operator::LONGEST_PREFIX;
                let longest = matches!(op, operator::LONGEST_PREFIX | operator::LONGEST_SUFFIX);
                let how = if prefix { Find::Start } else { Find::End };
                match self.find_pattern(text, pattern, how, longest) {
                    Some((_, to)) if prefix => Some(text.from(to)),
                    Some((from, _)) => Some(text.part(0, from)),
                    None => Some(text),
                }
            }
            operator::REPLACE..=operator::REPLACE_END => {
                let pattern = self.pattern_of(child);
                let next = self.tree.get(child).next;
                let new = if next == 0 { Text::EMPTY } else { self.text_of(next) };
                Some(self.replaced(text, pattern, new, op))
            }
            operator::PART => {
                let ((Some(offset), Some(length)), false) = (self.range(child), unknown) else {
                    return Some(Text::UNKNOWN);
                };
                let len = i64::from(text.len());
                let from = if offset < 0 { len + offset } else { offset };
                let from = if (0..len).contains(&from) { from } else { len };
                let to = if length < 0 { len + length } else { from.saturating_add(length).min(len) };
                let part = text.part(from as usize, to.max(from) as usize);
                let whole = self.store.get(part).len() == part.len() as usize;
                Some(if whole { part } else { Text::UNKNOWN })
            }
            _ => {
                let upper = matches!(op, operator::UPPER | operator::UPPER_FIRST);
                let first = matches!(op, operator::UPPER_FIRST | operator::LOWER_FIRST);
                let mark = self.buffer.len();
                for (i, c) in self.store.get(text).chars().enumerate() {
                    let change = i == 0 || !first;
                    self.buffer.push(match change {
                        true if upper => c.to_ascii_uppercase(),
                        true => c.to_ascii_lowercase(),
                        false => c,
                    });
                }
                Some(self.finish(mark))
            }
        }
    }

    /// Whether part of a word is quoted.
    fn has_quotes(&self, word: u32) -> bool {
        let node = self.tree.get(word);
        let mut id = node.first;
        while id != 0 {
            let part = self.tree.get(id);
            if part.kind == NodeKind::Quoted || part.flag & QUOTED != 0 {
                return true;
            }
            id = part.next;
        }
        node.flag & HAS_QUOTES != 0
    }

    /// `${name/pattern/new}`
    fn replaced(&mut self, text: Text, pattern: Text, new: Text, op: u8) -> Text {
        let how = match op {
            operator::REPLACE_START => Find::Start,
            operator::REPLACE_END => Find::End,
            _ => Find::Anywhere,
        };
        let mark = self.buffer.len();
        let mut rest = text;
        while let Some((from, to)) = self.find_pattern(rest, pattern, how, true)
            && self.spend(1)
        {
            self.push_text(rest.part(0, from));
            self.push_text(new);
            rest = rest.from(to);
            if op != operator::REPLACE_ALL {
                break;
            }
        }
        self.push_text(rest);
        self.finish(mark)
    }
}
