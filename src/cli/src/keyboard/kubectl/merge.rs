//! Merges objects: as a JSON merge patch does, and with lists that are merged by the names of their members.

use serde_json::{Map, Value};

/// Members that tell the elements of a list apart, as in Kubernetes' own types.
const KEYS: &[&str] = &["name", "mountPath", "containerPort", "port", "ip", "key", "type", "uid"];

/// Merges a patch into a value (RFC 7386).
pub(super) fn merge(value: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *value = patch.clone();
        return;
    };
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    let Some(members) = value.as_object_mut() else { return };
    for (key, change) in patch {
        if change.is_null() {
            members.remove(key);
        } else {
            merge(members.entry(key).or_insert(Value::Null), change);
        }
    }
}

/// Lays an object over another: what is new wins, and what it does not name stays.
pub(super) fn overlay(value: &mut Value, new: &Value) {
    match (value, new) {
        (Value::Object(members), Value::Object(new)) => {
            for (key, change) in new {
                overlay(members.entry(key).or_insert(Value::Null), change);
            }
        }
        (Value::Array(items), Value::Array(new)) if !new.is_empty() && key_of(items.iter().chain(new)).is_some() => {
            let key = key_of(new.iter()).unwrap_or_default();
            for change in new {
                match items.iter_mut().find(|item| item[key] == change[key]) {
                    Some(item) => overlay(item, change),
                    None => items.push(change.clone()),
                }
            }
        }
        (value, new) => *value = new.clone(),
    }
}

/// The member that every element of a list has and that tells them apart.
fn key_of<'v>(items: impl Iterator<Item = &'v Value> + Clone) -> Option<&'static str> {
    KEYS.iter().copied().find(|key| items.clone().all(|item| item.get(key).is_some_and(|value| !value.is_null())))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn null_removes_and_lists_are_replaced() {
        let mut value = json!({"a": {"b": 1, "c": 2}, "l": [1, 2]});
        merge(&mut value, &json!({"a": {"b": null, "d": 3}, "l": [3]}));
        assert_eq!(value, json!({"a": {"c": 2, "d": 3}, "l": [3]}));
    }

    #[test]
    fn named_elements_are_merged() {
        let mut value = json!({"containers": [{"name": "a", "image": "x", "tty": true}], "args": ["1", "2"]});
        overlay(&mut value, &json!({"containers": [{"name": "b"}, {"name": "a", "image": "y"}], "args": ["3"]}));
        let want = json!({"containers": [{"name": "a", "image": "y", "tty": true}, {"name": "b"}], "args": ["3"]});
        assert_eq!(value, want);
    }
}
