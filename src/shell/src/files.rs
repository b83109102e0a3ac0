//! Which files a command changes.

use crate::command::{FileOp, FileOpKind};
use crate::interpreter::Shell;
use crate::store::{Text, Value};
use crate::table::Action;
use crate::text::{base_name, contains, find_byte, word_in};

/// Whether writing to this path changes no file.
#[inline(never)]
pub(crate) fn is_no_file(path: &str) -> bool {
    let Some(device) = path.strip_prefix("/dev/") else { return false };
    word_in("null stdout stderr tty stdin full zero", device) || device.starts_with("fd/")
}

/// Directories by the last segment of their path.
const SEGMENTS: &str = "bin sbin etc lib lib64 libexec tmp opt root home var usr run boot srv mnt media local share system pki \
                        manifests log cache dev";

/// Directories by the end of their path.
const DIRECTORIES: &[&str] = &[
    "/etc/containerd",
    "/etc/docker",
    "/etc/kubernetes",
    "/etc/ssh",
    "/etc/security",
    "/etc/selinux",
    "/etc/NetworkManager",
    "/etc/chrony",
    "/etc/modprobe.d",
    "/etc/firewalld",
    "/etc/ufw",
    "/etc/network",
    "/etc/netplan",
    "/var/lib/kubelet",
    "/var/lib/etcd",
    "/var/lib/docker",
    "/var/lib/containerd",
    "/usr/lib/modules",
    "/lib/modules",
];

/// The maximum number of links that are followed.
const ALIASES: usize = 16;

impl Shell<'_> {
    /// Notes a change of a file, and where it leads through links that the script has made.
    #[inline(never)]
    pub(crate) fn operation(
        &mut self,
        kind: FileOpKind,
        path: Text,
        content: Option<Text>,
        certain: bool,
        recursive: bool,
    ) {
        let mut path = path;
        if is_no_file(self.store.get(path)) || path.len() == 0 || self.operations.len() >= 256 {
            return;
        }
        if let Some(bound) = self.bound(path) {
            self.reach_machine();
            path = bound;
        }
        let op = FileOp { kind, path, content, certain, recursive, append: false };
        self.operations.push(op);
        for at in 0..self.aliases.len() {
            let Some((here, there)) = self.aliases.get(at).copied() else { break };
            // A link is itself removed or created; its target stays.
            let follows = matches!(kind, FileOpKind::Write | FileOpKind::Edit | FileOpKind::Fill);
            if (follows || path.len() > here.len())
                && let Some(path) = self.moved(path, here, there)
            {
                self.operations.push(FileOp { path, ..op });
            }
        }
    }

    /// Where a path leads if `here` stands for `there`, and it is that or below.
    pub(crate) fn moved(&mut self, path: Text, here: Text, there: Text) -> Option<Text> {
        let rest = self.store.get(path).strip_prefix(self.store.get(here))?;
        if !(rest.is_empty() || rest.starts_with('/')) {
            return None;
        }
        let rest = path.from(here.len() as usize);
        Some(if rest.len() > 0 && there.len() == 1 { rest } else { self.store.concat(&[there, rest]) })
    }

    /// The same for a path as the script writes it.
    pub(crate) fn change(&mut self, kind: FileOpKind, path: Text, content: Option<Text>, recursive: bool) {
        let path = self.resolve(path);
        self.operation(kind, path, content, true, recursive);
    }

    pub(crate) fn change_all(&mut self, kind: FileOpKind, first: usize, content: Option<Text>, recursive: bool) {
        for i in first..self.operands.len() {
            self.change(kind, self.operand(i), content, recursive);
        }
    }

    /// Standard input, if it is known to be one text.
    fn input_text(&mut self) -> Text {
        let value = self.input();
        self.store.common(value)
    }

    fn content_text(&mut self, path: Text) -> Option<Text> {
        let value = match self.store.get(path) {
            "/dev/stdin" | "/dev/fd/0" | "/proc/self/fd/0" => self.input(),
            _ => self.known_content(path)?,
        };
        if let Value::List(..) = value {
            return None;
        }
        Some(self.store.common(value))
    }

    /// Finds the files that the command at `at` changes. Its options are parsed already.
    pub(crate) fn changes(&mut self, at: usize, action: Action) {
        use Action::*;
        use FileOpKind as NodeKind;
        let recursive = self.has("r R recursive a archive");
        let unknown = Some(Text::UNKNOWN);
        match action {
            Remove => self.change_all(NodeKind::Remove, 0, None, recursive),
            Write | Editor => self.change_all(NodeKind::Write, 0, None, false),
            Attributes => {
                let all = self.has("reference m x M X modify remove b t r w u") || self.word_text(at) == "restorecon";
                self.change_all(NodeKind::Attributes, usize::from(!all), None, recursive);
            }
            Tee => {
                let text = self.input_text();
                self.change_all(NodeKind::Write, 0, Some(text), false);
                let append = self.has("a append");
                self.operations.iter_mut().for_each(|op| op.append = append);
            }
            Copy | Move | Link | Install | Rsync | Store => self.transfer(action, recursive),
            // `docker cp`: out of a container, or into one with directories of the machine.
            Container if self.store.get(self.operand(0)) == "cp" => {
                self.operands.remove(0);
                let target = self.operand(1);
                if let Some(colon) = find_byte(self.store.get(target), b':') {
                    self.operands.truncate(1);
                    self.operands.push(target.from(colon + 1));
                    self.enter_container();
                }
                self.transfer(Copy, true);
            }
            Dd => {
                let (mut target, mut source) = (None, None);
                for i in 0..self.operands.len() {
                    let operand = self.operand(i);
                    let text = self.store.get(operand);
                    if text.starts_with("of=") {
                        target = Some(operand.from(3));
                    } else if text.starts_with("if=") {
                        source = Some(operand.from(3));
                    }
                }
                if let Some(target) = target {
                    let value = match source {
                        Some(source) => self.content(source),
                        None => self.input(),
                    };
                    let content = self.store.common(value);
                    self.change(NodeKind::Write, target, Some(content), false);
                }
            }
            Sed | Edit | Perl | Awk if self.has("i in-place inplace") || self.starts_option("in-place") => {
                let program = self.option("e expression f file E");
                let first = usize::from(program.is_none());
                let program = program.unwrap_or(self.operand(0));
                self.change_all(NodeKind::Edit, first, Some(program), false);
            }
            Patch => self.change_all(NodeKind::Edit, 0, unknown, false),
            Tar => self.archive(),
            Unzip | Cpio => {
                let out = self.has("o create") && action == Cpio;
                let lists = action == Unzip && self.has("l Z t p");
                if !out && !lists {
                    let here = self.directory();
                    let directory = self.option("d D directory").or(self.option("o")).unwrap_or(here);
                    let directory =
                        if action == Cpio && self.has("p pass-through") { self.operand(0) } else { directory };
                    // `7z x archive members`, `unzip archive members`
                    let first = 1 + usize::from(self.word_text(at).starts_with('7'));
                    self.unpacks(directory, if action == Cpio { usize::MAX } else { first });
                }
            }
            Git if self.store.get(self.operand(0)) == "clone" && self.operands.len() > 2 => {
                self.change(NodeKind::Write, self.operand(2), None, true);
            }
            Alternatives if self.has("install") && self.operands.len() > 2 => {
                let target = self.operand(2);
                self.change(NodeKind::Link, self.operand(0), Some(target), false);
            }
            Mount => {
                let makes = self.starts_option("make-");
                let options = self.option("o options").map_or("", |o| self.store.get(o));
                let remounts = contains(options, "remount") || makes;
                let binds = self.has("bind B rbind R move M") || contains(options, "bind");
                let count = self.operands.len();
                let target = self.option("target").unwrap_or(self.operand(count.saturating_sub(1)));
                let source = if count > 1 { Some(self.operand(0)) } else { self.option("source") };
                if target.len() > 0 {
                    let path = self.resolve(target);
                    let kind = if remounts { NodeKind::Attributes } else { NodeKind::Mount };
                    self.operation(kind, path, source, true, true);
                    if let Some(source) = source.filter(|_| binds) {
                        let source = self.resolve(source);
                        if self.has("move M") {
                            self.operation(NodeKind::Unmount, source, None, true, true);
                        }
                        self.alias(path, source);
                    }
                }
            }
            Umount => {
                let fuse = self.word_text(at).starts_with("fusermount");
                if !fuse || self.has("u") {
                    self.change_all(NodeKind::Unmount, 0, None, self.has("R recursive"));
                    if self.has("a all") {
                        self.operation(NodeKind::Unmount, Text::UNKNOWN, None, false, true);
                    }
                }
            }
            Mkfs => {
                let device = self.operand(0);
                if device.len() > 0 {
                    self.change(NodeKind::Write, device, unknown, true);
                }
            }
            Curl | Wget => self.download(action == Curl),
            Openssl | Xxd => {
                let file = self.option("out").unwrap_or(if action == Xxd { self.operand(1) } else { Text::EMPTY });
                if file.len() > 0 {
                    self.change(NodeKind::Write, file, unknown, false);
                }
            }
            _ => {}
        }
    }

    /// Whether an option begins with `start`.
    fn starts_option(&self, start: &str) -> bool {
        self.options.iter().any(|(name, _)| self.store.get(*name).starts_with(start))
    }

    fn alias(&mut self, here: Text, there: Text) {
        if self.aliases.len() < ALIASES && !self.store.same(here, there) {
            self.aliases.push((here, there));
        }
    }

    /// Whether a path is that of a directory, as far as can be told.
    fn is_directory(&mut self, path: Text) -> bool {
        let text = self.store.get(path);
        if text.ends_with('/') || word_in(". ..", text) || text.ends_with("/.") || text.ends_with("/..") {
            return true;
        }
        let clean = self.resolve(path);
        let text = self.store.get(clean);
        if text == "/" || text.ends_with(".d") || word_in(SEGMENTS, base_name(text)) {
            return true;
        }
        if DIRECTORIES.iter().any(|directory| text.ends_with(directory)) {
            return !self.removed.iter().any(|path| self.store.same(*path, clean));
        }
        matches!(self.known_content(clean), Some(Value::List(..)))
    }

    /// `cp`, `mv`, `ln`, `install`, `rsync` and `scp`.
    pub(crate) fn transfer(&mut self, action: Action, recursive: bool) {
        use FileOpKind as NodeKind;
        if action == Action::Install && self.has("d directory") {
            return self.change_all(NodeKind::Write, 0, None, false);
        }
        // The verb of a client of an object store.
        if action == Action::Store && !self.operands.is_empty() {
            let verb = self.operands.remove(0);
            match self.store.get(verb) {
                "s3" | "oss" => return self.transfer(action, true),
                "delete" | "purge" | "rm" => return self.change_all(NodeKind::Remove, 0, None, true),
                _ => {}
            }
        }
        let count = self.operands.len();
        let given = self.option("t target-directory");
        let (sources, target) = match given {
            Some(target) => (count, target),
            None if count > 1 => (count - 1, self.operand(count - 1)),
            None if count == 1 && action == Action::Link => (1, self.directory()),
            None => return,
        };
        // On another machine.
        let text = self.store.get(target);
        let colon = find_byte(text, b':').unwrap_or(text.len());
        if matches!(action, Action::Copy | Action::Rsync | Action::Store)
            && colon < find_byte(text, b'/').unwrap_or(text.len())
        {
            return;
        }
        let bare = self.has("T no-target-directory n no-dereference") && action != Action::Copy;
        let into = given.is_some() || sources > 1 || count == 1 || !bare && self.is_directory(target);
        let recursive = recursive || action == Action::Move;
        let path = self.resolve(target);
        if action == Action::Rsync && self.starts_option("del") {
            self.operation(NodeKind::Remove, path, None, true, true);
        }
        for i in 0..sources.min(64) {
            let source = self.operand(i);
            let content = match action {
                Action::Link => Some(source),
                _ => self.content_text(source),
            };
            if action == Action::Move {
                self.change(NodeKind::Move, source, None, true);
            } else if action == Action::Rsync && self.starts_option("remove-s") {
                self.change(NodeKind::Remove, source, None, true);
            }
            let name = self.base(source);
            let kind = if action == Action::Link { NodeKind::Link } else { NodeKind::Write };
            let everything = kind == NodeKind::Write && word_in(". .. /", self.store.get(name))
                || self.store.get(source).ends_with('/') && action == Action::Rsync;
            if everything {
                self.operation(NodeKind::Fill, path, None, true, true);
                continue;
            }
            let inner = self.below(path, name);
            if into {
                self.operation(kind, inner, content, true, recursive);
            } else {
                self.operation(kind, path, content, true, recursive);
                if recursive && action != Action::Move && !self.store.same(name, self.base(path)) {
                    self.operation(kind, inner, content, false, true);
                }
            }
            // A copy of a program is run as a link to it is.
            if action == Action::Link || !recursive && contains(self.store.get(source), "bin/") {
                let there = self.resolve(source);
                self.alias(if into { inner } else { path }, there);
            }
        }
    }

    /// Applies the operations to the files whose content is followed.
    pub(crate) fn effects(&mut self, at: usize) {
        if self.operations.is_empty() {
            return;
        }
        let makes_directory = self.word_text(at).ends_with("mkdir");
        // A file that is scheduled may run here, with operations of its own.
        let operations = core::mem::take(&mut self.operations);
        for op in operations.iter().copied() {
            match (op.kind, op.content) {
                (FileOpKind::Remove | FileOpKind::Move, _) => {
                    self.remove_file(op.path);
                    if self.removed.len() < ALIASES {
                        self.removed.push(op.path);
                    }
                }
                (FileOpKind::Write, _) if makes_directory => self.store_file(op.path, Value::List(0, 0), false),
                (FileOpKind::Write, Some(content)) => self.store_file(op.path, Value::One(content), op.append),
                (FileOpKind::Write, None) | (FileOpKind::Edit, _) => {
                    // Its content may not be known any more.
                    let touches = matches!(base_name(self.word_text(at)), "touch" | "truncate" | "fallocate");
                    if op.kind == FileOpKind::Edit {
                        self.edit(op);
                    } else if !touches && self.known_content(op.path).is_some() {
                        self.store_file(op.path, Value::One(Text::UNKNOWN), false);
                    }
                }
                _ => {}
            }
            let content = match op.kind {
                FileOpKind::Write => op.content,
                FileOpKind::Edit => op.content.and_then(|program| self.inserted(program)),
                _ => None,
            };
            if let Some(content) = content {
                self.scheduled(op.path, content);
            }
        }
        self.operations = operations;
    }

    /// The line that `sed -i '$a LINE'` and the like add to a file.
    fn inserted(&self, program: Text) -> Option<Text> {
        let text = self.store.get(program);
        let mut at = crate::text::span(text, "0123456789$", true);
        if crate::text::byte_at(text, 0) == b'/' {
            at = find_byte(crate::text::slice_from(text, 1), b'/')? + 2;
        }
        let adds = crate::text::in_set(crate::text::byte_at(text, at), "aic");
        at += 1;
        at += crate::text::span(crate::text::slice_from(text, at), " \\\n\t", true);
        adds.then(|| program.from(at))
    }

    /// `sed -i`: applies the program to the file.
    fn edit(&mut self, op: FileOp) {
        let (Some(value), Some(program)) = (self.known_content(op.path), op.content) else { return };
        let new = self.map(value, &mut |shell, text| shell.edited(text, program).unwrap_or(Text::UNKNOWN));
        self.store_file(op.path, new, false);
    }
}
