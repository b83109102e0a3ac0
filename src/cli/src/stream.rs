//! Reads plans, trails and audit logs one change or event at a time, so that memory does not grow with the file.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::{fs::File, thread};

use indicatif::{ProgressBar, ProgressStyle};
use redline_input::yaml;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::decode;
use crate::faults;
use crate::language::tr;
use crate::translation;

/// Elements that may wait to be evaluated.
const WAITING: usize = 1024;
/// Shorter files are done before anybody looks at a progress bar.
const LONG: u64 = 4 << 20;
/// Members of a plan that repeat `resource_changes` at length.
const LENGTHY: &[&str] =
    &["configuration", "planned_values", "prior_state", "relevant_attributes", "resource_drift", "values"];

/// One element of a file, or why the rest of the file cannot be read.
pub(crate) struct Element {
    /// Which value of the file; `None` when it has only one.
    pub document: Option<usize>,
    /// The line on which that value starts.
    pub line: usize,
    /// Which part of the value, such as `change 3`; empty when it is the value itself.
    pub label: String,
    /// The element.
    pub value: Result<Value, String>,
}

/// A file, opened.
pub(crate) enum Opened {
    /// JSON, whose elements arrive one after the other.
    Elements(Receiver<Element>),
    /// Any other text.
    Text(String),
}

/// Opens a file, or standard input for `-`, and starts to read it. `bar` shows how much of it was read.
///
/// # Errors
/// The file cannot be opened or read.
pub(crate) fn open(path: &str, bar: &ProgressBar) -> io::Result<Opened> {
    let (input, length): (Box<dyn Read + Send>, _) = match path {
        "-" => (Box::new(io::stdin()), None),
        path => {
            let file = File::open(path)?;
            let length = file.metadata()?.len();
            (Box::new(file), Some(length))
        }
    };
    let input = decode::reader(bar.wrap_read(input))?;
    let mut reader = LineCounter { inner: BufReader::with_capacity(1 << 16, input), line: 1 };
    if let Some(length) = length.filter(|length| *length >= LONG) {
        bar.set_length(length);
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {eta}") {
            bar.set_style(style);
        }
        bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
    }
    if !matches!(reader.peek()?, Some(b'{' | b'[')) {
        let mut text = String::new();
        reader.read_to_string(&mut text)?;
        return Ok(Opened::Text(text));
    }
    let (sender, receiver) = sync_channel(WAITING);
    thread::spawn(move || read(reader, &sender));
    Ok(Opened::Elements(receiver))
}

/// A reader that counts lines.
struct LineCounter<R> {
    inner: BufReader<R>,
    line: usize,
}

impl<R: Read> LineCounter<R> {
    /// The next byte that is not white space, without consuming it; `None` at the end.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let buffer = self.inner.fill_buf()?;
            let Some(first) = buffer.first().copied() else { return Ok(None) };
            // Some editors write a byte order mark.
            let skip = if buffer.starts_with(b"\xef\xbb\xbf") { 3 } else { usize::from(first.is_ascii_whitespace()) };
            if skip == 0 {
                return Ok(Some(first));
            }
            self.line += usize::from(first == b'\n');
            self.inner.consume(skip);
        }
    }
}

impl<R: Read> Read for LineCounter<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.line += buffer[..read].iter().filter(|byte| **byte == b'\n').count();
        Ok(read)
    }
}

/// Reads one value after the other and sends their elements, until the receiver is gone.
fn read<R: Read>(mut reader: LineCounter<R>, sender: &SyncSender<Element>) {
    let mut number = 0;
    loop {
        let more = reader.peek();
        let line = reader.line;
        let failed = |number: usize, why: String| {
            let document = (number > 1).then_some(number);
            let _ = sender.send(Element { document, line, label: String::new(), value: Err(why) });
        };
        match more {
            Ok(Some(_)) => {}
            Ok(None) => return,
            Err(error) => return failed(number + 1, faults::reason(&error)),
        }
        number += 1;
        let alone = Cell::new(None);
        let send = |label: String, value: Value| {
            let document = (number > 1).then_some(number);
            sender.send(Element { document, line, label, value: Ok(value) }).is_ok()
        };
        let mut json = serde_json::Deserializer::from_reader(&mut reader);
        let result = Top { send: &send, alone: &alone }.deserialize(&mut json);
        if let Err(error) = result {
            let (line, column, what) = (line + error.line().max(1) - 1, error.column(), words(&error));
            let why = tr!("line {line}, column {column}: {what}", "第 {line} 行第 {column} 列：{what}");
            return failed(number, why);
        }
        // A value that is a single element is sent once it is known whether another value follows.
        if let Some(value) = alone.take() {
            let several = number > 1 || matches!(reader.peek(), Ok(Some(_)));
            let document = several.then_some(number);
            if sender.send(Element { document, line, label: String::new(), value: Ok(value) }).is_err() {
                return;
            }
        }
    }
}

/// The error without its position, which is relative to the value.
fn words(error: &serde_json::Error) -> String {
    let message = yaml::json_message(error);
    // The reader of lists says what it expects.
    let expected = message.strip_prefix("invalid JSON: invalid type: ").and_then(|rest| rest.split_once(", "));
    translation::of(expected.map_or(&message, |(_, expected)| expected))
}

/// A value at the top level: a list, an object around a list, or a single element.
struct Top<'t> {
    send: &'t dyn Fn(String, Value) -> bool,
    alone: &'t Cell<Option<Value>>,
}

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        Each { name: "item", send: self.send }.visit_seq(seq)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut own, mut streamed) = (Map::new(), false);
        while let Some(key) = map.next_key::<String>()? {
            match &*key {
                "resource_changes" => {
                    map.next_value_seed(Each { name: "change", send: self.send })?;
                    streamed = true;
                }
                "Events" => {
                    map.next_value_seed(Each { name: "event", send: self.send })?;
                    streamed = true;
                }
                // An EventList of audit events.
                "items" => {
                    map.next_value_seed(Each { name: "event", send: self.send })?;
                    streamed = true;
                }
                lengthy if LENGTHY.contains(&lengthy) => {
                    map.next_value::<IgnoredAny>()?;
                    own.insert(key, Value::Object(Map::new()));
                }
                _ => {
                    own.insert(key, map.next_value()?);
                }
            }
        }
        if !streamed {
            self.alone.set(Some(Value::Object(own)));
        }
        Ok(())
    }
}

/// Sends each item of a list.
struct Each<'t> {
    name: &'static str,
    send: &'t dyn Fn(String, Value) -> bool,
}

impl<'de> DeserializeSeed<'de> for Each<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Each<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of {}s", self.name)
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut number = 0;
        while let Some(value) = seq.next_element::<Value>()? {
            number += 1;
            if !(self.send)(format!("{} {number}", self.name), value) {
                return Err(A::Error::custom("the receiver is gone"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Document, line, part, and the element as text.
    type Told = (Option<usize>, usize, String, Result<String, String>);

    fn elements(text: &str) -> Vec<Told> {
        let (sender, receiver) = sync_channel(WAITING);
        read(LineCounter { inner: BufReader::new(text.as_bytes()), line: 1 }, &sender);
        drop(sender);
        receiver.iter().map(|e| (e.document, e.line, e.label, e.value.map(|v| v.to_string()))).collect()
    }

    #[test]
    fn lists_envelopes_and_lines_come_apart() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_eq!(
            elements("[1, {}]"),
            [(None, 1, "item 1".to_owned(), ok("1")), (None, 1, "item 2".to_owned(), ok("{}"))]
        );
        assert_eq!(
            elements("{\"planned_values\": {\"a\": 1},\n \"resource_changes\": [{\"b\": 1}]}"),
            [(None, 1, "change 1".to_owned(), ok("{\"b\":1}"))]
        );
        assert_eq!(
            elements("\n{\"a\":1}\n{\"a\":2}\n"),
            [(Some(1), 2, String::new(), ok("{\"a\":1}")), (Some(2), 3, String::new(), ok("{\"a\":2}"))]
        );
        assert_eq!(elements("{\"eventName\": \"x\"}"), [(None, 1, String::new(), ok("{\"eventName\":\"x\"}"))]);
        assert!(elements("{\"resource_changes\": null}").is_empty());
    }

    #[test]
    fn what_comes_before_an_error_is_not_lost() {
        let found = elements("{\"Events\": [{\"a\": 1},\n {\"a\": ]}");
        assert_eq!(found.len(), 2);
        assert!(found[0].3.is_ok());
        assert_eq!(
            found[1].3,
            Err("line 2, column 8: invalid JSON: a value is missing or begins in another way than JSON allows"
                .to_owned())
        );
        assert!(elements("{\"Events\": {}}")[0].3.as_ref().unwrap_err().contains("a list of events"));
    }
}
