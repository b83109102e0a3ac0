//! Places in YAML, from the parser's events.

use granit_parser::{Event, Parser, Span};

use super::{Below, Node, Tree};

/// A collection that is not finished.
struct Open {
    node: usize,
    /// The key whose value comes next, in mappings.
    key: Option<(String, usize)>,
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
                    Some(mapping) => mapping.key = Some((value.into_owned(), start(&span))),
                    None => add(&mut tree, &mut open, &span, Below::Nothing),
                }
            }
            Event::Alias(_) => {
                let awaited = awaits_key(&tree, &open);
                match open.last_mut().filter(|_| awaited) {
                    Some(mapping) => mapping.key = Some((String::new(), start(&span))),
                    None => add(&mut tree, &mut open, &span, Below::Nothing),
                }
            }
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                let mapping = matches!(event, Event::MappingStart(..));
                let below = if mapping { Below::Members(Vec::new()) } else { Below::Items(Vec::new()) };
                let node = tree.0.len();
                add(&mut tree, &mut open, &span, below);
                open.push(Open { node, key: None });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                let closed = open.pop()?;
                tree.0[closed.node].end = end(&span);
            }
            Event::DocumentEnd => break,
            _ => {}
        }
    }
    (!tree.0.is_empty()).then_some(tree)
}

fn start(span: &Span) -> usize {
    span.start.byte_offset().unwrap_or_default()
}

fn end(span: &Span) -> usize {
    span.end.byte_offset().unwrap_or_default()
}

fn awaits_key(tree: &Tree, open: &[Open]) -> bool {
    open.last().is_some_and(|last| last.key.is_none() && matches!(tree.0[last.node].below, Below::Members(_)))
}

fn add(tree: &mut Tree, open: &mut [Open], span: &Span, below: Below) {
    let node = tree.0.len();
    tree.0.push(Node { start: start(span), end: end(span), below });
    let Some(outer) = open.last_mut() else { return };
    match &mut tree.0[outer.node].below {
        Below::Items(items) => items.push(node),
        Below::Members(members) => match outer.key.take() {
            Some((key, at)) => members.push((key, at, node)),
            // A key that is itself a collection; no path leads through it.
            None => outer.key = Some((String::new(), start(span))),
        },
        Below::Nothing => {}
    }
}
