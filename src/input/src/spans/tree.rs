//! The spans of every value in a document, whatever its syntax.

use std::ops::Range;

/// The values of a document. Values name others by their index.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    /// The outermost value.
    pub(super) root: usize,
}

/// One value.
#[derive(Debug)]
pub(super) struct Node {
    /// Byte offsets in the text.
    pub(super) span: Range<usize>,
    pub(super) children: Children,
}

#[derive(Debug)]
pub(super) enum Children {
    None,
    Members(Vec<Member>),
    Items(Vec<usize>),
}

/// A member of a mapping.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) key: Range<usize>,
    pub(super) value: usize,
}

/// Where a field is in a text, in byte offsets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSpan {
    /// Its key; `None` for list items and for the document itself.
    pub key: Option<Range<usize>>,
    /// Its value. Where the field is missing, that of the innermost value on the way to it.
    pub value: Range<usize>,
    /// Whether the value is a mapping or a list.
    pub is_container: bool,
    /// Whether the whole path was found.
    pub exact: bool,
    /// Whether no part of the path was found, so that this is the document itself.
    pub is_document: bool,
}

impl FieldSpan {
    /// Where the field starts: at its key if it has one, else at its value.
    pub fn start(&self) -> usize {
        self.key.as_ref().map_or(self.value.start, |key| key.start)
    }

    /// The part to underline: the value of a scalar, the key of a mapping or list.
    pub fn highlight(&self) -> Range<usize> {
        match &self.key {
            Some(key) if self.is_container => key.clone(),
            _ => self.value.clone(),
        }
    }
}

impl Tree {
    /// Follows a path from the outermost value as far as it goes.
    pub(super) fn find(&self, text: &str, path: &str) -> FieldSpan {
        let Some(mut node) = self.nodes.get(self.root) else {
            return FieldSpan { key: None, value: 0..0, is_container: false, exact: false, is_document: true };
        };
        let (mut key, mut rest, mut is_document) = (None, path.trim_start_matches('.'), true);
        while !rest.is_empty() {
            let step = match &node.children {
                Children::Members(members) => member(members, rest),
                Children::Items(items) => self.item(text, items, rest).map(|(value, left)| (None, value, left)),
                Children::None => {
                    if let Some(inside) = key_inside(text, &node.span, rest) {
                        return FieldSpan {
                            key: Some(inside.clone()),
                            value: inside,
                            is_container: false,
                            exact: true,
                            is_document: false,
                        };
                    }
                    None
                }
            };
            let Some((at, value, left)) = step else { break };
            (key, node, rest, is_document) = (at, &self.nodes[value], left, false);
        }
        FieldSpan {
            key,
            value: node.span.clone(),
            is_container: !matches!(node.children, Children::None),
            exact: rest.is_empty(),
            is_document,
        }
    }

    /// `[2]`, or the item whose `name` is in the brackets.
    fn item<'p>(&self, text: &str, items: &[usize], rest: &'p str) -> Option<(usize, &'p str)> {
        let (key, left) = bracketed(rest)?;
        let has_name = |item: &&usize| match &self.nodes[**item].children {
            Children::Members(members) => members.iter().any(|member| {
                let value = text.get(self.nodes[member.value].span.clone());
                member.name == "name" && value.is_some_and(|value| value.trim_matches(['"', '\'']) == key)
            }),
            _ => false,
        };
        let by_index = || key.parse::<usize>().ok().and_then(|index| items.get(index));
        let item = by_index().or_else(|| items.iter().find(has_name))?;
        Some((*item, left))
    }
}

/// The member that a path starts with: its key, its value, and the rest of the path. A key may contain dots; the longest
/// key that fits wins.
fn member<'p>(members: &[Member], rest: &'p str) -> Option<(Option<Range<usize>>, usize, &'p str)> {
    if let Some((name, left)) = bracketed(rest) {
        let member = members.iter().find(|member| member.name == name)?;
        return Some((Some(member.key.clone()), member.value, left));
    }
    let fits = |name: &str| {
        let left = rest.strip_prefix(name)?;
        (left.is_empty() || left.starts_with(['.', '['])).then_some(left)
    };
    // Of equal names the first counts.
    let found = members.iter().rev().filter_map(|member| Some((member, fits(&member.name)?)));
    let (member, left) = found.max_by_key(|(member, _)| member.name.len())?;
    Some((Some(member.key.clone()), member.value, left.strip_prefix('.').unwrap_or(left)))
}

/// `[key]` at the start of a path, and what follows it.
fn bracketed(rest: &str) -> Option<(&str, &str)> {
    let (key, left) = rest.strip_prefix('[')?.split_once(']')?;
    Some((key, left.strip_prefix('.').unwrap_or(left)))
}

/// The first key of a path in a scalar that itself contains JSON, such as a member of a ConfigMap.
fn key_inside(text: &str, span: &Range<usize>, rest: &str) -> Option<Range<usize>> {
    let key = bracketed(rest).map_or_else(|| rest.split(['.', '[']).next().unwrap_or(rest), |(key, _)| key);
    let quoted = format!("\"{key}\"");
    let start = span.start + text.get(span.clone())?.find(&quoted)?;
    Some(start..start + quoted.len())
}
