//! Patterns in settings. A pattern matches the equal text; with a trailing `*` it matches every text that starts with it.

use alloc::string::String;
use redline_text::{concat, contains_any, split_once_any};

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

/// The first of `patterns` that matches an object, given as `namespace/name` or, if it is cluster-scoped, as `name`. A `*`
/// does not cross the slash: a pattern for names of cluster-scoped objects matches no namespace of somebody else.
pub fn first_match_of_object<'p>(patterns: &'p [String], object: &str) -> Option<&'p str> {
    let fits = |p: &&String| matches(p, object) && contains_any(p, "/") == contains_any(object, "/");
    patterns.iter().find(fits).map(String::as_str)
}

/// The service account behind a user name, as `namespace/name`; `None` for other users, and for names that no service account
/// can have.
pub fn service_account(username: &str) -> Option<String> {
    let (namespace, name) = split_once_any(username.strip_prefix("system:serviceaccount:")?, ":")?;
    let possible =
        |part: &str| !part.is_empty() && part.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'));
    (possible(namespace) && possible(name)).then(|| concat(&[namespace, "/", name]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn patterns_are_exact_or_end_in_a_star() {
        assert!(matches("a*", "abc") && matches("*", "x") && matches("abc", "abc"));
        assert!(!matches("abc", "abcd") && !matches("b*", "abc"));
    }

    #[test]
    fn service_account_names() {
        assert_eq!(service_account("system:serviceaccount:ns:x").as_deref(), Some("ns/x"));
        assert_eq!(service_account("system:serviceaccount:ns:x.y-1").as_deref(), Some("ns/x.y-1"));
        for name in ["alice", "ns:x:y", "ns:", ":x", "ns/a:x", "NS:x", "ns:x ", "ns:х", "ns"] {
            assert_eq!(service_account(name), None, "{name}");
            assert_eq!(service_account(&format!("system:serviceaccount:{name}")), None, "{name}");
        }
    }

    #[test]
    fn a_star_does_not_reach_into_namespaces() {
        let first = |pattern: &str, object| first_match_of_object(&[pattern.into()], object).is_some();
        assert!(first("web-*", "web-1") && first("prod/*", "prod/web") && first("prod/web", "prod/web"));
        assert!(first("*", "web-1") && !first("*", "prod/web"));
        assert!(!first("web-*", "web-of-mallory/x") && !first("prod/*", "prod") && !first("prod/*", "prod2/x"));
    }
}
