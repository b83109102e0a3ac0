//! From events of a kube-apiserver's audit log back to the requests that caused them, as far as the log holds them.

use std::collections::{HashMap, VecDeque};

use serde_json::{Map, Value, json};

use crate::{Act, Operation, Requester, Review, kinds};

/// What became of an event.
#[derive(Debug)]
pub enum Replayed {
    /// It changed nothing, or failed: nothing to judge.
    Nothing,
    /// Requests to judge: one, or one for each object of a collection.
    Requests(Vec<Request>),
    /// Something was changed, and the log does not hold what a rule would have to see.
    NotHeld(&'static str),
}

/// A request out of the log.
#[derive(Debug)]
pub struct Request {
    /// The AdmissionRequest.
    pub request: Value,
    /// Who asked.
    pub user: String,
    /// Namespace; empty for cluster-wide objects.
    pub namespace: String,
    /// When, as the log spells it.
    pub time: String,
    /// Whether no more than name and namespace of the object are known.
    pub name_only: bool,
}

/// Bytes of objects that are remembered, so that an update can be compared with what the log held before.
const MEMORY: usize = 64 << 20;

/// Reads events in the order of the log.
#[derive(Debug, Default)]
pub struct Replay {
    /// The text of an object, and when it was remembered.
    objects: HashMap<String, (u64, String)>,
    /// What was remembered when, oldest first; some of it has been forgotten or renewed since.
    order: VecDeque<(u64, String)>,
    held: usize,
    now: u64,
}

/// Members that some exports turn into text.
const MEMBERS: [&str; 7] =
    ["objectRef", "user", "impersonatedUser", "responseStatus", "requestObject", "responseObject", "annotations"];

impl Replay {
    /// What this event asked for. Errors: it is no audit event.
    pub fn event(&mut self, event: Value) -> Result<Replayed, String> {
        let event = unwrapped(event);
        let text = |pointer: &str| event.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        if event.get("auditID").is_none() || text("/verb").is_empty() {
            return Err("this is no event of a kube-apiserver's audit log (`auditID`, `verb`)".to_owned());
        }
        if !matches!(text("/stage"), "ResponseComplete" | "Panic" | "")
            || event.get("objectRef").is_none_or(Value::is_null)
        {
            return Ok(Replayed::Nothing);
        }
        let code = event.pointer("/responseStatus/code");
        let code = code.and_then(|code| code.as_u64().or_else(|| code.as_str()?.parse().ok())).unwrap_or(200);
        if code >= 400 {
            return Ok(Replayed::Nothing);
        }
        let (verb, sub) = (text("/verb"), text("/objectRef/subresource"));
        let connects = matches!(sub, "exec" | "attach" | "portforward" | "proxy");
        Ok(match verb {
            "create" | "get" if connects => self.connect(&event, sub),
            "create" => self.create(&event),
            "update" | "patch" => self.update(&event),
            "delete" => self.delete(&event),
            "deletecollection" => self.delete_collection(&event),
            "get" => {
                if let Some(object) = object(&event, "responseObject") {
                    self.remember(&key(&event), object);
                }
                Replayed::Nothing
            }
            _ => Replayed::Nothing,
        })
    }

    fn create(&mut self, event: &Value) -> Replayed {
        let Some(object) = object(event, "responseObject").or_else(|| object(event, "requestObject")) else {
            return Replayed::NotHeld("created, and the audit level dropped the object");
        };
        self.remember(&key(event), object);
        one(event, Operation::Create, object.clone(), None, false)
    }

    fn update(&mut self, event: &Value) -> Replayed {
        let Some(object) = object(event, "responseObject").or_else(|| {
            // The body of a patch is no object.
            object(event, "requestObject").filter(|_| event["verb"] == "update")
        }) else {
            return Replayed::NotHeld("updated, and the audit level dropped the object");
        };
        let key = key(event);
        let old = self.objects.get(&key).and_then(|(_, text)| serde_json::from_str(text).ok());
        self.remember(&key, object);
        match old {
            Some(old) => one(event, Operation::Update, object.clone(), Some(old), false),
            None => Replayed::NotHeld("updated, and the log does not hold the object from before"),
        }
    }

    fn delete(&mut self, event: &Value) -> Replayed {
        let key = key(event);
        let held = self.forget(&key).and_then(|text| serde_json::from_str::<Value>(&text).ok());
        let answered = object(event, "responseObject").cloned().map(alive);
        match answered.or(held) {
            Some(object) => one(event, Operation::Delete, object, None, false),
            None => match named(event) {
                Some(object) => one(event, Operation::Delete, object, None, true),
                None => Replayed::NotHeld("deleted, and the log does not say which object"),
            },
        }
    }

    fn delete_collection(&mut self, event: &Value) -> Replayed {
        let Some(items) = event.pointer("/responseObject/items").and_then(Value::as_array) else {
            return Replayed::NotHeld("a collection was deleted, and the audit level dropped the objects");
        };
        let kind = named(event);
        let each = items.iter().filter_map(|item| {
            let mut item = alive(item.clone());
            for member in ["apiVersion", "kind"] {
                if item.get(member).is_none() {
                    item[member] = kind.as_ref()?[member].clone();
                }
            }
            request(event, Operation::Delete, item, None, false)
        });
        Replayed::Requests(each.collect())
    }

    /// `kubectl exec` and its like: the options are in the address.
    fn connect(&self, event: &Value, sub: &str) -> Replayed {
        let uri = event["requestURI"].as_str().unwrap_or_default();
        let kind = match sub {
            "exec" => "PodExecOptions",
            "attach" => "PodAttachOptions",
            "portforward" => "PodPortForwardOptions",
            _ => return Replayed::Nothing,
        };
        let (mut command, mut container) = (Vec::new(), None);
        for (name, value) in form_urlencoded::parse(uri.split_once('?').map_or("", |(_, query)| query).as_bytes()) {
            match &*name {
                "command" => command.push(value.into_owned()),
                "container" => container = Some(value.into_owned()),
                _ => {}
            }
        }
        let mut options = json!({
            "apiVersion": "v1", "kind": kind,
            "metadata": {"name": event["objectRef"]["name"], "namespace": event["objectRef"]["namespace"]},
        });
        if !command.is_empty() {
            options["command"] = command.into();
        }
        if let Some(container) = container {
            options["container"] = container.into();
        }
        one(event, Operation::Connect, options, None, false)
    }

    fn remember(&mut self, key: &str, object: &Value) {
        let text = object.to_string();
        self.forget(key);
        self.now += 1;
        self.held += text.len();
        self.objects.insert(key.to_owned(), (self.now, text));
        self.order.push_back((self.now, key.to_owned()));
        while self.held > MEMORY || self.order.len() > 2 * self.objects.len() + 1024 {
            let Some((then, oldest)) = self.order.pop_front() else { break };
            match self.objects.get(&oldest) {
                Some((since, _)) if *since == then && self.held <= MEMORY => self.order.push_back((then, oldest)),
                Some((since, _)) if *since == then => drop(self.forget(&oldest)),
                _ => {}
            }
        }
    }

    fn forget(&mut self, key: &str) -> Option<String> {
        let (_, text) = self.objects.remove(key)?;
        self.held -= text.len();
        Some(text)
    }
}

/// The event itself: log services wrap it, and turn its members into text.
fn unwrapped(mut event: Value) -> Value {
    for wrapper in ["content", "log", "message"] {
        let inner =
            event.get(wrapper).and_then(Value::as_str).and_then(|text| serde_json::from_str::<Value>(text).ok());
        if let Some(inner) = inner.filter(|inner| inner.get("auditID").is_some()) {
            event = inner;
        }
    }
    for member in MEMBERS {
        let inner = event.get(member).and_then(Value::as_str).and_then(|text| serde_json::from_str::<Value>(text).ok());
        if let Some(inner) = inner {
            event[member] = inner;
        }
    }
    event
}

/// The object in a member of the event; `None` where it is a Status or not there.
fn object<'e>(event: &'e Value, member: &str) -> Option<&'e Value> {
    let object = event.get(member).filter(|object| object.is_object())?;
    (object.get("kind").is_some_and(|kind| kind != "Status") && object.get("metadata").is_some()).then_some(object)
}

/// The object as it stood before its deletion began: that is what a webhook would have been shown.
fn alive(mut object: Value) -> Value {
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("deletionTimestamp");
        metadata.remove("deletionGracePeriodSeconds");
    }
    object
}

/// An object of which the log tells no more than kind and name.
fn named(event: &Value) -> Option<Value> {
    let text = |member: &str| event["objectRef"][member].as_str().unwrap_or_default();
    let kind = kinds::by_plural(text("apiGroup"), text("resource"))?;
    let mut metadata = Map::new();
    for member in ["name", "namespace"].into_iter().filter(|member| !text(member).is_empty()) {
        metadata.insert(member.to_owned(), text(member).into());
    }
    let version = kinds::api_version(text("apiGroup"), text("apiVersion"));
    Some(json!({"apiVersion": version, "kind": &*kind.kind, "metadata": metadata}))
}

fn key(event: &Value) -> String {
    let text = |member: &str| event["objectRef"][member].as_str().unwrap_or_default();
    let name = match text("name") {
        // Names that the server made up.
        "" => event.pointer("/responseObject/metadata/name").and_then(Value::as_str).unwrap_or_default(),
        name => name,
    };
    // A status is written with the whole object; other sub-resources have objects of their own.
    let sub = Some(text("subresource")).filter(|sub| *sub != "status").unwrap_or_default();
    [text("apiGroup"), text("resource"), text("namespace"), name, sub].join("/")
}

fn one(event: &Value, operation: Operation, object: Value, old: Option<Value>, name_only: bool) -> Replayed {
    match request(event, operation, object, old, name_only) {
        Some(request) => Replayed::Requests(vec![request]),
        None => Replayed::NotHeld("changed, and the log does not hold a whole object"),
    }
}

fn request(event: &Value, operation: Operation, object: Value, old: Option<Value>, name_only: bool) -> Option<Request> {
    let user = ["impersonatedUser", "user"].iter().map(|m| &event[*m]).find(|user| user.is_object())?;
    let name = user["username"].as_str().unwrap_or_default();
    let groups = user["groups"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    let mut requester = Requester::new(name);
    requester.groups = groups.collect();
    let text = |member: &str| event["objectRef"][member].as_str().unwrap_or_default();
    let dry_run = event["requestURI"].as_str().is_some_and(|uri| uri.contains("dryRun=All"));
    let mut review = Review::of(object, &Act { operation, requester, old, dry_run }).ok()?;
    if operation != Operation::Connect {
        // What the request was sent to, which the kind of its body need not tell.
        review.resource = (text("apiGroup").to_owned(), text("apiVersion").to_owned(), text("resource").to_owned());
        review.sub_resource = Some(text("subresource").to_owned()).filter(|sub| !sub.is_empty());
        if !text("name").is_empty() {
            review.name = text("name").to_owned();
        }
    }
    Some(Request {
        request: review.into_request(),
        user: name.to_owned(),
        namespace: text("namespace").to_owned(),
        time: event["requestReceivedTimestamp"]
            .as_str()
            .or(event["stageTimestamp"].as_str())
            .unwrap_or_default()
            .to_owned(),
        name_only,
    })
}

#[cfg(test)]
mod tests {
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

    fn requests(replay: &mut Replay, event: Value) -> Vec<Request> {
        match replay.event(event).unwrap() {
            Replayed::Requests(requests) => requests,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_update_is_compared_with_what_the_log_held() {
        let mut replay = Replay::default();
        let update = |label: &str| event("patch", "nodes", "n", json!({"responseObject": node(label)}));
        assert!(matches!(replay.event(update("x")), Ok(Replayed::NotHeld(why)) if why.contains("from before")));
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
            assert!(matches!(replay.event(event), Ok(Replayed::Nothing)));
        }
        assert!(replay.event(json!({"a": 1})).is_err());
        assert!(matches!(
            replay.event(event("create", "nodes", "n", json!({"level": "Metadata"}))),
            Ok(Replayed::NotHeld(_))
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

    #[test]
    fn memory_is_bounded() {
        let mut replay = Replay::default();
        let long = "x".repeat(1 << 20);
        for n in 0..200 {
            replay.remember(&n.to_string(), &json!({ "x": long }));
        }
        assert!(replay.held <= MEMORY && replay.objects.len() < 70 && replay.objects.contains_key("199"));
        for _ in 0..10_000 {
            replay.remember("same", &json!({}));
        }
        assert!(replay.order.len() < 3000);
    }
}
