//! Scripts as they stand in DaemonSets, Jobs and user data of the field, each with the verdicts that an operator would call
//! right.
//!
//! A document has a `name`, the `script`, and where it runs (`on`): `node` (entered with `nsenter`, the default), `privileged`
//! (a privileged container with the node's processes and network), `network` (with the network alone), `container` (privileged
//! and nothing else) or `plain`. `mounts` are host paths by where the container sees them (followed by ` ro` if read-only),
//! `env` are variables; `container` and `pod` are merged into the objects that come of it. `expect` has the level of each rule
//! that reports something; every other admission rule is silent.

use std::collections::BTreeMap;
use std::path::Path;

use redline_dev::RegisteredRule;
use redline_host::Verdict;
use serde_json::{Value, json};

use crate::everyday::{documents, merge, rules};
use crate::native;

/// Enters the node.
const ENTER: [&str; 12] = ["nsenter", "-t", "1", "-m", "-u", "-i", "-n", "-p", "--", "sh", "-c", ""];

/// A script and what becomes of it.
pub struct Script {
    /// File stem and name of the document.
    pub id: String,
    /// The DaemonSet that runs it.
    pub object: Value,
    /// The level of each rule that reports something.
    pub expect: BTreeMap<String, String>,
}

/// Every script, by file, in the order of the documents.
///
/// # Panics
/// When a document cannot be read; the message names the file.
pub fn scripts() -> Vec<Script> {
    documents("e2e-tests/scripts", of_document)
}

fn of_document(document: Value, path: &Path) -> Result<Script, String> {
    let document = &document;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let known = ["name", "on", "script", "mounts", "env", "container", "pod", "expect"];
    let members = document.as_object().ok_or("not a mapping")?;
    if let Some(unknown) = members.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(format!("`{unknown}`: expected one of {known:?}"));
    }
    let text = |key: &str| document[key].as_str().ok_or(format!("`{key}` is missing"));
    let expect = document["expect"].as_object().into_iter().flatten();
    let level = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Ok(Script {
        id: format!("{stem}/{}", text("name")?),
        object: daemon_set(document, text("script").unwrap_or_default())?,
        expect: expect.map(|(rule, value)| (rule.clone(), level(value))).collect(),
    })
}

/// The DaemonSet of a document.
fn daemon_set(document: &Value, script: &str) -> Result<Value, String> {
    let mut enter: Vec<&str> = ENTER.to_vec();
    enter[ENTER.len() - 1] = script;
    let shell = vec!["/bin/sh", "-c", script];
    let on = document["on"].as_str().unwrap_or("node");
    let (network, processes, privileged, command) = match on {
        "node" => (true, true, true, enter),
        "privileged" => (true, true, true, shell),
        "network" => (true, false, true, shell),
        "container" => (false, false, true, shell),
        "plain" => (false, false, false, shell),
        other => return Err(format!("`on: {other}`: expected node, privileged, network, container or plain")),
    };
    let mut container = json!({"name": "c", "image": "tools:1", "command": command});
    if privileged {
        container["securityContext"] = json!({"privileged": true});
    }
    let mut pod = json!({"hostNetwork": network, "hostPID": processes});
    let (mut mounts, mut volumes) = (Vec::new(), Vec::new());
    for (i, (at, host)) in document["mounts"].as_object().into_iter().flatten().enumerate() {
        let host = host.as_str().unwrap_or_default();
        let (path, read_only) = host.strip_suffix(" ro").map_or((host, false), |path| (path, true));
        mounts.push(json!({"name": format!("v{i}"), "mountPath": at, "readOnly": read_only}));
        volumes.push(json!({"name": format!("v{i}"), "hostPath": {"path": path}}));
    }
    let variables = document["env"].as_object().into_iter().flatten();
    container["env"] = variables.map(|(name, value)| json!({"name": name, "value": value})).collect();
    container["volumeMounts"] = mounts.into();
    pod["volumes"] = volumes.into();
    if document["container"].is_object() {
        merge(&mut container, document["container"].clone());
    }
    pod["containers"] = json!([container]);
    if document["pod"].is_object() {
        merge(&mut pod, document["pod"].clone());
    }
    let labels = json!({"app": "tools"});
    Ok(json!({
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {"name": "tools", "namespace": "ops"},
        "spec": {"selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels}, "spec": pod}},
    }))
}

impl Script {
    /// The levels at which rules report something, and what the first of them says.
    pub fn found(&self) -> BTreeMap<String, (String, String)> {
        let kind = json!({"group": "apps", "version": "v1", "kind": "DaemonSet"});
        let payload = json!({"settings": {}, "request": {
            "uid": self.id,
            "kind": kind,
            "resource": {"group": "apps", "version": "v1", "resource": "daemonsets"},
            "name": "tools",
            "namespace": "ops",
            "operation": "CREATE",
            "userInfo": {"username": "219700000000000001", "groups": ["system:authenticated"]},
            "object": self.object,
        }})
        .to_string();
        let said = |rule: &'static RegisteredRule| {
            let answer = native(rule, payload.as_bytes(), None);
            let verdict = answer.verdict();
            let text = answer.warnings().first().or(answer.message.as_ref()).cloned().unwrap_or_default();
            (verdict != Verdict::Allow).then(|| (rule.id().to_owned(), (verdict.to_string(), text)))
        };
        rules().filter_map(said).collect()
    }
}
