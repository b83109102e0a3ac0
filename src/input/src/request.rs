//! Builds the AdmissionRequest that Kubernetes would send for an operation on a plain object.

use redline_core::request_match::Operation;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde_json::{Value, json};

use crate::equivalent;
use crate::kinds::{self, Kind, api_version};

/// The uid of every request built here. It has no meaning; a fixed one makes equal input give equal bytes.
const UID: &str = "00000000-0000-4000-8000-000000000000";

/// Deserializes an operation, such as `DELETE`.
///
/// # Errors
/// Another text.
pub fn operation<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Operation, D::Error> {
    let name = String::deserialize(deserializer)?;
    Operation::parse(&name).ok_or_else(|| D::Error::unknown_variant(&name, &["CREATE", "UPDATE", "DELETE", "CONNECT"]))
}

/// Deserializes an operation that may be missing.
///
/// # Errors
/// A text that is not an operation.
pub fn optional_operation<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Operation>, D::Error> {
    #[derive(serde::Deserialize)]
    struct Given(#[serde(deserialize_with = "operation")] Operation);
    Ok(Option::<Given>::deserialize(deserializer)?.map(|Given(operation)| operation))
}

/// The options that the API server sends with an operation unless the client gives others.
fn default_options(operation: Operation) -> Value {
    let kind = match operation {
        Operation::Create => "CreateOptions",
        Operation::Update => "UpdateOptions",
        Operation::Delete => "DeleteOptions",
        Operation::Connect => return Value::Null,
    };
    json!({"apiVersion": "meta.k8s.io/v1", "kind": kind})
}

/// The user who makes a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requester {
    /// User name.
    pub user: String,
    /// All groups of the user.
    pub groups: Vec<String>,
}

impl Requester {
    /// A user with the groups that the API server adds by itself: `system:authenticated`, and for service accounts
    /// those of all service accounts and of their namespace.
    pub fn new(user: impl Into<String>) -> Self {
        let user = user.into();
        let mut groups = vec!["system:authenticated".to_owned()];
        if let Some((namespace, _)) = user.strip_prefix("system:serviceaccount:").and_then(|a| a.split_once(':')) {
            groups.insert(0, "system:serviceaccounts".to_owned());
            groups.insert(1, format!("system:serviceaccounts:{namespace}"));
        }
        Requester { user, groups }
    }
}

/// The request to build for a plain object.
#[derive(Debug, Clone)]
pub struct RequestSpec {
    /// The operation.
    pub operation: Operation,
    /// The user who makes it.
    pub requester: Requester,
    /// The object before the change, for UPDATE.
    pub old: Option<Value>,
    /// Whether it is a dry run.
    pub dry_run: bool,
}

/// The parts of an AdmissionRequest.
#[derive(Debug, Clone)]
pub struct AdmissionRequest {
    /// The operation.
    pub operation: Operation,
    /// The user who makes it.
    pub requester: Requester,
    /// The kind of the object in the request.
    pub kind: Kind,
    /// Group, version and plural that the request goes to.
    pub resource: (String, String, String),
    /// Sub-resource, when the request goes to one.
    pub sub_resource: Option<String>,
    /// Namespace; `None` for cluster-wide objects.
    pub namespace: Option<String>,
    /// Name; empty when the API server generates it.
    pub name: String,
    /// Whether it is a dry run.
    pub dry_run: bool,
    /// The object.
    pub object: Value,
    /// The object before the operation.
    pub old_object: Value,
    /// Options; the default ones of the operation when absent.
    pub options: Option<Value>,
}

impl AdmissionRequest {
    /// Builds the request for an operation on a plain object.
    ///
    /// The object has `apiVersion` and `kind`. DELETE takes it as the existing object; CONNECT takes an options object
    /// such as `PodExecOptions`, with name and namespace of the pod in `metadata`. A namespaced object without a
    /// namespace is in `default`.
    ///
    /// # Errors
    /// A sentence that names the missing member.
    pub fn for_object(object: Value, spec: &RequestSpec) -> Result<Self, String> {
        let (group_version, kind) = type_of(&object)?;
        let (group, version) = kinds::split_api_version(group_version);
        let sub = kinds::sub_resource_of(group, kind).filter(|s| s.name != "binding");
        let mut kind = kinds::of_object(group_version, kind);
        if let Some(current) = equivalent::current(&kind.group, &kind.kind) {
            (kind.plural, kind.namespaced) = (current.plural.clone(), current.namespaced);
        }
        let (resource, namespaced) = match sub {
            Some(sub) => {
                let main = kinds::by_plural("", sub.resource).is_none_or(|k| k.namespaced);
                ((String::new(), "v1".to_owned(), sub.resource.to_owned()), main)
            }
            None => ((group.to_owned(), version.to_owned(), kind.plural.to_string()), kind.namespaced),
        };
        if spec.operation == Operation::Connect && !sub.is_some_and(|s| s.object.2.ends_with("Options")) {
            return Err(format!(
                "CONNECT does not apply to `{}`; it takes an options object such as `PodExecOptions`",
                kind.kind
            ));
        }
        let known = sub.is_some() || equivalent::current(&kind.group, &kind.kind).is_some();
        let namespace = match text(&object, "namespace") {
            // For the API server, a Namespace is in itself.
            _ if kind.group.is_empty() && kind.kind == "Namespace" => Some(text(&object, "name").to_owned()),
            "" if known && namespaced => Some("default".to_owned()),
            "" => None,
            _ if !namespaced => None,
            namespace => Some(namespace.to_owned()),
        };
        let name = text(&object, "name").to_owned();
        let (object, old_object) = match spec.operation {
            Operation::Delete => (Value::Null, object),
            Operation::Update => (object, spec.old.clone().ok_or("UPDATE needs the object before the change")?),
            Operation::Create | Operation::Connect => (object, Value::Null),
        };
        Ok(AdmissionRequest {
            operation: spec.operation,
            requester: spec.requester.clone(),
            kind,
            resource,
            sub_resource: sub.map(|s| s.name.to_owned()),
            namespace,
            name,
            dry_run: spec.dry_run,
            object,
            old_object,
            options: None,
        })
    }

    /// The request as JSON, as Kubernetes would send it, without the AdmissionReview around it.
    pub fn into_json(self) -> Value {
        let kind = json!({"group": self.kind.group, "version": self.kind.version, "kind": self.kind.kind});
        let (group, version, plural) = self.resource;
        let resource = json!({"group": group, "version": version, "resource": plural});
        let mut request = json!({
            "uid": UID,
            "kind": kind,
            "resource": resource,
            "requestKind": kind,
            "requestResource": resource,
            "name": self.name,
            "operation": self.operation.as_str(),
            "userInfo": {"username": self.requester.user, "groups": self.requester.groups},
            "dryRun": self.dry_run,
        });
        // The macro would copy them.
        request["object"] = self.object;
        request["oldObject"] = self.old_object;
        request["options"] = self.options.unwrap_or_else(|| default_options(self.operation));
        if let Some(namespace) = self.namespace {
            request["namespace"] = namespace.into();
        }
        if let Some(sub) = self.sub_resource {
            request["requestSubResource"] = sub.clone().into();
            request["subResource"] = sub.into();
        }
        equivalent::convert(&mut request);
        request
    }
}

/// What identifies an object: group, kind, namespace and name. Namespaced objects without a namespace are in `default`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectIdentity([String; 4]);

impl ObjectIdentity {
    /// The kind of the object.
    pub fn kind(&self) -> &str {
        &self.0[1]
    }

    /// The name of the object.
    pub fn name(&self) -> &str {
        &self.0[3]
    }

    /// The identity of a plain object.
    pub fn of(object: &Value) -> Self {
        let member = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let (group, _) = kinds::split_api_version(member("/apiVersion"));
        let group = equivalent::current_group(group, member("/kind"));
        let namespace = match member("/metadata/namespace") {
            "" if equivalent::current(group, member("/kind")).is_none_or(|kind| kind.namespaced) => "default",
            namespace => namespace,
        };
        ObjectIdentity([group, member("/kind"), namespace, member("/metadata/name")].map(str::to_owned))
    }
}

/// Puts an object that names no namespace into one. Objects of cluster-scoped kinds, and of kinds that nobody knows,
/// stay as they are.
pub fn place_in(object: &mut Value, namespace: &str) {
    let member = |name: &str| object[name].as_str().unwrap_or_default();
    let (group, _) = kinds::split_api_version(member("apiVersion"));
    let namespaced = equivalent::current(group, member("kind")).is_some_and(|kind| kind.namespaced);
    if namespaced
        && text(object, "namespace").is_empty()
        && let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut)
    {
        metadata.insert("namespace".to_owned(), namespace.into());
    }
}

/// `apiVersion` and `kind` of an object.
///
/// # Errors
/// A sentence that says which of them is missing.
fn type_of(object: &Value) -> Result<(&str, &str), String> {
    let member = |name: &str| match object.get(name).and_then(Value::as_str) {
        Some(text) if !text.is_empty() => Ok(text),
        _ => Err(format!("`{name}` is missing; every object needs `apiVersion` and `kind`")),
    };
    Ok((member("apiVersion")?, member("kind")?))
}

/// Adds `apiVersion` and `kind` to an object that lacks them. Other JSON values stay as they are.
pub fn fill_type(object: &mut Value, kind: &Kind) {
    if let Some(members) = object.as_object_mut() {
        members.entry("apiVersion").or_insert_with(|| api_version(&kind.group, &kind.version).into());
        members.entry("kind").or_insert_with(|| kind.kind.as_ref().into());
    }
}

fn text<'a>(object: &'a Value, member: &str) -> &'a str {
    object["metadata"][member].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(operation: Operation) -> RequestSpec {
        RequestSpec { operation, requester: Requester::new("alice"), old: None, dry_run: false }
    }

    fn request(object: Value, operation: Operation) -> Result<Value, String> {
        AdmissionRequest::for_object(object, &spec(operation)).map(AdmissionRequest::into_json)
    }

    #[test]
    fn a_deletion_moves_the_object() {
        let node = json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "worker-1"}});
        let request = request(node.clone(), Operation::Delete).unwrap();
        assert_eq!(
            request,
            json!({
                "uid": UID, "operation": "DELETE", "name": "worker-1", "dryRun": false,
                "kind": {"group": "", "version": "v1", "kind": "Node"},
                "resource": {"group": "", "version": "v1", "resource": "nodes"},
                "requestKind": {"group": "", "version": "v1", "kind": "Node"},
                "requestResource": {"group": "", "version": "v1", "resource": "nodes"},
                "userInfo": {"username": "alice", "groups": ["system:authenticated"]},
                "object": null, "oldObject": node,
                "options": {"apiVersion": "meta.k8s.io/v1", "kind": "DeleteOptions"},
            })
        );
    }

    #[test]
    fn namespaced_objects_are_in_default_unless_they_say() {
        let pod = |metadata| json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata});
        let made = request(pod(json!({"name": "a"})), Operation::Create).unwrap();
        assert_eq!(made["namespace"], "default");
        let made = request(pod(json!({"name": "a", "namespace": "x"})), Operation::Create).unwrap();
        assert_eq!(made["namespace"], "x");
        let made = request(json!({"apiVersion": "example.com/v1", "kind": "Widget"}), Operation::Create).unwrap();
        assert_eq!(made.get("namespace"), None, "a kind nobody knows is not put anywhere");
    }

    #[test]
    fn objects_without_a_namespace_are_placed() {
        let placed = |mut object: Value| {
            place_in(&mut object, "prod");
            object["metadata"]["namespace"].clone()
        };
        let object = |version: &str, kind: &str, metadata: Value| json!({"apiVersion": version, "kind": kind, "metadata": metadata});
        assert_eq!(placed(object("v1", "Pod", json!({"name": "a"}))), "prod");
        assert_eq!(placed(object("extensions/v1beta1", "Deployment", json!({}))), "prod");
        assert_eq!(placed(object("v1", "Pod", json!({"namespace": "x"}))), "x");
        assert_eq!(placed(object("v1", "Node", json!({"name": "a"}))), Value::Null);
        assert_eq!(placed(object("example.com/v1", "Widget", json!({}))), Value::Null);
    }

    #[test]
    fn an_update_needs_what_it_changes() {
        let pod = json!({"apiVersion": "v1", "kind": "Pod"});
        assert!(request(pod.clone(), Operation::Update).unwrap_err().starts_with("UPDATE needs"));
        let with_old = RequestSpec { old: Some(json!({"old": 1})), ..spec(Operation::Update) };
        let made = AdmissionRequest::for_object(pod.clone(), &with_old).unwrap().into_json();
        assert_eq!((&made["object"], &made["oldObject"]), (&pod, &json!({"old": 1})));
    }

    #[test]
    fn options_go_to_their_sub_resource() {
        let exec = json!({"apiVersion": "v1", "kind": "PodExecOptions", "command": ["sh"],
                          "metadata": {"name": "web-0", "namespace": "prod"}});
        let made = request(exec, Operation::Connect).unwrap();
        assert_eq!(made["resource"]["resource"], "pods");
        assert_eq!(made["subResource"], "exec");
        assert_eq!(made["kind"]["kind"], "PodExecOptions");
        assert_eq!((&made["name"], &made["namespace"]), (&json!("web-0"), &json!("prod")));
        assert_eq!(made["options"], Value::Null);
        let pod = json!({"apiVersion": "v1", "kind": "Pod"});
        assert!(request(pod, Operation::Connect).unwrap_err().contains("PodExecOptions"));
    }

    #[test]
    fn objects_without_a_type_are_refused() {
        let error = request(json!({"apiVersion": "v1"}), Operation::Create).unwrap_err();
        assert_eq!(error, "`kind` is missing; every object needs `apiVersion` and `kind`");
        assert!(request(json!([1]), Operation::Create).unwrap_err().starts_with("`apiVersion`"));
    }

    #[test]
    fn service_accounts_belong_to_their_groups() {
        let account = Requester::new("system:serviceaccount:kube-system:ccm");
        assert_eq!(
            account.groups,
            ["system:serviceaccounts", "system:serviceaccounts:kube-system", "system:authenticated"]
        );
    }
}
