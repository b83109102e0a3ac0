//! `kubectl rollout restart`, `pause`, `resume` and `undo`.

use redline_input::Operation;
use serde_json::Value;

use super::merge::merge;
use super::planner::Planner;

/// The annotation by which `rollout restart` makes new pods.
const RESTARTED: &str = "kubectl.kubernetes.io/restartedAt";
/// The annotation in which a ReplicaSet has the number of its revision.
const REVISION: &str = "deployment.kubernetes.io/revision";

/// Adds the updates.
pub(super) fn plan(planner: &mut Planner<'_>) {
    let action = planner.invocation.sub_verb.clone();
    for old in planner.targets(&planner.invocation.operands.clone()) {
        let mut new = old.clone();
        match &*action {
            "restart" => {
                let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
                new["spec"]["template"]["metadata"]["annotations"][RESTARTED] = now.into();
            }
            "pause" => new["spec"]["paused"] = true.into(),
            "resume" => new["spec"]["paused"] = false.into(),
            "undo" => match template_before(planner, &old) {
                Some(template) => new["spec"]["template"] = template,
                None => {
                    planner.plan.open(
                        "the revision that `rollout undo` returns to could not be found",
                        "无法找到 `rollout undo` 将回退到的版本",
                    );
                    continue;
                }
            },
            _ => continue,
        }
        planner.request(Operation::Update, new, Some(old));
    }
}

/// The pods of the revision that `undo` returns to.
fn template_before(planner: &Planner<'_>, workload: &Value) -> Option<Value> {
    let wanted = planner.invocation.flag("to-revision").and_then(|n| n.parse::<i64>().ok()).unwrap_or_default();
    let deployment = workload["kind"] == "Deployment";
    let kind = if deployment { "replicasets.apps" } else { "controllerrevisions.apps" };
    let namespace = format!("--namespace={}", workload["metadata"]["namespace"].as_str()?);
    let args = ["get", kind, &namespace, "--output=json"].map(str::to_owned);
    let own = |object: &Value| {
        let owners = object["metadata"]["ownerReferences"].as_array();
        owners.into_iter().flatten().any(|owner| owner["uid"] == workload["metadata"]["uid"])
    };
    let revision = |object: &Value| match deployment {
        true => object["metadata"]["annotations"][REVISION].as_str().and_then(|n| n.parse::<i64>().ok()),
        false => object["revision"].as_i64(),
    };
    let all = planner.live?.objects(&args, None).ok()?;
    let mut all: Vec<(i64, Value)> =
        all.into_iter().filter(own).filter_map(|object| Some((revision(&object)?, object))).collect();
    all.sort_by_key(|(revision, _)| std::cmp::Reverse(*revision));
    let (_, object) = match wanted {
        0 => all.into_iter().nth(1)?,
        wanted => all.into_iter().find(|(revision, _)| *revision == wanted)?,
    };
    if deployment {
        let mut template = object["spec"]["template"].clone();
        if let Some(labels) = template["metadata"]["labels"].as_object_mut() {
            labels.remove("pod-template-hash");
        }
        return Some(template);
    }
    let mut template = Value::Null;
    merge(&mut template, &object["data"]["spec"]["template"]);
    template.as_object_mut()?.remove("$patch");
    Some(template)
}
