//! Turns the events of a log back into requests, in the order of the log.

use redline_core::request_match::Operation;
use serde_json::Value;

use super::event::{before_deletion, key, object, reference, unwrap};
use super::memory::ObjectMemory;
use super::request::{LoggedObject, LoggedRequest, connect_options, request};

/// What an event of the log comes to.
#[derive(Debug)]
pub enum Replayed {
    /// A read or a failed request: there is nothing to check.
    Ignored,
    /// The requests to check: one, or one for each object of a deleted collection.
    Requests(Vec<LoggedRequest>),
    /// The request changed something, but the log lacks what a rule needs. A sentence says what is missing.
    Incomplete(&'static str),
}

/// Replays the events of a log in their order.
#[derive(Debug, Default)]
pub struct Replay {
    objects: ObjectMemory,
}

impl Replay {
    /// The requests of this event.
    ///
    /// # Errors
    /// A value that is not an audit event.
    pub fn event(&mut self, event: Value) -> Result<Replayed, String> {
        let event = unwrap(event);
        let text = |pointer: &str| event.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        if event.get("auditID").is_none() || text("/verb").is_empty() {
            return Err("not an event of a Kubernetes audit log: it has no `auditID` and `verb`".to_owned());
        }
        if !matches!(text("/stage"), "ResponseComplete" | "Panic" | "")
            || event.get("objectRef").is_none_or(Value::is_null)
        {
            return Ok(Replayed::Ignored);
        }
        let code = event.pointer("/responseStatus/code");
        let code = code.and_then(|code| code.as_u64().or_else(|| code.as_str()?.parse().ok())).unwrap_or(200);
        if code >= 400 {
            return Ok(Replayed::Ignored);
        }
        let (verb, sub) = (text("/verb"), text("/objectRef/subresource"));
        let connects = matches!(sub, "exec" | "attach" | "portforward" | "proxy");
        Ok(match verb {
            "create" | "get" if connects => match connect_options(&event, sub) {
                Some(options) => single(&event, Operation::Connect, LoggedObject::whole(options)),
                None => Replayed::Ignored,
            },
            "create" => self.create(&event),
            "update" | "patch" => self.update(&event),
            "delete" => self.delete(&event),
            "deletecollection" => self.delete_collection(&event),
            "get" => {
                if let Some(object) = object(&event, "responseObject") {
                    self.objects.store(&key(&event), object);
                }
                Replayed::Ignored
            }
            _ => Replayed::Ignored,
        })
    }

    fn create(&mut self, event: &Value) -> Replayed {
        let Some(object) = object(event, "responseObject").or_else(|| object(event, "requestObject")) else {
            return Replayed::Incomplete("created, but the audit level omits the object");
        };
        self.objects.store(&key(event), object);
        single(event, Operation::Create, LoggedObject::whole(object.clone()))
    }

    fn update(&mut self, event: &Value) -> Replayed {
        let Some(object) = object(event, "responseObject").or_else(|| {
            // The body of a patch is not an object.
            object(event, "requestObject").filter(|_| event["verb"] == "update")
        }) else {
            return Replayed::Incomplete("updated, but the audit level omits the object");
        };
        let key = key(event);
        let old = self.objects.get(&key);
        self.objects.store(&key, object);
        match old {
            Some(old) => {
                let logged = LoggedObject { old: Some(old), ..LoggedObject::whole(object.clone()) };
                single(event, Operation::Update, logged)
            }
            None => Replayed::Incomplete("updated, but the log does not hold the object from before the change"),
        }
    }

    fn delete(&mut self, event: &Value) -> Replayed {
        let known = self.objects.remove(&key(event));
        let answered = object(event, "responseObject").cloned().map(before_deletion);
        match answered.or(known) {
            Some(object) => single(event, Operation::Delete, LoggedObject::whole(object)),
            None => match reference(event) {
                Some(object) => {
                    let logged = LoggedObject { name_only: true, ..LoggedObject::whole(object) };
                    single(event, Operation::Delete, logged)
                }
                None => Replayed::Incomplete("deleted, but the log does not say which object"),
            },
        }
    }

    fn delete_collection(&mut self, event: &Value) -> Replayed {
        let Some(items) = event.pointer("/responseObject/items").and_then(Value::as_array) else {
            return Replayed::Incomplete("a collection was deleted, but the audit level omits its objects");
        };
        let kind = reference(event);
        let each = items.iter().filter_map(|item| {
            let mut item = before_deletion(item.clone());
            for member in ["apiVersion", "kind"] {
                if item.get(member).is_none() {
                    item[member] = kind.as_ref()?[member].clone();
                }
            }
            request(event, Operation::Delete, LoggedObject::whole(item))
        });
        Replayed::Requests(each.collect())
    }
}

fn single(event: &Value, operation: Operation, logged: LoggedObject) -> Replayed {
    match request(event, operation, logged) {
        Some(request) => Replayed::Requests(vec![request]),
        None => Replayed::Incomplete("changed, but the log does not have the whole object"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(verb: &str, resource: &str, name: &str, more: Value) -> Value {
        let mut event = json!({
            "kind": "Event", "apiVersion": "audit.k8s.io/v1", "level": "RequestResponse", "auditID": "1",
            "stage": "ResponseComplete", "requestURI": "/api/v1/x", "verb": verb,
            "user": {"username": "alice", "groups": ["ops"]},
            "objectRef": {"resource": resource, "name": name, "apiVersion": "v1"},
            "responseStatus": {"code": 200}, "requestReceivedTimestamp": "2026-11-24T00:00:00.000000Z",
        });
        if let (Value::Object(event), Value::Object(more)) = (&mut event, more) {
            event.extend(more);
        }
        event
    }

    fn node(label: &str) -> Value {
        json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n", "labels": {"a": label}}})
    }

    fn requests(replay: &mut Replay, event: Value) -> Vec<LoggedRequest> {
        match replay.event(event).unwrap() {
            Replayed::Requests(requests) => requests,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_update_is_compared_with_the_object_before() {
        let mut replay = Replay::default();
        let update = |label: &str| event("patch", "nodes", "n", json!({"responseObject": node(label)}));
        assert!(
            matches!(replay.event(update("x")), Ok(Replayed::Incomplete(why)) if why.contains("before the change"))
        );
        let found = requests(&mut replay, update("y"));
        assert_eq!(found[0].request["oldObject"]["metadata"]["labels"]["a"], "x");
        assert_eq!(found[0].request["object"]["metadata"]["labels"]["a"], "y");
        assert_eq!(found[0].request["userInfo"]["username"], "alice");
    }

    #[test]
    fn deletions_are_of_the_object_or_of_its_name() {
        let mut replay = Replay::default();
        let found = requests(
            &mut replay,
            event("delete", "nodes", "n", json!({"responseObject": {"kind": "Status", "metadata": {}}})),
        );
        assert!(found[0].name_only);
        assert_eq!(
            found[0].request["oldObject"],
            json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n"}})
        );
        let mut going = node("x");
        going["metadata"]["deletionTimestamp"] = "2026-11-24T00:00:00Z".into();
        let found = requests(&mut replay, event("delete", "nodes", "n", json!({"responseObject": going})));
        assert!(!found[0].name_only && found[0].request["oldObject"] == node("x"));
        let list = json!({"kind": "NodeList", "items": [{"metadata": {"name": "a"}}, {"metadata": {"name": "b"}}]});
        let found = requests(&mut replay, event("deletecollection", "nodes", "", json!({"responseObject": list})));
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].request["oldObject"]["metadata"]["name"], "b");
    }

    #[test]
    fn exec_is_read_from_its_address() {
        let mut replay = Replay::default();
        let more = json!({
            "objectRef": {"resource": "pods", "subresource": "exec", "name": "p", "namespace": "d", "apiVersion": "v1"},
            "requestURI": "/api/v1/namespaces/d/pods/p/exec?command=sh&command=-c&command=rm+-rf+%2Fetc&container=c",
        });
        let found = requests(&mut replay, event("create", "pods", "p", more));
        assert_eq!(found[0].request["operation"], "CONNECT");
        assert_eq!(found[0].request["object"]["command"], json!(["sh", "-c", "rm -rf /etc"]));
    }

    #[test]
    fn what_changed_nothing_is_passed_over() {
        let mut replay = Replay::default();
        for event in [
            event("list", "nodes", "", json!({})),
            event("delete", "nodes", "n", json!({"responseStatus": {"code": 403}})),
            event("create", "nodes", "n", json!({"stage": "RequestReceived"})),
        ] {
            assert!(matches!(replay.event(event), Ok(Replayed::Ignored)));
        }
        assert!(replay.event(json!({"a": 1})).is_err());
        assert!(matches!(
            replay.event(event("create", "nodes", "n", json!({"level": "Metadata"}))),
            Ok(Replayed::Incomplete(_))
        ));
    }

    #[test]
    fn exports_of_log_services_are_unwrapped() {
        let mut plain = event("delete", "nodes", "n", json!({}));
        let wrapped = json!({"__time__": "1", "content": plain.to_string()});
        assert_eq!(requests(&mut Replay::default(), wrapped).len(), 1);
        for member in ["user", "objectRef", "responseStatus"] {
            plain[member] = plain[member].to_string().into();
        }
        assert_eq!(requests(&mut Replay::default(), plain)[0].user, "alice");
    }
}
