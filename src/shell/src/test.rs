//! `test`, `[` and `[[`.

use crate::interpreter::{ExitStatus, Flow, Shell};
use crate::store::Text;
use crate::text::{find_byte, number, span, word_in};
use crate::value::{is_opaque, is_unknown};

/// A condition that is being evaluated: the index of its next word.
struct Condition {
    at: usize,
    depth: u32,
}

/// Operators between two words.
const BINARY: &str = "= == != < > -eq -ne -lt -le -gt -ge -nt -ot -ef =~";

impl Shell<'_> {
    /// `[[ ... ]]`
    pub(crate) fn condition_node(&mut self, id: u32) -> Flow {
        let at = self.words.len();
        let mut child = self.tree.get(id).first;
        let mut pattern = false;
        while child != 0 {
            let node = self.tree.get(child);
            let text = if pattern { self.pattern_of(child) } else { self.text_of(child) };
            self.words.push(text);
            pattern = node.first == 0 && word_in("= == !=", self.store.get(node.text));
            child = node.next;
        }
        self.decide(at);
        Flow::Next
    }

    /// `test` and `[`, with the name at `at`.
    pub(crate) fn test(&mut self, at: usize) {
        if self.word_text(at) == "[" {
            self.words.pop();
        }
        self.decide(at + 1);
    }

    fn decide(&mut self, at: usize) {
        let end = self.words.len();
        let mut c = Condition { at, depth: 0 };
        let result = if end <= at { Some(false) } else { self.disjunction(&mut c) };
        // What is left makes it an error, or is not understood here.
        self.status = match result.filter(|_| c.at == end) {
            Some(true) => ExitStatus::Success,
            Some(false) => ExitStatus::Failure,
            None => ExitStatus::Unknown,
        };
    }

    fn disjunction(&mut self, c: &mut Condition) -> Option<bool> {
        let mut left = self.conjunction(c);
        while word_in("-o ||", self.word_text(c.at)) {
            c.at += 1;
            let right = self.conjunction(c);
            left = match (left, right) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), other) => other,
                _ => None,
            };
        }
        left
    }

    fn conjunction(&mut self, c: &mut Condition) -> Option<bool> {
        let mut left = self.primary(c);
        while word_in("-a &&", self.word_text(c.at)) {
            c.at += 1;
            let right = self.primary(c);
            left = match (left, right) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), other) => other,
                _ => None,
            };
        }
        left
    }

    fn primary(&mut self, c: &mut Condition) -> Option<bool> {
        let first = self.word(c.at);
        let left = self.words.len().saturating_sub(c.at);
        c.depth += 1;
        if c.depth > 200 {
            return None;
        }
        let binary = left >= 3 && word_in(BINARY, self.word_text(c.at + 1));
        let text = self.store.get(first);
        if !binary && left > 1 {
            if text == "!" {
                c.at += 1;
                return self.primary(c).map(|value| !value);
            }
            if text == "(" {
                c.at += 1;
                let value = self.disjunction(c);
                c.at += 1;
                return value;
            }
            if text.len() == 2 && text.starts_with('-') && !word_in("-a -o", text) {
                let letter = crate::text::byte_at(text, 1);
                let operand = self.word(c.at + 1);
                c.at += 2;
                return self.unary_test(letter, operand);
            }
        }
        if !binary {
            c.at += 1;
            return self.unary_test(b'n', first);
        }
        let (operator, right) = (self.word(c.at + 1), self.word(c.at + 2));
        c.at += 3;
        let (l, r) = (self.store.get(first), self.store.get(right));
        match self.store.get(operator) {
            "=" | "==" => self.fits(first, right),
            "!=" => self.fits(first, right).map(|value| !value),
            "<" | ">" => {
                let less = self.store.get(operator) == "<";
                (!is_unknown(l) && !is_unknown(r)).then(|| if less { l < r } else { l > r })
            }
            operator => {
                let (l, r) = (number(l)?, number(r)?);
                match operator {
                    "-eq" => Some(l == r),
                    "-ne" => Some(l != r),
                    "-lt" => Some(l < r),
                    "-le" => Some(l <= r),
                    "-gt" => Some(l > r),
                    "-ge" => Some(l >= r),
                    _ => None,
                }
            }
        }
    }

    fn unary_test(&mut self, letter: u8, operand: Text) -> Option<bool> {
        let text = self.store.get(operand);
        match letter {
            b'n' | b'z' => {
                // Only the name of the process is known, and not whether it runs.
                let unknown = span(text, "\x01", true);
                let process = unknown > 0 && find_byte(text, b'/').is_none();
                if is_opaque(text) || process {
                    return None;
                }
                Some(text.is_empty() == (letter == b'z'))
            }
            b'e' | b'f' | b's' | b'r' => self.known_content(operand).filter(|_| letter != b's').map(|_| true),
            _ => None,
        }
    }
}
