//! Commands that run another command, here or elsewhere.

use crate::interpreter::{ARGUMENTS, DIRECTORY, Dialect, INPUT, Shell, Space};
use crate::namespaces::bits;
use crate::store::{Text, Value};
use crate::table::{Action, Row};
use crate::text::{after_last, base_name, byte_at, contains, find_byte, word_in};
use crate::value::is_opaque;

impl Shell<'_> {
    /// Runs the command that a wrapper runs.
    pub(crate) fn wrapper(&mut self, at: usize, row: &Row) {
        use Action::*;
        let late = row.action == Su && !word_in("script", self.word_text(at));
        let first = self.parse(at, row.valued, !late && row.action != Parallel);
        let mut next = first;
        let mut shell = false;
        match row.action {
            WrapOperand => next += 1,
            Env => {
                if let Some(script) = self.option("S split-string") {
                    return self.child_script(script);
                }
                self.go_by("C chdir");
                if self.has("i ignore-environment") {
                    self.forget_private();
                }
            }
            Flock => {
                if self.store.get(self.operand(1)) == "-c" {
                    let script = self.operand(2);
                    return self.child_script(script);
                }
                next += 1;
            }
            Watch if !self.has("x exec") => {
                if self.word_text(at) == "tmux" {
                    next = self.parse(first, row.valued, true);
                }
                let script = self.joined(next);
                return self.child_script(script);
            }
            Xargs => return self.xargs(first),
            Parallel => return self.parallel(at),
            Nsenter => {
                self.enter();
                shell = true;
            }
            Chroot => {
                let root = self.operand(0);
                self.change_root(root);
                next += 1;
                shell = true;
            }
            Unshare => {
                for (names, flag) in [("m mount", bits::OWN_MOUNT), ("n net", bits::OWN_NET)] {
                    if self.has(names) {
                        self.namespaces.flags |= flag;
                    }
                }
                self.root_by("R root");
                shell = true;
            }
            Su | Runuser => {
                if let Some(script) = self.option("c command") {
                    return self.child_script(script);
                }
                let bare = row.action == Su || !self.has("u user");
                if bare {
                    return self.interactive(at);
                }
            }
            Sudo => {
                self.root_by("R chroot");
                self.go_by("D chdir");
                shell = self.has("i s login shell");
            }
            Capsh => {
                let dashes = (at..self.words.len()).find(|i| self.word_text(*i) == "--");
                let Some(dashes) = dashes else { return self.leaf(at, row) };
                self.root_by("chroot");
                let name = self.store.add("bash");
                if let Some(word) = self.words.get_mut(dashes) {
                    *word = name;
                }
                return self.shell(dashes);
            }
            Ip => {
                let exec = (at..self.words.len().min(at + 5)).find(|i| self.word_text(*i) == "exec");
                let Some(exec) = exec else { return self.leaf(at, row) };
                self.namespaces.flags |= bits::OWN_NET;
                next = exec + 2;
            }
            Remote => {
                self.leaf(at, row);
                self.parse(at, row.valued, true);
                let hosts = usize::from(!self.has("w H h hosts hosts-file"));
                self.namespaces.flags |= bits::REMOTE;
                if first + hosts < self.words.len() {
                    let script = self.joined(first + hosts);
                    self.child_script(script);
                } else {
                    // The shell over there reads what stands on its input.
                    let input = self.value(INPUT);
                    self.forget_private();
                    self.run_content(input);
                }
                return;
            }
            Container => return self.container(at, row),
            Ansible => {
                self.leaf(at, row);
                self.parse(at, row.valued, false);
                let module = self.option("m module-name").unwrap_or_default();
                let runs = word_in("shell command raw script", after_last(self.store.get(module), b'.'));
                if !word_in("localhost 127.0.0.1", self.store.get(self.operand(0))) {
                    self.namespaces.flags |= bits::REMOTE;
                }
                if let Some(script) = self.option("a args").filter(|_| runs || module.len() == 0) {
                    self.child_script(script);
                }
                return;
            }
            Find => return self.find_files(at),
            Shell => return self.shell(at),
            _ => {}
        }
        // Assignments, and a second `--` as in `timeout 5 -- command`.
        loop {
            let word = self.word(next);
            let text = self.store.get(word);
            if text != "--" && find_byte(text, b'=').is_none() {
                break;
            }
            self.assign_word(word, true);
            next += 1;
        }
        if next < self.words.len() {
            self.dispatch(next);
        } else if shell {
            self.interactive(at);
        }
    }

    /// Makes the assignment that a word is. No script asks for a name that a variable cannot have.
    pub(crate) fn assign_word(&mut self, word: Text, exported: bool) {
        let text = self.store.get(word);
        let Some(sign) = find_byte(text, b'=') else { return };
        let append = sign > 0 && byte_at(text, sign - 1) == b'+';
        let name = word.part(0, sign - usize::from(append));
        let slot = self.slot(Space::Variable, name);
        let mut value = word.from(sign + 1);
        if append {
            let old = self.store.common(self.value(slot));
            let old = if old == Text::UNSET { Text::EMPTY } else { old };
            value = self.store.concat(&[old, value]);
        }
        self.put(slot, Value::One(value));
        if exported {
            self.export(slot);
        }
    }

    pub(crate) fn export(&mut self, slot: u32) {
        if let Some(slot) = self.slots.get_mut(slot as usize) {
            slot.exported = true;
        }
    }

    /// A script that another process runs.
    fn child_script(&mut self, script: Text) {
        self.forget_private();
        self.put(ARGUMENTS, Value::List(0, 0));
        self.run_content(Value::One(script));
    }

    /// The words from `at` on with blanks between them.
    #[inline(never)]
    pub(crate) fn joined(&mut self, at: usize) -> Text {
        if at + 1 == self.words.len() {
            return self.word(at);
        }
        let mark = self.buffer.len();
        for i in at..self.words.len() {
            if i > at {
                self.buffer.push(' ');
            }
            self.push_text(self.word(i));
        }
        self.finish(mark)
    }

    /// Changes the working directory.
    pub(crate) fn go(&mut self, directory: Text) {
        let path = self.resolve(directory);
        self.put(DIRECTORY, Value::One(path));
    }

    /// Changes the working directory as an option says.
    fn go_by(&mut self, names: &str) {
        if let Some(directory) = self.option(names) {
            self.go(directory);
        }
    }

    /// Changes the root directory as an option says.
    #[inline(never)]
    pub(crate) fn root_by(&mut self, names: &str) {
        if let Some(root) = self.option(names).filter(|root| root.len() > 0) {
            self.change_root(root);
        }
    }

    /// Changes the root directory.
    pub(crate) fn change_root(&mut self, directory: Text) {
        let mut path = self.resolve(directory);
        if self.store.get(path) == "/" {
            path = self.namespaces.root;
        } else if let Some(bound) = self.bound(path) {
            self.leave_container();
            path = if bound.len() == 1 { Text::EMPTY } else { bound };
        } else {
            path = self.store.concat(&[self.namespaces.root, path]);
        }
        self.namespaces.root = path;
        self.put(DIRECTORY, Value::One(self.constants.slash));
    }

    /// `nsenter`: which namespaces, and whose.
    fn enter(&mut self) {
        let target = self.has("t target");
        let all = target && self.has("a all");
        for (names, flag) in [("m mount", bits::MOUNT), ("n net", bits::NET), ("p pid", bits::PID)] {
            let file = self.option(names);
            let path = file.map_or("", |file| self.store.get(file));
            // Whether the namespace is that of another process, and whether a file outside `/proc` names it.
            let enters = match file {
                Some(file) if file.len() == 0 => target,
                Some(_) => contains(path, "/ns/") || byte_at(path, 0) == 1,
                None => all,
            };
            let by_file = enters && !path.is_empty() && !path.starts_with("/proc/");
            if !enters {
                if file.is_some() && flag == bits::NET {
                    self.namespaces.flags |= bits::OWN_NET;
                }
                continue;
            }
            self.namespaces.flags |= flag | if by_file { bits::BY_FILE } else { 0 };
            self.namespaces.flags &= !bits::CONTAINER;
            if flag == bits::NET {
                self.namespaces.flags &= !bits::OWN_NET;
            }
            if flag == bits::MOUNT {
                self.namespaces.flags &= !bits::OWN_MOUNT;
                self.namespaces.root = Text::EMPTY;
                self.put(DIRECTORY, Value::One(self.constants.slash));
            }
        }
        self.root_by("r root");
    }

    /// A shell that runs what stands on its input, or waits for somebody to type.
    fn interactive(&mut self, at: usize) {
        let value = self.value(INPUT);
        let typed = value == Value::Unset;
        if typed || self.store.count(value) == 1 && is_opaque(self.store.get(self.store.alternative(value, 0))) {
            self.clear();
            self.emit(at, typed, false);
        }
        if typed {
            return;
        }
        self.put(INPUT, Value::One(Text::EMPTY));
        self.forget_private();
        self.run_content(value);
    }

    /// A shell: its script, the file it reads, or its standard input.
    pub(crate) fn shell(&mut self, at: usize) {
        let valued = "o O rcfile init-file";
        let mut first = self.parse(at, valued, true);
        let (mut runs, mut feeds) = (self.has("c"), self.has("s"));
        while byte_at(self.word_text(first), 0) == b'+' {
            first = self.parse(first + usize::from(word_in("+o +O", self.word_text(first))), valued, true);
            runs |= self.has("c");
            feeds |= self.has("s");
        }
        let dialect = match base_name(self.word_text(at)) {
            "bash" => Dialect::Bash,
            "dash" => Dialect::Dash,
            _ => self.dialect,
        };
        let dialect = core::mem::replace(&mut self.dialect, dialect);
        let file = self.word(first);
        let reads = first >= self.words.len() || matches!(self.store.get(file), "-" | "/dev/stdin");
        if runs && first < self.words.len() {
            self.forget_private();
            self.put(ARGUMENTS, Value::List(0, 0));
            if first + 1 < self.words.len() {
                self.enter_script(first + 1);
            }
            self.run_content(Value::One(file));
        } else if feeds || reads {
            let list = if feeds { self.list_of(first) } else { Value::List(0, 0) };
            self.put(ARGUMENTS, list);
            self.interactive(at);
        } else if let Some(value) = self.known_content(file) {
            self.enter_script(first);
            self.forget_private();
            self.run_content(value);
        } else {
            self.operations.clear();
            self.emit(at, false, false);
            self.print_text(Text::UNKNOWN);
        }
        self.dialect = dialect;
    }
}
