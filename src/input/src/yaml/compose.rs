//! Composes the events of the YAML parser to nodes, each with its place in the text.
//!
//! Values and positions are both made from these nodes, so they cannot disagree about anchors, merge keys or comments.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span};

/// Collections inside collections that are read. Kubernetes needs a dozen.
pub(crate) const DEEPEST: usize = 200;

/// One value of a text.
#[derive(Debug)]
pub(crate) struct Node<'t> {
    /// Byte offsets in the text.
    pub(crate) span: Range<usize>,
    pub(crate) content: Content<'t>,
}

/// What a node is. Collections name their nodes by index.
#[derive(Debug)]
pub(crate) enum Content<'t> {
    Scalar(Scalar<'t>),
    /// Keys and values, in their order.
    Mapping(Vec<(usize, usize)>),
    Sequence(Vec<usize>),
}

/// A scalar as it is written.
#[derive(Debug)]
pub(crate) struct Scalar<'t> {
    pub(crate) text: Cow<'t, str>,
    /// Whether it has no quotes and is no block, so that it may be something else than a text.
    pub(crate) plain: bool,
    /// The type that a tag of YAML itself gives it: `str`, `int`, ...
    pub(crate) tag: Option<String>,
}

/// The nodes of a text.
#[derive(Debug, Default)]
pub(crate) struct Composed<'t> {
    pub(crate) nodes: Vec<Node<'t>>,
    /// The outermost node of each document.
    pub(crate) roots: Vec<usize>,
    /// Where and why reading ended before the end of the text: a byte offset and a message.
    pub(crate) fault: Option<(usize, String)>,
}

/// A collection that is not finished.
struct Open {
    node: usize,
    /// The key whose value comes next, in mappings.
    key: Option<usize>,
}

/// Reads a text as far as it can be read.
pub(crate) fn compose(text: &str) -> Composed<'_> {
    let mut composed = Composed::default();
    let mut open: Vec<Open> = Vec::new();
    let mut anchors: Vec<(usize, usize)> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                composed.fault = Some(fault(text, &error));
                break;
            }
        };
        let (content, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag.and_then(|tag| tag.core_suffix().map(str::to_owned));
                (Content::Scalar(Scalar { text, plain: style == ScalarStyle::Plain, tag }), anchor)
            }
            Event::MappingStart(_, anchor, _) => (Content::Mapping(Vec::new()), anchor),
            Event::SequenceStart(_, anchor, _) => (Content::Sequence(Vec::new()), anchor),
            Event::Alias(anchor) => {
                if let Some((_, node)) = anchors.binary_search_by_key(&anchor, |(id, _)| *id).ok().map(|at| anchors[at])
                {
                    composed.attach(node, &mut open);
                }
                continue;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                if let Some(closed) = open.pop() {
                    composed.nodes[closed.node].span.end = range(&span).end;
                }
                continue;
            }
            _ => continue,
        };
        let (node, collection) = (composed.nodes.len(), !matches!(content, Content::Scalar(_)));
        composed.nodes.push(Node { span: range(&span), content });
        if anchor > 0 {
            anchors.push((anchor, node));
        }
        composed.attach(node, &mut open);
        if collection {
            open.push(Open { node, key: None });
            if open.len() > DEEPEST {
                composed.fault = Some((range(&span).start, format!("more than {DEEPEST} levels deep")));
                break;
            }
        }
    }
    composed
}

impl Composed<'_> {
    /// Puts a node into the collection that is open, or makes it the root of a document.
    fn attach(&mut self, node: usize, open: &mut [Open]) {
        let Some(outer) = open.last_mut() else { return self.roots.push(node) };
        match (&mut self.nodes[outer.node].content, outer.key.take()) {
            (Content::Sequence(items), _) => items.push(node),
            (Content::Mapping(members), Some(key)) => members.push((key, node)),
            (Content::Mapping(_) | Content::Scalar(_), _) => outer.key = Some(node),
        }
    }
}

fn range(span: &Span) -> Range<usize> {
    span.byte_range().unwrap_or_default()
}

const TAB: &str = "a tab cannot indent YAML; use spaces";

/// Place and message of an error of the parser, in words that name what is missing.
fn fault(text: &str, error: &ScanError) -> (usize, String) {
    let at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    let message = match error.kind() {
        ErrorKind::UnexpectedEofFlowSequence => "a list that starts with `[` has no `]`",
        ErrorKind::UnexpectedEofFlowMapping | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            "a mapping that starts with `{` has no `}`"
        }
        ErrorKind::UnknownAnchor => "an alias (`*name`) has no anchor (`&name`) before it",
        ErrorKind::ExpectedBlockMappingKey => "expected `key: value` at this indentation",
        ErrorKind::ExpectedBlockSequenceEntry => "expected an item that starts with `-` at this indentation",
        ErrorKind::ExpectedFlowMappingSeparator => "expected `,` or `}`",
        ErrorKind::ExpectedFlowSequenceSeparator => "expected `,` or `]`",
        ErrorKind::UnclosedFlowCollection { open: '[' } => "a list that starts with `[` has no `]`",
        ErrorKind::UnclosedFlowCollection { .. } => "a mapping that starts with `{` has no `}`",
        ErrorKind::MisplacedFlowCollectionEnd => "a bracket is closed that was not opened",
        ErrorKind::MismatchedFlowCollectionEnd { .. } => "a bracket is closed by one of another kind",
        ErrorKind::BlockEntryInFlowCollection => "an item that starts with `-` cannot stand between brackets",
        ErrorKind::ExpectedNodeContent => "a value is missing here",
        ErrorKind::UnexpectedEofBlockMapping | ErrorKind::UnexpectedEofBlockSequence | ErrorKind::UnexpectedEof => {
            "the text ends within a value"
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => "expected `:` after a key",
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            "`: ` makes a key here; quote the text, or begin a new line"
        }
        ErrorKind::MappingKeyNotAllowed => "a key cannot begin here; check the indentation",
        ErrorKind::InvalidIndentation => "the indentation fits no line above",
        ErrorKind::BlockSequenceEntryNotAllowed => "`- ` cannot begin an item here; begin a new line",
        ErrorKind::UnclosedQuotedScalar => "a quoted text has no closing quote",
        ErrorKind::InvalidQuotedScalarIndent => "the lines of a quoted text have to be indented further than its key",
        ErrorKind::UnknownQuotedScalarEscape => {
            "`\\` in double quotes has to be followed by a known letter; use `\\\\` or single quotes"
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart => TAB,
        ErrorKind::DocumentIndicatorInQuotedScalar => "a quoted text has no closing quote",
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            "something follows a closing quote; quote the whole value"
        }
        ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::InvalidUnicodeEscape => {
            "`\\x`, `\\u` and `\\U` in double quotes have to be followed by the number of a character"
        }
        ErrorKind::InvalidBlockScalarIndent => {
            "a line of a text after `|` or `>` is indented less than the lines above"
        }
        ErrorKind::InvalidBlockScalarHeader | ErrorKind::ZeroBlockScalarIndent => {
            "only `+`, `-`, a digit from 1 to 9 or a comment can follow `|` or `>`"
        }
        ErrorKind::MissingAnchorOrAliasName => "an anchor (`&name`) or alias (`*name`) has no name",
        ErrorKind::MissingTagUri
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::ExpectedTagBang
        | ErrorKind::InvalidTagTerminator
        | ErrorKind::InvalidGlobalTagCharacter
        | ErrorKind::UndeclaredTagHandle => "a tag (`!name`) is incomplete or not declared; quote a text with `!`",
        ErrorKind::ExpectedDocumentStart | ErrorKind::MissingDocumentEndBeforeDirective => {
            "expected the start of a document (`---`)"
        }
        ErrorKind::InvalidDocumentEnd => "something follows the end of a document (`...`) on its line",
        ErrorKind::CommentNotSeparated => "a blank is missing before the `#` of a comment",
        ErrorKind::RecursionLimitExceeded => return (at, format!("more than {DEEPEST} levels deep")),
        ErrorKind::UnexpectedCharacter { character } => {
            return (at, format!("a value cannot begin with `{character}`; quote it"));
        }
        // A line that a tab indents continues the text above for the parser.
        _ if text[..at].ends_with("\n\t") || text[at..].starts_with("\n\t") => TAB,
        _ => "this is not valid YAML",
    };
    (at, message.to_owned())
}
