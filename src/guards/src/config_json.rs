//! JSON in the data of a ConfigMap: which of its members an update changes.

use alloc::borrow::ToOwned;
use alloc::collections::BinaryHeap;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::members::{MemberChange, pairs, same};
use redline_json::{Fields, Map, Raw, Str, read};

/// A member that an update changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Its name, folded by [`fold`].
    pub member: String,
    /// What the update does to it.
    pub change: MemberChange,
}

/// The members of a JSON object, with their values as JSON text; `None` if `text` is not a JSON object. Numbers keep all
/// their digits.
pub fn members(text: &str) -> Option<Fields<'_>> {
    // `null` would be read as an object without members.
    if !text.trim_ascii_start().starts_with('{') {
        return None;
    }
    read(text).ok()
}

/// The name of a member in the form in which Go's `encoding/json` compares names: in lower case, with the two letters outside
/// ASCII that fold to ASCII letters. Some readers of a ConfigMap compare names in this way and others exactly. So members
/// are matched by the folded name, and a different spelling counts as a change.
pub fn fold(name: &str) -> String {
    let letter = |c: char| match c {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        c => c.to_ascii_lowercase(),
    };
    name.chars().map(letter).collect()
}

/// The members that differ between two objects, in the order of their names. Repeated members are compared in document order,
/// because some readers merge them and others take the last. Values are compared by meaning, and `null` stands for an absent
/// member.
pub fn diff(old: &Fields<'_>, new: &Fields<'_>) -> Vec<Edit> {
    compare(old, new, |values| values.iter().any(|(_, value)| value.get() != "null"))
}

/// The same for a merge patch (RFC 7396), in which `null` deletes a member of the document that it is applied to.
pub fn diff_patch(old: &Fields<'_>, new: &Fields<'_>) -> Vec<Edit> {
    compare(old, new, |_| true)
}

fn compare(old: &Fields<'_>, new: &Fields<'_>, there: fn(&Values<'_>) -> bool) -> Vec<Edit> {
    let (before, after) = (by_name(old), by_name(new));
    let mut edits = Vec::new();
    for (member, old, new) in pairs(&before, &after) {
        let (old, new) = (old.filter(|v| there(v)), new.filter(|v| there(v)));
        let unchanged = match (old, new) {
            (Some(old), Some(new)) => alike(old, new),
            (old, new) => old.is_none() && new.is_none(),
        };
        if !unchanged {
            edits.push(Edit { member: member.to_owned(), change: MemberChange::between(old, new) });
        }
    }
    edits
}

/// All occurrences of one folded name, as spelling and value, in document order.
type Values<'r> = Vec<(&'r str, Raw<'r>)>;

fn by_name<'r>(fields: &'r Fields<'_>) -> Map<'r, Values<'r>> {
    let entries: BinaryHeap<(String, usize)> =
        fields.iter().enumerate().map(|(i, (name, _))| (fold(name), i)).collect();
    let mut names: Vec<(Str<'r>, Values<'r>)> = Vec::new();
    for (name, i) in entries.into_sorted_vec() {
        let Some((spelling, value)) = fields.0.get(i) else { continue };
        match names.last_mut() {
            Some((last, values)) if *last == *name => values.push((spelling, *value)),
            _ => names.push((Str(name.into()), vec![(spelling, *value)])),
        }
    }
    Map(names)
}

fn alike(old: &Values<'_>, new: &Values<'_>) -> bool {
    old.len() == new.len() && old.iter().zip(new).all(|(old, new)| old.0 == new.0 && same(old.1.get(), new.1.get()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn described(old: &str, new: &str) -> Vec<String> {
        let edits = diff(&members(old).unwrap(), &members(new).unwrap());
        edits.iter().map(|e| format!("{:?} {}", e.change, e.member)).collect()
    }

    #[test]
    fn members_are_compared_by_meaning() {
        let old = r#"{"version": "1", "eni_tags": {"a": "1", "b": "2"}, "max_pool_size": 5}"#;
        let new = r#"{"max_pool_size":5,"eni_tags":{"b":"2","\u0061":"1"},"version":"1"}"#;
        assert!(described(old, new).is_empty());
        assert_eq!(
            described(old, r#"{"eni_tags":{"a":"1"},"min_pool_size":0,"max_pool_size":5}"#),
            ["Changed eni_tags", "Added min_pool_size", "Removed version"]
        );
        assert_eq!(
            described(old, r#"{"version":null,"max_pool_size":5,"eni_tags":{"a":"1","b":"2"}}"#),
            ["Removed version"]
        );
        assert!(described(r#"{"a":null}"#, "{}").is_empty());
        let patch = diff_patch(&members("{}").unwrap(), &members(r#"{"a":null}"#).unwrap());
        assert_eq!(patch, [Edit { member: "a".to_owned(), change: MemberChange::Added }]);
    }

    #[test]
    fn spelling_hides_nothing() {
        let old = r#"{"eni_tags":{"a":"1"},"ip_stack":"ipv4"}"#;
        for new in [
            r#"{"eni_tags":{"a":"1"},"ip_stack":"ipv4","ENI_Tags":{"b":"2"}}"#,
            r#"{"eni_tags":{"a":"1"},"ip_stack":"ipv4","eni\u005ftag\u017f":{}}"#,
            r#"{"eni_tags":{"b":"2"},"eni_tags":{"a":"1"},"ip_stack":"ipv4"}"#,
            r#"{"Eni_tags":{"a":"1"},"ip_stack":"ipv4"}"#,
        ] {
            assert_eq!(described(old, new), ["Changed eni_tags"], "{new}");
        }
        assert_eq!(described(old, r#"{"eni_tags":{"a":"1"},"ip_stac\u212a":"ipv6"}"#), ["Changed ip_stack"]);
    }

    #[test]
    fn what_is_not_an_object() {
        for text in ["", "null", "[]", "\"x\"", "{", r#"{"a":1,}"#, r#"{"a":1} x"#, "# {}", r#"{"a":NaN}"#] {
            assert!(members(text).is_none(), "{text}");
        }
        assert!(members(" \n{ } \n").is_some());
        assert!(members(r#"{"a":123456789012345678901234567890e999}"#).is_some());
    }

    proptest! {
        #[test]
        fn never_panics_and_finds_every_change(
            old in prop::collection::btree_map("[a-d]{1,2}", 0..3, 0..5),
            new in prop::collection::btree_map("[a-d]{1,2}", 0..3, 0..5),
        ) {
            let text = |map| serde_json::to_string(map).unwrap();
            let edits = described(&text(&old), &text(&new));
            let names: alloc::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
            let differ = names.into_iter().filter(|name| old.get(*name) != new.get(*name)).count();
            prop_assert_eq!(edits.len(), differ);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[{}\\[\\]\",:a0-9 \\\\]{0,40}") {
            if let Some(fields) = members(&text) {
                prop_assert!(diff(&fields, &fields).is_empty());
            }
        }
    }
}
