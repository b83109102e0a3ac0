//! Commands that run another one for each of many items: `xargs`, `parallel`, `find`.

use crate::command::FileOpKind;
use crate::fork::Fork;
use crate::interpreter::{Flow, INPUT, Shell};
use crate::store::{Text, Value};
use crate::text::{byte_at, find, find_byte, in_set, word_in};
use crate::value::is_unknown;

/// The maximum number of items that are distinguished.
const ITEMS: usize = 256;

/// The maximum number of names that one `find` is followed with.
const NAMES: usize = 16;

/// Tests with which `find` selects files.
const FILTERS: &str = "-name -iname -path -ipath -regex -iregex -type -mtime -mmin -atime -amin -ctime -cmin -newer -size -user \
                       -group -perm -empty -links -inum -nouser -nogroup -xtype -mindepth -wholename -lname";

impl Shell<'_> {
    /// Calls `run` with each text of a value.
    pub(crate) fn each(&mut self, value: Value, run: &mut dyn FnMut(&mut Self, Text) -> Flow) -> Flow {
        let count = self.store.count(value);
        if count == 1 {
            let text = self.store.alternative(value, 0);
            return run(self, text);
        }
        let mut fork = Fork::new(self.mark());
        self.guessed += 1;
        for at in 0..count {
            let text = self.store.alternative(value, at);
            let flow = run(self, text);
            fork.end(self, flow);
        }
        self.guessed -= 1;
        fork.finish(self)
    }

    /// Splits a text as `xargs` does, and appends the words.
    pub(crate) fn push_items(&mut self, text: Text, delimiter: Option<u8>) {
        let mut at = 0;
        let bytes = self.store.get(text).len();
        while at < bytes && self.words.len() < 4 * ITEMS {
            let rest = self.store.get(text.from(at));
            let (skip, len) = match delimiter {
                Some(byte) => (0, find_byte(rest, byte).unwrap_or(rest.len())),
                None => {
                    let skip = crate::text::span(rest, crate::text::BLANK, true);
                    let rest = crate::text::slice_from(rest, skip);
                    (skip, crate::text::span(rest, crate::text::BLANK, false))
                }
            };
            let mut item = text.part(at + skip, at + skip + len);
            let quote = byte_at(self.store.get(item), 0);
            if in_set(quote, "'\"") && item.len() > 2 && delimiter.is_none() {
                item = item.part(1, item.len() as usize - 1);
            }
            if item.len() > 0 {
                self.words.push(item);
            }
            at += skip + len + 1;
        }
    }

    /// The delimiter that the options name, if any.
    fn delimiter(&self) -> Option<u8> {
        if self.has("0 null") {
            return Some(b'\n');
        }
        let text = self.store.get(self.option("d delimiter")?);
        match text.as_bytes() {
            [b'\\', b'n' | b'0'] => Some(b'\n'),
            [b'\\', b't'] => Some(b'\t'),
            _ => Some(byte_at(text, 0)),
        }
    }

    /// `xargs`: runs the command with the words of the input.
    pub(crate) fn xargs(&mut self, first: usize) {
        let file = self.option("a arg-file");
        let input = match file {
            Some(file) => self.content(file),
            None => self.input(),
        };
        let mark = self.option("I replace i").map(|mark| if mark.len() == 0 { self.store.add("{}") } else { mark });
        let delimiter = self.delimiter();
        let few = self.option("n max-args L max-lines").and_then(|n| crate::text::number(self.store.get(n)));
        self.put(INPUT, Value::One(Text::EMPTY));
        let end = self.words.len();
        if first >= end {
            return;
        }
        self.each(input, &mut |shell, input| {
            let items = shell.words.len();
            let delimiter = if mark.is_some() { delimiter.or(Some(b'\n')) } else { delimiter };
            shell.push_items(input, delimiter);
            let count = shell.words.len() - items;
            let unknown = is_unknown(shell.store.get(input));
            let mut from = 0;
            loop {
                let take = match (mark, few) {
                    (Some(_), _) => 1,
                    (None, Some(few)) => few.clamp(1, ITEMS as i64) as usize,
                    _ => count.max(1),
                };
                let at = shell.words.len();
                shell.filled(first, end, mark, items + from, take.min(count - from.min(count)));
                shell.guessed += u32::from(unknown && count > 1);
                shell.apart(&mut |shell| shell.dispatch(at));
                shell.guessed -= u32::from(unknown && count > 1);
                shell.words.truncate(at);
                from += take;
                if from >= count || !shell.spend(1) {
                    break;
                }
            }
            shell.words.truncate(items);
            Flow::Next
        });
    }

    /// Appends the words of a command, with the items at its end or in place of a mark.
    fn filled(&mut self, first: usize, end: usize, mark: Option<Text>, items: usize, count: usize) {
        if !self.afford((end.saturating_sub(first) + count) * 4 * crate::expand::WORD) {
            return self.unread();
        }
        for i in first..end {
            let word = self.word(i);
            let Some(mark) = mark else {
                self.words.push(word);
                continue;
            };
            let new = self.replace_mark(word, mark, self.word(items));
            self.words.push(new);
        }
        if mark.is_none() {
            for i in items..items + count {
                let item = self.word(i);
                self.words.push(item);
            }
        }
    }

    /// Replaces each mark in a word by a text.
    pub(crate) fn replace_mark(&mut self, word: Text, mark: Text, new: Text) -> Text {
        if find(self.store.get(word), self.store.get(mark)).is_none() || mark.len() == 0 {
            return word;
        }
        let from = self.buffer.len();
        let mut rest = word;
        for _ in 0..16 {
            let Some(at) = find(self.store.get(rest), self.store.get(mark)) else { break };
            self.push_text(rest.part(0, at));
            self.push_text(new);
            rest = rest.from(at + mark.len() as usize);
        }
        self.push_text(rest);
        self.finish(from)
    }

    /// `parallel command ::: items`, or with its input.
    pub(crate) fn parallel(&mut self, at: usize) {
        let mark = self.store.add("{}");
        let end = self.words.len();
        let colons = (at..end).find(|i| self.word_text(*i).starts_with(":::")).unwrap_or(end);
        let mut first = at + 1;
        while first < colons && byte_at(self.word_text(first), 0) == b'-' {
            first += 1 + usize::from(word_in("-j -a --jobs", self.word_text(first)));
        }
        let items = if colons < end {
            colons + 1
        } else {
            let input = self.input();
            let text = self.store.common(input);
            let from = self.words.len();
            self.push_items(text, Some(b'\n'));
            from
        };
        let last = self.words.len();
        for i in items..last.min(items + ITEMS) {
            let at = self.words.len();
            let has_mark = (first..colons).any(|j| crate::text::contains(self.word_text(j), "{}"));
            self.filled(first, colons, Some(mark), i, 0);
            if !has_mark {
                let item = self.word(i);
                self.words.push(item);
            }
            let script = self.joined(at);
            self.words.truncate(at);
            self.apart(&mut |shell| shell.script(script));
            if !self.spend(1) {
                break;
            }
        }
        self.words.truncate(end);
    }

    /// `find`: what it deletes and runs, on the directories that it starts from or what lies below them.
    pub(crate) fn find_files(&mut self, at: usize) {
        let end = self.words.len();
        self.options.clear();
        self.operands.clear();
        self.operations.clear();
        let mut expression = at + 1;
        while expression < end {
            let word = self.word(expression);
            match byte_at(self.store.get(word), 0) {
                b'-' if word_in("-H -L -P", self.store.get(word)) => {}
                b'-' | b'(' | b'!' => break,
                _ => self.operands.push(word),
            }
            expression += 1;
        }
        if self.operands.is_empty() {
            let dot = self.store.add(".");
            self.operands.push(dot);
        }
        // What it finds: everything, every file, or what tests select, such as a name.
        let (mut filtered, mut chosen) = (false, false);
        let (mut whole, mut others, mut deletes) = (None, 0_usize, false);
        // The names that it looks for stand behind its words.
        let mut i = expression;
        while i < end {
            let (text, next) = (self.store.get(self.word(i)), self.word(i + 1));
            filtered |= word_in(FILTERS, text);
            let below = text == "-mindepth" || text == "-type" && self.store.get(next) == "f";
            deletes |= text == "-delete";
            let negated = word_in("! -not", self.word_text(i - 1));
            match text {
                "-name" if !negated => self.words.push(next),
                "-path" if !negated && byte_at(self.store.get(next), 0) == b'/' => whole = Some(next),
                "-o" | "-or" => others = others.saturating_add(1),
                // Everything but what is named behind the parenthesis.
                "!" | "-not" if self.store.get(next) == "(" => others = usize::MAX,
                _ => chosen |= word_in(FILTERS, text) && !below,
            }
            if word_in("-exec -execdir -ok -okdir", text) {
                while i < end && !matches!(self.word_text(i), ";" | "+") {
                    i += 1;
                }
            }
            i += 1;
        }
        // Alternatives are of use only if each of them is a name, and there are not too many.
        let names = self.words.len() - end;
        if names > NAMES || others > 0 && (whole.is_some() || others.checked_add(1) != Some(names)) {
            self.words.truncate(end);
            (whole, chosen) = (None, true);
        }
        if self.words.len() == end {
            self.words.push(Text::EMPTY);
        }
        let names = self.words.len() - end;
        let (found, mut children) = (self.words.len(), alloc::vec::Vec::new());
        for i in 0..self.operands.len() * names {
            let start = self.operand(i / names);
            let name = self.word(end + i % names);
            let mut path = start;
            if let Some(whole) = whole {
                path = self.filled_in(whole, crate::value::UNKNOWN);
            } else if filtered {
                // A name is a pattern; without one anything below may be found.
                let mark = self.buffer.len();
                self.buffer.push(crate::value::UNKNOWN);
                if name.len() > 0 {
                    if byte_at(self.store.get(name), 0) != b'*' {
                        self.buffer.push('/');
                    }
                    let name = self.filled_in(name, crate::value::SEGMENT);
                    self.push_text(name);
                }
                let rest = self.finish(mark);
                path = self.below(start, rest);
                // What is directly below has that name and no other.
                if name.len() > 0 && byte_at(self.store.get(rest), 1) == b'/' {
                    children.push(self.below(start, rest.from(2)));
                }
            }
            self.words.push(path);
        }
        // What is printed stands for both.
        let printed = self.words.len();
        self.words.append(&mut children);
        if deletes {
            for i in found..self.words.len() {
                let path = self.word(i);
                let path = self.resolve(path);
                self.operation(FileOpKind::Remove, path, None, !chosen, true);
            }
        }
        let last = self.words.len();
        self.emit_words(at, end, false, false);
        self.print_found(found, printed);
        let mut i = expression;
        let mark = self.store.add("{}");
        while i < end {
            let runs = word_in("-exec -execdir -ok -okdir", self.word_text(i));
            i += 1;
            if !runs {
                continue;
            }
            let first = i;
            while i < end && !matches!(self.word_text(i), ";" | "+") {
                i += 1;
            }
            for item in found..last {
                let at = self.words.len();
                self.filled(first, i, Some(mark), item, 0);
                if at < self.words.len() && self.spend(1 + (i - first) / 16) {
                    self.apart(&mut |shell| shell.dispatch(at));
                }
                self.words.truncate(at);
            }
        }
        self.words.truncate(end);
    }

    /// A pattern of `find`, with its asterisks as what they stand for.
    fn filled_in(&mut self, pattern: Text, mark: char) -> Text {
        let from = self.buffer.len();
        for c in self.store.get(pattern).chars() {
            self.buffer.push(if c == '*' { mark } else { c });
        }
        self.finish(from)
    }

    fn print_found(&mut self, from: usize, to: usize) {
        if self.listeners == 0 {
            return;
        }
        for i in from..to {
            self.print_text(self.word(i));
            self.print_text(self.constants.newline);
        }
    }
}
