//! The output of commands.

use crate::decode::{Escapes, decode, encode, hexadecimal, unescape};
use crate::interpreter::{Dialect, ExitStatus, Flow, Shell};
use crate::programs::PROCESSES;
use crate::store::{Text, Value};
use crate::table::{Action, Row};
use crate::text::{
    base_name, byte_at, contains, find_byte, number, push_integer, rfind_byte, slice, slice_from, word_in,
};
use crate::value::is_unknown;
use alloc::string::String;

impl Shell<'_> {
    /// Prints the output of the command at `at`. Its options are parsed already.
    pub(crate) fn prints(&mut self, at: usize, row: &Row) {
        use Action::*;
        if matches!(row.action, Echo | Printf | Pwd) {
            self.status = ExitStatus::Success;
        }
        let assigns = row.action == Printf && self.word_text(at + 1) == "-v";
        if self.listeners == 0 && !assigns {
            return;
        }
        match row.action {
            Echo => self.echo(at),
            Printf => {
                let mut first = at + 1;
                if assigns {
                    let text = self.formatted(first + 2);
                    return self.set_variable(self.word(first + 1), Value::One(text));
                }
                first += usize::from(self.word_text(first) == "--");
                let text = self.formatted(first);
                self.print_text(text);
            }
            Cat => {
                let input = if self.operands.is_empty() { Some(self.input()) } else { None };
                if let Some(input) = input {
                    self.print(input);
                }
                for i in 0..self.operands.len() {
                    let file = self.operand(i);
                    let mut content = self.content(file);
                    // The id of a process, stored under its name.
                    let base = self.base(file);
                    if content == Value::One(Text::UNKNOWN)
                        && let Some(name) = self.store.get(base).strip_suffix(".pid")
                    {
                        let name = base.part(0, name.len());
                        content = Value::One(self.processes(name));
                    }
                    self.print(content);
                }
            }
            Tee => {
                let input = self.input();
                self.print(input);
            }
            Lines => self.lines_of(at),
            Sed if self.has("i in-place") => {}
            Base64 | Xxd | Openssl | Tr | Cut | Grep | Awk | Sed | Compress | Envsubst => self.filter(at, row.action),
            Basename | Dirname => {
                for i in 0..self.operands.len() {
                    let path = self.operand(i);
                    let result = self.path_part(path, row.action == Basename);
                    self.print_line(result);
                    if row.action == Basename && !self.has("a s") {
                        break;
                    }
                }
            }
            Seq => self.sequence(at),
            Expr => {
                let text = self.joined(at + 1);
                let known = !contains(self.store.get(text), " : ");
                let value = if known { self.evaluate(text) } else { None };
                let mark = self.buffer.len();
                self.push_number(value);
                let result = self.finish(mark);
                self.print_line(result);
            }
            Which => {
                let first = self.operand(0);
                self.print_line(first);
            }
            Pwd => {
                let directory = self.directory();
                self.print_line(directory);
            }
            Realpath => {
                let path = self.operand(0);
                let path = self.resolve(path);
                self.print_line(path);
            }
            Mktemp => {
                // A unique name.
                self.temporary += 1;
                let mark = self.buffer.len();
                self.buffer.push_str("/tmp/tmp.");
                push_integer(&mut self.buffer, i64::from(self.temporary));
                self.buffer.push(crate::value::UNKNOWN);
                let path = self.finish(mark);
                self.print_line(path);
            }
            // Without operands it lists what is mounted.
            Mount if self.operands.is_empty() => self.print_text(Text::UNKNOWN),
            Remove | Write | Attributes | Copy | Move | Link | Install | Mount | Umount | Test | True => {}
            Pid => {
                let last = self.operand(self.operands.len().saturating_sub(1));
                let lists = word_in("ps ss netstat", base_name(self.word_text(at)));
                let name = self.option("C c i").filter(|name| name.len() > 0);
                let name = name.unwrap_or(if lists { Text::EMPTY } else { self.base(last) });
                let text = self.processes(name);
                self.print_line(text);
            }
            Tool if self.store.get(self.option("p property").unwrap_or_default()) == "MainPID" => {
                let unit = self.operand(1);
                let text = self.processes(unit);
                self.print_line(text);
            }
            Ask if base_name(self.word_text(at)) == "ls" && !self.has("l") => {
                // Without a pattern the names have no directory, and only that of the shell is known.
                let path = if self.operands.is_empty() { self.store.add("\x02") } else { self.operand(0) };
                let known = find_byte(self.store.get(path), 2).is_some();
                self.print_line(if known { path } else { Text::UNKNOWN });
            }
            Python if self.has("m") && self.has("d") => self.filter(at, Base64),
            // It may print nothing, so not even a line is certain.
            _ => self.print_text(Text::UNKNOWN),
        }
    }

    fn echo(&mut self, at: usize) {
        let mut first = at + 1;
        let (mut newline, mut reads) = (true, self.dialect == Dialect::Dash);
        let takes = self.dialect != Dialect::Dash;
        loop {
            let word = self.word_text(first);
            let letters = slice_from(word, 1);
            let known = if takes { "neE" } else { "n" };
            if byte_at(word, 0) != b'-' || letters.is_empty() || crate::text::span(letters, known, true) < letters.len()
            {
                break;
            }
            newline &= find_byte(letters, b'n').is_none();
            reads = (reads || find_byte(letters, b'e').is_some()) && find_byte(letters, b'E').is_none();
            first += 1;
        }
        let mut text = self.joined(first);
        let raw = text;
        let has_escapes = find_byte(self.store.get(text), b'\\').is_some();
        if has_escapes && (reads || self.dialect == Dialect::Any) {
            let mut out = String::new();
            newline &= unescape(self.store.get(text), Escapes::Echo, &mut out);
            text = self.store.add(&out);
        }
        let mut value = Value::One(text);
        if has_escapes && !reads && self.dialect == Dialect::Any {
            // Some shells decode escapes, some do not.
            value = self.store.join(Value::One(raw), value);
        }
        if newline {
            value = self.map(value, &mut |shell, text| shell.store.concat(&[text, shell.constants.newline]));
        }
        self.print(value);
    }

    /// The last or all but the last segment of a path.
    fn path_part(&mut self, path: Text, last: bool) -> Text {
        let base = self.base(path);
        if last {
            let suffix = self.option("s suffix").unwrap_or(self.operand(1));
            let text = self.store.get(base);
            let cut = text.ends_with(self.store.get(suffix)) && suffix.len() < base.len();
            return if cut { base.part(0, (base.len() - suffix.len()) as usize) } else { base };
        }
        let end = base.at().wrapping_sub(path.at()) as usize;
        let mut end = if self.store.get(base) == "/" { 1 } else { end };
        let text = self.store.get(path);
        if rfind_byte(slice(text, 0, end), b'/').is_none() {
            return self.store.add(".");
        }
        while end > 1 && byte_at(text, end - 1) == b'/' {
            end -= 1;
        }
        path.part(0, end)
    }

    fn sequence(&mut self, at: usize) {
        // A number may be negative. With options, the result is not known.
        let word = |i| number(self.word_text(at + i));
        let (first, step, last) = match (self.words.len() - at, word(1), word(2), word(3)) {
            (2, Some(last), ..) => (1, 1, last),
            (3, Some(first), Some(last), _) => (first, 1, last),
            (4, Some(first), Some(step), Some(last)) => (first, step, last),
            _ => return self.print_line(Text::UNKNOWN),
        };
        let mark = self.buffer.len();
        let mut value = first;
        for _ in 0..256 {
            if if step > 0 { value > last } else { step == 0 || value < last } {
                break;
            }
            push_integer(&mut self.buffer, value);
            self.buffer.push('\n');
            value = value.saturating_add(step);
        }
        let text = self.finish(mark);
        self.print_text(text);
    }

    /// The input of a filter: the files from an operand on, or standard input.
    pub(crate) fn reads(&mut self, first: usize) -> Value {
        match self.operands.len().saturating_sub(first) {
            0 => self.input(),
            1 => self.content(self.operand(first)),
            _ => {
                let mut parts = alloc::vec::Vec::new();
                for i in first..self.operands.len() {
                    let value = self.content(self.operand(i));
                    parts.push(self.store.common(value));
                }
                Value::One(self.store.concat(&parts))
            }
        }
    }

    pub(crate) fn filter(&mut self, at: usize, action: Action) {
        use Action::*;
        let program = self.option("e expression E").filter(|_| matches!(action, Sed | Grep));
        let first = match action {
            Tr => usize::MAX,
            Sed | Awk | Grep => usize::from(program.is_none()),
            Openssl => usize::MAX,
            _ => 0,
        };
        let value = match self.option("in") {
            Some(file) => self.content(file),
            _ => self.reads(first),
        };
        let program = program.unwrap_or(self.operand(0));
        let out = self.map(value, &mut |shell, text| shell.filtered(at, action, text, program));
        self.print(out);
    }

    fn filtered(&mut self, at: usize, action: Action, text: Text, program: Text) -> Text {
        use Action::*;
        let bytes = self.store.get(text);
        let unknown = is_unknown(bytes);
        let name = base_name(self.word_text(at));
        if bytes.starts_with(PROCESSES) {
            return self.of_processes(text, action, program);
        }
        match action {
            Base64 | Openssl | Xxd => {
                let decodes = self.has("d D decode r revert");
                let base64 =
                    action != Openssl || self.has("base64 a A") || word_in("base64", self.store.get(self.operand(0)));
                let base64 = base64 || self.options.iter().any(|(name, _)| self.store.get(*name) == "b");
                if unknown || !base64 {
                    return Text::UNKNOWN;
                }
                let out = match (action, decodes) {
                    (Xxd, true) => hexadecimal(bytes),
                    (Xxd, false) => String::from(crate::value::UNKNOWN),
                    (_, true) => decode(name, bytes),
                    (_, false) if name == "base32" => String::from(crate::value::UNKNOWN),
                    (_, false) => {
                        let mut out = encode(bytes);
                        out.push('\n');
                        out
                    }
                };
                self.store.add(&out)
            }
            Tr => self.translated(text),
            Cut => self.cut(text),
            Sed => self.edited(text, program).unwrap_or(Text::UNKNOWN),
            Grep => {
                // Some of the lines: those with a literal word, or unknown ones.
                let literal = !crate::text::contains_any(self.store.get(program), "\\^$.*[]+?|(){}\x01\x02\x03");
                if unknown || !literal || self.has("c q l i o") {
                    return Text::UNKNOWN;
                }
                let inverse = self.has("v invert-match");
                let mut out = String::new();
                let mut rest = self.store.get(text);
                while !rest.is_empty() {
                    let line = crate::text::take_until(&mut rest, b'\n');
                    if contains(line, self.store.get(program)) != inverse {
                        out.push_str(line);
                        out.push('\n');
                    }
                }
                self.store.add(&out)
            }
            Awk => self.columns(text, program),
            _ => Text::UNKNOWN,
        }
    }

    /// Filters that print the lines that they read in another order, or some of them.
    fn lines_of(&mut self, at: usize) {
        let name = base_name(self.word_text(at));
        let reverses = name == "rev";
        let few = word_in("head tail", name);
        let number_of = word_in("nl column fold shuf fmt strings", name);
        let count = self.option("n lines").map(|n| self.store.get(n));
        let from = count.and_then(|n| n.strip_prefix('+')).and_then(number);
        let count = count.and_then(number);
        let count =
            count.or_else(|| self.options.iter().find_map(|(name, _)| number(self.store.get(*name)))).unwrap_or(10);
        let bytes = self.has("c bytes");
        let tail = name == "tail";
        let backwards = name == "tac";
        let value = self.reads(0);
        let out = self.map(value, &mut |shell, text| {
            let source = shell.store.get(text);
            if number_of && is_unknown(source) || few && bytes {
                return Text::UNKNOWN;
            }
            if reverses {
                let mut out = String::new();
                let mut rest = source;
                while !rest.is_empty() {
                    let line = crate::text::take_until(&mut rest, b'\n');
                    out.extend(line.chars().rev());
                    out.push('\n');
                }
                return shell.store.add(&out);
            }
            if backwards {
                let mut out = String::new();
                let mut rest = source;
                while !rest.is_empty() {
                    let line = rest.strip_suffix('\n').unwrap_or(rest);
                    let start = rfind_byte(line, b'\n').map_or(0, |at| at + 1);
                    out.push_str(slice_from(rest, start));
                    rest = slice(rest, 0, start);
                }
                return shell.store.add(&out);
            }
            if !few {
                return text;
            }
            let lines = source.bytes().filter(|b| *b == b'\n').count() as i64;
            let lines = lines + i64::from(!source.is_empty() && !source.ends_with('\n'));
            let (skip, take) = match (tail, from) {
                (true, Some(from)) => (from - 1, lines),
                (true, None) => ((lines - count).max(0), lines),
                _ => (0, if count < 0 { (lines + count).max(0) } else { count }),
            };
            let position = |n: i64| {
                if n <= 0 {
                    return 0;
                }
                let mut ends = source.bytes().enumerate().filter(|(_, b)| *b == b'\n');
                ends.nth(n as usize - 1).map_or(source.len(), |(at, _)| at + 1)
            };
            let (begin, end) = (position(skip), position(skip.saturating_add(take)));
            // The unknown part of the removed lines may hold further lines.
            let counted = from.is_some() || count < 0;
            let lost = counted && find_byte(source, 1).is_some_and(|at| at < begin || at >= end);
            let part = text.part(begin, end);
            if lost { shell.store.concat(&[part, Text::UNKNOWN]) } else { part }
        });
        self.print(out);
    }

    /// Runs the programs in other languages that a command takes as an argument.
    pub(crate) fn runs(&mut self, at: usize, action: Action) {
        use Action::*;
        if !matches!(action, Python | Perl | Awk | At | Crontab | Tar | Editor | Delegate) {
            return;
        }
        self.apart(&mut |shell| {
            match action {
                Python | Perl => {
                    let program = shell.option("c e E r");
                    match program {
                        Some(program) => shell.program(program),
                        None if shell.operands.is_empty() || shell.store.get(shell.operand(0)) == "-" => {
                            let value = shell.value(crate::interpreter::INPUT);
                            let text = shell.store.common(value);
                            if text != Text::UNSET {
                                shell.program(text);
                            }
                        }
                        None => {
                            let file = shell.operand(0);
                            if let Some(value) = shell.known_content(file) {
                                let text = shell.store.common(value);
                                shell.program(text);
                            }
                        }
                    }
                }
                Awk => {
                    let program = shell.operand(0);
                    shell.program(program);
                }
                Tar | Editor | Delegate => shell.embedded(at),
                _ => shell.schedules(action),
            }
            Flow::Next
        });
        self.status = ExitStatus::Unknown;
    }
}
