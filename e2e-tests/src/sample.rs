//! Requests whose cost is measured, and the empty module beside which it is.

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

/// A Pod of about that many bytes, half of it managedFields, as in a cluster.
pub fn pod_of(bytes: usize) -> Value {
    let mut pod = pod(0);
    pod["spec"]["containers"][0]["env"] = json!([]);
    pod["metadata"]["managedFields"] = json!([]);
    let left = bytes.saturating_sub(pod.to_string().len()) / 2;
    let variables = (0..left / 60).map(|i| json!({"name": format!("SETTING_{i:06}"), "value": "x".repeat(26)}));
    pod["spec"]["containers"][0]["env"] = variables.collect();
    let fields = (0..left / 46).map(|i| (format!("f:field-{i:06}"), json!({"f:name": {}, "f:value": {}})));
    pod["metadata"]["managedFields"] = json!([{"manager": "kubectl", "operation": "Update", "fieldsType": "FieldsV1",
        "fieldsV1": fields.collect::<serde_json::Map<_, _>>()}]);
    pod
}

/// A Pod of seven kilobytes that runs a script of about that many bytes on the node, which nobody minds.
pub fn pod_with_script(bytes: usize) -> Value {
    let line =
        "for f in a b c; do if [ -f /data/$f ]; then cp /data/$f /data/old/$f; fi; done; echo \"$f\" >> /data/list\n";
    let mut pod = pod(0);
    pod["spec"]["hostNetwork"] = json!(true);
    pod["spec"]["containers"][0]["command"] = json!(["sh", "-c", line.repeat(bytes.div_ceil(line.len()))]);
    pod
}

/// The same object in the request of a kind that no rule looks at.
pub fn of_no_interest(object: Value) -> Value {
    let mut request = creation(object);
    request["kind"] = json!({"group": "example.com", "version": "v1", "kind": "Widget"});
    request["resource"] = json!({"group": "example.com", "version": "v1", "resource": "widgets"});
    request
}

/// A call to delete somebody else's load balancer, with a note of that many bytes: every cloud rule reads it, none minds.
pub fn deletion(extra: usize) -> Value {
    json!({"product": "slb", "action": "DeleteLoadBalancer", "region": "cn-hangzhou",
           "parameters": {"LoadBalancerId": "lb-1", "Note": "x".repeat(extra)},
           "resource": {"id": "lb-1", "tags": {"app": "web"}}})
}

/// A waPC module that accepts everything and reads nothing.
pub const EMPTY: &str = r#"(module
  (import "wapc" "__guest_response" (func $response (param i32 i32)))
  (memory (export "memory") 8)
  (data (i32.const 0) "{\"accepted\":true}")
  (func (export "__guest_call") (param i32 i32) (result i32)
    (call $response (i32.const 0) (i32.const 17)) (i32.const 1)))"#;

/// The bytes of [`EMPTY`].
///
/// # Panics
/// Never: the text is a constant.
pub fn empty_module() -> Vec<u8> {
    wat::parse_str(EMPTY).unwrap_or_else(|e| panic!("{e}"))
}
