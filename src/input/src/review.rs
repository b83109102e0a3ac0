//! Building the admission request that Kubernetes would send for a plain object and an operation.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::kinds::{self, Kind, api_version};

/// Every request built here carries this uid: it means nothing, and equal input must give equal bytes.
const UID: &str = "00000000-0000-4000-8000-000000000000";

/// What is done to the object.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Operation {
    /// A new object.
    #[default]
    Create,
    /// A change.
    Update,
    /// A deletion.
    Delete,
    /// A connection: exec, attach, port-forward, proxy.
    Connect,
}

impl Operation {
    /// Kubernetes' spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Operation::Create => "CREATE",
            Operation::Update => "UPDATE",
            Operation::Delete => "DELETE",
            Operation::Connect => "CONNECT",
        }
    }

    /// The options that come with the operation unless a request brings its own.
    fn options(self) -> Value {
        let kind = match self {
            Operation::Create => "CreateOptions",
            Operation::Update => "UpdateOptions",
            Operation::Delete => "DeleteOptions",
            Operation::Connect => return Value::Null,
        };
        json!({"apiVersion": "meta.k8s.io/v1", "kind": kind})
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requester {
    /// User name.
    pub user: String,
    /// Groups, exactly.
    pub groups: Vec<String>,
}

impl Requester {
    /// A user with the groups that the API server itself gives: everybody is authenticated, and service accounts
    /// belong to their namespace's group.
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

/// An operation to be done to a plain object.
#[derive(Debug, Clone)]
pub struct Act {
    /// The operation.
    pub operation: Operation,
    /// Who asks.
    pub requester: Requester,
    /// The object as it stands, for UPDATE.
    pub old: Option<Value>,
    /// Whether nothing is to be stored.
    pub dry_run: bool,
}

/// An admission request in parts.
#[derive(Debug, Clone)]
pub struct Review {
    /// The operation.
    pub operation: Operation,
    /// Who asks.
    pub requester: Requester,
    /// The kind of the object in the request.
    pub kind: Kind,
    /// Group, version and plural that the request goes to.
    pub resource: (String, String, String),
    /// Sub-resource, when the request goes to one.
    pub sub_resource: Option<String>,
    /// Namespace; `None` for cluster-wide objects.
    pub namespace: Option<String>,
    /// Name; empty when the server makes it up.
    pub name: String,
    /// Whether nothing is to be stored.
    pub dry_run: bool,
    /// The object.
    pub object: Value,
    /// The object as it stood.
    pub old_object: Value,
    /// Options; those of the operation when absent.
    pub options: Option<Value>,
}

impl Review {
    /// What an operation on a plain object asks for.
    ///
    /// In: an object with `apiVersion` and `kind`. DELETE takes it for the object that is there; CONNECT wants an
    /// options object such as `PodExecOptions`, with the pod's name and namespace in `metadata`. Namespaced objects
    /// without a namespace are in `default`. Errors: a sentence that names the missing member.
    pub fn of(object: Value, act: &Act) -> Result<Self, String> {
        let (group_version, kind) = type_of(&object)?;
        let (group, version) = kinds::split_api_version(group_version);
        let sub = kinds::sub_resource_of(group, kind).filter(|s| s.name != "binding");
        let kind = kinds::of_object(group_version, kind);
        let (resource, namespaced) = match sub {
            Some(sub) => {
                let main = kinds::by_plural("", sub.resource).is_none_or(|k| k.namespaced);
                ((String::new(), "v1".to_owned(), sub.resource.to_owned()), main)
            }
            None => ((group.to_owned(), version.to_owned(), kind.plural.to_string()), kind.namespaced),
        };
        if act.operation == Operation::Connect && !sub.is_some_and(|s| s.object.2.ends_with("Options")) {
            return Err(format!(
                "`{}` cannot be connected to; CONNECT takes an options object such as `PodExecOptions`",
                kind.kind
            ));
        }
        let known = sub.is_some() || kinds::by_kind(&kind.group, &kind.kind).is_some();
        let namespace = match text(&object, "namespace") {
            // The API server takes a namespace to be inside itself.
            _ if kind.group.is_empty() && kind.kind == "Namespace" => Some(text(&object, "name").to_owned()),
            "" if known && namespaced => Some("default".to_owned()),
            "" => None,
            _ if !namespaced => None,
            namespace => Some(namespace.to_owned()),
        };
        let name = text(&object, "name").to_owned();
        let (object, old_object) = match act.operation {
            Operation::Delete => (Value::Null, object),
            Operation::Update => (object, act.old.clone().ok_or("UPDATE needs the object as it stands")?),
            Operation::Create | Operation::Connect => (object, Value::Null),
        };
        Ok(Review {
            operation: act.operation,
            requester: act.requester.clone(),
            kind,
            resource,
            sub_resource: sub.map(|s| s.name.to_owned()),
            namespace,
            name,
            dry_run: act.dry_run,
            object,
            old_object,
            options: None,
        })
    }

    /// The AdmissionRequest as Kubernetes would send it, without the review around it.
    pub fn into_request(self) -> Value {
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
            "object": self.object,
            "oldObject": self.old_object,
            "dryRun": self.dry_run,
            "options": self.options.unwrap_or_else(|| self.operation.options()),
        });
        if let Some(namespace) = self.namespace {
            request["namespace"] = namespace.into();
        }
        if let Some(sub) = self.sub_resource {
            request["requestSubResource"] = sub.clone().into();
            request["subResource"] = sub.into();
        }
        request
    }
}

/// `apiVersion` and `kind` of an object. Errors: which of them is missing.
fn type_of(object: &Value) -> Result<(&str, &str), String> {
    let member = |name: &str| match object.get(name).and_then(Value::as_str) {
        Some(text) if !text.is_empty() => Ok(text),
        _ => Err(format!("`{name}` is missing; every object needs `apiVersion` and `kind`")),
    };
    Ok((member("apiVersion")?, member("kind")?))
}

/// Fills `apiVersion` and `kind` in an object that lacks them; anything but an object stays as it is.
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

    fn act(operation: Operation) -> Act {
        Act { operation, requester: Requester::new("alice"), old: None, dry_run: false }
    }

    fn request(object: Value, operation: Operation) -> Result<Value, String> {
        Review::of(object, &act(operation)).map(Review::into_request)
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
    fn an_update_needs_what_it_changes() {
        let pod = json!({"apiVersion": "v1", "kind": "Pod"});
        assert!(request(pod.clone(), Operation::Update).unwrap_err().starts_with("UPDATE needs"));
        let with_old = Act { old: Some(json!({"old": 1})), ..act(Operation::Update) };
        let made = Review::of(pod.clone(), &with_old).unwrap().into_request();
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
