//! The objects that an audit log has shown so far, within a bound.

use std::collections::{HashMap, VecDeque};

use serde_json::Value;

/// The most bytes of objects that are kept.
const CAPACITY: usize = 64 << 20;

/// The last known state of objects, so that an update can be compared with the object before it. When the memory is full,
/// the objects that were stored longest ago are dropped.
#[derive(Debug, Default)]
pub(super) struct ObjectMemory {
    /// The JSON of each object, and when it was stored.
    objects: HashMap<String, (u64, String)>,
    /// What was stored when, oldest first. Entries whose object was replaced or removed since are stale.
    order: VecDeque<(u64, String)>,
    bytes: usize,
    clock: u64,
}

impl ObjectMemory {
    /// The stored object.
    pub(super) fn get(&self, key: &str) -> Option<Value> {
        serde_json::from_str(&self.objects.get(key)?.1).ok()
    }

    /// Stores an object in place of the one with the same key.
    pub(super) fn store(&mut self, key: &str, object: &Value) {
        let text = object.to_string();
        self.remove_text(key);
        self.clock += 1;
        self.bytes += text.len();
        self.objects.insert(key.to_owned(), (self.clock, text));
        self.order.push_back((self.clock, key.to_owned()));
        while self.bytes > CAPACITY || self.order.len() > 2 * self.objects.len() + 1024 {
            let Some((then, oldest)) = self.order.pop_front() else { break };
            match self.objects.get(&oldest) {
                Some((since, _)) if *since == then && self.bytes <= CAPACITY => self.order.push_back((then, oldest)),
                Some((since, _)) if *since == then => drop(self.remove_text(&oldest)),
                _ => {}
            }
        }
    }

    /// Removes an object and returns it.
    pub(super) fn remove(&mut self, key: &str) -> Option<Value> {
        serde_json::from_str(&self.remove_text(key)?).ok()
    }

    fn remove_text(&mut self, key: &str) -> Option<String> {
        let (_, text) = self.objects.remove(key)?;
        self.bytes -= text.len();
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn memory_is_bounded() {
        let mut memory = ObjectMemory::default();
        let long = "x".repeat(1 << 20);
        for n in 0..200 {
            memory.store(&n.to_string(), &json!({ "x": long }));
        }
        assert!(memory.bytes <= CAPACITY && memory.objects.len() < 70 && memory.get("199").is_some());
        assert_eq!(memory.get("0"), None);
        for _ in 0..10_000 {
            memory.store("same", &json!({}));
        }
        assert!(memory.order.len() < 3000);
    }
}
