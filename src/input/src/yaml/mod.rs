//! Reads YAML and JSON as kubectl does: many documents in a file, each on its own.
//!
//! A line that starts with `---` always ends a document, so a file is split there first. One unreadable document then
//! does not hide those after it, and documents can be parsed in parallel.

mod compose;
mod scalar;
mod value;

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_saphyr::{Error as YamlError, Location, Options};

pub(crate) use compose::{Composed, Content, Node, compose};

use self::value::Builder;
use crate::error::{Position, SyntaxError};
use crate::lines::Lines;

/// The text of one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunk<'a> {
    /// Which document of the file this is, from 1. Empty documents do not count.
    pub number: usize,
    /// The line of the file on which the text starts, from 1.
    pub line: usize,
    /// The text.
    pub text: &'a str,
}

/// Splits a file into documents. Text that has only comments and directives is not a document.
pub fn chunks(file: &str) -> Vec<Chunk<'_>> {
    let file = file.strip_prefix('\u{feff}').unwrap_or(file);
    let mut chunks = Vec::new();
    let (mut start, mut start_line) = (0, 1);
    let mut at = 0;
    let ends = file.split_inclusive('\n').enumerate().filter_map(|(index, line)| {
        let here = at;
        at += line.len();
        let marker =
            line.strip_prefix("---").filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))?;
        // What follows the marker on its line belongs to the next document.
        Some((here, index + 1, at - marker.len()))
    });
    let ends: Vec<_> = ends.collect();
    for (end, line, next) in ends.into_iter().chain([(file.len(), 0, file.len())]) {
        let text = before_end_marker(&file[start..end]);
        if !text.lines().all(is_blank) {
            chunks.push(Chunk { number: chunks.len() + 1, line: start_line, text });
        }
        (start, start_line) = (next, line);
    }
    chunks
}

/// A text up to the marker `...` after which only comments and directives follow: they belong to the next document.
fn before_end_marker(text: &str) -> &str {
    let mut end = text.len();
    for line in text.split_inclusive('\n').rev().take_while(|line| is_blank(line)) {
        end -= line.len();
        if line.trim_end() == "..." {
            return &text[..end];
        }
    }
    text
}

/// A value of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The line on which it starts.
    pub line: usize,
    /// The value, or why it cannot be read.
    pub value: Result<Value, SyntaxError>,
    /// What a reader should know about it: keys that stand twice.
    pub notes: Vec<SyntaxError>,
}

impl Chunk<'_> {
    /// The values in this document: one, several JSON values one after the other, or none where the document is null.
    ///
    /// Each comes with the line on which it starts. `file` is the name of the file, for errors. An error in JSON ends
    /// the document.
    pub fn values(&self, file: &str) -> Vec<(usize, Result<Value, SyntaxError>)> {
        self.parsed(file).into_iter().map(|parsed| (parsed.line, parsed.value)).collect()
    }

    /// As [`Chunk::values`], with notes.
    pub fn parsed(&self, file: &str) -> Vec<Parsed> {
        let head: usize = self.text.split_inclusive('\n').take_while(|l| is_blank(l)).map(str::len).sum();
        let text = self.text[head..].trim_start();
        if !text.starts_with(['{', '[']) {
            return self.yaml(file);
        }
        let first = self.line + lines(&self.text[..self.text.len() - text.len()]);
        let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        let mut values = Vec::new();
        let mut line = first;
        while let Some(next) = stream.next() {
            let value = match next {
                Ok(value) => Ok(value),
                Err(error) => {
                    // YAML in flow style also starts with a brace. If the text is neither, the error of the JSON parser
                    // is shown.
                    let flow = if values.is_empty() { self.yaml(file) } else { Vec::new() };
                    let is_json = !error.to_string().starts_with(UNQUOTED_KEY);
                    if !flow.is_empty() && (!is_json || flow.iter().all(|parsed| parsed.value.is_ok())) {
                        return flow;
                    }
                    let position =
                        Position { file: file.to_owned(), line: first + error.line() - 1, column: error.column() };
                    Err(SyntaxError { position, message: json_message(&error) })
                }
            };
            values.push(Parsed { line, value, notes: Vec::new() });
            let rest = &text[stream.byte_offset()..];
            line = first + lines(&text[..text.len() - rest.trim_start().len()]);
        }
        values
    }

    /// The values of a document in YAML.
    fn yaml(&self, file: &str) -> Vec<Parsed> {
        let composed = compose(self.text);
        let lines = Lines::new(self.text);
        let at = |(offset, message): (usize, String)| {
            let (line, column) = lines.position(offset);
            SyntaxError { position: Position { file: file.to_owned(), line: self.line + line - 1, column }, message }
        };
        // A fault in the text makes its last value incomplete.
        let complete = composed.roots.len() - usize::from(composed.fault.is_some() && !composed.roots.is_empty());
        let mut values: Vec<Parsed> = Vec::new();
        for root in &composed.roots[..complete] {
            let mut builder = Builder::new(&composed);
            let value = builder.value(*root, 0);
            let twice =
                |name| format!("the key `{name}` stands twice in this mapping; the last one counts, as in kubectl");
            let notes = builder.duplicates.into_iter().map(|(offset, name)| at((offset, twice(name)))).collect();
            let line = self.line + lines.position(composed.nodes[*root].span.start).0 - 1;
            if value != Ok(Value::Null) {
                values.push(Parsed { line, value: value.map_err(at), notes });
            }
        }
        if let Some(fault) = &composed.fault {
            values.push(Parsed { line: self.line, value: Err(at(fault.clone())), notes: Vec::new() });
        }
        values
    }

    fn read<T: DeserializeOwned>(&self, file: &str) -> Result<T, SyntaxError> {
        serde_saphyr::from_str_with_options(self.text, options()).map_err(|error: YamlError| {
            let at = error.location().filter(|at| *at != Location::UNKNOWN);
            let position = Position {
                file: file.to_owned(),
                line: at.map_or(self.line, |at| self.line + at.line() as usize - 1),
                column: at.map_or(0, |at| at.column() as usize),
            };
            SyntaxError { position, message: message(&error) }
        })
    }
}

/// What the JSON parser says about a key without quotes, which YAML allows.
const UNQUOTED_KEY: &str = "key must be a string";

/// The JSON parser's message in words, without its position.
pub fn json_message(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    let message = match message.strip_prefix("EOF while parsing ") {
        Some(what) => format!("the text ends within {what}"),
        None => message.to_owned(),
    };
    let known = match &*message {
        "expected value" | "expected ident" => {
            "invalid JSON: a value is missing or begins in another way than JSON allows"
        }
        UNQUOTED_KEY => "invalid JSON: a key has to be in double quotes",
        "trailing comma" => "invalid JSON: a comma has nothing after it",
        "trailing characters" => "invalid JSON: something follows the value",
        "expected `:`" => "invalid JSON: expected `:` after a key",
        "invalid escape" | "invalid unicode code point" | "lone leading surrogate in hex escape" => {
            "invalid JSON: `\\` in a string has to be followed by a known letter"
        }
        "invalid number" | "number out of range" => "invalid JSON: a number is malformed or too large",
        "recursion limit exceeded" => "invalid JSON: too many levels deep",
        other if other.starts_with("control character") => "invalid JSON: a line break or a tab stands inside a string",
        other => return format!("invalid JSON: {other}"),
    };
    known.to_owned()
}

/// Reads a file that must be one document, such as settings or a case. Only `true` and `false` are booleans here, so
/// that `name: n` is a name. Errors name file, line and column.
pub fn single<T: DeserializeOwned>(text: &str, file: &str) -> Result<T, SyntaxError> {
    match chunks(text).as_slice() {
        [chunk] => chunk.read(file),
        [] => Err(SyntaxError::in_file(file, "the file is empty")),
        [_, second, ..] => Err(SyntaxError {
            position: Position { file: file.to_owned(), line: second.line, column: 0 },
            message: "expected one document, but a second one starts here".to_owned(),
        }),
    }
}

/// As kubectl: `0644` is octal, and merge keys work. Duplicate keys are an error.
fn options() -> Options {
    serde_saphyr::options! {
        legacy_octal_numbers: true,
        strict_booleans: true,
        with_snippet: false,
        budget: serde_saphyr::budget! { max_depth: 120, max_total_scalar_bytes: 1 << 30 },
    }
}

/// What the parser tells programmers about keys that stand twice.
const PARSER_HINT: &str = ", set DuplicateKeyPolicy in Options if acceptable";

/// The parser's message without the position at its end.
fn message(error: &YamlError) -> String {
    let full = error.without_snippet().to_string();
    let text = match full.rfind(" at line ") {
        Some(end) if full[end..].contains(" column ") => &full[..end],
        _ => &full,
    };
    let text = text.lines().next().unwrap_or_default().trim_end_matches([',', '.', ' ']);
    match text.strip_prefix("duplicate mapping key").and_then(|rest| rest.strip_suffix(PARSER_HINT)) {
        Some(key) => format!("the key `{}` stands twice in this mapping", key.trim_start_matches([':', ' '])),
        None => in_words(text),
    }
}

/// What the parser tells programmers about values that do not fit, for people.
fn in_words(text: &str) -> String {
    let one_of = ", expected one of ";
    let fixed = match text {
        "expected mapping start" => "expected keys with values here",
        "expected sequence start" => "expected a list here",
        "unclosed bracket '['" => "a list that starts with `[` has no `]`",
        "unclosed bracket '{'" => "a mapping that starts with `{` has no `}`",
        _ => "",
    };
    let split = |start: &str, between: &str| text.strip_prefix(start).and_then(|rest| rest.split_once(between));
    if !fixed.is_empty() {
        fixed.to_owned()
    } else if let Some((key, known)) = split("unknown field ", one_of) {
        format!("unknown key {key}, known are {known}")
    } else if let Some((value, known)) = split("unknown variant ", one_of) {
        format!("{value} is not one of {known}")
    } else if let Some(key) = text.strip_prefix("missing field ") {
        format!("{key} is missing")
    } else if let Some((found, expected)) = split("invalid type: ", ", expected ") {
        format!("expected {expected}, found {found}")
    } else {
        text.to_owned()
    }
}

/// Whether a line has nothing but spaces, a comment, a directive or the end marker of a document.
fn is_blank(line: &str) -> bool {
    matches!(line.trim_start().bytes().next(), None | Some(b'#' | b'%')) || line.trim_end() == "..."
}

fn lines(text: &str) -> usize {
    text.bytes().filter(|b| *b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn all(text: &str) -> Vec<(usize, usize, Result<Value, String>)> {
        let read = |chunk: Chunk<'_>| {
            let values = chunk.values("f").into_iter();
            values.map(move |(line, v)| (chunk.number, line, v.map_err(|e| e.to_string()))).collect::<Vec<_>>()
        };
        chunks(text).into_iter().flat_map(read).collect()
    }

    #[test]
    fn documents_are_numbered_and_placed() {
        let text = "# head\n---\na: 1\n---\n# nothing\n--- # note\n\nb: |\n  x\n  ---\n---\n";
        assert_eq!(all(text), [(1, 3, Ok(json!({"a": 1}))), (2, 8, Ok(json!({"b": "x\n---\n"})))]);
    }

    #[test]
    fn a_broken_document_leaves_the_others_alone() {
        let found = all("a: 1\n---\nb: [\n---\nc: 3\n");
        assert_eq!(found.len(), 3);
        assert_eq!(found[0].2, Ok(json!({"a": 1})));
        let error = found[1].2.as_ref().unwrap_err();
        assert!(error.starts_with("f:3:") || error.starts_with("f:4:"), "{error}");
        assert_eq!(found[2].2, Ok(json!({"c": 3})));
    }

    #[test]
    fn json_values_may_follow_each_other() {
        let found = all("{\"a\": 1}\n{\"b\":\n 2}\n  [3]\n{");
        let values: Vec<_> = found.iter().map(|(_, line, v)| (*line, v.clone().ok())).collect();
        assert_eq!(values, [(1, Some(json!({"a": 1}))), (2, Some(json!({"b": 2}))), (4, Some(json!([3]))), (5, None)]);
        let error = found[3].2.as_ref().unwrap_err();
        assert_eq!(error, "f:5:1: invalid JSON: the text ends within an object");
    }

    #[test]
    fn flow_style_is_yaml() {
        assert_eq!(all("{a: 1, b: [x]}"), [(1, 1, Ok(json!({"a": 1, "b": ["x"]})))]);
    }

    #[test]
    fn scalars_read_as_kubectl_reads_them() {
        let text = "mode: 0644\non: yes\ntext: '0644'\nbig: 18446744073709551615\nlow: -5\nbase: &b {x: 1}\nuse: {<<: *b, y: no}\n";
        assert_eq!(
            all(text)[0].2.clone().unwrap(),
            json!({"mode": 420, "on": true, "text": "0644", "big": u64::MAX, "low": -5,
                   "base": {"x": 1}, "use": {"x": 1, "y": false}})
        );
    }

    #[test]
    fn of_keys_that_stand_twice_the_last_one_counts() {
        let [chunk] = chunks("a: 1\nb: 2\na: 3\n")[..] else { panic!() };
        let parsed = chunk.parsed("f").swap_remove(0);
        assert_eq!(parsed.value, Ok(json!({"a": 3, "b": 2})));
        let notes: Vec<_> = parsed.notes.iter().map(ToString::to_string).collect();
        assert_eq!(notes, ["f:3:1: the key `a` stands twice in this mapping; the last one counts, as in kubectl"]);
        let error = single::<Value>("a: 1\na: 3\n", "f").unwrap_err().to_string();
        assert_eq!(error, "f:2:1: the key `a` stands twice in this mapping");
    }

    #[test]
    fn empty_and_null_documents_are_no_values() {
        assert!(all("---\n# only a comment\n---\n...\n---\n\n").is_empty());
        assert!(all("null\n---\n~\n").is_empty());
        assert_eq!(all("a: 1\n...\n---\nb: 2\n...\n").len(), 2);
        assert_eq!(all("a: 1\n...\nb: 2\n").len(), 2, "without a start marker, too");
        let directives = "%YAML 1.1\n---\na: |\n  # b\n...\n# c\n%YAML 1.2\n---\nb: 2\n";
        assert_eq!(all(directives), [(1, 3, Ok(json!({"a": "# b\n"}))), (2, 9, Ok(json!({"b": 2})))]);
    }

    #[test]
    fn merge_keys_add_what_is_missing() {
        let text = "a: &a {x: 1, y: 1}\nb: &b {z: 2}\nc: {y: 3, <<: [*a, *b]}\nd: {\"<<\": 1}\n";
        let value = all(text)[0].2.clone().unwrap();
        assert_eq!((&value["c"], &value["d"]), (&json!({"x": 1, "y": 3, "z": 2}), &json!({"<<": 1})));
    }

    #[test]
    fn aliases_that_stand_for_too_much_end_in_an_error() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..9 {
            let alias = format!("*a{}", level - 1);
            bomb += &format!("a{level}: &a{level} [{}]\n", [&*alias; 10].join(", "));
        }
        assert!(all(&bomb)[0].2.as_ref().unwrap_err().ends_with("the aliases stand for too much"));
        assert!(all("a: &a [*a]\n")[0].2.is_err());
        assert!(all(&"[".repeat(100_000))[0].2.is_err());
        assert!(all(&"- ".repeat(100_000))[0].2.is_err());
    }

    #[test]
    fn errors_have_line_and_column() {
        for (text, want) in [
            ("a:\n  - b\n c: 1\n", "f:3:"),
            ("a: [1,\n", "f:"),
            ("a: *b\n", "f:1:4: an alias (`*name`) has no anchor (`&name`) before it"),
            ("a:\n\tb: 1\n", "f:2:"),
            ("a: @b\n", "f:1:4: a value cannot begin with `@`; quote it"),
            ("a: b: c\n", "f:1:5: `: ` makes a key here; quote the text, or begin a new line"),
            ("a: \"b\n", "f:"),
            ("? [a]\n: b\n", "f:1:3: a key has to be a text"),
            ("a: |3\n b\n", "f:2:2: a line of a text after `|` or `>`"),
            ("a: &\n", "f:1:4: an anchor (`&name`) or alias (`*name`) has no name"),
            ("k: \"\\xZZ\"\n", "f:1:4: `\\x`, `\\u` and `\\U` in double quotes"),
            ("k: !<\n", "f:1:4: a tag (`!name`) is incomplete"),
            ("a: 1\n%b\n", "f:"),
            ("{a: 1\n", "f:1:1: a mapping that starts with `{` has no `}`"),
        ] {
            let error = all(text)[0].2.clone().unwrap_err();
            assert!(error.starts_with(want), "{text:?}: {error}");
        }
    }

    #[test]
    fn tags_build_nothing() {
        assert_eq!(all("a: !!python/object:os.system x\n")[0].2, Ok(json!({"a": "x"})));
    }

    #[test]
    fn a_single_document_is_single() {
        assert_eq!(single::<Value>("a: n", "f").unwrap(), json!({"a": "n"}));
        let error = single::<Value>("a: 1\n---\nb: 1\n", "f").unwrap_err().to_string();
        assert_eq!(error, "f:2: expected one document, but a second one starts here");
        assert_eq!(single::<Value>("# x\n", "f").unwrap_err().to_string(), "f: the file is empty");
    }
}
