//! What a plain scalar is, as kubectl reads it (YAML 1.1): `yes` is true, and `0644` is octal.

use serde_json::{Number, Value};

use super::compose::Scalar;

impl Scalar<'_> {
    /// The value of the scalar.
    pub(crate) fn value(&self) -> Value {
        match self.tag.as_deref() {
            Some("str") => self.text.as_ref().into(),
            Some(_) => plain(&self.text),
            None if self.plain => plain(&self.text),
            None => self.text.as_ref().into(),
        }
    }
}

/// The value of a scalar without quotes.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "y" | "Y" => return true.into(),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" | "n" | "N" => return false.into(),
        _ => {}
    }
    let number = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    let number = number.then(|| integer(text).or_else(|| float(text))).flatten();
    number.map_or_else(|| text.into(), Value::Number)
}

/// A decimal, hexadecimal, octal (`0o17`, `017`) or binary integer. `_` may stand between digits.
fn integer(text: &str) -> Option<Number> {
    let digits = text.replace('_', "");
    let (negative, unsigned) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits.strip_prefix('+').unwrap_or(&digits)),
    };
    let (radix, unsigned) = match unsigned.as_bytes() {
        [b'0', b'x', ..] => (16, &unsigned[2..]),
        [b'0', b'o', ..] => (8, &unsigned[2..]),
        [b'0', b'b', ..] => (2, &unsigned[2..]),
        [b'0', b'0'..=b'7', ..] if unsigned.bytes().all(|b| matches!(b, b'0'..=b'7')) => (8, &unsigned[1..]),
        _ => (10, unsigned),
    };
    if !unsigned.starts_with(|c: char| c.is_digit(radix)) {
        return None;
    }
    let value = u64::from_str_radix(unsigned, radix).ok()?;
    if negative {
        // `-0` is a number of its own for floats only.
        return i64::try_from(value).ok().map(|value| Number::from(-value));
    }
    Some(value.into())
}

/// A decimal fraction or a number with an exponent. Infinity and NaN have no form in JSON and stay texts.
fn float(text: &str) -> Option<Number> {
    let digits = text.replace('_', "");
    let unsigned = digits.trim_start_matches(['+', '-']);
    let shape = unsigned.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
    let starts = unsigned.trim_start_matches('.').starts_with(|c: char| c.is_ascii_digit());
    if !shape || !starts || digits.len() - unsigned.len() > 1 {
        return None;
    }
    digits.parse::<f64>().ok().and_then(Number::from_f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn plain_scalars_have_the_types_of_yaml_1_1() {
        for (text, want) in [
            ("", Value::Null),
            ("~", Value::Null),
            ("Yes", json!(true)),
            ("off", json!(false)),
            ("12", json!(12)),
            ("+12", json!(12)),
            ("-5", json!(-5)),
            ("1_000", json!(1000)),
            ("0644", json!(420)),
            ("0o17", json!(15)),
            ("0x1F", json!(31)),
            ("0b11", json!(3)),
            ("089", json!(89)),
            ("18446744073709551615", json!(u64::MAX)),
            ("1.5", json!(1.5)),
            ("1e3", json!(1000.0)),
            (".5", json!(0.5)),
            ("1.2.3", json!("1.2.3")),
            ("1e", json!("1e")),
            ("--1", json!("--1")),
            ("-", json!("-")),
            (".", json!(".")),
            ("10.0.0.1", json!("10.0.0.1")),
            ("2020-01-01", json!("2020-01-01")),
            ("12:30", json!("12:30")),
            ("1m", json!("1m")),
            ("0x", json!("0x")),
            (".inf", json!(".inf")),
            ("nullable", json!("nullable")),
        ] {
            assert_eq!(plain(text), want, "{text}");
        }
    }
}
