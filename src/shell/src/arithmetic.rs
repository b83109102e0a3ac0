//! Arithmetic: `$((...))`, `((...))`, `let` and the indices of arrays.

use crate::interpreter::Shell;
use crate::store::{Text, Value};
use crate::text::{END, byte_at, in_set, slice, slice_from};

/// Binary operators by how tightly they bind, those of two characters first.
const OPERATORS: &[(&str, u8)] = &[
    ("||", 1),
    ("&&", 2),
    ("==", 6),
    ("!=", 6),
    ("<=", 7),
    (">=", 7),
    ("<<", 8),
    (">>", 8),
    ("**", 11),
    ("|", 3),
    ("^", 4),
    ("&", 5),
    ("<", 7),
    (">", 7),
    ("+", 9),
    ("-", 9),
    ("*", 10),
    ("/", 10),
    ("%", 10),
];

/// Deepest nesting of parentheses and operators.
const DEPTH: u32 = 24;

/// An expression that is being read.
struct Expression<'e> {
    rest: &'e str,
    depth: u32,
    /// Whether this is the side of `&&`, `||` or `?:` that is not taken: it is read without effect.
    idle: bool,
}

impl Shell<'_> {
    /// The value of the expression in a word; `None` if it is not known.
    pub(crate) fn arithmetic(&mut self, word: u32) -> Option<i64> {
        let text = self.text_of(word);
        self.evaluate(text)
    }

    /// The value of an expression; `None` if it is not known.
    #[inline(never)]
    pub(crate) fn evaluate(&mut self, text: Text) -> Option<i64> {
        if text == Text::UNSET {
            return None;
        }
        // Variables change while it is read, so it is read from a copy.
        // `let` may have taken an operator for a pattern.
        let copy = crate::value::display(self.store.get(text));
        let mut e = Expression { rest: &copy, depth: 0, idle: false };
        let mut value = self.comma(&mut e);
        if !e.blank().is_empty() {
            value = None;
        }
        value
    }

    fn comma(&mut self, e: &mut Expression<'_>) -> Option<i64> {
        let mut value = self.ternary(e);
        while e.eat(",") {
            value = self.ternary(e);
        }
        value
    }

    fn ternary(&mut self, e: &mut Expression<'_>) -> Option<i64> {
        e.depth += 1;
        let condition = self.binary(e, 1);
        let mut value = condition;
        if e.eat("?") {
            let idle = e.idle;
            e.idle = idle || condition == Some(0);
            let yes = self.ternary(e);
            let complete = e.eat(":");
            e.idle = idle || condition.is_some_and(|c| c != 0);
            let no = self.ternary(e);
            e.idle = idle;
            value = condition.filter(|_| complete).and_then(|c| if c != 0 { yes } else { no });
        }
        e.depth -= 1;
        value
    }

    fn binary(&mut self, e: &mut Expression<'_>, least: u8) -> Option<i64> {
        let mut left = self.unary(e);
        loop {
            let rest = e.blank();
            let Some((sign, tight)) = OPERATORS.iter().find(|(sign, _)| rest.starts_with(sign)) else { return left };
            if *tight < least || e.depth > DEPTH {
                return left;
            }
            e.rest = slice_from(rest, sign.len());
            let idle = e.idle;
            e.idle |= *sign == "&&" && left == Some(0) || *sign == "||" && left.is_some_and(|l| l != 0);
            e.depth += 1;
            let right = self.binary(e, tight + 1);
            e.depth -= 1;
            e.idle = idle;
            left = match (*sign, left, right) {
                ("&&", Some(0), _) => Some(0),
                ("||", Some(l), _) if l != 0 => Some(1),
                (sign, Some(l), Some(r)) => apply(sign, l, r),
                _ => None,
            };
        }
    }

    fn unary(&mut self, e: &mut Expression<'_>) -> Option<i64> {
        let rest = e.blank();
        let first = byte_at(rest, 0);
        if e.depth > DEPTH {
            e.rest = "";
            return None;
        }
        if in_set(first, "!~-+(") {
            let double = byte_at(rest, 1) == first && in_set(first, "+-");
            e.rest = slice_from(rest, 1 + usize::from(double));
            e.depth += 1;
            let value = if first == b'(' {
                let value = self.comma(e);
                e.eat(")");
                value
            } else if double {
                let name = e.name();
                let old = self.number_of(name, e);
                let new = old.and_then(|n| n.checked_add(if first == b'+' { 1 } else { -1 }));
                self.assign_number(name, new, e);
                new
            } else {
                let value = self.unary(e);
                match first {
                    b'!' => value.map(|v| i64::from(v == 0)),
                    b'~' => value.map(|v| !v),
                    b'-' => value.and_then(i64::checked_neg),
                    _ => value,
                }
            };
            e.depth -= 1;
            return value;
        }
        if first.is_ascii_digit() {
            return e.number();
        }
        // The expressions of a loop are not expanded first, so a name may follow a `$`.
        if first == b'$' && crate::parse::in_name(byte_at(rest, 1)) {
            e.rest = slice_from(rest, 1);
        }
        let name = e.name();
        if name.is_empty() {
            // Not understood: skips one character, and the value is unknown.
            if !rest.is_empty() && !in_set(first, "),:?") {
                let width = crate::text::width(first);
                e.rest = slice_from(rest, width);
                return None;
            }
            return if rest.is_empty() { Some(0) } else { None };
        }
        let mut rest = e.blank();
        // The value of an element is not known, and one that is assigned makes its array unknown.
        let element = byte_at(rest, 0) == b'[';
        if element {
            let end = crate::text::find_byte(rest, b']').unwrap_or(rest.len());
            e.rest = slice_from(rest, end + 1);
            rest = e.blank();
        }
        let old = if element { None } else { self.number_of(name, e) };
        if rest.starts_with("++") || rest.starts_with("--") {
            e.rest = slice_from(rest, 2);
            let step = if byte_at(rest, 0) == b'+' { 1 } else { -1 };
            self.assign_number(name, old.and_then(|n| n.checked_add(step)), e);
            return old;
        }
        // `=` and `+=`, but not `==`.
        let sign = if in_set(byte_at(rest, 0), "+-*/%&|^") { 1 } else { 0 };
        let sign = if rest.starts_with("<<=") || rest.starts_with(">>=") { 2 } else { sign };
        if byte_at(rest, sign) == b'=' && byte_at(rest, sign + 1) != b'=' {
            e.rest = slice_from(rest, sign + 1);
            let value = self.ternary(e).filter(|_| !element);
            let new = match sign {
                0 => value,
                _ => match (old, value) {
                    (Some(l), Some(r)) => apply(slice(rest, 0, sign), l, r),
                    _ => None,
                },
            };
            self.assign_number(name, new, e);
            return new;
        }
        old
    }

    fn number_of(&mut self, name: &str, e: &mut Expression<'_>) -> Option<i64> {
        let name = self.store.add(name);
        let value = self.variable(name);
        let text = self.pick(value);
        if text == Text::UNSET {
            return self.complete.then_some(0);
        }
        let copy = alloc::string::String::from(self.store.get(text));
        if copy.is_empty() {
            return Some(0);
        }
        let mut inner = Expression { rest: &copy, depth: e.depth + 4, idle: true };
        let value = self.comma(&mut inner);
        if inner.blank().is_empty() { value } else { None }
    }

    fn assign_number(&mut self, name: &str, value: Option<i64>, e: &Expression<'_>) {
        if e.idle || name.is_empty() {
            return;
        }
        let name = self.store.add(name);
        let value = match value {
            Some(value) => Value::One(self.integer(value)),
            None => Value::One(Text::UNKNOWN),
        };
        self.set_variable(name, value);
    }
}

impl<'e> Expression<'e> {
    /// The rest of the text, without the blanks before it.
    fn blank(&mut self) -> &'e str {
        self.rest = crate::text::trim_start(self.rest);
        self.rest
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.blank().starts_with(text);
        self.rest = slice_from(self.rest, if found { text.len() } else { 0 });
        found
    }

    fn name(&mut self) -> &'e str {
        let rest = self.blank();
        let mut len = 0;
        while crate::parse::in_name(byte_at(rest, len)) && byte_at(rest, len) != END {
            len += 1;
        }
        self.rest = slice_from(rest, len);
        slice(rest, 0, len)
    }

    fn number(&mut self) -> Option<i64> {
        let text = self.name();
        let (radix, digits) = match text.as_bytes() {
            [b'0', b'x' | b'X', ..] => (16, slice_from(text, 2)),
            [b'0', _, ..] => (8, text),
            _ => (10, text),
        };
        let (radix, digits) = if byte_at(self.rest, 0) == b'#' {
            self.rest = slice_from(self.rest, 1);
            (crate::text::number(text)?, self.name())
        } else {
            (radix, digits)
        };
        let mut value = 0_i64;
        for c in digits.chars() {
            let digit = i64::from(c.to_digit(36)?);
            if digit >= radix {
                return None;
            }
            value = value.checked_mul(radix)?.checked_add(digit)?;
        }
        Some(value)
    }
}

fn apply(sign: &str, l: i64, r: i64) -> Option<i64> {
    Some(match sign.as_bytes() {
        [b'|', b'|'] => i64::from(l != 0 || r != 0),
        [b'&', b'&'] => i64::from(l != 0 && r != 0),
        [b'=', b'='] => i64::from(l == r),
        [b'!', b'='] => i64::from(l != r),
        [b'<', b'='] => i64::from(l <= r),
        [b'>', b'='] => i64::from(l >= r),
        [b'<'] => i64::from(l < r),
        [b'>'] => i64::from(l > r),
        [b'<', b'<'] => l.checked_shl(u32::try_from(r).ok()?)?,
        [b'>', b'>'] => l.checked_shr(u32::try_from(r).ok()?)?,
        [b'|'] => l | r,
        [b'^'] => l ^ r,
        [b'&'] => l & r,
        [b'+'] => l.wrapping_add(r),
        [b'-'] => l.wrapping_sub(r),
        [b'*'] => l.wrapping_mul(r),
        [b'/'] => l.checked_div(r)?,
        [b'%'] => l.checked_rem(r)?,
        [b'*', b'*'] => {
            let mut out = 1_i64;
            for _ in 0..r.clamp(0, 64) {
                out = out.wrapping_mul(l);
            }
            out
        }
        _ => return None,
    })
}
