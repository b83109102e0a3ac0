//! The builtin commands of shells.

use crate::interpreter::{ARGUMENTS, DIRECTORY, ERREXIT, ExitStatus, Flow, INPUT, Shell, Space};
use crate::store::{Text, Value};
use crate::table::{Action, Row};
use crate::text::{byte_at, find_byte, number, slice, slice_from, word_in};
use crate::value::is_unknown;

impl Shell<'_> {
    /// Runs a builtin command.
    pub(crate) fn builtin(&mut self, at: usize, row: &Row) -> Flow {
        use Action::*;
        let count = self.words.len() - at;
        let status = core::mem::replace(&mut self.status, ExitStatus::Success);
        match row.action {
            Exit | Return => {
                let status = (count > 1).then(|| number(self.word_text(at + 1)));
                self.status = match status {
                    Some(Some(0)) => ExitStatus::Success,
                    Some(Some(_)) => ExitStatus::Failure,
                    _ => ExitStatus::Unknown,
                };
                return if row.action == Exit { Flow::Exit } else { Flow::Return };
            }
            Break | Continue => {
                let levels = if count > 1 { number(self.word_text(at + 1)).unwrap_or(1) } else { 1 };
                // Outside of loops it does nothing.
                return match levels.clamp(1, i64::from(self.loops.max(1))) as u32 {
                    _ if self.loops == 0 => Flow::Next,
                    levels if row.action == Break => Flow::Break(levels),
                    levels => Flow::Continue(levels),
                };
            }
            CommandBuiltin => {
                let first = self.parse(at, "", true);
                if self.has("v V") {
                    let name = self.operand(0);
                    self.status = ExitStatus::Unknown;
                    self.print_line(name);
                    return Flow::Next;
                }
                if first < self.words.len() {
                    return self.dispatch(first);
                }
            }
            Exec => {
                let first = self.parse(at, row.valued, true);
                if first < self.words.len() {
                    self.apart(&mut |shell| shell.dispatch(first));
                    return Flow::Exit;
                }
            }
            Cd | Popd => {
                self.parse(at, "", false);
                let mut target = self.operand(0);
                let name = self.store.add("OLDPWD");
                if row.action == Popd || self.store.get(target) == "-" {
                    let old = self.held(Space::Variable, name);
                    target = if old == Value::Unset { Text::UNKNOWN } else { self.pick(old) };
                } else if self.operands.is_empty() {
                    target = self.home();
                }
                let old = self.value(DIRECTORY);
                self.go(target);
                if row.action == Cd {
                    self.set_variable(name, old);
                }
            }
            Declare => self.declare(at, row.valued == "local"),
            Unset => {
                self.parse(at, "", false);
                let space = if self.has("f") { Space::Function } else { Space::Variable };
                for i in 0..self.operands.len() {
                    let name = self.operand(i);
                    let slot = self.slot(space, name);
                    self.unset(name, slot, false);
                }
            }
            Set => self.set(at),
            Shift => {
                let by = if count > 1 { number(self.word_text(at + 1)).unwrap_or(1).max(0) as u32 } else { 1 };
                if let Value::List(from, len) = self.arguments() {
                    let more = len > 0 && self.store.item(from, len - 1) == Text::UNSET;
                    self.status = match by > len {
                        _ if more => ExitStatus::Unknown,
                        true => ExitStatus::Failure,
                        false => ExitStatus::Success,
                    };
                    let by = if more { by.min(len - 1) } else { by };
                    let by = if by > len { 0 } else { by };
                    self.put(ARGUMENTS, Value::List(from + by, len - by));
                }
            }
            Eval => {
                let first = at + 1 + usize::from(self.word_text(at + 1) == "--");
                let script = self.joined(first);
                if script.len() > 0 {
                    self.status = status;
                }
                return self.script(script);
            }
            Source => {
                self.status = status;
                return self.source(at, row);
            }
            Alias => self.alias_words(at),
            Trap => {
                self.parse(at, "", false);
                let script = self.operand(0);
                let exits = (1..self.operands.len()).any(|i| word_in("EXIT 0", self.store.get(self.operand(i))));
                if self.operands.len() > 1 && self.store.get(script) != "-" && script.len() > 0 {
                    let possible = u32::from(!exits);
                    self.possible += possible;
                    self.status = ExitStatus::Unknown;
                    self.apart(&mut |shell| shell.script(script));
                    self.possible -= possible;
                    self.status = ExitStatus::Success;
                }
            }
            Read => self.read(at, row),
            Mapfile => {
                self.parse(at, row.valued, false);
                let name = if self.operands.is_empty() { self.store.add("MAPFILE") } else { self.operand(0) };
                let input = self.input();
                let text = self.store.common(input);
                let from = self.store.texts.len();
                let mut rest = text;
                while rest.len() > 0 && self.store.texts.len() - from < 256 {
                    let end = find_byte(self.store.get(rest), b'\n').unwrap_or(rest.len() as usize);
                    self.store.texts.push(rest.part(0, end));
                    rest = rest.from(end + 1);
                }
                let list = self.store.list(from);
                self.set_variable(name, list);
            }
            Test => self.test(at),
            False => self.status = ExitStatus::Failure,
            Let => {
                for i in at + 1..self.words.len() {
                    let word = self.word(i);
                    self.status = match self.evaluate(word) {
                        Some(0) => ExitStatus::Failure,
                        Some(_) => ExitStatus::Success,
                        None => ExitStatus::Unknown,
                    };
                }
            }
            Getopts => {
                let optarg = self.store.add("OPTARG");
                for name in [self.word(at + 2), optarg] {
                    self.set_variable(name, Value::One(Text::UNKNOWN));
                }
                self.status = ExitStatus::Unknown;
            }
            _ => {}
        }
        Flow::Next
    }

    fn declare(&mut self, at: usize, local: bool) {
        let exported = self.word_text(at) == "export" || self.flagged(at, b'x');
        let (functions, associative) = (self.flagged(at, b'f'), self.flagged(at, b'A'));
        for i in at + 1..self.words.len() {
            let word = self.word(i);
            let text = self.store.get(word);
            if matches!(byte_at(text, 0), b'-' | b'+') {
                continue;
            }
            let end = find_byte(text, b'=').unwrap_or(text.len());
            let name = word.part(0, end - usize::from(end > 0 && byte_at(text, end - 1) == b'+' && end < text.len()));
            if name.len() == 0 {
                continue;
            }
            let bare = end == text.len();
            let slot = self.slot(if functions { Space::Function } else { Space::Variable }, name);
            // Some shells keep the old value, some do not. A list that was just assigned stays.
            if local && self.localize(at, name) && bare {
                let value = self.store.join(self.value(slot), Value::Unset);
                self.put(slot, value);
            }
            if associative {
                self.associate(at, name);
            }
            self.assign_word(word, exported);
            if exported {
                self.export(slot);
            }
        }
    }

    /// Whether a declaration has an option.
    pub(crate) fn flagged(&self, at: usize, letter: u8) -> bool {
        let mut words = (at + 1..self.words.len()).map(|i| self.word_text(i));
        words.any(|word| byte_at(word, 0) == b'-' && find_byte(word, letter).is_some())
    }

    /// Keeps what a variable holds until the function ends, if a declaration says so. Returns whether it does.
    pub(crate) fn localize(&mut self, at: usize, name: Text) -> bool {
        let local = self.function_depth > 0 && !self.flagged(at, b'g');
        if local {
            let slot = self.slot(Space::Variable, name);
            self.locals.push((slot, self.value(slot)));
        }
        local
    }

    fn set(&mut self, at: usize) {
        let mut i = at + 1;
        while i < self.words.len() {
            let text = self.word_text(i);
            let sign = byte_at(text, 0);
            if text == "--" || !matches!(sign, b'-' | b'+') {
                let list = self.list_of(i + usize::from(text == "--"));
                return self.put(ARGUMENTS, list);
            }
            let named = text.ends_with('o') && word_in("errexit", self.word_text(i + 1));
            if named || find_byte(text, b'e').is_some() {
                let value = if sign == b'-' { Value::One(Text::EMPTY) } else { Value::Unset };
                self.put(ERREXIT, value);
            }
            i += if self.word_text(i).ends_with('o') { 2 } else { 1 };
        }
    }

    fn source(&mut self, at: usize, row: &Row) -> Flow {
        let file = self.word(at + 1);
        let known = match self.store.get(file) {
            "/dev/stdin" => Some(self.input()),
            _ => self.known_content(file),
        };
        let Some(value) = known else {
            self.leaf(at, row);
            return Flow::Next;
        };
        let arguments = self.value(ARGUMENTS);
        if at + 2 < self.words.len() {
            let list = self.list_of(at + 2);
            self.put(ARGUMENTS, list);
        }
        self.sources += 1;
        let flow = self.each(value, &mut |shell, text| {
            shell.open(Flow::Return);
            let flow = shell.script(text);
            shell.returned(flow)
        });
        self.sources -= 1;
        if at + 2 < self.words.len() {
            self.put(ARGUMENTS, arguments);
        }
        flow
    }

    /// `read`: reads one line of the input.
    fn read(&mut self, at: usize, row: &Row) {
        let slot = match self.parse_descriptor(at, row) {
            Some(slot) => slot,
            None => INPUT,
        };
        let value = self.value(slot);
        if self.operands.is_empty() {
            let reply = self.store.add("REPLY");
            self.operands.push(reply);
        }
        let array = self.option("a");
        let raw = self.has("r");
        // An empty one is found nowhere, so that everything is read.
        let delimiter = self.option("d").map_or(b'\n', |d| byte_at(self.store.get(d), 0));
        let names: alloc::vec::Vec<Text> = self.operands.clone();
        self.each(value, &mut |shell, text| {
            if text == Text::UNSET {
                for name in &names {
                    shell.set_variable(*name, Value::One(Text::UNKNOWN));
                }
                shell.status = ExitStatus::Unknown;
                return Flow::Next;
            }
            let bytes = shell.store.get(text);
            let end = find_byte(bytes, delimiter).unwrap_or(bytes.len());
            let unknown = is_unknown(slice(bytes, 0, end));
            let ended = end < bytes.len();
            // An unknown input may hold further lines, or end here.
            let opaque = crate::value::is_opaque(bytes);
            let line = text.part(0, end);
            let line = if raw { line } else { shell.without_backslashes(line) };
            if !opaque {
                shell.put(slot, Value::One(text.from(end + 1)));
            }
            shell.status = match (unknown, ended) {
                (true, _) => ExitStatus::Unknown,
                (_, true) => ExitStatus::Success,
                _ => ExitStatus::Failure,
            };
            shell.assign_fields(line, &names, array);
            Flow::Next
        });
    }

    /// The slot of the descriptor that `read -u` names.
    fn parse_descriptor(&mut self, at: usize, row: &Row) -> Option<u32> {
        self.parse(at, row.valued, false);
        let descriptor = self.option("u")?;
        Some(self.slot(Space::Special, descriptor))
    }

    fn without_backslashes(&mut self, line: Text) -> Text {
        if find_byte(self.store.get(line), b'\\').is_none() {
            return line;
        }
        let mark = self.buffer.len();
        let mut rest = self.store.get(line);
        while let Some(at) = find_byte(rest, b'\\') {
            self.buffer.push_str(slice(rest, 0, at));
            let width = crate::text::width(byte_at(rest, at + 1));
            self.buffer.push_str(slice(rest, at + 1, at + 1 + width));
            rest = slice_from(rest, at + 1 + width);
        }
        self.buffer.push_str(rest);
        self.finish(mark)
    }

    /// Splits a line and assigns its fields; the last name takes what is left.
    fn assign_fields(&mut self, line: Text, names: &[Text], array: Option<Text>) {
        let separators = self.separators();
        let blank = |byte: u8| separators.contains(&byte) && matches!(byte, b' ' | b'\t' | b'\n');
        let separates = |byte: u8| separators.contains(&byte) && byte != 0;
        let bytes = self.store.get(line).as_bytes();
        let start = bytes.iter().position(|b| !blank(*b)).unwrap_or(bytes.len());
        let end = bytes.iter().rposition(|b| !blank(*b)).map_or(start, |at| at + 1);
        let mut rest = line.part(start, end);
        let from = self.store.texts.len();
        let count = if array.is_some() { 256 } else { names.len() };
        for i in 0..count {
            let bytes = self.store.get(rest).as_bytes();
            let last = i + 1 == count;
            let end = if last { None } else { bytes.iter().position(|b| separates(*b)) };
            let mut field = rest.part(0, end.unwrap_or(bytes.len()));
            match end {
                Some(end) => {
                    let mut next = end;
                    while bytes.get(next).is_some_and(|b| blank(*b)) {
                        next += 1;
                    }
                    if bytes.get(next).is_some_and(|b| separates(*b) && !blank(*b)) {
                        next += 1;
                        while bytes.get(next).is_some_and(|b| blank(*b)) {
                            next += 1;
                        }
                    }
                    rest = rest.from(next);
                }
                None => {
                    if last && separators != [b' ', b'\t', b'\n', b'\n'] {
                        // A separator at the end of the last field is removed.
                        let bytes = self.store.get(field).as_bytes();
                        let one = bytes.iter().filter(|b| separates(**b) && !blank(**b)).count() == 1;
                        if one && bytes.last().is_some_and(|b| separates(*b)) {
                            field = field.part(0, field.len() as usize - 1);
                        }
                    }
                    // The unknown part of a field may hold separators.
                    let more = i + 1 < count && crate::text::find_byte(self.store.get(field), 1).is_some();
                    rest = if more { Text::UNKNOWN } else { Text::EMPTY };
                }
            }
            if array.is_some() {
                if field.len() == 0 && end.is_none() {
                    break;
                }
                self.store.texts.push(field);
                if end.is_none() {
                    break;
                }
                continue;
            }
            let name = names.get(i).copied().unwrap_or_default();
            self.set_variable(name, Value::One(field));
        }
        if let Some(name) = array {
            let list = self.store.list(from);
            self.set_variable(name, list);
        }
    }

    /// Prints a text as a line.
    pub(crate) fn print_line(&mut self, text: Text) {
        if self.listeners > 0 {
            let line = self.store.concat(&[text, self.constants.newline]);
            self.print_text(line);
        }
    }
}
