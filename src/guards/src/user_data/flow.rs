//! YAML in flow style, which includes JSON.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::yaml_value::YamlValue;

/// Reads a value from the front of `rest`.
pub(super) fn flow(rest: &mut &str, depth: u8) -> YamlValue {
    *rest = rest.trim_ascii_start();
    let first = rest.chars().next().unwrap_or_default();
    let Some(depth) = depth.checked_sub(1).filter(|_| matches!(first, '[' | '{')) else {
        return YamlValue::Text(word(rest, first));
    };
    let (mut items, mut members) = (Vec::new(), Vec::new());
    *rest = rest.get(1..).unwrap_or_default();
    loop {
        *rest = rest.trim_ascii_start();
        let next = rest.chars().next();
        match next {
            None | Some(']' | '}') => break *rest = rest.get(1..).unwrap_or_default(),
            Some(',' | ':') => *rest = rest.get(1..).unwrap_or_default(),
            _ => {
                let item = flow(rest, depth);
                match rest.trim_ascii_start().strip_prefix(':').filter(|_| first == '{') {
                    Some(after) => {
                        *rest = after;
                        members.push((item.text().to_owned(), flow(rest, depth)));
                    }
                    None => items.push(item),
                }
            }
        }
    }
    if first == '{' { YamlValue::Map(members) } else { YamlValue::List(items) }
}

/// Reads a quoted or a plain scalar from the front of `rest`. `first` is its first character.
fn word(rest: &mut &str, first: char) -> String {
    let mut out = String::new();
    let quote = matches!(first, '"' | '\'');
    let mut chars = rest.char_indices().skip(usize::from(quote)).peekable();
    let mut end = rest.len();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        match c {
            '\'' if first == '\'' && next == Some('\'') => out.extend(chars.next().map(|(_, c)| c)),
            c if quote && c == first => {
                end = at + 1;
                break;
            }
            '\\' if first == '"' => out.extend(chars.next().map(|(_, escaped)| match escaped {
                'n' => '\n',
                't' => '\t',
                other => other,
            })),
            ',' | ']' | '}' if !quote => {
                end = at;
                break;
            }
            ':' if !quote && next.is_none_or(|next| next == ' ') => {
                end = at;
                break;
            }
            c => out.push(c),
        }
    }
    *rest = rest.get(end..).unwrap_or_default();
    if quote { out } else { out.trim_ascii().to_owned() }
}
