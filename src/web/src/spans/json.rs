//! Places in JSON, from the texts of the values in it.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Below, Node, Tree};

/// The tree of one of the JSON values that stand in the text; `None` when the text is not JSON.
pub(super) fn tree(text: &str, index: usize) -> Option<Tree> {
    // As documents are read: behind comments, what starts with a brace is JSON if it can be.
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

fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

/// Adds a value and what is below it; returns its number.
fn grow(tree: &mut Tree, text: &str, value: &str) -> usize {
    let node = tree.0.len();
    let start = offset(text, value);
    tree.0.push(Node { start, end: start + value.len(), below: Below::Nothing });
    let below = if value.starts_with('{') {
        let members = serde_json::from_str::<Members<'_>>(value).unwrap_or_default().0;
        let grown = members.into_iter().map(|(key, value)| {
            let name = serde_json::from_str(key.get()).unwrap_or_default();
            (name, offset(text, key.get()), grow(tree, text, value.get()))
        });
        Below::Members(grown.collect())
    } else if value.starts_with('[') {
        let items = serde_json::from_str::<Vec<&RawValue>>(value).unwrap_or_default();
        Below::Items(items.into_iter().map(|item| grow(tree, text, item.get())).collect())
    } else {
        Below::Nothing
    };
    tree.0[node].below = below;
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
