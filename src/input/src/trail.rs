//! Events of ActionTrail in all forms in which they are delivered, and who caused them.
//!
//! LookupEvents returns `Events`; OSS has arrays; the log service has the event in a field `event` or `content`, as JSON in a
//! text or as an object, or flattened into fields such as `event.eventName`; EventBridge has it in `data`; programs that
//! collect logs put it as text into `message`, `log` or `value`.

use serde_json::{Map, Value};

/// Fields that may hold an event.
const WRAPPERS: [&str; 7] = ["event", "data", "content", "Event", "message", "log", "value"];

/// How the names of flattened fields begin.
const FLAT: &str = "event.";

/// The event in an envelope, and the member that held it; the member is empty where the event was flattened. `None` where
/// the value is no envelope.
pub(crate) fn unwrapped(value: &Value) -> Option<(&'static str, Value)> {
    if value["eventName"].is_string() {
        return None;
    }
    for wrapper in WRAPPERS {
        if value[wrapper]["eventName"].is_string() {
            return Some((wrapper, value[wrapper].clone()));
        }
        if let Some(event) = in_text(&value[wrapper]) {
            return Some((wrapper, event));
        }
    }
    let members = value.as_object()?;
    if !members.contains_key("event.eventName") {
        return None;
    }
    let flat = members.iter().filter_map(|(key, value)| Some((key.strip_prefix(FLAT)?, value)));
    let mut event = Map::new();
    for (key, value) in flat {
        set(&mut event, key, parsed(value));
    }
    Some(("", Value::Object(event)))
}

/// The member that holds a list of events: `Events` of LookupEvents, or what the log service and programs that collect logs
/// call it; `None` where there is no such list.
pub(crate) fn list_in(value: &Value) -> Option<&'static str> {
    let is_event = |item: &Value| item["eventName"].is_string() || in_text(item).is_some() || unwrapped(item).is_some();
    let are_events = |items: &Vec<Value>| !items.is_empty() && items.iter().all(is_event);
    let others = ["data", "logs", "Records"].into_iter().find(|name| value[*name].as_array().is_some_and(are_events));
    if value["Events"].is_array() { Some("Events") } else { others }
}

/// The event that stands as JSON in a text; `None` for anything else.
pub(crate) fn in_text(value: &Value) -> Option<Value> {
    let text = value.as_str()?.trim_start();
    let event: Value = text.starts_with('{').then(|| serde_json::from_str(text).ok())??;
    event["eventName"].is_string().then_some(event)
}

/// Objects within a flattened event are JSON in texts.
fn parsed(value: &Value) -> Value {
    let inner = value.as_str().map(str::trim).filter(|text| text.starts_with(['{', '[']));
    inner.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_else(|| value.clone())
}

/// Sets a member by a path such as `userIdentity.userName`. Parameters keep their dots, as in `InstanceId.1`.
fn set(event: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        Some((member, rest)) => {
            let inner = event.entry(member).or_insert_with(|| Value::Object(Map::new()));
            if let Some(inner) = inner.as_object_mut() {
                inner.insert(rest.to_owned(), value);
            }
        }
        None => {
            event.insert(path.to_owned(), value);
        }
    }
}

/// Who caused an event: `alice`, `ops-role:session`, `root`, or a service of the platform; empty where it does not say.
pub fn user(event: &Value) -> String {
    let given = &event["userIdentity"];
    let identity = parsed(given);
    let text = |name: &str| identity[name].as_str().unwrap_or_default();
    let session = text("principalId").split_once(':').map_or("", |(_, session)| session);
    match (text("type"), text("userName")) {
        ("root-account", "") => "root".to_owned(),
        ("assumed-role", role) if !role.contains(':') && !session.is_empty() => format!("{role}:{session}"),
        ("system", "") => "Alibaba Cloud".to_owned(),
        (_, "") => text("principalId").to_owned(),
        (_, name) => name.to_owned(),
    }
}

/// An event in a line: its id and time, who caused it, from which address and in which region.
pub(crate) fn description(event: &Value) -> String {
    let text = |name: &str| event[name].as_str().unwrap_or_default();
    let who = match user(event) {
        user if user.is_empty() => "an unknown user".to_owned(),
        user => user,
    };
    let parts = [
        ("", text("eventId")),
        ("", text("eventTime")),
        ("by ", &who),
        ("from ", text("sourceIpAddress")),
        ("in ", text("acsRegion")),
    ];
    let told = parts.iter().filter(|(_, part)| !part.is_empty()).map(|(before, part)| format!(" {before}{part}"));
    ["event".to_owned()].into_iter().chain(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn envelopes_are_opened() {
        let event =
            json!({"eventName": "A", "userIdentity": {"userName": "u"}, "requestParameters": {"InstanceId.1": "i-1"}});
        let text = event.to_string();
        for (envelope, path) in [
            (json!({"__topic__": "t", "event": event}), "event"),
            (json!({"event": text}), "event"),
            (json!({"__time__": 1, "content": text}), "content"),
            (json!({"id": "x", "source": "acs.ecs", "data": event}), "data"),
            (json!({"@timestamp": "x", "message": text}), "message"),
            (
                json!({"event.eventName": "A", "event.userIdentity": "{\"userName\":\"u\"}",
                       "event.requestParameters": "{\"InstanceId.1\":\"i-1\"}"}),
                "",
            ),
            (
                json!({"event.eventName": "A", "event.userIdentity.userName": "u", "event.requestParameters.InstanceId.1": "i-1"}),
                "",
            ),
        ] {
            assert_eq!(unwrapped(&envelope), Some((path, event.clone())), "{envelope}");
        }
        assert_eq!(unwrapped(&event), None);
        assert_eq!(unwrapped(&json!({"event": "text"})), None);
        assert_eq!(in_text(&json!(text)), Some(event));
    }

    #[test]
    fn lists_have_several_names() {
        let event = json!({"eventName": "A"});
        assert_eq!(list_in(&json!({"Events": []})), Some("Events"));
        assert_eq!(list_in(&json!({"meta": {}, "data": [{"event": event.to_string()}]})), Some("data"));
        assert_eq!(list_in(&json!({"Records": [event]})), Some("Records"));
        assert_eq!(list_in(&json!({"data": [{"a": 1}]})), None);
        assert_eq!(list_in(&json!({"data": {"eventName": "A"}})), None);
    }

    #[test]
    fn events_say_who_from_where_and_when() {
        let event = json!({"eventId": "e1", "eventTime": "2026-10-01T02:03:04Z", "sourceIpAddress": "203.0.113.7", "acsRegion": "cn-x",
            "userIdentity": {"type": "assumed-role", "userName": "ops", "principalId": "33:ci"}});
        assert_eq!(description(&event), "event e1 2026-10-01T02:03:04Z by ops:ci from 203.0.113.7 in cn-x");
        assert_eq!(user(&json!({"userIdentity": {"type": "root-account", "principalId": "1"}})), "root");
        assert_eq!(user(&json!({"userIdentity": "{\"type\":\"ram-user\",\"userName\":\"bob\"}"})), "bob");
        assert_eq!(user(&json!({"userIdentity": {"type": "system"}})), "Alibaba Cloud");
        assert_eq!(user(&json!({})), "");
    }
}
