//! Patterns in settings. A pattern matches the equal text; with a trailing `*` it matches every text that starts with it.

use alloc::string::String;
use redline_text::{concat, split_once_any};

/// Whether `value` matches `pattern`.
pub fn matches(pattern: &str, value: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => value.starts_with(prefix),
        None => pattern == value,
    }
}

/// The first of `patterns` that `value` matches.
pub fn first_match<'p>(patterns: &'p [String], value: &str) -> Option<&'p str> {
    patterns.iter().find(|p| matches(p, value)).map(String::as_str)
}

/// The service account behind a user name, as `namespace/name`; `None` for other users.
pub fn service_account(username: &str) -> Option<String> {
    let (namespace, name) = split_once_any(username.strip_prefix("system:serviceaccount:")?, ":")?;
    Some(concat(&[namespace, "/", name]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_exact_or_end_in_a_star() {
        assert!(matches("a*", "abc") && matches("*", "x") && matches("abc", "abc"));
        assert!(!matches("abc", "abcd") && !matches("b*", "abc"));
    }

    #[test]
    fn service_account_names() {
        assert_eq!(service_account("system:serviceaccount:ns:x").as_deref(), Some("ns/x"));
        assert_eq!(service_account("alice"), None);
    }
}
