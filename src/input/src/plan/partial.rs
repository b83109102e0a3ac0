//! Resources of the kubernetes provider that manage a part of an object: labels, annotations, data. The request that they
//! lead to updates the object; of its other fields the plan says nothing, so both sides of the update lack them.

use serde_json::{Map, Value, json};

/// Types without `kubernetes_`, the kind of their object where they do not name it, and where in the object the attribute
/// stands that they manage.
const TYPES: &[(&str, &str, &str, &str)] = &[
    ("annotations", "", "annotations", "/metadata/annotations"),
    ("config_map_v1_data", "ConfigMap", "data", "/data"),
    ("labels", "", "labels", "/metadata/labels"),
    ("secret_v1_data", "Secret", "data", "/data"),
];

/// The object before and after a change, each with the part alone; `None` for other types.
pub(super) fn objects(kind: &str, before: &Value, after: &Value) -> Option<(Value, Value)> {
    let (_, object_kind, attribute, place) = TYPES.iter().find(|(name, ..)| *name == kind)?;
    let named = if after.is_object() { after } else { before };
    let text = |value: &Value, name: &str| value[name].as_str().map(str::to_owned);
    let (api_version, object_kind) = match *object_kind {
        "" => (text(named, "api_version")?, text(named, "kind")?),
        kind => ("v1".to_owned(), kind.to_owned()),
    };
    let given = &named["metadata"][0];
    let mut metadata = Map::from_iter([("name".to_owned(), json!(text(given, "name")?))]);
    if let Some(namespace) = text(given, "namespace").filter(|namespace| !namespace.is_empty()) {
        metadata.insert("namespace".to_owned(), json!(namespace));
    }
    let object = |side: &Value| {
        let mut object = json!({"apiVersion": api_version, "kind": object_kind, "metadata": metadata});
        let part = side[*attribute].as_object().cloned().unwrap_or_default();
        match place.strip_prefix("/metadata/") {
            Some(member) => object["metadata"][member] = Value::Object(part),
            None => object[place.trim_start_matches('/')] = Value::Object(part),
        }
        object
    };
    Some((object(before), object(after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_updates_of_their_object() {
        let labels =
            |labels: Value| json!({"api_version": "v1", "kind": "Node", "metadata": [{"name": "n"}], "labels": labels});
        let (old, new) = objects("labels", &labels(json!({"a": "b"})), &labels(json!({}))).unwrap();
        assert_eq!(old, json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n", "labels": {"a": "b"}}}));
        assert_eq!(new["metadata"]["labels"], json!({}));
        let data =
            json!({"metadata": [{"name": "eni-config", "namespace": "kube-system"}], "data": {"eni_conf": "{}"}});
        let (old, new) = objects("config_map_v1_data", &Value::Null, &data).unwrap();
        assert_eq!((&old["data"], &new["data"]), (&json!({}), &json!({"eni_conf": "{}"})));
        assert_eq!(new["metadata"], json!({"name": "eni-config", "namespace": "kube-system"}));
        assert_eq!(objects("env", &Value::Null, &data), None);
    }
}
