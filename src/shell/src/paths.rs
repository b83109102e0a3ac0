//! Paths and the content of files.

use crate::interpreter::{DIRECTORY, INPUT, Shell, Space};
use crate::namespaces::bits;
use crate::store::{Text, Value};
use crate::text::{base_name, byte_at, contains, find_byte, rfind_byte, slice, slice_from};
use redline_text::trim_end;

/// The maximum number of files whose content is followed.
const FILES: usize = 64;

/// The maximum length of a path that is followed.
const LONGEST: usize = 1024;

/// Whether a path is absolute and clean.
fn is_clean(path: &str) -> bool {
    byte_at(path, 0) == b'/' && !path.ends_with('/') && !contains(path, "//") && !contains(path, "/.")
}

/// The start of the hash of a path (FNV-1a).
const SEED: u32 = 0x811c_9dc5;

fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// The bit of a hash among 1024.
fn spot(hash: u32) -> usize {
    (hash ^ hash >> 15) as usize % 1024
}

fn mark(bits: &mut [u32; 32], hash: u32) {
    let at = spot(hash);
    if let Some(word) = bits.get_mut(at / 32) {
        *word |= 1 << (at % 32);
    }
}

impl Shell<'_> {
    /// The directory that the shell is in.
    pub(crate) fn directory(&mut self) -> Text {
        let value = self.value(DIRECTORY);
        self.pick(value)
    }

    /// An absolute clean path, as the shell means it; one that begins with an unknown part stays as it is.
    #[inline(never)]
    pub(crate) fn resolve(&mut self, path: Text) -> Text {
        let text = self.store.get(path);
        if is_clean(text) || byte_at(text, 0) == 1 {
            return path;
        }
        if text.len() > LONGEST {
            return Text::UNKNOWN;
        }
        let mark = self.buffer.len();
        if byte_at(text, 0) != b'/' {
            let directory = self.directory();
            let known = byte_at(self.store.get(directory), 0) != 1;
            self.push_text(directory);
            if !known {
                self.buffer.push('/');
                self.push_text(path);
                return self.finish(mark);
            }
            if directory.len() == 1 {
                self.buffer.truncate(mark);
            }
        }
        let text = self.store.get(path);
        let mut rest = text;
        while !rest.is_empty() {
            let segment = crate::text::take_until(&mut rest, b'/');
            match segment {
                "" | "." => {}
                ".." => {
                    let end = rfind_byte(slice_from(&self.buffer, mark), b'/').unwrap_or(0);
                    self.buffer.truncate(mark + end);
                }
                _ => {
                    self.buffer.push('/');
                    self.buffer.push_str(segment);
                }
            }
        }
        if self.buffer.len() == mark {
            self.buffer.push('/');
        }
        self.finish(mark)
    }

    /// A path and a name below it.
    #[inline(never)]
    pub(crate) fn below(&mut self, directory: Text, name: Text) -> Text {
        let mark = self.buffer.len();
        self.push_text(directory);
        if !slice_from(&self.buffer, mark).ends_with('/') {
            self.buffer.push('/');
        }
        self.push_text(name);
        self.finish(mark)
    }

    /// The last segment of a path.
    pub(crate) fn base(&self, path: Text) -> Text {
        let text = trim_end(self.store.get(path), "/");
        // That of the root directory is a slash.
        path.part(text.len() - base_name(text).len(), text.len().max(1))
    }

    /// The key of a resolved path, which is the same in every root and mount: the path on the machine, or below another
    /// root.
    fn key(&mut self, path: Text) -> Text {
        let mark = self.buffer.len();
        let node = self.namespaces.flags & bits::MOUNT != 0;
        if node {
            self.buffer.push(':');
        }
        self.push_text(self.namespaces.root);
        if self.store.get(path) != "/" {
            self.push_text(path);
        }
        let mount = if node { None } else { self.mount_of(slice_from(&self.buffer, mark)) };
        if let Some((end, there)) = mount {
            let rest = alloc::string::String::from(slice_from(&self.buffer, mark + end));
            self.buffer.truncate(mark);
            self.buffer.push(':');
            if there.len() > 1 {
                self.push_text(there);
            }
            self.buffer.push_str(&rest);
        }
        self.finish(mark)
    }

    /// The deepest mount that a path is in: the length of its own path, and its path on the machine.
    fn mount_of(&self, path: &str) -> Option<(usize, Text)> {
        let mut end = path.len();
        loop {
            let parent = slice(path, 0, end);
            if let Ok(at) = self.mounts.binary_search_by(|(here, _)| self.store.get(*here).cmp(parent)) {
                return self.mounts.get(at).map(|(_, there)| (end, *there));
            }
            end = rfind_byte(parent, b'/')?;
        }
    }

    /// The path on the machine of a resolved path that leads into a mount.
    pub(crate) fn behind_mount(&mut self, path: Text) -> Option<Text> {
        if self.mounts.is_empty() {
            return None;
        }
        let key = self.key(path);
        if byte_at(self.store.get(key), 0) == b':' {
            return Some(key.from(1));
        }
        self.store.release(key);
        None
    }

    /// The content of a file, if it is known.
    #[inline(never)]
    pub(crate) fn known_content(&mut self, path: Text) -> Option<Value> {
        if self.files.is_empty() {
            return None;
        }
        let path = self.resolve(path);
        let mut there = Some(path);
        // A link may lead to another one, and that to the first.
        for _ in 0..4 {
            let Some(at) = there else { break };
            let key = self.key(at);
            let found = self.find(Space::File, key);
            self.store.release(key);
            if let Some(slot) = found {
                let value = self.value(slot);
                return (value != Value::Unset).then_some(value);
            }
            there = self.behind_link(at);
        }
        if self.namespaces.flags & bits::MOUNT == 0 {
            return None;
        }
        // The path on the machine, in case the file was written through an unknown mount.
        let wanted = self.store.get(path);
        if find_byte(wanted, b'/').is_some() && !self.may_be_known(base_name(wanted)) {
            return None;
        }
        for i in 0..self.files.len() {
            let slot = self.files.get(i).copied().unwrap_or(0);
            let name = self.slots.get(slot as usize).map_or(Text::EMPTY, |slot| slot.name);
            let (name, wanted) = (self.store.get(name), self.store.get(path));
            if find_byte(name, b':') != Some(0) && name.ends_with(wanted) && name.len() > wanted.len() {
                return Some(self.value(slot)).filter(|value| *value != Value::Unset);
            }
        }
        None
    }

    /// The target of a link that the script has made.
    pub(crate) fn behind_link(&mut self, path: Text) -> Option<Text> {
        let (there, len) = self.aliases.iter().rev().find_map(|(here, there)| {
            let rest = self.store.get(path).strip_prefix(self.store.get(*here))?;
            (rest.is_empty() || rest.starts_with('/')).then_some((*there, rest.len()))
        })?;
        let rest = path.from(path.len() as usize - len);
        Some(self.store.concat(&[there, rest]))
    }

    /// The content of a file; unknown if it is not known.
    pub(crate) fn content(&mut self, path: Text) -> Value {
        match self.store.get(path) {
            "/dev/null" => return Value::One(Text::EMPTY),
            "-" | "/dev/stdin" | "/dev/fd/0" | "/proc/self/fd/0" => return self.input(),
            _ => {}
        }
        self.known_content(path).unwrap_or(Value::One(Text::UNKNOWN))
    }

    /// Notes that a file is known: by its path, its parent directories and its name.
    fn note_path(&mut self, path: Text) {
        let text = self.store.get(path);
        for part in [text, base_name(text)] {
            let mut hash = SEED;
            for byte in part.bytes() {
                if byte == b'/' {
                    mark(&mut self.known_paths, hash);
                }
                hash = step(hash, byte);
            }
            mark(&mut self.known_paths, hash);
        }
    }

    /// Whether there may be a known file at a path, below it, or of this name.
    pub(crate) fn may_be_known(&self, text: &str) -> bool {
        let at = spot(text.bytes().fold(SEED, step));
        self.known_paths.get(at / 32).is_some_and(|bits| bits >> (at % 32) & 1 != 0)
    }

    /// The value of standard input.
    pub(crate) fn input(&mut self) -> Value {
        match self.value(INPUT) {
            Value::Unset => Value::One(Text::UNKNOWN),
            value => value,
        }
    }

    /// Sets the content of a file.
    #[inline(never)]
    pub(crate) fn store_file(&mut self, path: Text, content: Value, append: bool) {
        let path = self.resolve(path);
        let key = self.key(path);
        let found = self.find(Space::File, key);
        let slot = match found {
            Some(slot) => {
                self.store.release(key);
                slot
            }
            None if self.files.len() < FILES => {
                let slot = self.slot(Space::File, key);
                self.files.push(slot);
                self.note_path(key);
                slot
            }
            None => return,
        };
        let old = self.value(slot);
        let mut value = content;
        if append && old != Value::Unset {
            let old = self.store.common(old);
            value = self.map(content, &mut |shell, text| shell.store.concat(&[old, text]));
        }
        self.put(slot, value);
    }

    /// Forgets a file, or everything below a directory.
    pub(crate) fn remove_file(&mut self, path: Text) {
        if self.files.is_empty() {
            return;
        }
        let key = self.key(path);
        let count = if self.may_be_known(self.store.get(key)) { self.files.len() } else { 0 };
        for i in 0..count {
            let slot = self.files.get(i).copied().unwrap_or(0);
            let name = self.slots.get(slot as usize).map_or(Text::EMPTY, |slot| slot.name);
            let rest = self.store.get(name).strip_prefix(self.store.get(key));
            if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
                self.put(slot, Value::Unset);
            }
        }
        self.store.release(key);
    }
}
