//! The request by which `redline verify` finds out whether a rule answers in a cluster: one of the rule's own cases that a
//! server-side dry run can send.

use std::path::Path;

use serde_json::{Value, json};

use crate::files::{Result, read};

/// Kinds that every cluster serves, the most harmless first.
const KINDS: &[&str] = &["Pod", "Service", "StorageClass", "PersistentVolume", "ConfigMap", "Deployment", "CronJob"];

/// The probe of a rule: an object to create, or the type of which it denies every deletion; null where no case offers one.
pub(super) fn probe(root: &Path, id: &str) -> Result<Value> {
    let folder = root.join("policies").join(id).join("cases");
    let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let denials = |name: &str| name.starts_with("deny-") && name.ends_with(".yaml");
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(denials));
    paths.sort();
    let mut best: Option<(usize, Value)> = None;
    for path in paths {
        let case: Value = serde_saphyr::from_str(&read(&path)?).map_err(|e| format!("{}: {e}", path.display()))?;
        if let Some((rank, object)) = created(&case)
            && best.as_ref().is_none_or(|(known, _)| rank < *known)
        {
            best = Some((rank, object));
        }
        if best.is_none() && deletes_a_node(&case) {
            return Ok(json!({"delete": "nodes"}));
        }
    }
    Ok(best.map_or(Value::Null, |(_, object)| json!({"create": object})))
}

/// The object that a case creates, if nothing but the object decides, and how good a probe it is.
fn created(case: &Value) -> Option<(usize, Value)> {
    let part = ["manifest", "request"].into_iter().map(|name| &case[name]).find(|part| part.is_object())?;
    let plain =
        case["settings"].is_null() && case["cluster"].is_null() && part["user"].is_null() && part["groups"].is_null();
    let object = part["object"].as_object()?;
    let kind = object.get("kind")?.as_str()?;
    let creates = part["operation"].as_str().is_none_or(|operation| operation == "CREATE");
    let rank = KINDS.iter().position(|known| *known == kind)?;
    (plain && creates && object.contains_key("apiVersion")).then(|| (rank, Value::Object(object.clone())))
}

fn deletes_a_node(case: &Value) -> bool {
    let request = &case["request"];
    case["settings"].is_null() && request["operation"] == "DELETE" && request["resource"] == "v1/nodes"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_that_depend_on_nothing_are_probes() {
        let root = crate::root();
        assert_eq!(probe(&root, "node-deletion").unwrap(), json!({"delete": "nodes"}));
        assert_eq!(probe(&root, "sysctl-ip-forward").unwrap()["create"]["kind"], "Pod");
        assert!(probe(&root, "psp-preset").unwrap().is_null(), "nothing to create");
    }
}
