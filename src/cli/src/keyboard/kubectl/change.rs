//! Commands that change fields of objects: `patch`, `annotate`, `label`, `taint`, `scale`, `set`.

use redline_input::Operation;
use serde_json::{Value, json};

use super::merge::merge;
use super::planner::{OUTPUT, Planner, counterpart};
use crate::faults;
use crate::keyboard::program::Program;

/// Adds the updates.
pub(super) fn plan(planner: &mut Planner<'_>) {
    match &*planner.invocation.verb {
        "patch" => patch(planner),
        "annotate" => marks(planner, "annotations"),
        "label" => marks(planner, "labels"),
        "taint" => taints(planner),
        "scale" => scale(planner),
        _ => set(planner),
    }
}

/// Splits operands into what names objects and the changes, which begin with the first `key=value` or `key-`.
fn split(operands: &[String]) -> (Vec<String>, Vec<String>) {
    let is_change = |word: &String| word.find('=').is_some_and(|at| at > 0) || word.ends_with('-');
    let at = operands.iter().position(is_change).unwrap_or(operands.len());
    (operands[..at].to_vec(), operands[at..].to_vec())
}

fn marks(planner: &mut Planner<'_>, member: &str) {
    let (names, changes) = split(&planner.invocation.operands);
    let live = planner.live.is_some();
    for mut old in planner.targets(&names) {
        let mut new = old.clone();
        for change in &changes {
            match (change.split_once('='), change.strip_suffix('-')) {
                (Some((key, value)), _) => new["metadata"][member][key] = value.into(),
                (None, Some(key)) => {
                    // Without the cluster, what is removed is taken to be there.
                    if !live {
                        old["metadata"][member][key] = "true".into();
                    }
                    if let Some(members) = new["metadata"][member].as_object_mut() {
                        members.remove(key);
                    }
                }
                (None, None) => {}
            }
        }
        planner.request(Operation::Update, new, Some(old));
    }
}

fn taints(planner: &mut Planner<'_>) {
    let (mut names, mut changes) = split(&planner.invocation.operands);
    // `key:NoSchedule` is a change as well.
    let at = names.iter().position(|word| word.contains(':')).unwrap_or(names.len());
    changes.splice(..0, names.split_off(at));
    let live = planner.live.is_some();
    for mut old in planner.targets(&names) {
        let mut new = old.clone();
        for change in &changes {
            let taint = |text: &str| {
                let (key, effect) = text.split_once(':').unwrap_or((text, ""));
                let (key, value) = key.split_once('=').unwrap_or((key, ""));
                [key, value, effect].map(str::to_owned)
            };
            let [key, value, effect] = taint(change.strip_suffix('-').unwrap_or(change));
            let same = |other: &Value| other["key"] == *key && (effect.is_empty() || other["effect"] == *effect);
            let removes = change.ends_with('-');
            if removes && !live && !list(&mut old).iter().any(same) {
                list(&mut old)
                    .push(json!({"key": key, "effect": if effect.is_empty() { "NoSchedule" } else { &effect }}));
            }
            list(&mut new).retain(|taint| !same(taint));
            if !removes {
                let mut taint = json!({"key": key, "effect": effect});
                if !value.is_empty() {
                    taint["value"] = value.into();
                }
                list(&mut new).push(taint);
            }
        }
        planner.request(Operation::Update, new, Some(old));
    }
}

/// The taints of a node.
fn list(node: &mut Value) -> &mut Vec<Value> {
    let taints = &mut node["spec"]["taints"];
    if !taints.is_array() {
        *taints = Value::Array(Vec::new());
    }
    // The list was just made.
    taints.as_array_mut().unwrap_or_else(|| unreachable!("a list"))
}

fn scale(planner: &mut Planner<'_>) {
    let replicas = planner.invocation.flag("replicas").and_then(|number| number.parse().ok()).unwrap_or_default();
    for object in planner.targets(&planner.invocation.operands.clone()) {
        planner.scale(&object, replicas);
    }
}

fn patch(planner: &mut Planner<'_>) {
    let invocation = planner.invocation;
    let kind = invocation.flag("type").unwrap_or("strategic").to_owned();
    let text = match (invocation.flag("patch"), invocation.flag("patch-file")) {
        (Some(text), _) => Ok(text.to_owned()),
        (None, Some("-")) => Ok(String::from_utf8_lossy(planner.input.unwrap_or_default()).into_owned()),
        (None, Some(file)) => std::fs::read_to_string(file).map_err(|error| faults::unreadable(file.as_ref(), &error)),
        (None, None) => return,
    };
    let sub = invocation.flag("subresource").unwrap_or_default().to_owned();
    let patched =
        |old: &Value, text: &str| locally(old, &kind, text).or_else(|reason| roughly(old, &kind, text).ok_or(reason));
    for old in planner.targets(&invocation.operands.clone()) {
        match text.clone().and_then(|text| patched(&old, &text)) {
            Ok(new) if sub == "scale" => planner.scale(&old, new["spec"]["replicas"].as_u64().unwrap_or_default()),
            Ok(new) => planner.request_to(&sub, Operation::Update, new, Some(old)),
            Err(reason) => planner.plan.open(
                format!("the patch could not be applied beforehand: {reason}"),
                format!("无法预先应用该补丁：{reason}"),
            ),
        }
    }
}

/// The patched object, by kubectl itself, which needs no cluster for that.
fn locally(old: &Value, kind: &str, patch: &str) -> Result<Value, String> {
    let kubectl = Program::find("kubectl").map_err(|_| faults::not_on_path("kubectl"))?;
    let args = ["patch", "--local", "--filename=-", "--output=json", "--type", kind, "--patch", patch];
    let output = kubectl.output(&args, Some(old.to_string().as_bytes()))?;
    serde_json::from_slice(&output).map_err(|_| faults::no_json("kubectl"))
}

/// The patched object as far as a merge patch goes.
fn roughly(old: &Value, kind: &str, patch: &str) -> Option<Value> {
    let patch: Value = redline_input::yaml::single(patch, "patch").ok()?;
    let mut new = old.clone();
    (kind != "json" && patch.is_object()).then(|| merge(&mut new, &patch))?;
    Some(new)
}

/// `kubectl set`, whose dry run prints the changed objects.
fn set(planner: &mut Planner<'_>) {
    let invocation = planner.invocation;
    let args = invocation.without(OUTPUT);
    let new = match planner.dry_run(&args, "client") {
        Ok(objects) => objects,
        Err(reason) => {
            let why = if reason.is_empty() { faults::no_cluster() } else { reason };
            let what = &invocation.sub_verb;
            planner.plan.open(
                format!("what `kubectl set {what}` changes could not be worked out: {why}"),
                format!("无法预先得知 `kubectl set {what}` 将修改的内容：{why}"),
            );
            return;
        }
    };
    let (mut names, _) = split(&invocation.operands);
    if matches!(&*invocation.sub_verb, "serviceaccount" | "sa") && names.len() > 1 {
        names.pop();
    }
    let old = planner.targets(&names);
    for object in new {
        if let Some(old) = counterpart(&object, &old) {
            planner.request(Operation::Update, object, Some(old.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_begin_with_the_first_pair() {
        let words: Vec<String> = ["node", "a", "k=v", "x-"].map(str::to_owned).to_vec();
        assert_eq!(split(&words), (words[..2].to_vec(), words[2..].to_vec()));
    }

    #[test]
    fn a_rough_patch_merges() {
        let old = json!({"spec": {"a": 1}});
        assert_eq!(roughly(&old, "merge", "spec: {b: 2}"), Some(json!({"spec": {"a": 1, "b": 2}})));
        assert_eq!(roughly(&old, "json", "[]"), None);
    }
}
