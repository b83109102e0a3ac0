//! Recognises what a document contains: admission reviews, plain objects, lists of them, operations on Alibaba Cloud.

use serde_json::Value;

use crate::{equivalent, oos, plan, trail};

/// Something that rules can check.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// An AdmissionRequest, taken out of its review.
    Request(Value),
    /// A plain Kubernetes object. The operation on it has to come from elsewhere.
    Object(Value),
    /// An operation on Alibaba Cloud, for policies of type `raw`.
    Raw(RawShape, Value),
}

/// The three shapes of cloud operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawShape {
    /// An OpenAPI call: `product`, `action`, `parameters`.
    Call,
    /// An ActionTrail event.
    Event,
    /// An element of `resource_changes` of a Terraform plan.
    Change,
}

/// One item of a document; the only one unless the document is a list, a plan or a trail.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentItem {
    /// Which item, for people: `item 3`, `change 2`; empty when there is only one.
    pub label: String,
    /// Its path in the document: `resource_changes[2]`, `request`; empty for the document itself.
    pub path: String,
    /// The item, or why it cannot be checked.
    pub subject: Result<Subject, String>,
}

/// The items of a document. Lists, plans and trails have many.
pub fn items_in(document: Value) -> Vec<DocumentItem> {
    let mut items = Vec::new();
    collect(document, String::new(), String::new(), &mut items);
    items
}

/// What the payload of a module has.
const PAYLOAD: [&str; 2] = ["request", "settings"];

fn collect(value: Value, label: String, path: String, items: &mut Vec<DocumentItem>) {
    let below = |member: &str| if path.is_empty() { member.to_owned() } else { format!("{path}.{member}") };
    let each = |list: Value, name: &str, member: &str, items: &mut Vec<DocumentItem>| {
        let path = if member.is_empty() { path.clone() } else { below(member) };
        let Value::Array(list) = list else {
            let subject = Err(format!("expected a list of {name}s"));
            return items.push(DocumentItem { label: label.clone(), path, subject });
        };
        for (index, value) in list.into_iter().enumerate() {
            let outer = if label.is_empty() { String::new() } else { format!("{label}, ") };
            collect(value, format!("{outer}{name} {}", index + 1), format!("{path}[{index}]"), items);
        }
    };
    let mut value = value;
    if let Some(inner) = trail::in_text(&value) {
        value = inner;
    }
    if value.is_array() {
        return each(value, "item", "", items);
    }
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    let has = |name: &str| value.get(name).is_some_and(|member| !member.is_null());
    let kind = text("kind");
    if kind.ends_with("List") && value["items"].is_array() {
        let (kind, api_version) = (kind.to_owned(), text("apiVersion").to_owned());
        let mut list = value["items"].take();
        fill_types(&mut list, kind.trim_end_matches("List"), &api_version);
        return each(list, "item", "items", items);
    }
    if kind.is_empty() && !has("change") {
        let is_plan = has("resource_changes") || has("format_version") && has("planned_values");
        if is_plan && let Err(reason) = plan::refuse(&value) {
            return items.push(DocumentItem { label, path, subject: Err(reason) });
        }
        if oos::is_template(&value) {
            return each_task(&value, &Value::Null, &label, &path, items);
        }
        if let Some((member, stack)) = plan::of_stack(&value) {
            return match stack {
                Ok(stack) => each_change(stack, &label, &below(member), items),
                Err(reason) => items.push(DocumentItem { label, path, subject: Err(reason) }),
            };
        }
        if value["resource_changes"].is_array() {
            return each_change(value, &label, &below("resource_changes"), items);
        }
        if is_plan && !has("resource_changes") {
            return;
        }
        if has("resource_changes") {
            return each(value["resource_changes"].take(), "change", "resource_changes", items);
        }
        // What a module of type raw gets, and a request without its review.
        if value["request"].is_object()
            && value.as_object().is_some_and(|all| all.keys().all(|key| PAYLOAD.contains(&&**key)))
        {
            return collect(value["request"].take(), label, below("request"), items);
        }
        if let Some(member) = trail::list_in(&value) {
            return each(value[member].take(), "event", member, items);
        }
        if let Some(reply) = trail::REPLIES.into_iter().find(|reply| trail::list_in(&value[*reply]).is_some()) {
            return collect(value[reply].take(), label, below(reply), items);
        }
        if let Some((wrapper, event)) = trail::unwrapped(&value) {
            return collect(event, label, if wrapper.is_empty() { path } else { below(&wrapper) }, items);
        }
    }
    let review = kind == "AdmissionReview" && has("request");
    let path = if review { below("request") } else { path };
    let template = oos::template_of(&value);
    let subject = recognise(value);
    items.push(DocumentItem { label: label.clone(), path: path.clone(), subject });
    if let Some((template, given)) = template {
        let inner = if path.is_empty() { String::new() } else { format!("{path}.") };
        each_task(&template, &given, &label, &format!("{inner}parameters.TemplateContent"), items);
    }
}

/// The calls that the tasks of a template of OOS make. The template stands at `path` of the document.
fn each_task(template: &Value, given: &Value, label: &str, path: &str, items: &mut Vec<DocumentItem>) {
    let (label, path) = (
        if label.is_empty() { String::new() } else { format!("{label}, ") },
        if path.is_empty() { String::new() } else { format!("{path}.") },
    );
    for (index, (task, call)) in oos::calls(template, given).into_iter().enumerate() {
        collect(call, format!("{label}task {}", index + 1), format!("{path}{task}"), items);
    }
}

/// The changes of a plan, which stand at `path` of the document.
fn each_change(plan: Value, label: &str, path: &str, items: &mut Vec<DocumentItem>) {
    let outer = if label.is_empty() { String::new() } else { format!("{label}, ") };
    for (index, parts) in plan::changes(plan).into_iter().enumerate() {
        for part in parts {
            collect(part, format!("{outer}change {}", index + 1), format!("{path}[{index}]"), items);
        }
    }
}

/// What is said about a value that is nothing of what rules check.
const NO_OBJECT: &str = "expected an object";
const UNRECOGNISED: &str = "not recognised; expected a manifest, an AdmissionReview, an OpenAPI call, an ActionTrail event or a \
                            Terraform plan";

/// Whether a reason says only that a value is nothing of what rules check, and not what is wrong with it.
pub fn is_unrecognised(reason: &str) -> bool {
    [NO_OBJECT, UNRECOGNISED].contains(&reason)
}

fn recognise(mut value: Value) -> Result<Subject, String> {
    if !value.is_object() {
        return Err(NO_OBJECT.to_owned());
    }
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    match text("kind") {
        "AdmissionReview" if value["request"].is_object() => return Ok(request(value["request"].take())),
        "AdmissionReview" => return Err("the AdmissionReview has no `request`".to_owned()),
        "Event" | "EventList" if text("apiVersion").starts_with("audit.k8s.io/") => {
            return Err("this is an event of a Kubernetes audit log; use `redline replay`".to_owned());
        }
        "" => {}
        _ if text("apiVersion").is_empty() => return Err("`apiVersion` is missing".to_owned()),
        _ => return Ok(Subject::Object(value)),
    }
    if !text("operation").is_empty() && (value["kind"].is_object() || value["resource"].is_object()) {
        return Ok(request(value));
    }
    if !text("product").is_empty() && !text("action").is_empty() {
        return Ok(Subject::Raw(RawShape::Call, value));
    }
    if !text("eventName").is_empty() {
        return Ok(Subject::Raw(RawShape::Event, value));
    }
    if value["change"].is_object() && !text("type").is_empty() && !text("address").is_empty() {
        if let Some(request) = plan::admission_request(&value) {
            return request.map(Subject::Request);
        }
        return Ok(Subject::Raw(RawShape::Change, value));
    }
    if let Some(what) = plan::mistaken(&value).or_else(|| mistaken(&value)) {
        return Err(format!("this is {what}"));
    }
    // An operation of which a part is missing.
    let parts = [("product", "action"), ("action", "product"), ("actions", "type"), ("actions", "address")];
    let inner = [&value["parameters"], &value["change"]].into_iter().find(|inner| inner.is_object());
    let has = |name: &str| !value[name].is_null() || inner.is_some_and(|inner| !inner[name].is_null());
    let missing = |(given, missing): &&(&str, &str)| has(given) && text(missing).is_empty();
    if let Some((_, missing)) = parts.iter().find(missing).filter(|_| inner.is_some()) {
        return Err(format!("`{missing}` is missing"));
    }
    Err(if text("apiVersion").is_empty() { UNRECOGNISED } else { "`kind` is missing" }.to_owned())
}

/// What a document is that people have for another purpose, and what is expected instead.
fn mistaken(value: &Value) -> Option<&'static str> {
    let has = |name: &str| !value[name].is_null();
    if has("Code") && has("Message") && (has("RequestId") || has("requestId")) {
        return Some("an error that an API returned; solve it and make the call again");
    }
    let of_api = has("RequestId") || has("PageNumber") || has("TotalCount") || has("NextToken");
    of_api.then_some("a reply of an API, not a call; `redline inventory` reads replies of ACK")
}

/// A request that was sent to an old version of its kind is the same request.
fn request(mut request: Value) -> Subject {
    equivalent::convert(&mut request);
    Subject::Request(request)
}

/// The items of a typed list, such as a PodList, have no `apiVersion` and `kind` of their own.
fn fill_types(list: &mut Value, kind: &str, api_version: &str) {
    if kind.is_empty() {
        return;
    }
    for item in list.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        item.entry("apiVersion").or_insert_with(|| api_version.into());
        item.entry("kind").or_insert_with(|| kind.into());
    }
}

impl Subject {
    /// A short name for a report: `Node/worker-1`, `pods/exec/prod/web-0`, `slb:DeleteLoadBalancer`, a Terraform address.
    pub fn title(&self) -> String {
        let join = |parts: [&str; 3]| parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("/");
        match self {
            Subject::Request(request) => {
                let text = |pointer: &str| request.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
                let name = match text("/name") {
                    "" => [text("/object/metadata/name"), text("/oldObject/metadata/name")].concat(),
                    name => name.to_owned(),
                };
                let sub = text("/subResource");
                let what = if sub.is_empty() {
                    text("/kind/kind").to_owned()
                } else {
                    format!("{}/{sub}", text("/resource/resource"))
                };
                // The API server says that a Namespace is in itself; its name is enough.
                let namespace = if what == "Namespace" { "" } else { text("/namespace") };
                join([&what, namespace, &name])
            }
            Subject::Object(object) => {
                let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
                join([text("/kind"), text("/metadata/namespace"), text("/metadata/name")])
            }
            Subject::Raw(shape, value) => {
                let text = |name: &str| value[name].as_str().unwrap_or_default();
                match shape {
                    RawShape::Call => {
                        let id = value.pointer("/resource/id").and_then(Value::as_str).unwrap_or_default();
                        join([&format!("{}:{}", text("product"), text("action")), id, ""])
                    }
                    RawShape::Event => {
                        let service = text("serviceName");
                        let service = if service.is_empty() { text("eventSource") } else { service };
                        let colon = if service.is_empty() { "" } else { ":" };
                        format!("{}{colon}{}", service.to_lowercase(), text("eventName"))
                    }
                    RawShape::Change => text("address").to_owned(),
                }
            }
        }
    }

    /// The operation, for a report: `DELETE`, `call`, `event` with its id, its time and who caused it, or the actions of a
    /// Terraform change.
    pub fn operation(&self) -> String {
        match self {
            Subject::Request(request) => request["operation"].as_str().unwrap_or_default().to_owned(),
            Subject::Object(_) => String::new(),
            Subject::Raw(RawShape::Call, _) => "call".to_owned(),
            Subject::Raw(RawShape::Event, value) => trail::description(value),
            Subject::Raw(RawShape::Change, value) => {
                let actions = value["change"]["actions"].as_array().into_iter().flatten();
                actions.filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn kinds(document: Value) -> Vec<String> {
        let name = |subject| match subject {
            Ok(Subject::Request(_)) => "request".to_owned(),
            Ok(Subject::Object(object)) => format!("object {}", object["kind"].as_str().unwrap()),
            Ok(Subject::Raw(shape, _)) => format!("{shape:?}"),
            Err(error) => error,
        };
        items_in(document).into_iter().map(|item| format!("{}|{}", item.label, name(item.subject))).collect()
    }

    #[test]
    fn shapes_are_told_apart() {
        let request =
            json!({"uid": "u", "operation": "DELETE", "kind": {"kind": "Node"}, "resource": {"resource": "nodes"}});
        for (document, want) in [
            (json!({"apiVersion": "v1", "kind": "Pod"}), "|object Pod"),
            (json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request}), "|request"),
            (json!({"kind": "AdmissionReview"}), "|the AdmissionReview has no `request`"),
            (request, "|request"),
            (json!({"product": "slb", "action": "DeleteLoadBalancer"}), "|Call"),
            (json!({"request": {"product": "slb", "action": "DeleteLoadBalancer"}, "settings": {}}), "|Call"),
            (json!({"eventName": "DeleteInstance", "apiVersion": "2014-05-26"}), "|Event"),
            (json!({"event": {"eventName": "X"}}), "|Event"),
            (json!({"address": "a.b", "type": "a", "change": {"actions": ["delete"]}}), "|Change"),
            (json!({"kind": "Pod"}), "|`apiVersion` is missing"),
            (json!({"apiVersion": "v1"}), "|`kind` is missing"),
            (json!("text"), "|expected an object"),
        ] {
            assert_eq!(kinds(document.clone()), [want], "{document}");
        }
        assert!(kinds(json!({"kind": "Event", "apiVersion": "audit.k8s.io/v1"}))[0].contains("redline replay"));
        assert!(kinds(json!({"a": 1}))[0].starts_with("|not recognised"));
        assert!(kinds(json!({"format_version": "1.0", "terraform_version": "1", "values": {}}))[0].contains("state"));
    }

    #[test]
    fn lists_are_taken_apart_and_typed() {
        let list = json!({"apiVersion": "v1", "kind": "List", "items": [
            {"apiVersion": "v1", "kind": "Pod"},
            {"apiVersion": "v1", "kind": "NodeList", "items": [{"metadata": {"name": "n"}}]},
            {"metadata": {}},
        ]});
        assert_eq!(kinds(list)[..2], ["item 1|object Pod", "item 2, item 1|object Node"]);
    }

    #[test]
    fn plans_and_trails_are_taken_apart() {
        let change = json!({"address": "a.b", "type": "a", "change": {"actions": ["delete"]}});
        assert_eq!(kinds(json!({"format_version": "1.2", "resource_changes": [change]})), ["change 1|Change"]);
        assert_eq!(kinds(json!({"format_version": "1.2", "planned_values": {}})), [""; 0]);
        assert_eq!(
            kinds(json!({"Events": [{"eventName": "A"}, {"eventName": "B"}]})),
            ["event 1|Event", "event 2|Event"]
        );
        assert_eq!(kinds(json!([{"eventName": "A"}])), ["item 1|Event"]);
        let found = json!({"took": 1, "hits": {"total": {"value": 2}, "hits": [
            {"_index": "t", "_source": {"eventName": "A"}}, {"_index": "t", "_source": {"a": 1}}]}});
        let [first, second] = &kinds(found)[..] else { panic!("two documents were found") };
        assert_eq!(first, "event 1|Event");
        assert!(second.starts_with("event 2|not recognised"), "{second}");
        let group = json!({"Logs": [{"Time": 1, "Contents": [{"Key": "event", "Value": "{\"eventName\":\"A\"}"}]}]});
        assert_eq!(kinds(json!({"logGroupList": [group]})), ["event 1, event 1|Event"]);
        assert_eq!(kinds(json!([{"EventName": "A", "EventSource": "ecs.aliyuncs.com"}])), ["item 1|Event"]);
    }

    #[test]
    fn paths_lead_to_the_parts() {
        let paths = |document| items_in(document).into_iter().map(|item| item.path).collect::<Vec<_>>();
        let pod = json!({"apiVersion": "v1", "kind": "Pod"});
        let list = json!({"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "List", "items": [pod]}]});
        assert_eq!(paths(list), ["items[0].items[0]"]);
        assert_eq!(paths(json!([pod, pod])), ["[0]", "[1]"]);
        assert_eq!(paths(pod), [""]);
        assert_eq!(paths(json!({"resource_changes": [{}]})), ["resource_changes[0]"]);
        assert_eq!(paths(json!({"Events": [{"data": {"eventName": "X"}}]})), ["Events[0].data"]);
        assert_eq!(paths(json!({"hits": {"hits": [{"_source": {"eventName": "X"}}]}})), ["hits.hits[0]._source"]);
        assert_eq!(paths(json!({"kind": "AdmissionReview", "request": {}})), ["request"]);
    }

    #[test]
    fn titles_name_the_thing() {
        let exec = json!({"operation": "CONNECT", "kind": {"kind": "PodExecOptions"}, "namespace": "prod", "name": "web-0",
                          "resource": {"resource": "pods"}, "subResource": "exec"});
        assert_eq!(Subject::Request(exec).title(), "pods/exec/prod/web-0");
        let node = json!({"operation": "DELETE", "kind": {"kind": "Node"}, "oldObject": {"metadata": {"name": "n1"}}});
        assert_eq!(Subject::Request(node).title(), "Node/n1");
        let call = json!({"product": "slb", "action": "DeleteLoadBalancer", "resource": {"id": "lb-1"}});
        assert_eq!(Subject::Raw(RawShape::Call, call).title(), "slb:DeleteLoadBalancer/lb-1");
        let event = Subject::Raw(RawShape::Event, json!({"eventName": "DeleteInstance", "serviceName": "Ecs"}));
        assert_eq!(
            (event.title(), event.operation()),
            ("ecs:DeleteInstance".to_owned(), "event by an unknown user".to_owned())
        );
        let change =
            Subject::Raw(RawShape::Change, json!({"address": "a.b", "change": {"actions": ["delete", "create"]}}));
        assert_eq!((change.title(), change.operation()), ("a.b".to_owned(), "delete, create".to_owned()));
    }
}
