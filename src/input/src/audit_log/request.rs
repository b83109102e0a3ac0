//! Rebuilds the AdmissionRequest that an event of an audit log is about.

use redline_core::request_match::Operation;
use serde_json::{Value, json};

use crate::request::{AdmissionRequest, RequestSpec, Requester};

/// A request from an audit log.
#[derive(Debug)]
pub struct LoggedRequest {
    /// The AdmissionRequest.
    pub request: Value,
    /// The user who made it.
    pub user: String,
    /// Namespace; empty for cluster-scoped objects.
    pub namespace: String,
    /// When, as the log writes it.
    pub time: String,
    /// Whether only name and namespace of the object are known.
    pub name_only: bool,
}

/// What an event says about the object that it is about.
pub(super) struct LoggedObject {
    /// The object: the existing one for DELETE.
    pub(super) object: Value,
    /// The object before an update.
    pub(super) old: Option<Value>,
    /// Whether the event has only its name and namespace.
    pub(super) name_only: bool,
}

impl LoggedObject {
    /// An object that is known whole.
    pub(super) fn whole(object: Value) -> Self {
        LoggedObject { object, old: None, name_only: false }
    }
}

/// The request; `None` where the event has no user or the object no kind.
pub(super) fn request(event: &Value, operation: Operation, logged: LoggedObject) -> Option<LoggedRequest> {
    let LoggedObject { object, old, name_only } = logged;
    let user = ["impersonatedUser", "user"].iter().map(|m| &event[*m]).find(|user| user.is_object())?;
    let name = user["username"].as_str().unwrap_or_default();
    let groups = user["groups"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    let mut requester = Requester::new(name);
    requester.groups = groups.collect();
    let text = |member: &str| event["objectRef"][member].as_str().unwrap_or_default();
    let dry_run = event["requestURI"].as_str().is_some_and(|uri| uri.contains("dryRun=All"));
    let mut request = AdmissionRequest::for_object(object, &RequestSpec { operation, requester, old, dry_run }).ok()?;
    if operation != Operation::Connect {
        // The resource that the request was sent to; the kind of its body may be another one.
        request.resource = (text("apiGroup").to_owned(), text("apiVersion").to_owned(), text("resource").to_owned());
        request.sub_resource = Some(text("subresource").to_owned()).filter(|sub| !sub.is_empty());
        if !text("name").is_empty() {
            request.name = text("name").to_owned();
        }
    }
    Some(LoggedRequest {
        request: request.into_json(),
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

/// The options object of `kubectl exec`, `attach` or `port-forward`, from the address of the request; `None` for other
/// sub-resources.
pub(super) fn connect_options(event: &Value, sub_resource: &str) -> Option<Value> {
    let uri = event["requestURI"].as_str().unwrap_or_default();
    let kind = match sub_resource {
        "exec" => "PodExecOptions",
        "attach" => "PodAttachOptions",
        "portforward" => "PodPortForwardOptions",
        _ => return None,
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
    Some(options)
}
