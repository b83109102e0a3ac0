//! Programs in other languages: what their string literals run and write. The programs themselves are not interpreted.

use crate::command::FileOpKind;
use crate::decode::{Escapes, decode, unescape};
use crate::interpreter::{INPUT, Shell};
use crate::store::Text;
use crate::table::Action;
use crate::text::{after_last, behind, byte_at, contains, find_byte, in_set, slice, slice_from, word_in};
use alloc::string::String;

/// Functions that run a command.
const RUNNERS: &str = "system execute popen popen2 run call check_call check_output Popen exec execSync spawn spawnSync \
                       execFile execFileSync execvp execv execl execlp execve getoutput getstatusoutput \
                       create_subprocess_shell create_subprocess_exec shell_exec passthru qx sh";

/// Functions that open a file, or write one.
const OPENERS: &str = "open fopen write_text write_file writeFileSync writeFile appendFileSync file_put_contents Path";

/// Functions that remove what they are given.
const REMOVERS: &str = "remove unlink rmtree rmdir removedirs rmSync unlinkSync remove_tree rm rm_f rm_rf rm_r remove_dir \
                        remove_entry delete";

/// Functions that move or copy a file to another.
const MOVERS: &str = "rename move copy copy2 copyfile symlink urlretrieve mv cp";

/// Functions that decode their argument.
const DECODERS: &str = "b64decode decode_base64 standard_b64decode decode64 a2b_base64 fromhex unhexlify";

/// What stands before a command in a word of another program, or in its input.
const MARKS: &[&str] = &["spawn ", "EXEC:", "SYSTEM:", "exec=", "command=", "program=", "!"];

/// Options whose value is a command.
const COMMANDS: &str = "-I -e --exec";

/// Marks a list of processes; the name that was looked for in it follows.
pub(crate) const PROCESSES: &str = "\x01\x01";

/// Whether a function runs or removes something.
#[inline(never)]
fn acts(name: &str) -> bool {
    word_in(RUNNERS, name) || word_in(REMOVERS, name)
}

impl Shell<'_> {
    /// Looks through the string literals of a program.
    pub(crate) fn program(&mut self, text: Text) {
        if self.too_deep() || !self.spend(1 + text.len() as usize / 32) {
            return self.unread();
        }
        let source = String::from(self.store.get(text));
        let branches = ["if ", "def ", "sub ", "while ", "function "].iter().any(|word| contains(&source, word));
        self.possible += u32::from(branches);
        self.level += 1;
        self.literals(&source);
        self.level -= 1;
        self.possible -= u32::from(branches);
    }

    /// The ids of processes, or lines about them, with the name, port or socket by which they were looked up behind the
    /// mark, so that `kill` can be attributed to them.
    pub(crate) fn processes(&mut self, name: Text) -> Text {
        self.store.concat(&[Text::UNKNOWN, Text::UNKNOWN, name])
    }

    /// Applies a filter to a list of processes: what selects some of them changes the name, and other filters do not.
    pub(crate) fn of_processes(&mut self, list: Text, action: Action, program: Text) -> Text {
        match action {
            Action::Grep if !self.has("v invert-match") => self.processes(program),
            Action::Awk => {
                let text = self.store.get(program);
                let from = find_byte(text, b'/').map_or(text.len(), |at| at + 1);
                let name = program.part(from, from + find_byte(slice_from(text, from), b'/').unwrap_or(0));
                if name.len() > 0 { self.processes(name) } else { list }
            }
            _ => list,
        }
    }

    fn literals(&mut self, source: &str) {
        let start = self.words.len();
        let mut rest = source;
        // The function that is called, the last name, and the last character that is not a blank.
        let (mut callee, mut name, mut before) = ("", "", 0);
        // The function that decodes the next literal.
        let mut decoder = "";
        let mut path: Option<Text> = None;
        let mut last: Option<Text> = None;
        while !rest.is_empty() {
            let byte = byte_at(rest, 0);
            if byte.is_ascii_alphabetic() || byte == b'_' {
                let len = rest
                    .bytes()
                    .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.')))
                    .unwrap_or(rest.len());
                // A call without parentheses that is given the result of another one.
                if before == b'a' && word_in("unlink rmtree", name) {
                    callee = name;
                }
                let (full, direct) = (slice(rest, 0, len), name.is_empty());
                name = if word_in("File.write IO.write", full) { "write_file" } else { after_last(full, b'.') };
                rest = slice_from(rest, len);
                if name == "getline" && before == b'|' {
                    // A variable most likely holds the last literal.
                    self.guessed += u32::from(!direct);
                    _ = self.script(last.unwrap_or_default());
                    self.guessed -= u32::from(!direct);
                }
                before = b'a';
                continue;
            }
            let width = crate::text::width(byte);
            match byte {
                b'#' if before != b'$' => {
                    let end = find_byte(rest, b'\n').unwrap_or(rest.len());
                    rest = slice_from(rest, end);
                    continue;
                }
                b'(' if word_in(DECODERS, name) => decoder = name,
                // The result of another call is an argument of the first.
                b'(' if acts(callee) && !acts(name) && !word_in(OPENERS, name) => {}
                b'(' => {
                    callee = name;
                    self.words.truncate(start);
                }
                b')' | b';' if acts(callee) => {
                    let variable = u32::from(before == b'a');
                    if in_set(before, "a(") && self.words.len() == start {
                        // A variable, which most likely holds the last literal, or nothing as in `Path("/a").unlink()`.
                        if let Some(text) = last {
                            self.guessed += variable;
                            if word_in(REMOVERS, callee) {
                                self.literal_op(FileOpKind::Remove, text, None);
                            } else if variable > 0 {
                                self.words.push(text);
                                self.run_literals(start);
                            }
                            self.guessed -= variable;
                        }
                    } else if word_in(RUNNERS, callee) {
                        self.run_literals(start);
                    }
                    callee = "";
                }
                b'"' | b'\'' | b'`' => {
                    let quote = slice(rest, 0, 1);
                    let triple = rest.len() > 5 && byte_at(rest, 1) == byte && byte_at(rest, 2) == byte;
                    let mark = if triple { slice(rest, 0, 3) } else { quote };
                    let inner = slice_from(rest, mark.len());
                    let mut end = 0;
                    while end < inner.len() && !slice_from(inner, end).starts_with(mark) {
                        end += if byte_at(inner, end) == b'\\' { 2 } else { crate::text::width(byte_at(inner, end)) };
                    }
                    let end = end.min(inner.len());
                    let mut out = String::new();
                    unescape(slice(inner, 0, end), Escapes::Printf, &mut out);
                    if !decoder.is_empty() {
                        out = decode(if contains(decoder, "hex") { "base16" } else { "" }, &out);
                    }
                    let literal = self.store.add(&out);
                    rest = slice_from(inner, end + mark.len());
                    // A call without parentheses, as in Perl and Ruby.
                    if before == b'a' && (acts(name) || word_in("rename symlink", name)) {
                        callee = name;
                        before = b'(';
                        self.words.truncate(start);
                    }
                    if !core::mem::take(&mut decoder).is_empty() && (callee == "exec" || !word_in(RUNNERS, callee)) {
                        // Unless it runs at once, it is not known where it is used.
                        let possible = u32::from(!word_in("exec eval", callee));
                        self.possible += possible;
                        if contains(&out, "(") {
                            self.program(literal)
                        } else {
                            _ = self.script(literal)
                        }
                        self.possible -= possible;
                    } else if byte == b'`' || before == b'|' {
                        self.script(literal);
                    } else if before == b'>' {
                        self.literal_op(FileOpKind::Write, literal, last);
                    } else if word_in(RUNNERS, callee) {
                        self.words.push(literal);
                    } else if word_in(REMOVERS, callee) {
                        self.words.push(literal);
                        self.literal_op(FileOpKind::Remove, literal, None);
                    } else if word_in(MOVERS, callee) {
                        // The first goes with the first two functions, and the other is made by all.
                        if before != b'(' {
                            self.literal_op(FileOpKind::Write, literal, None);
                        } else if word_in("rename move mv", callee) {
                            self.literal_op(FileOpKind::Move, literal, None);
                        }
                    } else if callee == "write" || callee == "write_text" {
                        if let Some(path) = path {
                            self.literal_op(FileOpKind::Write, path, Some(literal));
                        }
                    } else if word_in(OPENERS, callee) {
                        let mode = self.store.get(literal);
                        let opened = mode.len() < 4 && crate::text::contains_any(mode, "wa+x>");
                        match path {
                            // The mode stands first.
                            None if byte_at(mode, 0) == b'>' && mode.len() < 3 => path = Some(Text::EMPTY),
                            Some(Text::EMPTY) => {
                                self.literal_op(FileOpKind::Write, literal, None);
                                path = None;
                            }
                            Some(path) if opened => self.literal_op(FileOpKind::Write, path, None),
                            Some(path)
                                if ["write", "append", "file_put"].iter().any(|verb| callee.starts_with(verb)) =>
                            {
                                self.literal_op(FileOpKind::Write, path, Some(literal));
                            }
                            _ if byte_at(mode, 0) == b'>' && mode.len() > 3 => {
                                let skip = crate::text::span(mode, "> ", true);
                                self.literal_op(FileOpKind::Write, literal.from(skip), None);
                            }
                            _ => path = Some(literal),
                        }
                    }
                    last = Some(literal);
                    name = "";
                    before = b'"';
                    continue;
                }
                _ => {}
            }
            if !in_set(byte, " \t\n") {
                before = byte;
            }
            rest = slice_from(rest, width);
        }
        if word_in(RUNNERS, callee) {
            self.run_literals(start);
        }
        self.words.truncate(start);
    }

    /// Runs the commands that stand in the words or the input of `tar`, editors, `socat` and the like.
    pub(crate) fn embedded(&mut self, at: usize) {
        let input = self.value(INPUT);
        let input = self.store.common(input);
        self.words.push(input);
        for i in at + 1..self.words.len() {
            let whole = word_in(COMMANDS, self.word_text(i - 1));
            let from = if whole { Some(0) } else { behind(self.word_text(i), MARKS) };
            if self.spend(self.word(i).len() as usize / 32)
                && let Some(from) = from
            {
                _ = self.script(self.word(i).from(from));
            }
        }
        self.words.pop();
    }

    /// Runs the literals that are the arguments of a function: one as a script, several as the words of a command.
    fn run_literals(&mut self, start: usize) {
        let count = self.words.len() - start;
        let first = self.word(start);
        if count == 1 || count > 1 && find_byte(self.store.get(first), b' ').is_some() {
            self.words.truncate(start);
            self.script(first);
        } else if count > 1 {
            self.apart(&mut |shell| shell.dispatch(start));
        }
        self.words.truncate(start);
    }

    fn literal_op(&mut self, kind: FileOpKind, path: Text, content: Option<Text>) {
        let path = self.resolve(path);
        self.clear();
        self.operation(kind, path, content, true, true);
        if !self.operations.is_empty() {
            let at = self.words.len();
            self.emit(at, false, false);
        }
    }
}
