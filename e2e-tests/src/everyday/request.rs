//! A document of the everyday corpus, and the request that comes of it.

use std::collections::BTreeMap;
use std::path::Path;

use redline_host::{Case, cases_in};
use redline_input::{Requester, yaml};
use serde_json::{Map, Value, json};

/// One request.
pub struct Everyday {
    /// File stem and name of the document, `rollouts/new-image`.
    pub id: String,
    /// The request, as a case that expects nothing.
    pub case: Case,
    /// Why it is right that a rule reports it, in one sentence, by rule; by an empty name for every rule.
    pub defence: BTreeMap<String, String>,
}

/// Every document of the YAML files in a folder of the repository, read by `read`, which is also told the file.
///
/// # Panics
/// When a document cannot be read; the message names file and line.
pub(crate) fn documents<T>(folder: &str, read: fn(Value, &Path) -> Result<T, String>) -> Vec<T> {
    let paths = cases_in(&redline_dev::root().join(folder)).unwrap_or_else(|e| panic!("{e}"));
    let mut all = Vec::new();
    for path in paths {
        let file = path.display().to_string();
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{file}: {e}"));
        for chunk in yaml::chunks(&text) {
            for (line, value) in chunk.values(&file) {
                let document = value.unwrap_or_else(|e| panic!("{e}"));
                all.push(read(document, &path).unwrap_or_else(|e| panic!("{file}:{line}: {e}")));
            }
        }
    }
    all
}

/// The request of a document.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn of_document(mut document: Value, path: &Path) -> Result<Everyday, String> {
    let name = document["name"].as_str().ok_or("`name` is missing")?.to_owned();
    let id = format!("{}/{name}", path.file_stem().unwrap_or_default().to_string_lossy());
    let members = document.as_object_mut().ok_or("not a mapping")?;
    members.remove("name");
    let change = members.remove("change");
    let defence = match members.remove("defence") {
        Some(Value::String(text)) => BTreeMap::from([(String::new(), text)]),
        Some(Value::Object(texts)) => {
            texts.into_iter().map(|(rule, text)| (rule, text.as_str().unwrap_or_default().to_owned())).collect()
        }
        _ => BTreeMap::new(),
    };
    for (part, old) in [("request", "oldObject"), ("manifest", "old")] {
        if let Some(part) = members.get_mut(part).and_then(Value::as_object_mut) {
            complete(part, old, change.clone())?;
        }
    }
    members.insert("why".to_owned(), name.into());
    // Every case expects something; the table says what becomes of this one.
    members.insert("expect".to_owned(), json!({"verdict": "allow"}));
    let case = Case::parse(&document.to_string(), path).map_err(|e| e.to_string())?;
    sound(case.request().unwrap_or(&Value::Null))?;
    Ok(Everyday { id, case, defence })
}

/// Fills in what the API server would: the new object, the system's fields in both, the requester's groups.
fn complete(part: &mut Map<String, Value>, old: &str, change: Option<Value>) -> Result<(), String> {
    let user = part.get("user").and_then(Value::as_str).ok_or("`user` is missing")?.to_owned();
    if let Some(change) = change {
        let mut object = part.get(old).cloned().ok_or("`change` needs the old object")?;
        merge(&mut object, change);
        part.insert("object".to_owned(), object);
    }
    let connects = part.get("operation").is_some_and(|operation| operation == "CONNECT");
    for (key, manager) in [(old, "before"), ("object", &*user)] {
        if let Some(object) = part.get_mut(key).filter(|_| !connects) {
            stored(object, manager);
        }
    }
    part.entry("groups").or_insert_with(|| groups(&user).into());
    Ok(())
}

/// RFC 7396.
pub(crate) fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    for (key, value) in patch {
        if let Some(members) = target.as_object_mut() {
            if value.is_null() {
                members.remove(&key);
            } else {
                merge(members.entry(key).or_insert(Value::Null), value);
            }
        }
    }
}

fn stored(object: &mut Value, manager: &str) {
    let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) else { return };
    let mut default = |key: &str, value: Value| {
        metadata.entry(key).or_insert(value);
    };
    default("uid", "5f0c8a52-6f0e-4a6b-9d55-0d8d7f3c2b10".into());
    default("creationTimestamp", "2026-03-01T08:00:00Z".into());
    default(
        "managedFields",
        json!([{
            "manager": manager, "operation": "Update", "time": "2026-03-01T08:00:00Z",
            "fieldsType": "FieldsV1", "fieldsV1": {"f:metadata": {"f:annotations": {".": {}}}},
        }]),
    );
}

/// The groups that Kubernetes gives its own users; everybody else is authenticated and no more.
fn groups(user: &str) -> Vec<String> {
    let extra = match user {
        "kubernetes-admin" => "system:masters",
        _ if user.starts_with("system:node:") => "system:nodes",
        _ if user.starts_with("system:bootstrap:") => "system:bootstrappers",
        _ => return Requester::new(user).groups,
    };
    vec![extra.to_owned(), "system:authenticated".to_owned()]
}

/// Whether the request has the objects that Kubernetes would send.
fn sound(request: &Value) -> Result<(), String> {
    let (new, old) = (!request["object"].is_null(), !request["oldObject"].is_null());
    let operation = request["operation"].as_str().unwrap_or_default();
    let wanted = match operation {
        "UPDATE" => (true, true),
        "DELETE" => (false, true),
        _ => (true, false),
    };
    if (new, old) == wanted { Ok(()) } else { Err(format!("these are not the objects of {operation}")) }
}
