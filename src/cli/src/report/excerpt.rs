//! The line of a file that a finding is about, as a report may show it. What stands beside the field in the same line may
//! be a password, so the values of other members are hidden.

use std::ops::Range;

use crate::finding::SourceLine;

/// Members whose values only name things.
const NAMES: [&str; 16] = [
    "action",
    "actions",
    "address",
    "apiVersion",
    "eventName",
    "id",
    "kind",
    "mode",
    "name",
    "namespace",
    "operation",
    "product",
    "provider_name",
    "serviceName",
    "type",
    "verb",
];

/// What stands in the place of a value.
const HIDDEN: &str = "…";

/// Bytes on either side of the field that are shown.
const AROUND: usize = 200;

/// Bytes of a line of which the field alone is shown.
const LONG: usize = 4096;

/// A line, and where the field stands in it.
pub(super) struct Excerpt {
    pub(super) text: String,
    pub(super) field: Range<usize>,
}

impl Excerpt {
    /// The line of a finding. A field that could not be read is hidden, too.
    pub(super) fn of(source: &SourceLine, readable: bool) -> Excerpt {
        let line = &*source.text;
        let at = |column: usize| match line.is_ascii() {
            true => column.min(line.len()),
            false => line.char_indices().nth(column).map_or(line.len(), |(at, _)| at),
        };
        let field = at(source.column - 1)..at(source.column - 1 + source.length);
        let excerpt = if line.len() > LONG {
            Excerpt::alone(line, field, readable)
        } else {
            Excerpt::whole(line, field, readable)
        };
        // Control characters are replaced by something of as many bytes.
        let plain = |c: char| {
            if c.is_ascii_control() {
                ' '
            } else if c.is_control() {
                '·'
            } else {
                c
            }
        };
        let text = excerpt.text.chars().map(plain).collect();
        Excerpt { text, ..excerpt }
    }

    /// The line with the field at this place.
    fn whole(line: &str, field: Range<usize>, readable: bool) -> Excerpt {
        let mut hider = Hider { line, field, readable, text: String::new(), start: None, end: 0 };
        hider.run();
        let start = hider.start.unwrap_or(hider.text.len());
        Excerpt { field: start..hider.end.max(start), text: hider.text }.cut()
    }

    /// The field of a very long line with its key.
    fn alone(line: &str, field: Range<usize>, readable: bool) -> Excerpt {
        let before = &line[line.floor_char_boundary(field.start.saturating_sub(AROUND))..field.start];
        let key = before.rfind([',', '{', '[']).map_or(before, |at| before[at + 1..].trim_start());
        let value = if readable {
            &line[field.start..line.floor_char_boundary(field.end.min(field.start + AROUND))]
        } else {
            HIDDEN
        };
        let key = if key.trim_end().ends_with(':') { key } else { "" };
        let start = HIDDEN.len() + key.len();
        Excerpt { text: format!("{HIDDEN}{key}{value}{HIDDEN}"), field: start..start + value.len() }
    }

    /// The part of a line around the field.
    fn cut(mut self) -> Excerpt {
        let Range { start, end } = self.field;
        let from = self.text.floor_char_boundary(start.saturating_sub(AROUND));
        let to = self.text.ceil_char_boundary((end.min(start + AROUND) + AROUND).min(self.text.len()));
        self.text = self.text[from..to].to_owned();
        self.field = start - from..end.min(to) - from;
        self
    }
}

struct Hider<'l> {
    line: &'l str,
    field: Range<usize>,
    readable: bool,
    text: String,
    start: Option<usize>,
    end: usize,
}

impl<'l> Hider<'l> {
    fn run(&mut self) {
        let line: &'l str = self.line;
        // An object has members of its own, a list of texts is one value.
        let is_object =
            line.get(self.field.clone()).is_none_or(|field| field.contains('{') && field.ends_with(['}', ']']));
        let shows_field = self.readable && !is_object;
        let (mut at, mut depth, mut begins, mut key) = (0, 0_usize, true, "");
        while let Some(c) = line[at..].chars().next() {
            let next = at + c.len_utf8();
            match c {
                '{' | '[' if begins || depth > 0 => (depth, begins) = (depth + 1, true),
                '}' | ']' if depth > 0 => (depth, begins, key) = (depth - 1, false, ""),
                ',' if depth > 0 => begins = true,
                ':' => begins = true,
                _ if c.is_whitespace() => {}
                _ if begins && (depth > 0 || !self.readable) => {
                    let end = self.token(at, c);
                    let is_key = line[end..].trim_start().starts_with(':');
                    let token = line[at..end].trim_matches(['"', '\'']);
                    let literal = ["true", "false", "null"].contains(&token);
                    let in_field = shows_field && at < self.field.end && end > self.field.start;
                    match is_key || literal || in_field || NAMES.contains(&key) {
                        true => self.show(at..end),
                        false => self.hide(at..end),
                    }
                    if is_key {
                        key = token;
                    }
                    (at, begins) = (end, false);
                    continue;
                }
                _ => begins = false,
            }
            self.show(at..next);
            at = next;
        }
    }

    /// Where the text or word ends that begins here.
    fn token(&self, at: usize, first: char) -> usize {
        let rest = &self.line[at..];
        if matches!(first, '"' | '\'') {
            let mut escaped = false;
            let closing = rest.char_indices().skip(1).find(|(_, c)| {
                let closes = *c == first && !escaped;
                escaped = *c == '\\' && first == '"' && !escaped;
                closes
            });
            return closing.map_or(self.line.len(), |(index, c)| at + index + c.len_utf8());
        }
        let ends = |(index, c): &(usize, char)| {
            matches!(c, ',' | '}' | ']')
                || *c == ':' && rest[index + 1..].chars().next().is_none_or(char::is_whitespace)
        };
        rest.char_indices().find(ends).map_or(self.line.len(), |(index, _)| at + index)
    }

    fn show(&mut self, range: Range<usize>) {
        let out = self.text.len();
        if range.end > self.field.start && range.start < self.field.end {
            self.start.get_or_insert(out + self.field.start.saturating_sub(range.start));
            self.end = out + self.field.end.min(range.end) - range.start;
        }
        self.text += &self.line[range];
    }

    fn hide(&mut self, range: Range<usize>) {
        if range.end > self.field.start && range.start < self.field.end {
            self.start.get_or_insert(self.text.len());
            self.end = self.text.len() + HIDDEN.len();
        }
        self.text += HIDDEN;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(line: &str, start: usize, length: usize, readable: bool) -> Excerpt {
        let column = line[..start].chars().count() + 1;
        Excerpt::of(&SourceLine { line: 1, column, length, text: line.to_owned() }, readable)
    }

    fn shown(line: &str, field: &str, readable: bool) -> String {
        let Excerpt { text, field } = excerpt(line, line.find(field).unwrap(), field.chars().count(), readable);
        format!("{}<{}>{}", &text[..field.start], &text[field.clone()], &text[field.end..])
    }

    #[test]
    fn values_beside_the_field_are_hidden() {
        for (line, field, want) in [
            (
                r#"{"type": "alicloud_instance", "before": {"id": "i-1", "password": "p\"w", "port": 22, "on": true}}"#,
                "\"i-1\"",
                r#"{"type": "alicloud_instance", "before": {"id": <"i-1">, "password": …, "port": …, "on": true}}"#,
            ),
            ("spec: {token: abc def, hostPath: /etc}", "/etc", "spec: {token: …, hostPath: </etc>}"),
            ("args: [--password, x, 'rm -rf /']", "'rm -rf /'", "args: […, …, <'rm -rf /'>]"),
            (
                r#"[{"id": "i-1", "password": "pw", "tags": ["a"]}]"#,
                r#"{"id": "i-1", "password": "pw", "tags": ["a"]}"#,
                r#"[<{"id": "i-1", "password": …, "tags": […]}>]"#,
            ),
            (r#"{"args": ["a", "b"], "x": 1}"#, r#"["a", "b"]"#, r#"{"args": <["a", "b"]>, "x": …}"#),
            ("  hostPath: /etc # it's {x}", "/etc", "  hostPath: </etc> # it's {x}"),
            (r#""CommandContent": "a, b","#, "\"a, b\"", r#""CommandContent": <"a, b">,"#),
            ("metadata: {name: n1, labels: {a: b}}", "metadata", "<metadata>: {name: n1, labels: {a: …}}"),
        ] {
            assert_eq!(shown(line, field, true), want);
        }
    }

    #[test]
    fn what_cannot_be_read_is_hidden() {
        assert_eq!(shown(r#"{"parameters": ["pw"]}"#, "[\"pw\"]", false), r#"{"parameters": <[…]>}"#);
        assert_eq!(shown(r#"  "before": "pw","#, "\"pw\"", false), r#"  "before": <…>,"#);
        assert_eq!(shown("before: pw", "pw", false), "before: <…>");
    }

    #[test]
    fn of_long_lines_little_is_shown() {
        let line = format!("[{}, x, {}]", "é".repeat(900), "b".repeat(900));
        let Excerpt { text, field } = excerpt(&line, 1803, 1, true);
        assert_eq!((&text[field], text.len() < 500), ("x", true));
        let line = format!("{{\"password\": \"{}\", \"id\": \"i-1\"}}", "x".repeat(LONG));
        let at = line.find("\"i-1\"").unwrap();
        assert_eq!(excerpt(&line, at, 5, true).text, "…\"id\": \"i-1\"…");
        assert_eq!(excerpt(&line, at, 5, false).text, "…\"id\": ……");
    }
}
