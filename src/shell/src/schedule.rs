//! What runs later: cron, `at`, start scripts, units of systemd.

use crate::interpreter::{Flow, Shell};
use crate::late::{Content, Late};
use crate::namespaces::{StoredNamespaces, bits};
use crate::store::{Text, Value};
use crate::table::Action;
use crate::text::{
    base_name, byte_at, contains, find, find_byte, in_set, slice, slice_from, take_until, take_word, trim, trim_start,
    word_in,
};

/// Files that are run as scripts at a start of the system or a service, or at a login.
const SCRIPTS: &[&str] = &[
    "/etc/rc.local",
    "/etc/rc.d/",
    "/etc/init.d/",
    "/etc/local.d/",
    "/etc/profile",
    "/etc/bash.bashrc",
    "/etc/bashrc",
    "/etc/cron.hourly/",
    "/etc/cron.daily/",
    "/etc/cron.weekly/",
    "/etc/cron.monthly/",
    "/etc/network/if-up.d/",
    "/etc/NetworkManager/dispatcher.d/",
    "/var/lib/cloud/scripts/",
];

/// The maximum number of scheduled items that are run again when the script has ended.
const LATE: usize = 16;

impl Shell<'_> {
    /// Runs the commands that a file schedules. The file has just been written.
    pub(crate) fn scheduled(&mut self, path: Text, content: Text) {
        // Behind a mount, and in the mount namespace of the machine, it is a file of the machine.
        let machine = match self.namespaces {
            StoredNamespaces { flags, root } if flags & bits::MOUNT != 0 => Some(path).filter(|_| root.len() == 0),
            _ => self.behind_mount(path),
        };
        let mounted = machine.is_some();
        let path = machine.unwrap_or(path);
        let text = self.store.get(path);
        let starts = |list: &[&str]| list.iter().find_map(|name| find(text, name));
        let (at, kind) = if let Some(at) = starts(&["/etc/cron.d/", "/etc/crontab"]) {
            (at, Content::Cron(true))
        } else if let Some(at) = starts(&["/var/spool/cron/"]) {
            (at, Content::Cron(false))
        } else if let Some(at) = starts(&["/etc/systemd/", "/usr/lib/systemd/", "/lib/systemd/", "/run/systemd/"]) {
            (at, Content::Unit)
        } else if let Some(at) = starts(&["/etc/udev/rules.d/", "/usr/lib/udev/rules.d/"]) {
            (at, Content::Rules)
        } else if let Some(at) = starts(SCRIPTS) {
            (at, Content::Script)
        } else if word_in(".bashrc .bash_profile .profile", base_name(text))
            // The home of a user is no root directory.
            && let Some(at) = starts(&["/home/", "/."])
        {
            (slice(text, 0, at).strip_suffix("/root").map_or(at, str::len), Content::Script)
        } else {
            return;
        };
        let root = if mounted { None } else { Some(path.part(0, at)) };
        self.later(root, content, kind);
    }

    /// `at`, `crontab` and, as its recipes are lines of a shell, `make`.
    pub(crate) fn schedules(&mut self, action: Action) {
        let (kind, file) = match action {
            Action::Crontab | Action::At if self.has("l r") => return,
            Action::Crontab => (Content::Cron(false), self.operand(0)),
            _ => (Content::Script, Text::EMPTY),
        };
        let file = self.option("f file makefile").unwrap_or(file);
        let value = if file.len() == 0 || matches!(self.store.get(file), "-" | "/dev/stdin") {
            self.value(crate::interpreter::INPUT)
        } else {
            self.known_content(file).unwrap_or_default()
        };
        for i in 0..self.store.count(value) {
            let text = self.store.alternative(value, i);
            if text != Text::UNSET {
                self.later(Some(Text::EMPTY), text, kind);
            }
        }
    }

    /// Runs again the scheduled items that run files which the script wrote only afterwards.
    pub(crate) fn run_late(&mut self) {
        for at in 0..self.late.len() {
            let Some(late) = self.late.get(at).copied() else { break };
            let mut runs = false;
            for i in late.files..self.files.len() {
                let slot = self.files.get(i).copied().unwrap_or(0);
                let path = self.slots.get(slot as usize).map_or(Text::EMPTY, |slot| slot.name);
                runs |= contains(self.store.get(late.content), base_name(self.store.get(path)));
            }
            if runs {
                self.namespaces = late.namespaces;
                self.later(late.root, late.content, late.kind);
            }
        }
    }

    /// Runs a scheduled text below a root directory, or without one on the machine itself.
    fn later(&mut self, root: Option<Text>, content: Text, kind: Content) {
        if self.late.len() < LATE && !self.late.iter().any(|late| late.content == content) {
            self.late.push(Late { namespaces: self.namespaces, root, content, kind, files: self.files.len() });
        }
        self.possible += 1;
        self.apart(&mut |shell| {
            match root {
                Some(root) if root.len() > 0 => shell.change_root(root),
                Some(_) => {}
                None => {
                    let flags = bits::MOUNT | bits::NET | bits::PID | bits::BY_DAEMON;
                    shell.namespaces = StoredNamespaces { flags, root: Text::EMPTY };
                }
            }
            shell.go(shell.constants.slash);
            shell.put(crate::interpreter::INPUT, Value::One(Text::EMPTY));
            shell.forget_private();
            if kind == Content::Script {
                shell.script(content);
                return Flow::Next;
            }
            let mut from = 0;
            while from < content.len() as usize {
                let line = shell.before(content.from(from), b'\n');
                let (start, end, next) = command_in(shell.store.get(line), kind);
                from += next + 1;
                shell.script(line.part(start, end));
            }
            Flow::Next
        });
        self.possible -= 1;
    }
}

/// Keys of rules of udev whose values are commands.
const RUN_BY_UDEV: &[&str] = &["RUN", "PROGRAM", "{program}"];

/// The start and the end of the command in a line, and where the search for the next one begins.
fn command_in(line: &str, kind: Content) -> (usize, usize, usize) {
    let none = (0, 0, line.len());
    let mut rest = line;
    match kind {
        Content::Script => {}
        Content::Cron(user) => {
            let first = take_word(&mut rest);
            if byte_at(first, 0) == b'#' || contains(first, "=") {
                return none;
            }
            // What `crontab -l` printed may stand before it.
            let more = if contains(first, "@") { 0 } else { 4 };
            for _ in 0..more + usize::from(user) {
                take_word(&mut rest);
            }
        }
        Content::Unit => {
            let Some((key, _)) = crate::text::split_once(line, b'=') else { return none };
            if !trim(key).starts_with("Exec") {
                return none;
            }
            rest = trim_start(slice_from(line, key.len() + 1));
            while in_set(byte_at(rest, 0), "-@+!:") {
                rest = slice_from(rest, 1);
            }
        }
        Content::Rules => {
            let Some(quote) = find_byte(line, b'"') else { return none };
            let runs = RUN_BY_UDEV.iter().any(|key| contains(slice(line, 0, quote), key));
            let from = quote + 1;
            let to = from + take_until(&mut slice_from(line, from), b'"').len();
            return (if runs { from } else { to }, to, to);
        }
    }
    let rest = trim_start(rest);
    (line.len() - rest.len(), line.len(), line.len())
}
