//! Events of ActionTrail in all forms in which they are delivered, and who caused them.
//!
//! LookupEvents returns `Events`; OSS has arrays; the log service has the event in a field `event` or `content`, as JSON in a
//! text or as an object, or flattened into fields such as `event.eventName`, and its SDKs print the fields of a record as a
//! list of keys and values; EventBridge has it in `data`; programs that collect logs put it as text into `message`, `log` or
//! `value`; Elasticsearch returns documents in `_source`. Some programs begin the names of all members with a capital.

use serde_json::{Map, Value};

/// Fields that may hold an event, or an envelope in its turn.
const WRAPPERS: [&str; 10] =
    ["event", "data", "content", "Event", "message", "log", "value", "_source", "mLogItem", "logItem"];

/// Fields that may hold the fields of a record as a list of keys and values.
const PAIRS: [&str; 3] = ["mContents", "contents", "Contents"];

/// What the members of such a pair are called.
const PAIR: [[&str; 2]; 3] = [["mKey", "mValue"], ["key", "value"], ["Key", "Value"]];

/// Fields that may hold a list of events.
const LISTS: [&str; 7] = ["data", "logs", "Logs", "mLogs", "records", "Records", "logGroupList"];

/// Fields that may hold a reply with such a list: what an SDK returns around it, and what Elasticsearch does.
pub(crate) const REPLIES: [&str; 2] = ["body", "hits"];

/// How the names of flattened fields begin.
const FLAT: &str = "event.";

/// Whether this is an event as ActionTrail writes it.
pub(crate) fn is_event(value: &Value) -> bool {
    value["eventName"].is_string()
}

/// The event in an envelope, and the path of the member that held it; the path is empty where the event was flattened or its
/// members are called by other names. `None` where the value is no envelope.
pub(crate) fn unwrapped(value: &Value) -> Option<(String, Value)> {
    if is_event(value) {
        return None;
    }
    for wrapper in WRAPPERS {
        let inner = &value[wrapper];
        if let Some(event) = is_event(inner).then(|| inner.clone()).or_else(|| in_text(inner)) {
            return Some((wrapper.to_owned(), event));
        }
        if let Some((path, event)) = inner.is_object().then(|| unwrapped(inner)).flatten() {
            let dot = if path.is_empty() { "" } else { "." };
            return Some((format!("{wrapper}{dot}{path}"), event));
        }
    }
    for name in PAIRS {
        let Some(record) = value[name].as_array().map(|pairs| record(pairs)) else { continue };
        if let Some(event) = unwrapped(&record).map(|(_, event)| event).or_else(|| is_event(&record).then_some(record))
        {
            return Some((name.to_owned(), event));
        }
    }
    flattened(value).or_else(|| respelled(value)).map(|event| (String::new(), event))
}

/// The record whose fields are a list of keys and values.
fn record(pairs: &[Value]) -> Value {
    let field = |pair: &Value| {
        let [key, value] = PAIR.iter().find(|[key, _]| pair[key].is_string())?;
        Some((pair[key].as_str()?.to_owned(), pair[value].clone()))
    };
    pairs.iter().filter_map(field).collect()
}

/// The event whose members are fields such as `event.eventName`.
fn flattened(value: &Value) -> Option<Value> {
    let members = value.as_object()?;
    if !members.contains_key("event.eventName") {
        return None;
    }
    let flat = members.iter().filter_map(|(key, value)| Some((key.strip_prefix(FLAT)?, value)));
    let mut event = Map::new();
    for (key, value) in flat {
        set(&mut event, key, parsed(value));
    }
    Some(Value::Object(event))
}

/// The event whose members begin with a capital, as in `EventName`, with the names that ActionTrail writes. Parameters keep
/// theirs, which are those of the API.
fn respelled(value: &Value) -> Option<Value> {
    let has = |name: &str| value[name].is_string();
    if !(has("EventName") && (has("ServiceName") || has("EventSource"))) {
        return None;
    }
    let mut event = small(value)?;
    if let Some(identity) = event.get("userIdentity").and_then(small) {
        event.insert("userIdentity".to_owned(), Value::Object(identity));
    }
    Some(Value::Object(event))
}

/// The members of an object under names that begin with a small letter.
fn small(value: &Value) -> Option<Map<String, Value>> {
    let name = |key: &str| key.chars().take(1).flat_map(char::to_lowercase).chain(key.chars().skip(1)).collect();
    Some(value.as_object()?.iter().map(|(key, value)| (name(key), value.clone())).collect())
}

/// The member that holds a list of events: `Events` of LookupEvents, `hits` of Elasticsearch, or what the log service and
/// programs that collect logs call it; `None` where there is no such list.
pub(crate) fn list_in(value: &Value) -> Option<&'static str> {
    let hold_events = |name: &&str| value[*name].as_array().is_some_and(|items| items.iter().any(holds_events));
    let certain = ["Events", "hits"].into_iter().find(|name| value[*name].is_array());
    certain.or_else(|| LISTS.into_iter().find(hold_events))
}

/// Whether a value is an event or has events in it.
pub(crate) fn holds_events(value: &Value) -> bool {
    // A list under another name is only found if it holds events: to look again would double the work at each level.
    let within = |reply: &Value| match list_in(reply) {
        Some(name @ ("Events" | "hits")) => reply[name].as_array().is_some_and(|items| items.iter().any(holds_events)),
        other => other.is_some(),
    };
    is_event(value)
        || in_text(value).is_some()
        || unwrapped(value).is_some()
        || within(value)
        || REPLIES.iter().any(|reply| within(&value[*reply]))
}

/// The event that stands as JSON in a text; `None` for anything else.
pub(crate) fn in_text(value: &Value) -> Option<Value> {
    let text = value.as_str()?.trim_start();
    let event: Value = text.starts_with('{').then(|| serde_json::from_str(text).ok())??;
    if is_event(&event) { Some(event) } else { respelled(&event) }
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
            (json!({"_index": "trail", "_source": event}), "_source"),
            (json!({"_index": "trail", "_source": {"event": {"original": "x"}, "message": text}}), "_source.message"),
            (
                json!({"_source": {"event.eventName": "A", "event.userIdentity": {"userName": "u"},
                                "event.requestParameters": {"InstanceId.1": "i-1"}}}),
                "_source",
            ),
            (
                json!({"mLogItem": {"mContents": [{"mKey": "__topic__", "mValue": "t"}, {"mKey": "event", "mValue": text}]}}),
                "mLogItem.mContents",
            ),
            (
                json!({"time": 1, "contents": [{"key": "event.eventName", "value": "A"},
                                            {"key": "event.userIdentity.userName", "value": "u"},
                                            {"key": "event.requestParameters", "value": "{\"InstanceId.1\":\"i-1\"}"}]}),
                "contents",
            ),
            (
                json!({"EventName": "A", "ServiceName": "Ecs", "UserIdentity": {"UserName": "u"},
                    "RequestParameters": {"InstanceId.1": "i-1"}}),
                "",
            ),
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
            let (found, mut inner) = unwrapped(&envelope).unwrap_or_else(|| panic!("{envelope}"));
            inner.as_object_mut().unwrap().remove("serviceName");
            assert_eq!((&*found, &inner), (path, &event), "{envelope}");
        }
        assert_eq!(unwrapped(&json!({"EventName": "A"})), None, "other programs have such a member, too");
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
        assert_eq!(list_in(&json!({"data": [{"a": 1}, event]})), Some("data"));
        assert_eq!(list_in(&json!({"total": 0, "hits": []})), Some("hits"));
        let record = json!({"Contents": [{"Key": "event", "Value": event.to_string()}]});
        assert_eq!(list_in(&json!({"logGroupList": [{"Logs": [record]}]})), Some("logGroupList"));
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

    #[test]
    fn lists_in_lists_take_no_longer_than_their_length() {
        for name in ["data", "logGroupList", "hits", "Events"] {
            for reply in [None, Some("body"), Some("hits")] {
                let mut value = json!({"eventName": "A"});
                for _ in 0..40 {
                    value = json!({name: [value]});
                    value = reply.map_or(value.clone(), |reply| json!({reply: value}));
                }
                assert!(holds_events(&value), "{name} in {reply:?}");
            }
        }
    }
}
