//! Errors about input that cannot be read. They name the path and what was expected there, and never repeat
//! content: an unreadable object may be a Secret.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// Input that cannot be read, or makes no sense as a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Path in the input, such as `request.object.spec.containers[0].image`; empty for the input as a whole.
    pub path: String,
    /// What is wrong, without content.
    pub problem: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = if self.path.is_empty() { "the request" } else { &self.path };
        write!(f, "cannot read `{at}`: {}", self.problem)
    }
}

impl Unreadable {
    /// Input whose value at `path` is not what was needed.
    pub fn new(path: &str, problem: &str) -> Unreadable {
        Unreadable { path: path.to_owned(), problem: problem.to_owned() }
    }

    /// Translates a serde_json error about `text`, which stands at `base` in the input.
    pub fn from_json(base: &str, text: &str, error: &serde_json::Error) -> Unreadable {
        let path = locate(text.as_bytes(), error.line(), error.column());
        let path = match (base.is_empty(), path.is_empty()) {
            (true, _) => path,
            (false, true) => base.to_owned(),
            (false, false) if path.starts_with('[') => format!("{base}{path}"),
            (false, false) => format!("{base}.{path}"),
        };
        let problem = match error.classify() {
            serde_json::error::Category::Data => {
                // Our own reader says `expected ...` and nothing else; serde_json adds the place.
                let message = error.to_string();
                let end = (0..message.len()).find(|i| message.get(*i..).is_some_and(|m| m.starts_with(" at line ")));
                match message.get(..end.unwrap_or(message.len())) {
                    Some(own) if own.starts_with("expected ") => own.to_owned(),
                    _ => "unexpected value".to_owned(),
                }
            }
            serde_json::error::Category::Eof => "the JSON ends too early".to_owned(),
            _ => "not valid JSON".to_owned(),
        };
        Unreadable { path, problem }
    }
}

enum Step {
    Key(String),
    Index(usize),
}

/// The path of the value that encloses byte `line`:`column` (both from 1) of a JSON text.
fn locate(text: &[u8], line: usize, column: usize) -> String {
    let line_start = match line {
        0 | 1 => 0,
        n => text.iter().enumerate().filter(|(_, b)| **b == b'\n').nth(n - 2).map_or(0, |(i, _)| i + 1),
    };
    let end = (line_start + column).min(text.len());
    let mut stack: Vec<Step> = Vec::new();
    let mut last = String::new();
    let mut i = 0;
    while i < end {
        match text[i] {
            b'"' => {
                let start = i + 1;
                i += 1;
                while i < text.len() && text[i] != b'"' {
                    i += if text[i] == b'\\' { 2 } else { 1 };
                }
                last = core::str::from_utf8(text.get(start..i).unwrap_or_default()).unwrap_or("?").to_owned();
            }
            b'{' => stack.push(Step::Key(String::new())),
            b'[' => stack.push(Step::Index(0)),
            b'}' | b']' if i + 1 < end => {
                stack.pop();
            }
            b':' => {
                if let Some(Step::Key(key)) = stack.last_mut() {
                    *key = core::mem::take(&mut last);
                }
            }
            b',' => match stack.last_mut() {
                Some(Step::Index(n)) => *n += 1,
                Some(Step::Key(key)) => key.clear(),
                None => {}
            },
            _ => {}
        }
        i += 1;
    }
    // An object or list that is itself the culprit is reported at its opening bracket.
    if i > 0 && matches!(text.get(i - 1), Some(b'{' | b'[')) {
        stack.pop();
    }
    let mut path = String::new();
    for step in &stack {
        match step {
            Step::Key(key) if key.is_empty() => {}
            Step::Key(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            Step::Index(n) => path.push_str(&format!("[{n}]")),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meta::MetaOnly;

    fn problem(text: &str) -> Unreadable {
        let error = serde_json::from_str::<MetaOnly>(text).unwrap_err();
        Unreadable::from_json("request.object", text, &error)
    }

    #[test]
    fn names_the_path_and_keeps_the_content() {
        let e = problem(r#"{"data":{"p":"s3cret"},"metadata":{"labels":{"a":["s3cret"]}}}"#);
        assert_eq!(e.to_string(), "cannot read `request.object.metadata.labels.a`: expected a string");
        let e = problem("{\"metadata\":{\"finalizers\":[\"a\",\n 7]}}");
        assert_eq!(e.path, "request.object.metadata.finalizers[1]");
        let e = problem(r#"{"metadata":{"name":"s3cr"#);
        assert!(!e.to_string().contains("s3cr"), "{e}");
        assert_eq!(e.problem, "the JSON ends too early");
    }
}
