//! Commands that run another one in a container.

use crate::interpreter::{DIRECTORY, Shell};
use crate::namespaces::bits;
use crate::store::{Text, Value};
use crate::table::Row;
use crate::text::{find_byte, word_in};

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
                   log-driver log-opt env-file tmpfs namespace container context image target";

/// Whether a path of the machine is the socket of a container engine, or a directory that holds one.
pub(crate) fn holds_engine(path: &str) -> bool {
    ENGINES.iter().any(|socket| socket.starts_with(path))
}

impl Shell<'_> {
    /// `docker run`, `kubectl exec` and the like.
    pub(crate) fn container(&mut self, at: usize, row: &Row) {
        self.leaf(at, row);
        let verb = self.parse(at, row.valued, true);
        let name = self.word_text(at);
        let kubernetes = matches!(crate::text::base_name(name), "kubectl" | "oc");
        let nspawn = crate::text::base_name(name) == "systemd-nspawn";
        if nspawn {
            let root = self.option("D directory").unwrap_or_default();
            self.change_root(root);
            if verb < self.words.len() {
                self.dispatch(verb);
            }
            return;
        }
        let mut verb = verb;
        if word_in("container c t task tasks", self.word_text(verb)) {
            verb += 1;
        }
        if !word_in("run exec create debug shell attach", self.word_text(verb))
            && !crate::text::contains(name, "attach")
        {
            return;
        }
        let end = self.words.len();
        let dashes = kubernetes || crate::text::contains(name, "lxc");
        let mut next = (verb..end).find(|i| dashes && self.word_text(*i) == "--").map(|i| i + 1);
        let first = self.parse(verb, RUN, true);
        if next.is_none() && !kubernetes {
            let entry = self.option("entrypoint").filter(|entry| entry.len() > 0);
            next = Some(first + 1);
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
            if word_in("v volume", self.store.get(name))
                && let Some(colon) = find_byte(self.store.get(value), b':')
            {
                let target = value.from(colon + 1);
                let len = find_byte(self.store.get(target), b':').unwrap_or(target.len() as usize);
                self.binds.push((target.part(0, len), value.part(0, colon)));
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
        self.reach_machine();
        self.namespaces.flags &= !(bits::CONTAINER | bits::BOUND);
    }

    /// A command in the container changes files of the machine that are bound into it.
    pub(crate) fn reach_machine(&mut self) {
        self.namespaces.flags |= bits::BOUND;
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
            let moved = self.moved(path, here, there);
            if moved.is_some() {
                return moved;
            }
        }
        None
    }
}
