//! A Pod whose cost is measured.

use serde_json::{Value, json};

/// A Pod of about seven kilobytes as the API server sends it, managedFields included. `extra` is the length of an annotation.
pub fn pod(extra: usize) -> Value {
    let env: Vec<Value> = (0..24).map(|i| json!({"name": format!("SETTING_{i}"), "value": "x".repeat(40)})).collect();
    let fields: Value = (0..118)
        .map(|i| (format!("f:field-{i}"), json!({"f:name": {}, "f:value": {}})))
        .collect::<serde_json::Map<_, _>>()
        .into();
    json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {
            "name": "web-0", "namespace": "default", "labels": {"app": "web"},
            "annotations": {"note": "x".repeat(extra)},
            "managedFields": [{"manager": "kubectl", "operation": "Update", "fieldsType": "FieldsV1", "fieldsV1": fields}],
        },
        "spec": {
            "serviceAccountName": "default",
            "containers": [{
                "name": "web", "image": "nginx:1.29", "env": env,
                "volumeMounts": [{"name": "data", "mountPath": "/data"}, {"name": "token", "mountPath": "/token", "readOnly": true}],
                "resources": {"requests": {"cpu": "1", "memory": "1Gi"}},
            }],
            "volumes": [{"name": "data", "emptyDir": {}}, {"name": "token", "projected": {"sources": []}}],
        },
    })
}

/// The request to create a Pod.
pub fn creation(object: Value) -> Value {
    json!({
        "uid": "1", "kind": {"group": "", "version": "v1", "kind": "Pod"},
        "resource": {"group": "", "version": "v1", "resource": "pods"},
        "name": "web-0", "namespace": "default", "operation": "CREATE",
        "userInfo": {"username": "alice", "groups": ["system:authenticated"]}, "object": object,
    })
}
