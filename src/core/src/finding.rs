//! Findings: what a rule reports about a request, where in the object, and how certain it is.

use alloc::string::String;
use alloc::vec::Vec;

use crate::language::Text;
use crate::row::Row;

/// How certain a rule is that the request is the high-risk operation. The setting `enforcement` decides what follows from
/// a level; see [`Enforcement::denies`](crate::settings::Enforcement::denies).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(redline_module), derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Level {
    /// The request makes the operation possible.
    Warn,
    /// The request is the operation, or can only serve it.
    Deny,
}

/// One problem that a rule reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How certain the rule is.
    pub level: Level,
    /// The field of the object, such as `spec.volumes[2].hostPath.path`; empty for the object as a whole.
    pub path: String,
    /// The value of the field; empty if the text says enough.
    pub value: String,
    /// The sentence for people, in both languages.
    pub text: Text,
    /// The catalogue row that the finding belongs to; `None` for the first row of the rule.
    pub row: Option<&'static Row>,
    /// The setting that decides whether the finding counts, where the request and the settings do not tell; else empty.
    pub decided_by: String,
}

impl Finding {
    /// A finding that denies by default.
    pub fn deny(path: impl Into<String>, text: Text) -> Finding {
        Finding {
            level: Level::Deny,
            path: path.into(),
            value: String::new(),
            text,
            row: None,
            decided_by: String::new(),
        }
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

    /// The same finding with the value of the field.
    pub fn value(self, value: impl Into<String>) -> Finding {
        Finding { value: value.into(), ..self }
    }
}

/// All findings of one rule about one request, in the order in which the rule reports them.
pub type Findings = Vec<Finding>;

crate::scratch_item!(Finding { level, path, value, text, row, decided_by });
crate::scratch_item!(enum Level);

/// The findings in `new` that are not in `old`, so that an existing violation does not block an unrelated edit.
///
/// Two findings are the same if level, value and text are equal. Paths are ignored, because an element that is added to the
/// front of a list moves the others. Each finding in `old` removes at most one from `new`.
pub fn subtract(new: Findings, mut old: Findings) -> Findings {
    new.into_iter()
        .filter(|n| {
            let same = old.iter().position(|o| o.level == n.level && o.value == n.value && o.text == n.text);
            same.map(|i| old.swap_remove(i)).is_none()
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
