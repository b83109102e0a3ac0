//! Commands that run another one in a container.

use crate::interpreter::{DIRECTORY, Shell};
use crate::namespaces::bits;
use crate::store::{Text, Value};
use crate::table::Row;
use crate::text::{base_name, contains, find_byte, slice, word_in};

/// Paths of the sockets of container engines on the machine.
const ENGINES: &[&str] = &[
    "/run/docker.sock",
    "/var/run/docker.sock",
    "/run/containerd/containerd.sock",
    "/var/run/containerd/containerd.sock",
    "/run/crio/crio.sock",
];

/// Options of `run` and `exec` that take a value.
const RUN: &str = "v e p u w h m l a c n volume env publish user workdir hostname memory label name network net pid ipc uts userns \
                   cap-add cap-drop entrypoint mount device security-opt platform runtime cgroupns cpus add-host dns restart \
                   log-driver log-opt env-file tmpfs namespace container context image target exec-id";

/// Whether a path of the machine is the socket of a container engine, or a directory that holds one.
pub(crate) fn holds_engine(path: &str) -> bool {
    ENGINES.iter().any(|socket| socket.starts_with(path))
}

impl Shell<'_> {
    /// `docker run`, `kubectl exec` and the like.
    pub(crate) fn container(&mut self, at: usize, row: &Row) {
        self.leaf(at, row);
        let verb = self.parse(at, row.valued, true);
        let name = base_name(self.word_text(at));
        if name == "systemd-nspawn" {
            let root = self.option("D directory").unwrap_or_default();
            self.change_root(root);
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
                    let colon = find_byte(self.store.get(value), b':').unwrap_or(value.len() as usize);
                    let here = value.from(colon + 1);
                    let len = find_byte(self.store.get(here), b':').unwrap_or(here.len() as usize);
                    (value.part(0, colon), here.part(0, len))
                }
                "mount" => (self.field(value, "src source"), self.field(value, "dst target destination")),
                _ => continue,
            };
            self.bind(here, there);
        }
        if kubernetes && self.store.get(self.operand(0)).starts_with("node/") {
            // `kubectl debug` has the file system of the node there.
            let host = self.store.add("/host");
            self.bind(host, self.constants.slash);
            self.namespaces.flags |= bits::REMOTE;
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

    /// Binds a directory of the machine into the containers that follow.
    fn bind(&mut self, here: Text, there: Text) {
        if here.len() > 0 && there.len() > 0 {
            let bind = (self.resolve(here), self.resolve(there));
            self.binds.push(bind);
        }
    }

    /// The value of one of these keys in a list such as `type=bind,src=/,dst=/host`; empty if there is none.
    fn field(&self, list: Text, names: &str) -> Text {
        let mut rest = list;
        while rest.len() > 0 {
            let text = self.store.get(rest);
            let end = find_byte(text, b',').unwrap_or(text.len());
            let sign = find_byte(text, b'=').unwrap_or(end);
            if word_in(names, slice(text, 0, sign)) {
                return rest.part(sign + 1, end);
            }
            rest = rest.from(end + 1);
        }
        rest
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
