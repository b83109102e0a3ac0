//! The spans of JSON, from the raw text of each value.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::tree::{Children, Member, Node, Tree};

/// The tree of one of the JSON values in the text; `None` when the text is not JSON.
pub(super) fn tree(text: &str, index: usize) -> Option<Tree> {
    // As in `yaml::Chunk::values`: after comments, text that starts with a brace is JSON if it parses as JSON.
    let blank = |line: &&str| matches!(line.trim_start().bytes().next(), None | Some(b'#' | b'%'));
    let head: usize = text.split_inclusive('\n').take_while(blank).map(str::len).sum();
    if !text[head..].trim_start().starts_with(['{', '[']) {
        return None;
    }
    let values = serde_json::Deserializer::from_str(&text[head..]).into_iter::<&RawValue>();
    let value = values.take_while(Result::is_ok).flatten().nth(index)?;
    let mut tree = Tree::default();
    grow(&mut tree, text, value.get());
    Some(tree)
}

/// Where a part of the text is in it.
fn span(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    start..start + part.len()
}

/// Adds a value and everything in it. Returns its index in the tree.
fn grow(tree: &mut Tree, text: &str, value: &str) -> usize {
    let node = tree.nodes.len();
    tree.nodes.push(Node { span: span(text, value), children: Children::None });
    let children = if value.starts_with('{') {
        let members = serde_json::from_str::<Members<'_>>(value).unwrap_or_default().0;
        let grown = members.into_iter().map(|(key, value)| {
            let name = serde_json::from_str(key.get()).unwrap_or_default();
            Member { name, key: span(text, key.get()), value: grow(tree, text, value.get()) }
        });
        Children::Members(grown.collect())
    } else if value.starts_with('[') {
        let items = serde_json::from_str::<Vec<&RawValue>>(value).unwrap_or_default();
        Children::Items(items.into_iter().map(|item| grow(tree, text, item.get())).collect())
    } else {
        Children::None
    };
    tree.nodes[node].children = children;
    node
}

/// Keys and values of an object, as they are written.
#[derive(Default)]
struct Members<'t>(Vec<(&'t RawValue, &'t RawValue)>);

impl<'t> Deserialize<'t> for Members<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'t> Visitor<'t> for Reader {
            type Value = Members<'t>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Members::default();
                while let Some(member) = map.next_entry()? {
                    members.0.push(member);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Reader)
    }
}
