//! The spans of YAML, from the parser's events.

use std::ops::Range;

use granit_parser::{Event, Parser, Span};

use super::tree::{Children, Member, Node, Tree};

/// A collection that is not finished.
struct Open {
    node: usize,
    /// The key whose value comes next, in mappings.
    key: Option<(String, Range<usize>)>,
}

/// The tree of the first document in the text; as far as it goes when the text ends in an error.
pub(super) fn tree(text: &str) -> Option<Tree> {
    let mut tree = Tree::default();
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        match event {
            Event::Scalar(value, ..) => {
                let awaited = awaits_key(&tree, &open);
                match open.last_mut().filter(|_| awaited) {
                    Some(mapping) => mapping.key = Some((value.into_owned(), range(&span))),
                    None => add(&mut tree, &mut open, &span, Children::None),
                }
            }
            Event::Alias(_) => {
                let awaited = awaits_key(&tree, &open);
                match open.last_mut().filter(|_| awaited) {
                    Some(mapping) => mapping.key = Some((String::new(), range(&span))),
                    None => add(&mut tree, &mut open, &span, Children::None),
                }
            }
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                let mapping = matches!(event, Event::MappingStart(..));
                let children = if mapping { Children::Members(Vec::new()) } else { Children::Items(Vec::new()) };
                let node = tree.0.len();
                add(&mut tree, &mut open, &span, children);
                open.push(Open { node, key: None });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                let closed = open.pop()?;
                tree.0[closed.node].span.end = range(&span).end;
            }
            Event::DocumentEnd => break,
            _ => {}
        }
    }
    (!tree.0.is_empty()).then_some(tree)
}

fn range(span: &Span) -> Range<usize> {
    span.start.byte_offset().unwrap_or_default()..span.end.byte_offset().unwrap_or_default()
}

fn awaits_key(tree: &Tree, open: &[Open]) -> bool {
    open.last().is_some_and(|last| last.key.is_none() && matches!(tree.0[last.node].children, Children::Members(_)))
}

fn add(tree: &mut Tree, open: &mut [Open], span: &Span, children: Children) {
    let node = tree.0.len();
    tree.0.push(Node { span: range(span), children });
    let Some(outer) = open.last_mut() else { return };
    match &mut tree.0[outer.node].children {
        Children::Items(items) => items.push(node),
        Children::Members(members) => match outer.key.take() {
            Some((name, key)) => members.push(Member { name, key, value: node }),
            // A key that is itself a collection; no path leads through it.
            None => outer.key = Some((String::new(), range(span))),
        },
        Children::None => {}
    }
}
