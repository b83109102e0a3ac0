//! From the words of a command to what runs.

use crate::interpreter::{ARGUMENTS, ExitStatus, Flow, INPUT, NAME, Shell, Space};
use crate::store::{Text, Value};
use crate::table::{self, Action, Row};
use crate::text::{base_name, byte_at, find_byte, in_set, letter_in, slice, slice_from, word_in};
use crate::value::is_unknown;

/// How many words of an unknown command are searched for a command that it may run.
const AHEAD: usize = 12;

/// The characters of the name of a signal, which `pkill` and the like take as one option.
const SIGNAL: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

impl Shell<'_> {
    /// A word of the commands that are being run.
    #[inline(never)]
    pub(crate) fn word(&self, at: usize) -> Text {
        self.words.get(at).copied().unwrap_or_default()
    }

    /// The characters of such a word.
    #[inline(never)]
    pub(crate) fn word_text(&self, at: usize) -> &str {
        self.store.get(self.word(at))
    }

    /// Runs the command whose words begin at `at` and end with the last word: a function, or anything else.
    pub(crate) fn command(&mut self, at: usize) -> Flow {
        let name = self.word(at);
        let body = self.held(Space::Function, name);
        self.each(body, &mut |shell, body| match body {
            Text::UNSET => shell.dispatch(at),
            body => shell.call(at, body),
        })
    }

    /// The words from `at` on as a list. Behind the last one, one that is not set stands for any more.
    #[inline(never)]
    pub(crate) fn list_of(&mut self, at: usize) -> Value {
        let from = self.store.texts.len();
        for i in at..self.words.len() {
            let word = self.word(i);
            self.store.texts.push(word);
        }
        if self.splits {
            self.store.texts.push(Text::UNSET);
        }
        self.store.list(from)
    }

    /// Runs a command that is no function.
    pub(crate) fn dispatch(&mut self, at: usize) -> Flow {
        if self.too_deep() {
            self.unread();
            return Flow::Next;
        }
        let name = self.word_text(at);
        let has_directory = find_byte(name, b'/').is_some();
        if has_directory && self.run_file(at) {
            return Flow::Next;
        }
        if has_directory && !self.aliases.is_empty() {
            // A link to a program.
            let path = self.resolve(self.word(at));
            if let (Some(there), Some(word)) = (self.behind_link(path), self.words.get_mut(at)) {
                *word = there;
            }
        }
        // Recipes of `make` mark commands.
        let name = self.word_text(at);
        let bare = if name.starts_with("--") { name } else { redline_text::trim_start(name, "@-+") };
        let marks = name.len() - bare.len();
        match table::find(base_name(bare)) {
            Some(row) => {
                if let Some(word) = self.words.get_mut(at) {
                    *word = word.from(marks);
                }
                self.known(at, &row)
            }
            None => self.other(at, has_directory),
        }
    }

    fn known(&mut self, at: usize, row: &Row) -> Flow {
        use Action::*;
        match row.action {
            Wrap | WrapOperand | Env | Flock | Watch | Xargs | Parallel | Nsenter | Chroot | Unshare | Runuser | Su
            | Sudo | Capsh | Ip | Remote | Container | Ansible | Find | Shell => {
                self.status = ExitStatus::Success;
                self.apart(&mut |shell| {
                    shell.wrapper(at, row);
                    Flow::Next
                });
                Flow::Next
            }
            CommandBuiltin | Exec | Cd | Popd | Declare | Unset | Set | Shift | Eval | Source | Trap | Read
            | Mapfile | Exit | Return | Break | Continue | Test | True | False | Let | Getopts | Alias => {
                self.builtin(at, row)
            }
            _ => {
                self.leaf(at, row);
                Flow::Next
            }
        }
    }

    /// Runs a command that is not in the table. It may be a file that the script wrote, or run one of its arguments.
    fn other(&mut self, at: usize, has_directory: bool) -> Flow {
        if !has_directory && self.run_installed(at) {
            return Flow::Next;
        }
        self.clear();
        for i in at + 1..self.words.len() {
            let word = self.word(i);
            if byte_at(self.store.get(word), 0) != b'-' {
                self.operands.push(word);
            }
        }
        self.emit(at, false, false);
        self.print_text(Text::UNKNOWN);
        self.status = ExitStatus::Unknown;
        let end = self.words.len().min(at + AHEAD);
        for i in at + 1..end {
            let name = self.word_text(i);
            let first = byte_at(name, 0);
            if in_set(first, "-/.")
                && !name.starts_with("/usr/")
                && !name.starts_with("/bin/")
                && !name.starts_with("/sbin/")
            {
                continue;
            }
            // A last word is rather a verb of the program itself, as in `controller shutdown`.
            let Some(row) = table::find(base_name(name)).filter(|_| i + 1 < self.words.len()) else { continue };
            if matches!(row.action, Action::Ask | Action::Pid | Action::True | Action::Echo | Action::Test) {
                continue;
            }
            self.guessed += 1;
            self.apart(&mut |shell| shell.dispatch(i));
            self.guessed -= 1;
            self.status = ExitStatus::Unknown;
            break;
        }
        Flow::Next
    }

    /// Runs a file whose content is known.
    pub(crate) fn run_file(&mut self, at: usize) -> bool {
        let name = self.word(at);
        if is_unknown(self.store.get(name)) && self.files.is_empty() {
            return false;
        }
        let value = self.known_content(name);
        let Some(value) = value else { return false };
        // A program that was downloaded is taken for what its name says.
        if value == Value::One(Text::UNKNOWN) && table::find(base_name(self.store.get(name))).is_some() {
            return false;
        }
        self.run_value(at, value);
        true
    }

    /// Runs the content of a file with the words behind `at` as its arguments.
    fn run_value(&mut self, at: usize, value: Value) {
        self.apart(&mut |shell| {
            shell.enter_script(at);
            shell.forget_private();
            shell.run_content(value);
            Flow::Next
        });
    }

    /// Sets `$0`, the arguments and `$?`.
    pub(crate) fn enter_script(&mut self, at: usize) {
        self.status = ExitStatus::Success;
        self.put(NAME, Value::One(self.word(at)));
        let list = self.list_of(at + 1);
        self.put(ARGUMENTS, list);
    }

    /// Runs each text of a value with the program that its first line names.
    pub(crate) fn run_content(&mut self, value: Value) {
        let count = self.store.count(value);
        self.guessed += u32::from(count > 1);
        let (function_depth, loops) = (core::mem::take(&mut self.function_depth), core::mem::take(&mut self.loops));
        for i in 0..count {
            let text = self.store.alternative(value, i);
            if text == Text::UNSET {
                continue;
            }
            let bytes = self.store.get(text);
            let line = slice(bytes, 0, find_byte(bytes, b'\n').unwrap_or(bytes.len()));
            let foreign = line.starts_with("#!")
                && ["python", "perl", "ruby", "node"].iter().any(|name| crate::text::contains(line, name));
            if foreign {
                self.program(text);
            } else {
                self.script(text);
            }
        }
        (self.function_depth, self.loops) = (function_depth, loops);
        self.guessed -= u32::from(count > 1);
    }

    /// Unsets what a child process does not see: variables and functions that are not exported.
    pub(crate) fn forget_private(&mut self) {
        // Without budget the child does not run either.
        if !self.spend(self.slots.len() / 64) {
            return;
        }
        for slot in 0..self.slots.len() as u32 {
            let private = self.slots.get(slot as usize).is_some_and(|slot| {
                matches!(slot.space, Space::Variable | Space::Function) && !slot.exported && slot.value != Value::Unset
            });
            if private {
                self.put(slot, Value::Unset);
            }
        }
    }

    /// Runs a file that the script has put into a directory of commands.
    fn run_installed(&mut self, at: usize) -> bool {
        let name = self.word(at);
        let count = if self.may_be_known(self.store.get(name)) { self.files.len() } else { 0 };
        for i in 0..count {
            let slot = self.files.get(i).copied().unwrap_or(0);
            let path = self.slots.get(slot as usize).map_or(Text::EMPTY, |slot| slot.name);
            let path = self.store.get(path);
            let base = base_name(path);
            let directory = slice(path, 0, path.len() - base.len());
            if base != self.store.get(name) || !directory.ends_with("bin/") {
                continue;
            }
            let value = self.value(slot);
            if value == Value::Unset {
                continue;
            }
            self.run_value(at, value);
            return true;
        }
        false
    }

    /// Forgets the options, operands and changes of the last command.
    #[inline(never)]
    pub(crate) fn clear(&mut self) {
        self.options.clear();
        self.operands.clear();
        self.operations.clear();
    }

    /// Separates options from operands, as `getopt` does. With `stop`, options end at the first operand. Returns the
    /// index of the first operand among all words; their number if there is none.
    #[inline(never)]
    pub(crate) fn parse(&mut self, at: usize, valued: &str, stop: bool) -> usize {
        self.options.clear();
        self.operands.clear();
        let mut first = self.words.len();
        let mut i = at + 1;
        let mut only_operands = false;
        while i < self.words.len() {
            let word = self.word(i);
            let text = self.store.get(word);
            i += 1;
            if only_operands || byte_at(text, 0) != b'-' || text.len() == 1 {
                if self.operands.is_empty() {
                    first = i - 1;
                }
                only_operands |= stop;
                self.operands.push(word);
                if stop && self.operands.len() > 4 {
                    break;
                }
                continue;
            }
            if text == "--" {
                only_operands = true;
                continue;
            }
            let next = self.word(i);
            if text.starts_with("--") {
                let long = word.from(2);
                let text = self.store.get(long);
                if let Some(sign) = find_byte(text, b'=') {
                    self.options.push((long.part(0, sign), long.from(sign + 1)));
                } else if word_in(valued, text) {
                    self.options.push((long, next));
                    i += 1;
                } else {
                    self.options.push((long, Text::EMPTY));
                }
                continue;
            }
            // Long options with one dash, as some tools have them.
            let whole = slice_from(text, 1);
            let signal = word_in(valued, "signal") && crate::text::span(whole, SIGNAL, true) == whole.len();
            if signal && byte_at(whole, 1).is_ascii_uppercase() {
                self.options.push((word.from(1), Text::EMPTY));
                continue;
            }
            if word_in(valued, whole) {
                self.options.push((word.from(1), next));
                i += 1;
                continue;
            }
            let mut letter = 1;
            while letter < text.len() {
                let width = crate::text::width(byte_at(text, letter));
                let name = word.part(letter, letter + width);
                let rest = word.from(letter + width);
                if letter_in(valued, byte_at(text, letter)) {
                    let separate = rest.len() == 0;
                    self.options.push((name, if separate { next } else { rest }));
                    i += usize::from(separate);
                    break;
                }
                // An optional value is attached to its option. The table says which options have one.
                if valued.ends_with("I?") && byte_at(text, letter) == b'I' {
                    self.options.push((name, rest));
                    break;
                }
                // An attached value: `-n/proc/1/ns/net`.
                let glued = in_set(byte_at(text, letter + width), "/=.\x01");
                let skip = usize::from(byte_at(text, letter + width) == b'=');
                self.options.push((name, if glued { rest.from(skip) } else { Text::EMPTY }));
                letter = if glued { text.len() } else { letter + width };
            }
        }
        first
    }

    /// The value of the last of these options.
    #[inline(never)]
    pub(crate) fn option(&self, names: &str) -> Option<Text> {
        let found = self.options.iter().rev().find(|(name, _)| word_in(names, self.store.get(*name)));
        found.map(|(_, value)| *value)
    }

    /// Whether one of these options was given.
    #[inline(never)]
    pub(crate) fn has(&self, names: &str) -> bool {
        self.option(names).is_some()
    }

    #[inline(never)]
    pub(crate) fn operand(&self, at: usize) -> Text {
        self.operands.get(at).copied().unwrap_or_default()
    }

    /// Reports a command that reads a file as others read standard input. The content of the file becomes its input.
    fn loads(&mut self, at: usize) {
        let input = self.value(INPUT);
        for i in 0..self.operands.len() {
            if let Some(value) = self.known_content(self.operand(i)) {
                self.put(INPUT, value);
                break;
            }
        }
        if let Some(file) = self.option("load")
            && let Some(value) = self.known_content(file)
        {
            self.put(INPUT, value);
        }
        self.emit(at, false, false);
        self.put(INPUT, input);
    }

    /// Reports a command that runs no other, applies its changes of files, and prints what it prints.
    pub(crate) fn leaf(&mut self, at: usize, row: &Row) {
        use Action::*;
        self.status = ExitStatus::Unknown;
        self.parse(at, row.valued, false);
        self.operations.clear();
        // What the shell does itself is not reported.
        let namespaces = self.namespaces;
        let silent = matches!(row.action, Echo | Printf | Pwd) || row.action == Which && self.word_text(at) == "type";
        if !silent {
            self.changes(at, row.action);
            if row.action == Load {
                self.loads(at);
            } else {
                self.emit(at, false, false);
            }
            if !self.operations.is_empty() {
                self.effects(at);
                self.parse(at, row.valued, false);
            }
        }
        self.namespaces = namespaces;
        self.prints(at, row);
        self.runs(at, row.action);
    }
}
