//! The spans of YAML, from the nodes that its values are made of.

use super::tree::{Children, Member, Node, Tree};
use crate::yaml::{Composed, Content, compose};

/// The tree of one of the documents in the text; as far as it goes when the text ends in an error.
pub(super) fn tree(text: &str, index: usize) -> Option<Tree> {
    let composed = compose(text);
    let root = *composed.roots.get(index)?;
    let children = |node: &crate::yaml::Node<'_>| match &node.content {
        Content::Scalar(_) => Children::None,
        Content::Sequence(items) => Children::Items(items.clone()),
        Content::Mapping(members) => Children::Members(self::members(&composed, members, 0)),
    };
    let nodes = composed.nodes.iter().map(|node| Node { span: node.span.clone(), children: children(node) });
    Some(Tree { nodes: nodes.collect(), root })
}

/// The members of a mapping, and after them those that merge keys add. Of a key that stands twice the last one counts.
fn members(composed: &Composed<'_>, pairs: &[(usize, usize)], depth: usize) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    let own = pairs.iter().rev().filter(|(key, _)| !composed.merges(*key));
    members.extend(own.filter_map(|(key, value)| {
        let name = composed.key(*key)?.to_owned();
        Some(Member { name, key: composed.nodes[*key].span.clone(), value: *value })
    }));
    let merged = pairs.iter().filter(|(key, _)| composed.merges(*key));
    for source in merged.flat_map(|(_, value)| composed.merge_sources(*value)) {
        // An anchor may name the mapping that it is in.
        if let (Content::Mapping(pairs), true) = (&composed.nodes[source].content, depth < 8) {
            members.extend(self::members(composed, pairs, depth + 1));
        }
    }
    members
}
