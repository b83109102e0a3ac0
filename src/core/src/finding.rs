//! Findings: what a rule found, where, and how certain it is.

use crate::language::Text;
use crate::row::Row;
use alloc::string::String;
use alloc::vec::Vec;

/// How certain a rule is that the request does harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The request makes the operation possible.
    Warn,
    /// The request is the operation, or can only serve it.
    Deny,
}

/// One thing that a rule found in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How sure the rule is.
    pub level: Level,
    /// Where in the object, such as `spec.volumes[2].hostPath.path`; empty for the object as a whole.
    pub path: String,
    /// The value found there; empty where the text has it.
    pub value: String,
    /// What it means.
    pub text: Text,
    /// The catalogue row it belongs to; `None` for the rule's first.
    pub row: Option<&'static Row>,
}

impl Finding {
    /// A finding that denies by default.
    pub fn deny(path: impl Into<String>, text: Text) -> Finding {
        Finding { level: Level::Deny, path: path.into(), value: String::new(), text, row: None }
    }

    /// A finding that warns by default.
    pub fn warn(path: impl Into<String>, text: Text) -> Finding {
        Finding { level: Level::Warn, ..Finding::deny(path, text) }
    }

    /// The same finding at another level.
    pub fn at(self, level: Level) -> Finding {
        Finding { level, ..self }
    }

    /// The same finding under one of the rule's other catalogue rows.
    pub fn row(self, row: &'static Row) -> Finding {
        Finding { row: Some(row), ..self }
    }

    /// The same finding with the value that was found.
    pub fn value(self, value: impl Into<String>) -> Finding {
        Finding { value: value.into(), ..self }
    }
}

/// Everything that a rule found in one request, in the order found.
pub type Findings = Vec<Finding>;

crate::scratch_item!(Finding { level, path, value, text, row });
crate::scratch_item!(enum Level);

/// Takes from `new` what `old` already holds, so that an old violation does not block an unrelated edit.
///
/// Findings are the same when level, value and text agree. Paths do not count, because adding an element in
/// front of a list moves the rest; two equal findings in `new` need two in `old`.
pub fn subtract(new: Findings, mut old: Findings) -> Findings {
    new.into_iter()
        .filter(|n| {
            let seen = old.iter().position(|o| o.level == n.level && o.value == n.value && o.text == n.text);
            seen.map(|i| old.swap_remove(i)).is_none()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subtraction_counts_and_ignores_paths() {
        let f = |path: &str| Finding::deny(path, crate::text!("x", "x"));
        assert_eq!(subtract(vec![f("a[0]"), f("a[1]")], vec![f("a[7]")]), vec![f("a[1]")]);
        assert!(subtract(vec![f("a")], vec![f("b")]).is_empty());
        let worse = subtract(vec![f("a")], vec![f("a").at(Level::Warn)]);
        assert_eq!(worse.len(), 1);
    }
}
