//! Where in a text a field stands: from a path such as `spec.volumes[2].hostPath.path` to line and column.

use granit_parser::{Event, Parser, Span};

/// A field in a text of YAML or JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Characters on that line that belong to it, at least one.
    pub length: usize,
}

/// A text taken apart once, to be asked for many paths.
#[derive(Debug)]
pub struct Outline(Node);

#[derive(Debug)]
struct Node {
    span: Span,
    inner: Inner,
}

#[derive(Debug)]
enum Inner {
    Scalar,
    List(Vec<Node>),
    Map(Vec<(String, Span, Node)>),
}

impl Outline {
    /// Takes a document apart; `None` when it cannot be read, which its reader has said already.
    pub fn of(text: &str) -> Option<Outline> {
        let mut events = Parser::new_from_str(text);
        loop {
            match events.next()?.ok()? {
                (Event::StreamStart | Event::DocumentStart(..) | Event::Anchor(..), _) => {}
                (event, span) => return Some(Outline(node(event, span, &mut events)?)),
            }
        }
    }

    /// Where the field of this path stands, or the nearest part of it that is there; `None` for the document itself.
    pub fn spot(&self, path: &str) -> Option<Spot> {
        self.find(path).map(|(spot, _)| spot)
    }

    /// Where the field of this path stands; `None` when it is not there.
    pub fn exact(&self, path: &str) -> Option<Spot> {
        self.find(path).filter(|(_, whole)| *whole).map(|(spot, _)| spot)
    }

    /// The nearest part of a path that is there, and whether it is all of it.
    fn find(&self, path: &str) -> Option<(Spot, bool)> {
        let (mut at, mut rest, mut best) = (&self.0, path, None);
        while !rest.is_empty() {
            let step = match &at.inner {
                Inner::Scalar => None,
                Inner::List(items) => index(rest).and_then(|(index, rest)| Some((items.get(index)?, rest, None))),
                Inner::Map(members) => members
                    .iter()
                    .filter_map(|(key, span, node)| Some((node, after(rest, key)?, Some(*span))))
                    .min_by_key(|(_, rest, _)| rest.len()),
            };
            let Some((node, remaining, key)) = step else { break };
            let container = !matches!(node.inner, Inner::Scalar);
            best = Some(if container { key.unwrap_or(node.span) } else { node.span });
            (at, rest) = (node, remaining);
        }
        best.map(|span| {
            let (start, end) = (span.start, span.end);
            let length = if start.line() == end.line() { end.col().saturating_sub(start.col()) } else { 0 };
            (Spot { line: start.line(), column: start.col() + 1, length: length.max(1) }, rest.is_empty())
        })
    }
}

fn node<'t>(event: Event<'t>, span: Span, events: &mut Parser<'t, granit_parser::StrInput<'t>>) -> Option<Node> {
    let next = |events: &mut Parser<'t, _>| loop {
        match events.next()?.ok()? {
            (Event::Anchor(..), _) => {}
            found => return Some(found),
        }
    };
    let inner = match event {
        Event::SequenceStart(..) => {
            let mut items = Vec::new();
            loop {
                match next(events)? {
                    (Event::SequenceEnd, _) => break Inner::List(items),
                    (event, span) => items.push(node(event, span, events)?),
                }
            }
        }
        Event::MappingStart(..) => {
            let mut members = Vec::new();
            loop {
                let (key, at) = match next(events)? {
                    (Event::MappingEnd, _) => break Inner::Map(members),
                    (Event::Scalar(text, ..), span) => (text.into_owned(), span),
                    (event, span) => {
                        node(event, span, events)?;
                        (String::new(), span)
                    }
                };
                let (event, span) = next(events)?;
                members.push((key, at, node(event, span, events)?));
            }
        }
        _ => Inner::Scalar,
    };
    Some(Node { span, inner })
}

/// What remains of a path behind `[n]`, and n.
fn index(path: &str) -> Option<(usize, &str)> {
    let (number, rest) = path.strip_prefix('[')?.split_once(']')?;
    Some((number.parse().ok()?, rest.strip_prefix('.').unwrap_or(rest)))
}

/// What remains of a path behind this key, written plainly or in brackets. A plain key may have dots of its own.
fn after<'p>(path: &'p str, key: &str) -> Option<&'p str> {
    if let Some(rest) = path.strip_prefix('[').and_then(|path| path.strip_prefix(key)?.strip_prefix(']')) {
        return Some(rest.strip_prefix('.').unwrap_or(rest));
    }
    match path.strip_prefix(key)? {
        "" => Some(""),
        rest if rest.starts_with('[') => Some(rest),
        rest => rest.strip_prefix('.').filter(|_| !key.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POD: &str = "kind: Pod\nmetadata:\n  annotations: {a.b/c: x}\nspec:\n  volumes:\n  - name: a\n  - name: b\n    hostPath: {path: /etc}\n";

    fn at(text: &str, path: &str) -> Option<(usize, usize, usize)> {
        Outline::of(text)?.spot(path).map(|spot| (spot.line, spot.column, spot.length))
    }

    #[test]
    fn values_keys_and_list_items_are_found() {
        assert_eq!(at(POD, "spec.volumes[1].hostPath.path"), Some((8, 22, 4)));
        assert_eq!(at(POD, "metadata.annotations[a.b/c]"), Some((3, 24, 1)));
        assert_eq!(at(POD, "spec.volumes"), Some((5, 3, 7)));
    }

    #[test]
    fn a_path_that_ends_early_gives_its_nearest_part() {
        assert_eq!(at(POD, "spec.volumes[1].nfs.server").map(|(line, ..)| line), Some(7));
        assert_eq!(at(POD, ""), None);
        assert_eq!(at(POD, "status.x"), None);
    }

    #[test]
    fn json_and_anchors_are_read_too() {
        assert_eq!(at("{\"a\": {\"b\":\n  [1, 22]}}", "a.b[1]"), Some((2, 7, 2)));
        assert_eq!(at("x: &y {k: 1}\nz: *y\nw: 2\n", "w"), Some((3, 4, 1)));
        assert_eq!(at("data:\n  90-x.conf: '{}'\n", "data.90-x.conf"), Some((2, 14, 4)));
    }
}
