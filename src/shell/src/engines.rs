//! Commands that run another one in a container.

use crate::interpreter::{DIRECTORY, Shell};
use crate::namespaces::bits;
use crate::store::{Text, Value};
use crate::table::Row;
use crate::text::{base_name, behind, contains, find_byte, word_in};

/// Paths of the sockets of container engines on the machine.
const ENGINES: &[&str] = &["/run/docker.sock", "/run/containerd/containerd.sock", "/run/crio/crio.sock"];

/// Options of `run` and `exec` that take a value.
const RUN: &str = "v e p u w h m l a c n volume env publish user workdir hostname memory label name network net pid ipc uts userns \
                   cap-add cap-drop entrypoint mount device security-opt platform runtime cgroupns cpus add-host dns restart \
                   log-driver log-opt env-file tmpfs namespace container context image target exec-id";

/// Whether a path of the machine is the socket of a container engine, or a directory that holds one.
pub(crate) fn holds_engine(path: &str) -> bool {
    // `/var/run` is a link.
    let path = path.strip_prefix("/var").filter(|rest| rest.starts_with("/run")).unwrap_or(path);
    ENGINES.iter().any(|socket| socket.starts_with(path))
}

impl Shell<'_> {
    /// `docker run`, `kubectl exec` and the like.
    pub(crate) fn container(&mut self, at: usize, row: &Row) {
        self.leaf(at, row);
        let verb = self.parse(at, row.valued, true);
        let name = base_name(self.word_text(at));
        if name == "systemd-nspawn" {
            self.root_by("D directory");
            if verb < self.words.len() {
                self.dispatch(verb);
            }
            return;
        }
        let (kubernetes, attaches) = (word_in("kubectl oc", name), contains(name, "attach"));
        let (ctr, dashes) = (name == "ctr", kubernetes || contains(name, "lxc"));
        let verb = verb + usize::from(word_in("container c t task tasks", self.word_text(verb)));
        if !word_in("run exec create debug shell attach", self.word_text(verb)) && !attaches {
            return;
        }
        let end = self.words.len();
        let mut next = (verb..end).find(|i| dashes && self.word_text(*i) == "--").map(|i| i + 1);
        // `ctr` wants a name for the container.
        let named = usize::from(ctr && self.word_text(verb) == "run");
        let first = self.parse(verb, RUN, true);
        if next.is_none() && !kubernetes {
            let entry = self.option("entrypoint").filter(|entry| entry.len() > 0);
            next = Some(first + 1 + named);
            if let Some(entry) = entry {
                // The entry point replaces the image.
                if let Some(word) = self.words.get_mut(first) {
                    *word = entry;
                    next = Some(first);
                }
            }
        }
        let Some(next) = next else { return };
        let binds = self.binds.len();
        for i in 0..self.options.len() {
            let Some((name, value)) = self.options.get(i).copied() else { break };
            let (there, here) = match self.store.get(name) {
                "v" | "volume" => {
                    let there = self.before(value, b':');
                    (there, self.before(value.from(there.len() as usize + 1), b':'))
                }
                "mount" => {
                    (self.field(value, &["src=", "source="]), self.field(value, &["dst=", "target=", "destination="]))
                }
                _ => continue,
            };
            if here.len() > 0 && there.len() > 0 {
                let bind = (self.resolve(here), self.resolve(there));
                self.binds.push(bind);
            }
        }
        // A container that stays can be entered and copied into.
        let stays = self.word_text(verb) == "create" || self.has("d detach");
        self.enter_container();
        if next < end {
            self.dispatch(next);
        }
        if !stays {
            self.binds.truncate(binds);
        }
    }

    /// The part of a text before the first of these bytes.
    #[inline(never)]
    pub(crate) fn before(&self, text: Text, byte: u8) -> Text {
        text.part(0, find_byte(self.store.get(text), byte).unwrap_or(text.len() as usize))
    }

    /// The value of one of these keys in a list such as `type=bind,src=/,dst=/host`; empty if there is none.
    fn field(&self, list: Text, keys: &[&str]) -> Text {
        behind(self.store.get(list), keys).map(|at| self.before(list.from(at), b',')).unwrap_or_default()
    }

    /// Goes on in a container that an engine of the machine runs.
    pub(crate) fn enter_container(&mut self) {
        if self.has_engine {
            self.namespaces.flags |= bits::BY_DAEMON;
        }
        self.namespaces.flags |= bits::CONTAINER;
        self.namespaces.flags &= !(bits::NET | bits::PID);
        self.namespaces.root = Text::EMPTY;
        self.put(DIRECTORY, Value::One(self.constants.slash));
    }

    /// Leaves the container for a directory of the machine that is bound into it.
    pub(crate) fn leave_container(&mut self) {
        self.namespaces.flags &= !bits::CONTAINER;
        if self.namespaces.flags & bits::BY_DAEMON != 0 {
            self.namespaces.flags |= bits::MOUNT;
        }
    }

    /// Where a path in a container leads on the machine, if it is bound there.
    pub(crate) fn bound(&mut self, path: Text) -> Option<Text> {
        if self.namespaces.flags & bits::CONTAINER == 0 {
            return None;
        }
        for i in (0..self.binds.len()).rev() {
            let (here, there) = self.binds.get(i).copied()?;
            let rest = self.store.get(path).strip_prefix(self.store.get(here));
            if let Some(rest) = rest.filter(|rest| rest.is_empty() || rest.starts_with('/')) {
                let rest = path.from(path.len() as usize - rest.len());
                let there = if there.len() == 1 { Text::EMPTY } else { there };
                let joined = self.store.concat(&[there, rest]);
                return Some(if joined.len() == 0 { self.constants.slash } else { joined });
            }
        }
        None
    }
}
