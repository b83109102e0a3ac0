//! Forms that a cloud operation may take, and who is let through.

use redline_engine::alibaba::ACK_ROLES;
use serde_json::{Value, json};

use super::expected::with_words;
use super::{Base, Expected, Variant};

const EXPECTED: &str = "expected an OpenAPI call (`product`, `action`), an ActionTrail event (`eventName`) or an \
                        element of Terraform's `resource_changes` (`change`)";

pub(super) fn variants(base: &Base) -> Vec<Variant> {
    let mut variants = exempt_objects(base);
    variants.extend(match base.operation() {
        "call" => call(base),
        "event" => event(base),
        "plan" => plan(base),
        _ => Vec::new(),
    });
    variants
}

fn call(base: &Base) -> Vec<Variant> {
    let with_event = base.changed(|request| _ = request.insert("eventName".to_owned(), json!("DeleteInstance")));
    let two = Expected::Unreadable("members of more than one kind of operation");
    vec![
        in_other_case(base, ["product", "action"], "in capitals", str::to_uppercase),
        in_other_case(base, ["product", "action"], "in small letters", str::to_lowercase),
        base.variant("in an envelope", &json!({"data": base.request}), json!({}), Expected::Unreadable(EXPECTED)),
        base.variant("a call that is an event too", &with_event, json!({}), two),
    ]
}

fn event(base: &Base) -> Vec<Variant> {
    let with = |key: &str, value: &str| base.changed(|request| _ = request.insert(key.to_owned(), value.into()));
    let in_text = json!({"event": base.request.to_string()});
    let event_bridge = json!({
        "id": "45ef4dewdwe1-7c35-447a-bd93-fab****", "source": "acs.actiontrail", "specversion": "1.0",
        "type": "actiontrail:ActionTrailEvent", "data": base.request,
    });
    vec![
        base.variant("failed", &with("errorCode", "Forbidden.RAM"), json!({}), Expected::silence()),
        base.variant("only reads", &with("eventRW", "Read"), json!({}), Expected::silence()),
        base.variant("writes", &with("eventRW", "Write"), json!({}), base.same()),
        in_other_case(base, ["serviceName", "eventName"], "in capitals", str::to_uppercase),
        in_other_case(base, ["serviceName", "eventName"], "in small letters", str::to_lowercase),
        base.variant("in an envelope of EventBridge", &event_bridge, json!({}), base.same()),
        base.variant("in a record of the log service", &in_text, json!({}), base.same()),
    ]
}

fn plan(base: &Base) -> Vec<Variant> {
    let doing = |actions: &[&str]| base.changed(|request| request["change"]["actions"] = json!(actions));
    let data = base.changed(|request| request["mode"] = "data".into());
    vec![
        base.variant("no-op", &doing(&["no-op"]), json!({}), Expected::silence()),
        base.variant("read", &doing(&["read"]), json!({}), Expected::silence()),
        base.variant("forget", &doing(&["forget"]), json!({}), Expected::silence()),
        base.variant("a data source", &data, json!({}), Expected::silence()),
        base.variant(
            "an action that Terraform does not have",
            &doing(&["delete", "destroy"]),
            json!({}),
            Expected::Unreadable("expected actions of a Terraform plan"),
        ),
        base.variant("in an envelope", &json!({"data": base.request}), json!({}), Expected::Unreadable(EXPECTED)),
    ]
}

/// Who acts: the roles of ACK are let through, and who only resembles them is not.
pub(super) fn roles(base: &Base) -> Vec<Variant> {
    // A plan does not say who will apply it.
    let (member, name) = match base.operation() {
        "call" => ("identity", "name"),
        "event" => ("userIdentity", "userName"),
        _ => return Vec::new(),
    };
    let with = |identity: Value| base.changed(|request| _ = request.insert(member.to_owned(), identity));
    let by = |kind: &str, who: &str| with(json!({"type": kind, name: who}));
    let anybody = base.native(&base.with(&by("ram-user", "somebody"), json!({})));
    let mut variants = Vec::new();
    for role in ACK_ROLES {
        for (kind, who, is_ack) in [
            ("assumed-role", format!("{role}:session"), true),
            ("assumed-role", format!("{}:session", role.to_lowercase()), true),
            ("assumed-role", format!("{role}2:session"), false),
            ("assumed-role", format!("session:{role}"), false),
            ("ram-user", format!("{role}:session"), false),
            ("ram-user", (*role).to_owned(), false),
            ("root-account", format!("{role}:session"), false),
            ("system", format!("{role}:session"), false),
            ("", format!("{role}:session"), false),
            ("assumed-role", format!("{role} :session"), false),
            ("assumed-role", format!(" {role}:session"), false),
            ("assumed-role", format!("acs:ram::1:role/{role}:session"), false),
            ("assumed-role", role.replace('A', "А"), false),
            ("assumed-role", "ops:AliyunServiceRoleForEvil".to_owned(), false),
            ("assumed-role", "AliyunServiceRole:session".to_owned(), false),
            ("assumed-role", " AliyunServiceRoleForEss:session".to_owned(), false),
            ("ram-user", "AliyunServiceRoleForEss:session".to_owned(), false),
        ] {
            let expected =
                if is_ack { Expected::exempt(format!("ACK service role {role}")) } else { anybody.clone().into() };
            variants.push(base.variant(format!("by {kind} {who}"), &by(kind, &who), json!({}), expected));
        }
        let request = by("assumed-role", &format!("{role}:session"));
        let off = json!({"exemptDefaults": false});
        variants.push(base.variant(format!("by {role}, without the defaults"), &request, off, anybody.clone().into()));
    }
    let request = by("ram-user", "deployer");
    for entry in ["deployer", "deploy*"] {
        let settings = json!({"exempt": {"users": [entry]}});
        let expected = Expected::exempt(format!("exempt.users {entry}"));
        variants.push(base.variant(settings.to_string(), &request, settings, expected));
    }
    let near = json!({"exempt": {"users": ["deployer2", "xdeployer", "deployerx*"]}});
    variants.push(base.variant(near.to_string(), &request, near, anybody.into()));
    let nobody = with(json!({}));
    let everybody = json!({"exempt": {"users": ["*"]}});
    let expected = base.native(&base.with(&nobody, json!({}))).into();
    variants.push(base.variant("everybody is exempt, and nobody is named", &nobody, everybody, expected));
    variants
}

/// The product's and the action's name in another case, also where the answer names them.
fn in_other_case(base: &Base, members: [&str; 2], name: &str, change: fn(&str) -> String) -> Variant {
    let named = |text: &str| format!("`{text}`");
    let mut expected = base.plain.clone();
    let request = base.changed(|request| {
        for member in members {
            if let Some(Value::String(text)) = request.get_mut(member) {
                let new = change(text);
                expected = with_words(&expected, &[(&named(text), &named(&new))]);
                *text = new;
            }
        }
    });
    base.variant(name, &request, json!({}), expected.into())
}

/// A planned resource is exempt by its address, and any by the ids that the operation names.
fn exempt_objects(base: &Base) -> Vec<Variant> {
    let exempt = |entries: &[String]| json!({"exempt": {"objects": entries}});
    let mut variants = Vec::new();
    let address = base.text("/address");
    if !address.is_empty() {
        for entry in [address.to_owned(), format!("{}*", address.split('.').next().unwrap_or_default())] {
            let expected = Expected::exempt(format!("exempt.objects {entry}"));
            variants.push(base.setting(exempt(&[entry]), expected));
        }
        variants.push(base.setting(exempt(&[format!("{address}2"), format!("x{address}")]), base.same()));
    }
    let mut words = Vec::new();
    texts(&base.request, &mut |text| words.extend(ids(text)));
    // What the call does not name cannot be on a list.
    let named = !base.lines[0].iter().any(|line| line.contains("(no id given)"));
    if address.is_empty() && named {
        variants.push(base.setting(exempt(&words), Expected::ExemptBy("exempt.objects ")));
        let stars: Vec<String> = words.iter().map(|word| format!("{word}*")).collect();
        variants.push(base.setting(exempt(&stars), Expected::ExemptBy("exempt.objects ")));
    }
    let near: Vec<String> = words.iter().flat_map(|word| [format!("{word}2"), format!("x{word}*")]).collect();
    variants.push(base.setting(exempt(&near), base.same()));
    variants
}

/// Every text of a value.
fn texts(value: &Value, visit: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => visit(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, visit)),
        Value::Object(members) => members.values().for_each(|item| texts(item, visit)),
        _ => {}
    }
}

/// Whatever may be an id: the text itself, and the items of a list in a text.
fn ids(text: &str) -> Vec<String> {
    let items = text.split([',', ';', '[', ']', '"', ' ']).chain([text]).filter(|item| !item.is_empty());
    items.map(|item| item.trim_end_matches('*').to_owned()).filter(|item| !item.contains('*')).collect()
}
