//! Templates of Operation Orchestration Service (OOS), as the calls that their tasks make. A template stands in a file of
//! its own, or as text in a call that runs it.
//!
//! Whatever is known only while the template runs is left out of a call: a rule then does not know what it is about.

use serde_json::{Map, Value, json};

use crate::yaml;

/// Calls that run the template which they bring.
const RUNS: [&str; 2] = ["StartExecution", "StartDebugExecution"];

/// Tasks in templates that run other tasks.
const GROUPS: [&str; 2] = ["Tasks", "Branches"];

/// Whether a document is a template.
pub(crate) fn is_template(document: &Value) -> bool {
    document["FormatVersion"].as_str().is_some_and(|version| version.starts_with("OOS-"))
        && document["Tasks"].is_array()
}

/// The template in a call that runs it, and the parameters that the call gives.
pub(crate) fn template_of(call: &Value) -> Option<(Value, Value)> {
    let is = |name: &str, wanted: &[&str]| {
        call[name].as_str().is_some_and(|given| wanted.iter().any(|wanted| given.eq_ignore_ascii_case(wanted)))
    };
    if !is("product", &["oos"]) || !is("action", &RUNS) {
        return None;
    }
    let content = &call["parameters"]["TemplateContent"];
    let template = content.as_str().map_or_else(|| Some(content.clone()), parsed).filter(is_template)?;
    let given = &call["parameters"]["Parameters"];
    let given = given.as_str().map_or_else(|| Some(given.clone()), parsed).unwrap_or_default();
    Some((template, given))
}

fn parsed(text: &str) -> Option<Value> {
    let (_, value) = yaml::chunks(text).first()?.values("").into_iter().next()?;
    value.ok()
}

/// The calls that the tasks of a template make, with the place of each task in the template.
pub(crate) fn calls(template: &Value, given: &Value) -> Vec<(String, Value)> {
    let mut values = Map::new();
    for (name, parameter) in template["Parameters"].as_object().into_iter().flatten() {
        let value = if given[name].is_null() { &parameter["Default"] } else { &given[name] };
        if !value.is_null() {
            values.insert(name.clone(), value.clone());
        }
    }
    let mut found = Vec::new();
    tasks(template, "", &values, &mut found);
    found
}

fn tasks(parent: &Value, path: &str, values: &Map<String, Value>, found: &mut Vec<(String, Value)>) {
    for group in GROUPS {
        for (index, task) in parent[group].as_array().into_iter().flatten().enumerate() {
            let path = format!("{path}{group}[{index}]");
            let mut values = values.clone();
            if let Some(items) = resolved(&task["Loop"]["Items"], &values) {
                values.insert("ACS::TaskLoopItem".to_owned(), items);
            }
            if let Some(call) = call_of(task, &values) {
                found.push((path.clone(), call));
            }
            tasks(&task["Properties"], &format!("{path}.Properties."), &values, found);
        }
    }
}

/// The call that a task makes: the one that it names, or the one that its action is named after, as in
/// `ACS::ECS::RunCommand`.
fn call_of(task: &Value, values: &Map<String, Value>) -> Option<Value> {
    let properties = &task["Properties"];
    let action = task["Action"].as_str()?;
    let (product, action, parameters) = match action.split("::").collect::<Vec<_>>()[..] {
        ["ACS", "ExecuteAPI" | "ExecuteApi"] => {
            (properties["Service"].as_str()?, properties["API"].as_str()?, &properties["Parameters"])
        }
        ["ACS", product, action] => (product, action, properties),
        _ => return None,
    };
    let parameters = resolved(parameters, values).unwrap_or_else(|| json!({}));
    Some(json!({"product": product.to_lowercase(), "action": action, "parameters": parameters}))
}

/// A value with the parameters of the template filled in; `None` where it is known only while the template runs.
fn resolved(value: &Value, values: &Map<String, Value>) -> Option<Value> {
    match value {
        Value::String(text) => match text.trim().strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")) {
            Some(name) => values.get(name.trim()).cloned(),
            None => Some(value.clone()),
        },
        Value::Array(items) => Some(items.iter().filter_map(|item| resolved(item, values)).collect()),
        Value::Object(members) => {
            let known = |(name, value): (&String, &Value)| Some((name.clone(), resolved(value, values)?));
            Some(Value::Object(members.iter().filter_map(known).collect()))
        }
        Value::Null => None,
        other => Some(other.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template() -> Value {
        json!({
            "FormatVersion": "OOS-2019-06-01",
            "Parameters": {"ids": {"Type": "List"}, "force": {"Default": true}},
            "Tasks": [
                {"Name": "wait", "Action": "ACS::Sleep", "Properties": {"Duration": "PT1M"}},
                {"Name": "release", "Action": "ACS::ExecuteAPI", "Loop": {"Items": "{{ ids }}"}, "Properties": {
                    "Service": "ECS", "API": "DeleteInstance",
                    "Parameters": {"InstanceId": "{{ ACS::TaskLoopItem }}", "Force": "{{ force }}"}}},
                {"Name": "run", "Action": "ACS::ECS::RunCommand", "Properties": {
                    "commandContent": "reboot", "instanceId": "{{ wait.id }}"}},
            ],
        })
    }

    #[test]
    fn tasks_are_calls() {
        let (release, run) = ("Tasks[1]".to_owned(), "Tasks[2]".to_owned());
        let call = |ids: Value| json!({"product": "ecs", "action": "DeleteInstance", "parameters": ids});
        let command = json!({"product": "ecs", "action": "RunCommand", "parameters": {"commandContent": "reboot"}});
        assert!(is_template(&template()));
        assert_eq!(
            calls(&template(), &json!({"ids": ["i-1"]})),
            [(release.clone(), call(json!({"InstanceId": ["i-1"], "Force": true}))), (run.clone(), command.clone())]
        );
        assert_eq!(calls(&template(), &Value::Null), [(release, call(json!({"Force": true}))), (run, command)]);
    }

    #[test]
    fn a_call_brings_its_template() {
        let text = template().to_string();
        let call = json!({"product": "OOS", "action": "StartExecution",
            "parameters": {"TemplateContent": text, "Parameters": "{\"ids\":[\"i-1\"]}"}});
        assert_eq!(template_of(&call), Some((template(), json!({"ids": ["i-1"]}))));
        let by_name = json!({"product": "oos", "action": "StartExecution", "parameters": {"TemplateName": "x"}});
        assert_eq!(template_of(&by_name), None);
    }
}
