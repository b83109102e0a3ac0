//! Turns composed nodes into values: aliases and merge keys are resolved, and of keys that stand twice the last one
//! counts.

use serde_json::{Map, Value};

use super::compose::{Composed, Content, DEEPEST};

/// Values that the aliases of a text may add to those that it spells out.
const EXPANSION: usize = 200_000;

/// Where something is wrong, as a byte offset, and what.
pub(crate) type Fault = (usize, String);

/// Builds the value of one root.
pub(crate) struct Builder<'c, 't> {
    composed: &'c Composed<'t>,
    left: usize,
    /// Keys that stand twice in a mapping: where the last one is, and its name.
    pub(crate) duplicates: Vec<(usize, String)>,
}

impl<'c, 't> Builder<'c, 't> {
    pub(crate) fn new(composed: &'c Composed<'t>) -> Self {
        Builder { composed, left: composed.nodes.len() + EXPANSION, duplicates: Vec::new() }
    }

    /// The value of a node.
    ///
    /// # Errors
    /// A key that is no text, aliases that stand for too much.
    pub(crate) fn value(&mut self, node: usize, depth: usize) -> Result<Value, Fault> {
        let composed = self.composed;
        let node = &composed.nodes[node];
        if self.left == 0 || depth > DEEPEST {
            return Err((node.span.start, "the aliases stand for too much".to_owned()));
        }
        self.left -= 1;
        match &node.content {
            Content::Scalar(scalar) => Ok(scalar.value()),
            Content::Sequence(items) => items.iter().map(|item| self.value(*item, depth + 1)).collect(),
            Content::Mapping(members) => self.mapping(members, depth),
        }
    }

    fn mapping(&mut self, members: &[(usize, usize)], depth: usize) -> Result<Value, Fault> {
        let (mut map, mut merged) = (Map::new(), Vec::new());
        for (key, value) in members {
            let name = self.composed.key(*key).ok_or_else(|| {
                let at = self.composed.nodes[*key].span.start;
                (at, "a key has to be a text, and this is a list or a mapping".to_owned())
            })?;
            if self.composed.merges(*key) {
                merged.push(*value);
                continue;
            }
            let value = self.value(*value, depth + 1)?;
            if map.insert(name.to_owned(), value).is_some() {
                self.duplicates.push((self.composed.nodes[*key].span.start, name.to_owned()));
            }
        }
        for source in merged.into_iter().flat_map(|value| self.composed.merge_sources(value)) {
            let Value::Object(source) = self.value(source, depth + 1)? else { continue };
            for (name, value) in source {
                map.entry(name).or_insert(value);
            }
        }
        Ok(Value::Object(map))
    }
}

impl Composed<'_> {
    /// The text of a key; `None` for a collection.
    pub(crate) fn key(&self, node: usize) -> Option<&str> {
        match &self.nodes[node].content {
            Content::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// Whether a key is the merge key `<<`.
    pub(crate) fn merges(&self, key: usize) -> bool {
        matches!(&self.nodes[key].content, Content::Scalar(scalar) if scalar.plain && scalar.text == "<<")
    }

    /// The mappings that the value of a merge key stands for: itself, or the items of a list.
    pub(crate) fn merge_sources(&self, value: usize) -> Vec<usize> {
        match &self.nodes[value].content {
            Content::Sequence(items) => items.clone(),
            _ => vec![value],
        }
    }
}
