//! Filters that change lines: `sed`, `tr`, `cut`, `awk`.

use crate::decode::{Escapes, unescape};
use crate::interpreter::Shell;
use crate::pattern::{Find, find_pattern, in_class};
use crate::store::Text;
use crate::text::{
    byte_at, find, find_byte, in_set, is_number, number, slice, slice_from, take_until, trim, trim_start,
};
use crate::value::{CHARACTER, UNKNOWN, is_unknown};
use alloc::string::String;
use alloc::vec::Vec;
use redline_text::{replace, trim_end};

/// A command of `sed`.
struct SedCommand {
    /// The lines that it applies to: those that match a pattern, or one by its number (0: the last).
    pattern: Option<(String, Find)>,
    line: Option<usize>,
    /// What is replaced, by what, and whether everywhere; `None` deletes the line.
    substitution: Option<(String, Find, String, bool)>,
}

/// A regular expression as a pattern of the shell; `None` if such a pattern cannot express it.
fn pattern_of(expression: &str, extended: bool) -> Option<(String, Find)> {
    let mut out = String::new();
    let mut how = Find::Anywhere;
    let mut rest = expression;
    if byte_at(rest, 0) == b'^' {
        how = Find::Start;
        rest = slice_from(rest, 1);
    }
    while !rest.is_empty() {
        let byte = byte_at(rest, 0);
        let next = byte_at(rest, 1);
        let mut len = 1;
        match byte {
            b'\\' if in_set(next, "./*[]\\^$&-") || extended && in_set(next, "+?(){}|") => {
                out.push(char::from(next));
                len = 2;
            }
            b'\\' if next == b'n' => {
                out.push('\n');
                len = 2;
            }
            b'.' if next == b'*' => {
                out.push('\x02');
                len = 2;
            }
            b'.' => out.push(CHARACTER),
            b'$' if rest.len() == 1 => {
                if how == Find::Start {
                    return None;
                }
                how = Find::End;
            }
            b'[' => {
                let end = find_byte(slice_from(rest, 2), b']')? + 2;
                out.push('\x04');
                out.push_str(&replace(slice(rest, 1, end + 1), "^", "!"));
                len = end + 1;
            }
            b'\\' | b'*' => return None,
            b'+' | b'?' | b'(' | b')' | b'{' | b'}' | b'|' if extended => return None,
            _ => {
                len = crate::text::width(byte);
                out.push_str(slice(rest, 0, len));
            }
        }
        rest = slice_from(rest, len);
    }
    Some((out, how))
}

/// Takes the text up to the next delimiter that is not escaped.
fn delimited<'t>(rest: &mut &'t str, delimiter: u8) -> Option<&'t str> {
    let text = *rest;
    let mut at = 0;
    while at < text.len() {
        match byte_at(text, at) {
            b'\\' => at += 1,
            byte if byte == delimiter => {
                *rest = slice_from(text, at + 1);
                return Some(slice(text, 0, at));
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// The new text of a substitution; `None` where it refers to groups.
fn replacement(text: &str, delimiter: u8) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|b| matches!(b, b'\\' | b'&')) {
        out.push_str(slice(rest, 0, at));
        let next = byte_at(rest, at + 1);
        if byte_at(rest, at) == b'&' {
            // Marks the place of the matched text.
            out.push('\x0f');
            rest = slice_from(rest, at + 1);
            continue;
        }
        match next {
            b'n' => out.push('\n'),
            b't' => out.push('\t'),
            byte if byte == delimiter || in_set(byte, "/&\\.*[]$^ \n\"'") => out.push(char::from(next)),
            _ => return None,
        }
        rest = slice_from(rest, at + 2);
    }
    out.push_str(rest);
    Some(out)
}

/// The commands of a `sed` program; `None` if one of them is not understood.
fn program_of(text: &str, extended: bool) -> Option<Vec<SedCommand>> {
    let mut out = Vec::new();
    let mut rest = text;
    loop {
        while in_set(byte_at(rest, 0), "; \t\n") {
            rest = slice_from(rest, 1);
        }
        if rest.is_empty() {
            return Some(out);
        }
        let mut edit = SedCommand { pattern: None, line: None, substitution: None };
        if byte_at(rest, 0) == b'/' {
            rest = slice_from(rest, 1);
            edit.pattern = Some(pattern_of(delimited(&mut rest, b'/')?, extended)?);
        } else if byte_at(rest, 0) == b'$' {
            rest = slice_from(rest, 1);
            edit.line = Some(0);
        } else if byte_at(rest, 0).is_ascii_digit() {
            let end = crate::text::span(rest, "0123456789", true);
            edit.line = Some(number(slice(rest, 0, end))? as usize);
            rest = slice_from(rest, end);
        }
        rest = trim_start(rest);
        match byte_at(rest, 0) {
            b'd' => rest = slice_from(rest, 1),
            b's' => {
                let delimiter = byte_at(rest, 1);
                rest = slice_from(rest, 2);
                let (pattern, how) = pattern_of(delimited(&mut rest, delimiter)?, extended)?;
                let new = replacement(delimited(&mut rest, delimiter)?, delimiter)?;
                let end = crate::text::span(rest, "g", true);
                edit.substitution = Some((pattern, how, new, end > 0));
                rest = slice_from(rest, end);
                if !matches!(byte_at(rest, 0), b';' | b'\n' | crate::text::END | b' ') {
                    return None;
                }
            }
            _ => return None,
        }
        out.push(edit);
    }
}

/// The ranges of `cut -f` and `cut -c`: from one to, where they end.
fn ranges(list: &str) -> Option<Vec<(usize, usize)>> {
    let mut out = Vec::new();
    let mut rest = list;
    while !rest.is_empty() {
        let item = take_until(&mut rest, b',');
        let (from, to) = match crate::text::split_once(item, b'-') {
            Some((from, to)) => (number(from).unwrap_or(1), if to.is_empty() { i64::MAX } else { number(to)? }),
            None => (number(item)?, number(item)?),
        };
        out.push((from.max(1) as usize, to.max(0) as usize));
    }
    Some(out)
}

/// The characters of a set of `tr`.
fn characters(set: &str) -> Option<Vec<u8>> {
    let mut text = String::new();
    unescape(set, Escapes::Printf, &mut text);
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        if byte == b'[' && bytes.get(at + 1) == Some(&b':') {
            let rest = slice_from(&text, at + 2);
            let end = find(rest, ":]")?;
            let class = slice(rest, 0, end);
            out.extend((0..128).filter(|b| in_class(class, *b)));
            at += end + 4;
            continue;
        }
        match (bytes.get(at + 1), bytes.get(at + 2)) {
            (Some(b'-'), Some(last)) => {
                out.extend(byte..=*last);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    // A set that is not quoted may be a pattern for files.
    out.iter().all(|byte| matches!(byte, 4..=127)).then_some(out)
}

impl Shell<'_> {
    /// Applies a `sed` program to a text; `None` if it is not understood.
    pub(crate) fn edited(&mut self, text: Text, program: Text) -> Option<Text> {
        if self.has("n quiet silent") || !self.spend(1) {
            return None;
        }
        let extended = self.has("E r regexp-extended");
        let edits = program_of(self.store.get(program), extended)?;
        if edits.is_empty() {
            return Some(text);
        }
        let source = self.store.get(text);
        let mut out = String::new();
        let mut rest = source;
        let mut at = 0;
        while !rest.is_empty() {
            let ended = find_byte(rest, b'\n').is_some();
            let mut line = String::from(take_until(&mut rest, b'\n'));
            at += 1;
            let mut deleted = false;
            for edit in &edits {
                let here = match (&edit.pattern, edit.line) {
                    (Some((pattern, how)), _) => find_pattern(&line, pattern, *how, true).is_some(),
                    (_, Some(0)) => rest.is_empty(),
                    (_, Some(number)) => number == at,
                    _ => true,
                };
                let Some((pattern, how, new, everywhere)) = edit.substitution.as_ref().filter(|_| here) else {
                    // The unknown part of a line may be further lines, which stay.
                    if here && edit.line.is_some() && find_byte(&line, 1).is_some() {
                        line = String::from(UNKNOWN);
                        continue;
                    }
                    deleted |= here;
                    continue;
                };
                let mut done = String::new();
                let mut left = &*line;
                while let Some((from, to)) = find_pattern(left, pattern, *how, true) {
                    done.push_str(slice(left, 0, from));
                    done.push_str(&replace(new, "\x0f", slice(left, from, to)));
                    left = slice_from(left, to);
                    if !everywhere || *how != Find::Anywhere || done.len() > 1 << 16 {
                        break;
                    }
                }
                done.push_str(left);
                line = done;
            }
            if !deleted {
                out.push_str(&line);
                if ended {
                    out.push('\n');
                }
            }
        }
        Some(self.store.add(&out))
    }

    /// `tr`
    pub(crate) fn translated(&mut self, text: Text) -> Text {
        let (deletes, squeezes) = (self.has("d delete"), self.has("s squeeze-repeats"));
        let from = characters(self.store.get(self.operand(0)));
        let to = characters(self.store.get(self.operand(1)));
        let (Some(from), Some(to)) = (from, to) else { return Text::UNKNOWN };
        let complement = self.has("c C complement");
        let mut out = String::new();
        let mut before = None;
        for c in self.store.get(text).chars() {
            let known = c as u32 > 3;
            let position = if known { from.iter().rposition(|b| char::from(*b) == c) } else { None };
            let member = position.is_some() != (complement && known);
            let mut new = c;
            if member && deletes {
                continue;
            }
            if member && !to.is_empty() {
                let at = position.filter(|_| !complement).unwrap_or(to.len());
                new = char::from(to.get(at).or(to.last()).copied().unwrap_or(b' '));
            }
            if squeezes && member && before == Some(new) {
                continue;
            }
            before = Some(new);
            out.push(new);
        }
        self.store.add(&out)
    }

    /// `cut`
    pub(crate) fn cut(&mut self, text: Text) -> Text {
        let fields = self.option("f fields");
        let list = fields.or(self.option("c b characters bytes")).unwrap_or_default();
        let Some(ranges) = ranges(self.store.get(list)) else { return Text::UNKNOWN };
        let delimiter = self.option("d delimiter").map_or(b'\t', |d| byte_at(self.store.get(d), 0));
        let only = self.has("s only-delimited");
        let mut out = String::new();
        let mut rest = self.store.get(text);
        while !rest.is_empty() {
            let line = take_until(&mut rest, b'\n');
            let chosen = |at: usize| ranges.iter().any(|(from, to)| (*from..=*to).contains(&at));
            if is_unknown(line) {
                out.push(UNKNOWN);
            } else if fields.is_none() {
                out.extend(line.chars().enumerate().filter(|(i, _)| chosen(i + 1)).map(|(_, c)| c));
            } else if find_byte(line, delimiter).is_none() {
                if only {
                    continue;
                }
                out.push_str(line);
            } else {
                let mut left = line;
                let mut any = false;
                let mut at = 0;
                while at == 0 || !left.is_empty() {
                    at += 1;
                    let field = take_until(&mut left, delimiter);
                    if chosen(at) {
                        if any {
                            out.push(char::from(delimiter));
                        }
                        any = true;
                        out.push_str(field);
                    }
                }
            }
            out.push('\n');
        }
        self.store.add(&out)
    }

    /// The output of `awk '{print $2}'`; unknown for other programs.
    pub(crate) fn columns(&mut self, text: Text, program: Text) -> Text {
        let program = trim(self.store.get(program));
        let column = program
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
            .and_then(|rest| trim(rest).strip_prefix("print"))
            .and_then(|rest| trim(trim_end(trim(rest), ";")).strip_prefix('$'));
        let separator = self.option("F field-separator").map_or("", |f| self.store.get(f));
        let column = match column {
            Some("NF") => usize::MAX,
            Some(column) if is_number(column) => number(column).unwrap_or(0) as usize,
            _ => return Text::UNKNOWN,
        };
        if separator.len() > 1 {
            return Text::UNKNOWN;
        }
        let mut out = String::new();
        let mut rest = self.store.get(text);
        while !rest.is_empty() {
            let mut line = take_until(&mut rest, b'\n');
            if column == 0 {
                out.push_str(line);
            } else if is_unknown(line) {
                out.push(UNKNOWN);
            } else {
                let mut field = "";
                for _ in 0..column {
                    if separator.is_empty() && trim(line).is_empty() || line.is_empty() {
                        if column != usize::MAX {
                            field = "";
                        }
                        break;
                    }
                    field = match separator.as_bytes() {
                        [byte] => take_until(&mut line, *byte),
                        _ => crate::text::take_word(&mut line),
                    };
                }
                out.push_str(field);
            }
            out.push('\n');
        }
        self.store.add(&out)
    }
}
