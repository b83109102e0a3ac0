//! Writing YAML.

use serde_json::Value;

/// A JSON value as YAML, keys in the order of the value.
pub(crate) fn yaml(value: &Value, indent: usize) -> String {
    let pad = "  ".repeat(indent);
    let scalar = |v: &Value| match v {
        Value::String(s) if plain(s) => s.clone(),
        other => other.to_string(),
    };
    let nested =
        |v: &Value| matches!(v, Value::Object(m) if !m.is_empty()) || matches!(v, Value::Array(a) if !a.is_empty());
    let mut out = String::new();
    match value {
        Value::Object(map) => {
            for (key, v) in map {
                let key = if plain(key) { key.clone() } else { Value::from(key.as_str()).to_string() };
                match v {
                    v if nested(v) => out.push_str(&format!("{pad}{key}:\n{}", yaml(v, indent + 1))),
                    v => out.push_str(&format!("{pad}{key}: {}\n", scalar(v))),
                }
            }
        }
        Value::Array(items) => {
            for v in items {
                if nested(v) {
                    let block = yaml(v, indent + 1);
                    out.push_str(&format!("{pad}- {}", block.trim_start()));
                } else {
                    out.push_str(&format!("{pad}- {}\n", scalar(v)));
                }
            }
        }
        v => out.push_str(&format!("{pad}{}\n", scalar(v))),
    }
    out
}

/// Whether YAML reads the text as itself without quotes.
fn plain(s: &str) -> bool {
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let safe = |c: char| c.is_ascii_alphanumeric() || "_-./ ".contains(c) || !c.is_ascii();
    s.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || !c.is_ascii())
        && s.chars().all(safe)
        && !s.ends_with(' ')
        && !words.contains(&s.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_reads_back_as_the_value() {
        let value = serde_json::json!({
            "a": "x y", "b": ["1.0", "true", "", "*", "a: b", {"c": [], "d": {}}], "n": null, "e": {"f/g.h": 1},
        });
        let back: Value = serde_saphyr::from_str(&yaml(&value, 0)).unwrap();
        assert_eq!(back, value);
    }
}
