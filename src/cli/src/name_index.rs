//! Finds the documents that may hold an object of a kind and a name, without parsing any of them.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};

/// Which documents may hold which objects.
#[derive(Default)]
pub(crate) struct NameIndex {
    hasher: RandomState,
    /// The hash of kind and name, and the document.
    entries: Vec<(u64, u32)>,
    /// Documents with names that only a parser can read.
    opaque: Vec<u32>,
}

impl NameIndex {
    /// Adds a document, if it may hold an object of one of the kinds. Returns whether it may.
    pub(crate) fn add(&mut self, text: &str, kinds: &BTreeSet<String>, document: usize) -> bool {
        let mut own: Vec<&str> = values(text, "kind").filter_map(|kind| kinds.get(kind?)).map(String::as_str).collect();
        own.sort_unstable();
        own.dedup();
        if own.is_empty() {
            return false;
        }
        let (document, first) = (u32::try_from(document).unwrap_or(u32::MAX), self.entries.len());
        let mut is_opaque = false;
        for name in values(text, "name") {
            match name {
                Some(name) => {
                    self.entries.extend(own.iter().map(|kind| (self.hasher.hash_one((kind, name)), document)))
                }
                None => is_opaque = true,
            }
        }
        self.entries[first..].sort_unstable();
        if is_opaque {
            self.opaque.push(document);
        }
        true
    }

    /// Ends the additions.
    pub(crate) fn finish(&mut self) {
        self.entries.sort_unstable();
        self.entries.dedup();
        self.entries.shrink_to_fit();
    }

    /// The documents that may hold this object, in order.
    pub(crate) fn find(&self, kind: &str, name: &str) -> BTreeSet<usize> {
        let wanted = self.hasher.hash_one((kind, name));
        let from = self.entries.partition_point(|(hash, _)| *hash < wanted);
        let named = self.entries[from..].iter().take_while(|(hash, _)| *hash == wanted).map(|(_, document)| document);
        named.chain(&self.opaque).map(|document| *document as usize).collect()
    }
}

/// The values of a key, wherever it stands in YAML or JSON; `None` for one that only a parser can read.
fn values<'t>(text: &'t str, key: &'static str) -> impl Iterator<Item = Option<&'t str>> {
    text.match_indices(key).filter_map(move |(at, _)| {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || "_-./".contains(c)) {
            return None;
        }
        let rest = text[at + key.len()..].trim_start_matches(['"', '\'']).trim_start_matches(' ').strip_prefix(':')?;
        // Without a blank it is another text, such as `name:tag`, unless this is JSON.
        if !rest.starts_with([' ', '\t', '"', '\r', '\n']) {
            return None;
        }
        let value = rest.trim_start_matches([' ', '\t']);
        Some(match value.chars().next() {
            Some('"' | '\'') => {
                let quote = &value[..1];
                value[1..].split(quote).next().filter(|inner| !inner.contains('\\'))
            }
            Some(c) if c.is_alphanumeric() => value.split([' ', '\t', ',', '}', ']', '\r', '\n']).next(),
            _ => None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_in_every_style() {
        let found = |text| values(text, "name").collect::<Vec<_>>();
        assert_eq!(
            found("name: a\nx: {name: b, y: 1}\n  - name: 'c' # d\n\"name\" : \"e\""),
            ["a", "b", "c", "e"].map(Some)
        );
        assert_eq!(found("{\"name\":\"a\",\"namespace\":\"b\"}"), [Some("a")]);
        assert_eq!(found("username: a\nname.b: c\nnames: d\nx-name: e\nimage: name:1\n"), []);
        assert_eq!(found("name: *a\nname: >-\n  b\nname:\n  c\nname: \"\\x61\"\n"), [None; 4]);
        assert_eq!(found("name: a.b-c\r\n"), [Some("a.b-c")]);
    }
}
