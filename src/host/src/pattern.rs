//! Patterns with which users select names and texts: exact values, prefixes and regular expressions.

use std::{fmt, str::FromStr};

use regex::Regex;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Selects names: an exact name, a prefix that ends with `*`, or a regular expression between slashes.
///
/// `/^Node\/worker-[0-9]+$/` is a regular expression. Without anchors it matches anywhere in a name.
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    /// `None` for exact names and prefixes.
    regex: Option<Regex>,
}

impl Pattern {
    /// Whether it selects this name.
    pub fn matches(&self, name: &str) -> bool {
        match (&self.regex, self.text.strip_suffix('*')) {
            (Some(regex), _) => regex.is_match(name),
            (None, Some(prefix)) => name.starts_with(prefix),
            (None, None) => self.text == name,
        }
    }

    /// The name, if the pattern selects exactly one.
    pub fn exact(&self) -> Option<&str> {
        (self.regex.is_none() && !self.text.ends_with('*')).then_some(&self.text)
    }
}

impl FromStr for Pattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(Pattern { regex: regex_in(text)?, text: text.to_owned() })
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A text that a test case expects: exactly this text, or a match of a regular expression between slashes.
#[derive(Debug, Clone)]
pub struct ExpectedText {
    text: String,
    regex: Option<Regex>,
}

impl ExpectedText {
    /// The text itself; `None` for a pattern.
    pub fn exact(&self) -> Option<&str> {
        self.regex.is_none().then_some(&self.text)
    }

    /// Whether a text is as expected.
    pub fn matches(&self, text: &str) -> bool {
        self.regex.as_ref().map_or_else(|| self.text == text, |regex| regex.is_match(text))
    }
}

impl PartialEq for ExpectedText {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<'de> Deserialize<'de> for ExpectedText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(ExpectedText { regex: regex_in(&text).map_err(serde::de::Error::custom)?, text })
    }
}

impl Serialize for ExpectedText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.text.serialize(serializer)
    }
}

/// The regular expression between slashes; `None` where there are no slashes around the text.
fn regex_in(text: &str) -> Result<Option<Regex>, String> {
    let Some(inner) = text.strip_prefix('/').and_then(|text| text.strip_suffix('/')) else { return Ok(None) };
    // The message of the parser shows the expression on several lines.
    Regex::new(inner).map(Some).map_err(|error| {
        let error = error.to_string();
        let reason = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
        format!("invalid regular expression `{text}`: {reason}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, name: &str) -> bool {
        pattern.parse::<Pattern>().unwrap().matches(name)
    }

    #[test]
    fn names_match_exactly_by_prefix_or_by_regular_expression() {
        assert!(matches("Node/worker-1", "Node/worker-1") && !matches("Node/worker-1", "Node/worker-10"));
        assert!(matches("Node/worker-*", "Node/worker-10") && !matches("Node/worker-*", "Node/master-1"));
        assert!(
            matches("/^Node\\/worker-[0-9]+$/", "Node/worker-10")
                && !matches("/^Node\\/worker-[0-9]$/", "Node/worker-10")
        );
        assert!(matches("/worker/", "Node/worker-1"), "without anchors a part is enough");
        assert!(!matches("a.c", "abc"), "without slashes nothing has a special meaning");
    }

    #[test]
    fn exact_names_are_known_as_such() {
        let exact = |text: &str| text.parse::<Pattern>().unwrap().exact().map(str::to_owned);
        assert_eq!((exact("a"), exact("a*"), exact("/a/")), (Some("a".to_owned()), None, None));
    }

    #[test]
    fn invalid_expressions_are_refused_with_the_reason() {
        let error = "/a(/".parse::<Pattern>().unwrap_err();
        assert_eq!(error, "invalid regular expression `/a(/`: unclosed group");
    }

    #[test]
    fn expected_texts_have_no_prefixes() {
        let expected = |text: &str| serde_json::from_value::<ExpectedText>(text.into()).unwrap();
        assert!(expected("a*").matches("a*") && !expected("a*").matches("ab"));
        assert!(expected("/^deletes node `.+` through/").matches("deletes node `x` through the API"));
    }
}
