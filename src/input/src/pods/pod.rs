//! A pod in the making, with the places that its parts come from.

use serde_json::{Map, Value, json};

use super::found::POD;

/// Lists whose elements have a key: what Kubernetes merges by.
const KEYS: [(&str, &str); 8] = [
    ("containers", "name"),
    ("initContainers", "name"),
    ("sidecars", "name"),
    ("volumes", "name"),
    ("env", "name"),
    ("volumeMounts", "mountPath"),
    ("volumeDevices", "devicePath"),
    ("sysctls", "name"),
];

/// Paths, and where the same comes from.
pub(super) type Origins = Vec<(String, String)>;

/// A pod in the making.
pub(super) struct Pod {
    pub(super) spec: Map<String, Value>,
    pub(super) paths: Origins,
}

impl Pod {
    /// An empty pod, described at a place of the resource.
    pub(super) fn new(at: &str) -> Pod {
        let paths =
            vec![(POD.to_owned(), at.to_owned()), ("spec.template.metadata".to_owned(), format!("{at}.metadata"))];
        Pod { spec: Map::new(), paths }
    }

    /// Sets a member, unless it is set.
    pub(super) fn set(&mut self, name: &str, value: &Value, from: String) {
        if !value.is_null() && !self.spec.contains_key(name) {
            self.spec.insert(name.to_owned(), value.clone());
            self.paths.push((format!("{POD}.{name}"), from));
        }
    }

    /// Adds an element to a list.
    pub(super) fn push(&mut self, list: &str, value: Value, from: String) {
        if let Value::Array(elements) = self.spec.entry(list).or_insert_with(|| json!([])) {
            self.paths.push((format!("{POD}.{list}[{}]", elements.len()), from));
            elements.push(value);
        }
    }

    /// Adds the elements of another list.
    pub(super) fn push_all(&mut self, list: &str, values: &Value, from: &str) {
        for (index, value) in values.as_array().into_iter().flatten().enumerate() {
            self.push(list, value.clone(), format!("{from}[{index}]"));
        }
    }

    /// Applies a strategic merge patch whose parts all come from one text.
    pub(super) fn patch(&mut self, patch: &Value, from: &str) {
        let mut spec = Value::Object(std::mem::take(&mut self.spec));
        apply(&mut spec, patch, POD, &mut |at| self.paths.push((at, from.to_owned())));
        if let Value::Object(spec) = spec {
            self.spec = spec;
        }
    }
}

/// The position of the element with the same key, in a list that Kubernetes merges by it; `None` for other lists.
fn same(list: &str, elements: &[Value], element: &Value) -> Option<Option<usize>> {
    let (_, key) = KEYS.iter().find(|(name, _)| *name == list)?;
    Some(elements.iter().position(|other| !element[key].is_null() && other[key] == element[key]))
}

/// Merges `patch` into the value at `at`, and tells `note` the path of everything that it brings.
fn apply(target: &mut Value, patch: &Value, at: &str, note: &mut impl FnMut(String)) {
    let Value::Object(members) = patch else {
        note_all(patch, at, note);
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = json!({});
        note(at.to_owned());
    }
    for (name, value) in members.iter().filter(|(name, _)| !name.starts_with('$')) {
        let inner = format!("{at}.{name}");
        let keyed = KEYS.iter().any(|(list, _)| list == name);
        match value {
            Value::Null => target[name] = Value::Null,
            Value::Array(elements) if keyed => {
                if !target[name].is_array() {
                    target[name] = json!([]);
                }
                for element in elements {
                    apply_element(target, name, element, &inner, note);
                }
            }
            _ => apply(&mut target[name], value, &inner, note),
        }
    }
}

fn apply_element(target: &mut Value, list: &str, element: &Value, at: &str, note: &mut impl FnMut(String)) {
    let Value::Array(elements) = &mut target[list] else { return };
    let index = same(list, elements, element).flatten().unwrap_or_else(|| {
        elements.push(Value::Null);
        elements.len() - 1
    });
    apply(&mut elements[index], element, &format!("{at}[{index}]"), note);
}

fn note_all(value: &Value, at: &str, note: &mut impl FnMut(String)) {
    note(at.to_owned());
    for (index, element) in value.as_array().into_iter().flatten().enumerate() {
        note_all(element, &format!("{at}[{index}]"), note);
    }
    for (name, member) in value.as_object().into_iter().flatten() {
        note_all(member, &format!("{at}.{name}"), note);
    }
}

/// Fills in what `target` does not say from `defaults`. Paths in `target`, and where they come from, go to `origins`.
pub(super) fn fill(target: &mut Value, defaults: &Value, at: &str, from: &str, origins: &mut Origins) {
    let defaults = defaults.as_object().filter(|_| target.is_object());
    for (name, value) in defaults.into_iter().flatten() {
        let (at, from) = (format!("{at}.{name}"), format!("{from}.{name}"));
        match (&mut target[name], value) {
            (own @ Value::Null, _) => {
                *own = value.clone();
                origins.push((at, from));
            }
            (own @ Value::Object(_), Value::Object(_)) => fill(own, value, &at, &from, origins),
            (Value::Array(own), Value::Array(defaults)) => {
                for (index, element) in defaults.iter().enumerate() {
                    match same(name, own, element) {
                        Some(Some(mine)) => {
                            fill(
                                &mut own[mine],
                                element,
                                &format!("{at}[{mine}]"),
                                &format!("{from}[{index}]"),
                                origins,
                            );
                        }
                        Some(None) => {
                            origins.push((format!("{at}[{}]", own.len()), format!("{from}[{index}]")));
                            own.push(element.clone());
                        }
                        None => {}
                    }
                }
            }
            _ => {}
        }
    }
}

/// Leads paths that end in what was filled in on to where that comes from.
pub(super) fn lead_on(paths: &mut Origins, filled: &Origins) {
    let mut more = Vec::new();
    for (at, from) in filled {
        for (path, place) in paths.iter_mut() {
            if let Some(rest) = inside(place, at) {
                *place = format!("{from}{rest}");
            } else if let Some(rest) = inside(at, place) {
                more.push((format!("{path}{rest}"), from.clone()));
            }
        }
    }
    paths.extend(more);
}

/// The rest of a path that starts with another.
fn inside<'p>(path: &'p str, outer: &str) -> Option<&'p str> {
    path.strip_prefix(outer).filter(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}
