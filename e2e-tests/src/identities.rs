//! Ways to borrow the name of somebody whom a rule exempts: the table `e2e-tests/identities.yaml`.

use std::sync::LazyLock;

use redline_input::yaml;
use serde::Deserialize;
use serde_json::{Map, Value};

/// The table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ways {
    /// Ways to look like an exempt user.
    pub users: Vec<Way>,
    /// Ways to look like the kubelet of a node.
    pub kubelets: Vec<Way>,
    /// Ways for pods to look like those of an exempt service account.
    pub workloads: Vec<Way>,
}

/// One way.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
#[derive(Default)]
pub struct Way {
    /// Its name, for the report of a failure.
    pub way: String,
    /// Who sends the request.
    user_info: Map<String, Value>,
    /// What is merged into the request.
    request: Map<String, Value>,
    /// What is merged into the metadata of both objects.
    metadata: Map<String, Value>,
    /// Where the pods run.
    namespace: String,
    /// What is merged into the specification of the pods.
    spec: Map<String, Value>,
}

/// The table, read once.
///
/// # Panics
/// When it cannot be read; the message names the line.
pub static WAYS: LazyLock<Ways> = LazyLock::new(|| {
    let path = redline_dev::root().join("e2e-tests/identities.yaml");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    yaml::single(&text, "identities.yaml").unwrap_or_else(|e| panic!("{e}"))
});

impl Way {
    /// The request as that of somebody who looks like the user or the kubelet.
    pub fn apply(&self, mut request: Value, words: &[(&str, String)]) -> Value {
        let filled = |members: &Map<String, Value>| fill(&Value::Object(members.clone()), words);
        merge(&mut request, &filled(&self.request));
        request["userInfo"] = filled(&self.user_info);
        // A request that is about its owners stays what it is.
        let owned = |object: &str| request[object]["metadata"].get("ownerReferences").is_some();
        if self.metadata.contains_key("ownerReferences") && (owned("object") || owned("oldObject")) {
            return request;
        }
        for object in ["object", "oldObject"] {
            let metadata = request.get_mut(object).and_then(|object| object.get_mut("metadata"));
            if let Some(metadata) = metadata.filter(|metadata| metadata.is_object()) {
                merge(metadata, &filled(&self.metadata));
            }
        }
        request
    }

    /// The namespace and the account of the pods, and what else is merged into their specification and their object.
    pub fn pods(&self, words: &[(&str, String)]) -> (String, Value, Value) {
        let filled = |members: &Map<String, Value>| fill(&Value::Object(members.clone()), words);
        let namespace = fill(&self.namespace.clone().into(), words);
        (namespace.as_str().unwrap_or_default().to_owned(), filled(&self.spec), filled(&self.metadata))
    }
}

/// What stands for an exempt user in the table.
pub fn of_user(user: &str) -> Vec<(&'static str, String)> {
    let (first, rest) = user.split_at(1);
    let (start, last) = user.split_at(user.len() - 1);
    let wide = first.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xfee0)).collect::<String>();
    let cyrillic = |c| match c {
        'a' => 'а',
        'c' => 'с',
        'e' => 'е',
        'o' => 'о',
        'p' => 'р',
        's' => 'ѕ',
        other => other,
    };
    vec![
        ("{user}", user.to_owned()),
        ("{USER}", user.to_uppercase()),
        ("{name}", user.rsplit(':').next().unwrap_or_default().to_owned()),
        ("{lookalike}", user.chars().map(cyrillic).collect()),
        ("{wide}", wide + rest),
        ("{split}", format!("{start}\u{200b}{last}")),
    ]
}

/// The value with words in the place of others in all its texts.
fn fill(value: &Value, words: &[(&str, String)]) -> Value {
    match value {
        Value::String(text) => {
            words.iter().fold(text.clone(), |text, (word, meaning)| text.replace(word, meaning)).into()
        }
        Value::Array(items) => items.iter().map(|item| fill(item, words)).collect(),
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), fill(value, words))).collect(),
        other => other.clone(),
    }
}

/// Adds the members of one object to another, and those of objects in it.
pub fn merge(into: &mut Value, more: &Value) {
    match (into, more) {
        (Value::Object(into), Value::Object(more)) => {
            for (key, value) in more {
                merge(into.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (into, more) => *into = more.clone(),
    }
}
