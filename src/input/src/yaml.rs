//! Reads YAML and JSON as kubectl does: many documents in a file, each on its own.
//!
//! A line that starts with `---` always ends a document, so a file is split there first. One unreadable document then does
//! not hide those after it, and documents can be parsed in parallel.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_saphyr::{Error as YamlError, Location, Options};

use crate::error::{Position, SyntaxError};

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
        let text = &file[start..end];
        if !text.lines().all(is_blank) {
            chunks.push(Chunk { number: chunks.len() + 1, line: start_line, text });
        }
        (start, start_line) = (next, line);
    }
    chunks
}

impl Chunk<'_> {
    /// The values in this document: one, or several JSON values one after the other.
    ///
    /// In: the name of the file, for errors. Out: each value with the line on which it starts. An error in JSON ends the
    /// document.
    pub fn values(&self, file: &str) -> Vec<(usize, Result<Value, SyntaxError>)> {
        let head: usize = self.text.split_inclusive('\n').take_while(|l| is_blank(l)).map(str::len).sum();
        let text = self.text[head..].trim_start();
        let first = self.line + lines(&self.text[..head]);
        if !text.starts_with(['{', '[']) {
            return vec![(first, self.read(file, Booleans::Kubectl))];
        }
        let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        let mut values = Vec::new();
        let mut line = first;
        while let Some(next) = stream.next() {
            match next {
                Ok(value) => values.push((line, Ok(value))),
                // YAML in flow style also starts with a brace. If the text is neither, the error of the JSON parser is shown.
                Err(_) if values.is_empty() && self.parse::<Value>(Booleans::Kubectl).is_ok() => {
                    return vec![(first, self.read(file, Booleans::Kubectl))];
                }
                Err(error) => {
                    let position =
                        Position { file: file.to_owned(), line: first + error.line() - 1, column: error.column() };
                    let message = error.to_string();
                    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(m, _)| m);
                    values.push((line, Err(SyntaxError { position, message: format!("invalid JSON: {message}") })));
                }
            }
            let rest = &text[stream.byte_offset()..];
            line = first + lines(&text[..text.len() - rest.trim_start().len()]);
        }
        values
    }

    fn read<T: DeserializeOwned>(&self, file: &str, booleans: Booleans) -> Result<T, SyntaxError> {
        self.parse(booleans).map_err(|error| {
            let at = error.location().filter(|at| *at != Location::UNKNOWN);
            let position = Position {
                file: file.to_owned(),
                line: at.map_or(self.line, |at| self.line + at.line() as usize - 1),
                column: at.map_or(0, |at| at.column() as usize),
            };
            SyntaxError { position, message: message(&error) }
        })
    }

    fn parse<T: DeserializeOwned>(&self, booleans: Booleans) -> Result<T, YamlError> {
        serde_saphyr::from_str_with_options(self.text, options(booleans))
    }
}

/// Reads a file that must be one document, such as settings or a case. Only `true` and `false` are booleans here, so that
/// `name: n` is a name. Errors name file, line and column.
pub fn single<T: DeserializeOwned>(text: &str, file: &str) -> Result<T, SyntaxError> {
    match chunks(text).as_slice() {
        [chunk] => chunk.read(file, Booleans::Plain),
        [] => Err(SyntaxError::in_file(file, "the file is empty")),
        [_, second, ..] => Err(SyntaxError {
            position: Position { file: file.to_owned(), line: second.line, column: 0 },
            message: "expected one document, but a second one starts here".to_owned(),
        }),
    }
}

#[derive(Clone, Copy)]
enum Booleans {
    /// `yes` and `on` are true, too.
    Kubectl,
    /// Only `true` and `false`.
    Plain,
}

/// As kubectl: `0644` is octal, and merge keys work. Duplicate keys are an error.
fn options(booleans: Booleans) -> Options {
    serde_saphyr::options! {
        legacy_octal_numbers: true,
        strict_booleans: matches!(booleans, Booleans::Plain),
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_depth: 120,
            max_events: 100_000_000,
            max_nodes: 50_000_000,
            max_total_scalar_bytes: 1 << 30,
        },
    }
}

/// The parser's message without the position at its end.
fn message(error: &YamlError) -> String {
    let full = error.without_snippet().to_string();
    let text = match full.rfind(" at line ") {
        Some(end) if full[end..].contains(" column ") => &full[..end],
        _ => &full,
    };
    text.lines().next().unwrap_or_default().trim_end_matches([',', '.', ' ']).to_owned()
}

/// Whether a line has nothing but spaces, a comment or a directive.
fn is_blank(line: &str) -> bool {
    matches!(line.trim_start().bytes().next(), None | Some(b'#' | b'%'))
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
        assert_eq!(error, "f:5:1: invalid JSON: EOF while parsing an object");
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
    fn keys_that_stand_twice_are_refused() {
        let error = all("a: 1\nb: 2\na: 3\n")[0].2.clone().unwrap_err();
        assert!(error.starts_with("f:3:1: duplicate mapping key"), "{error}");
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
