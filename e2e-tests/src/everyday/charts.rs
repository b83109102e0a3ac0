//! Charts of widely installed projects: one short manifest stands for its whole life.
//!
//! A document has the `chart`, its `namespace`, who installs it (`by`: `kubectl`, `helm`, `argo-cd`, `flux`, or the account of
//! an operator), and its `objects`. An object is a manifest, or a workload in short: its kind with its name, and its `pod`.
//! A container there may have `mounts`: host paths by where the container sees them, followed by ` ro` if read-only.
//!
//! Beside an object may stand `upgrade` (a merge patch of the next version, on top of new images and labels) and `defence` (why it
//! is right that a rule reports it: one sentence, or one for each rule), which may also stand beside the chart, for what the
//! installer does of its own accord.
//!
//! Every object is installed, upgraded and uninstalled. Workloads are restarted; those with replicas are scaled and stopped.
//! Helm and Flux keep records of the release; with kubectl the namespace is made first and deleted last.

use std::path::Path;

use redline_input::kinds;
use serde_json::{Map, Value, json};

use super::request::{Everyday, documents, merge, of_document};

/// The RAM user of a person.
const PERSON: &str = "219700000000000001";
/// Workloads in short, with the version that they get.
const WORKLOADS: [(&str, &str); 5] = [
    ("Deployment", "apps/v1"),
    ("StatefulSet", "apps/v1"),
    ("DaemonSet", "apps/v1"),
    ("Job", "batch/v1"),
    ("CronJob", "batch/v1"),
];

/// The requests of every chart, by file.
pub(super) fn requests() -> Vec<Everyday> {
    documents("e2e-tests/everyday/charts", of_chart).into_iter().flatten().collect()
}

/// A chart and who installs it.
struct Chart<'a> {
    name: &'a str,
    namespace: &'a str,
    by: &'a str,
}

fn of_chart(document: Value, path: &Path) -> Result<Vec<Everyday>, String> {
    known(&document, &["chart", "namespace", "by", "objects", "defence"])?;
    let text = |key: &str| document[key].as_str().ok_or(format!("`{key}` is missing"));
    let chart = Chart { name: text("chart")?, namespace: text("namespace")?, by: text("by")? };
    let objects = document["objects"].as_array().ok_or("`objects` is missing")?;
    let mut all = Vec::new();
    for steps in chart
        .own_steps(&document["defence"])
        .into_iter()
        .map(Ok)
        .chain(objects.iter().map(|object| chart.steps(object)))
    {
        for step in steps? {
            all.push(of_document(step, path)?);
        }
    }
    Ok(all)
}

impl Chart<'_> {
    /// Who installs the chart.
    fn user(&self) -> &str {
        match self.by {
            "kubectl" | "helm" => PERSON,
            "argo-cd" => "system:serviceaccount:argocd:argocd-application-controller",
            "flux" => "system:serviceaccount:flux-system:helm-controller",
            account => account,
        }
    }

    /// What the installer writes into the metadata of an object.
    fn mark(&self, object: &mut Value) {
        let id = format!(
            "{}:{}:{}/{}",
            self.name,
            object["kind"].as_str().unwrap_or_default(),
            self.namespace,
            object["metadata"]["name"].as_str().unwrap_or_default()
        );
        let (release, namespace) = (self.name, self.namespace);
        let helm = json!({
            "labels": {"app.kubernetes.io/managed-by": "Helm", "helm.sh/chart": format!("{release}-1.0.0")},
            "annotations": {"meta.helm.sh/release-name": release, "meta.helm.sh/release-namespace": namespace},
        });
        let marks = match self.by {
            "kubectl" => json!({"annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}"}}),
            "argo-cd" => json!({"annotations": {"argocd.argoproj.io/tracking-id": id}}),
            "helm" => helm,
            "flux" => {
                let mut marks = helm;
                merge(&mut marks, json!({"labels": {"helm.toolkit.fluxcd.io/name": release}}));
                marks
            }
            _ => json!({"labels": {"app.kubernetes.io/managed-by": release}}),
        };
        let own = object["metadata"].take();
        object["metadata"] = marks;
        merge(&mut object["metadata"], own);
    }

    /// What the installer does beside the objects: the records of a release, the namespace.
    fn own_steps(&self, defence: &Value) -> Vec<Vec<Value>> {
        let (name, namespace) = (self.name, self.namespace);
        let step = |object: &Value, step: &str, operation: &str, old: Option<Value>| {
            let mut document = json!({"name": format!("{name}-{step}"), "manifest": {
                "operation": operation, "user": self.user(), "object": object}, "defence": defence});
            if let Some(old) = old {
                document["manifest"]["old"] = old;
            }
            document
        };
        if ["helm", "flux"].contains(&self.by) {
            let record = |version: u8, status: &str| {
                json!({"apiVersion": "v1", "kind": "Secret", "type": "helm.sh/release.v1", "data": {"release": "eA=="},
                    "metadata": {"name": format!("sh.helm.release.v1.{name}.v{version}"), "namespace": namespace,
                        "labels": {"owner": "helm", "name": name, "status": status, "version": version.to_string()}}})
            };
            let deployed = Some(record(1, "deployed"));
            return vec![vec![
                step(&record(1, "pending-install"), "release-recorded", "CREATE", None),
                step(&record(1, "superseded"), "release-superseded", "UPDATE", deployed),
                step(&record(1, "superseded"), "release-pruned", "DELETE", None),
                step(&record(2, "deployed"), "release-forgotten", "DELETE", None),
            ]];
        }
        if self.by == "kubectl" && namespace != "kube-system" {
            let whole = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}});
            return vec![vec![
                step(&whole, "namespace-created", "CREATE", None),
                step(&whole, "namespace-deleted", "DELETE", None),
            ]];
        }
        Vec::new()
    }

    /// The life of one object.
    fn steps(&self, entry: &Value) -> Result<Vec<Value>, String> {
        let mut entry = entry.clone();
        let members = entry.as_object_mut().ok_or("an object is not a mapping")?;
        let upgrade = members.remove("upgrade").unwrap_or_else(|| json!({}));
        let defence = members.remove("defence").unwrap_or_default();
        let mut object = self.manifest(entry)?;
        self.mark(&mut object);
        let kind = object["kind"].as_str().ok_or("`kind` is missing")?.to_owned();
        let name = object["metadata"]["name"].as_str().ok_or("`metadata.name` is missing")?;
        let id = format!("{}-{kind}-{name}", self.name).to_lowercase().replace([':', '.'], "-");
        let mut steps = Vec::new();
        let mut step = |step: &str, part: &str, request: Value| {
            let mut document = json!({"name": format!("{id}-{step}"), "defence": defence});
            document[part] = request;
            steps.push(document);
        };
        let user = self.user();
        step("installed", "manifest", json!({"operation": "CREATE", "user": user, "object": object}));
        let mut update = |name: &str, user: &str, new: Value| {
            step(name, "manifest", json!({"operation": "UPDATE", "user": user, "old": object, "object": new}));
        };
        if kind != "Job" {
            update("upgraded", user, upgraded(&object, upgrade));
        }
        if object["spec"]["template"]["spec"].is_object() && kind != "Job" {
            let restarted = json!({"kubectl.kubernetes.io/restartedAt": "2026-11-20T08:00:00Z"});
            let mut new = object.clone();
            merge(&mut new, json!({"spec": {"template": {"metadata": {"annotations": restarted}}}}));
            update("restarted", PERSON, new);
        }
        if let Some(replicas) = object["spec"]["replicas"].as_u64() {
            let resource = format!("apps/v1/{}s/scale", kind.to_lowercase());
            let old = json!({"metadata": object["metadata"], "spec": {"replicas": replicas}, "status": {"replicas": replicas}});
            for (name, to) in [("scaled", replicas + 1), ("stopped", 0)] {
                let mut new = old.clone();
                new["spec"]["replicas"] = to.into();
                let request = json!({"operation": "UPDATE", "resource": resource, "user": PERSON, "oldObject": old, "object": new});
                step(name, "request", request);
            }
        }
        step("uninstalled", "manifest", json!({"operation": "DELETE", "user": user, "object": object}));
        Ok(steps)
    }

    /// The manifest of an entry.
    fn manifest(&self, mut entry: Value) -> Result<Value, String> {
        let short =
            WORKLOADS.iter().find_map(|(kind, version)| Some((*kind, *version, entry.get(kind)?.as_str()?.to_owned())));
        let Some((kind, version, name)) = short else {
            let known = kinds::of_object(
                entry["apiVersion"].as_str().ok_or("`apiVersion` is missing")?,
                entry["kind"].as_str().ok_or("`kind` is missing")?,
            );
            if known.namespaced
                && kinds::by_kind(&known.group, &known.kind).is_some()
                && entry["metadata"]["namespace"].is_null()
            {
                entry["metadata"]["namespace"] = self.namespace.into();
            }
            return Ok(entry);
        };
        known(&entry, &[kind, "labels", "annotations", "podAnnotations", "replicas", "pod", "claims", "schedule"])?;
        let mut pod = entry["pod"].take();
        mounts(&mut pod)?;
        let labels =
            if entry["labels"].is_object() { entry["labels"].take() } else { json!({"app.kubernetes.io/name": name}) };
        let mut metadata = json!({"name": name, "namespace": self.namespace, "labels": labels});
        if entry["annotations"].is_object() {
            metadata["annotations"] = entry["annotations"].take();
        }
        let template = json!({"metadata": {"labels": labels, "annotations": entry["podAnnotations"]}, "spec": pod});
        let spec = match kind {
            "Job" => json!({"template": template}),
            "CronJob" => json!({"schedule": entry["schedule"], "jobTemplate": {"spec": {"template": template}}}),
            _ => {
                let mut spec = json!({"selector": {"matchLabels": labels}, "template": template});
                if kind != "DaemonSet" {
                    spec["replicas"] = entry["replicas"].as_u64().unwrap_or(1).into();
                }
                if entry["claims"].is_array() {
                    spec["volumeClaimTemplates"] = entry["claims"].take();
                }
                spec
            }
        };
        Ok(json!({"apiVersion": version, "kind": kind, "metadata": metadata, "spec": spec}))
    }
}

fn known(document: &Value, keys: &[&str]) -> Result<(), String> {
    let members = document.as_object().ok_or("not a mapping")?;
    let unknown = members.keys().find(|key| !keys.contains(&key.as_str()));
    unknown.map_or(Ok(()), |unknown| Err(format!("`{unknown}`: expected one of {keys:?}")))
}

/// Writes the `mounts` of containers as Kubernetes has them.
fn mounts(pod: &mut Value) -> Result<(), String> {
    let mut volumes: Map<String, Value> = Map::new();
    for list in ["initContainers", "containers"] {
        for container in pod[list].as_array_mut().into_iter().flatten() {
            let Some(mounts) = container.as_object_mut().and_then(|members| members.remove("mounts")) else { continue };
            let mut made = container["volumeMounts"].as_array().cloned().unwrap_or_default();
            for (at, host) in mounts.as_object().ok_or("`mounts` is not a mapping")? {
                let host = host.as_str().ok_or("a host path is not a text")?;
                let (path, read_only) = host.strip_suffix(" ro").map_or((host, false), |path| (path, true));
                let count = volumes.len();
                let volume = volumes
                    .entry(path)
                    .or_insert_with(|| json!({"name": format!("host-{count}"), "hostPath": {"path": path}}));
                made.push(json!({"name": volume["name"], "mountPath": at, "readOnly": read_only}));
            }
            container["volumeMounts"] = made.into();
        }
    }
    if !volumes.is_empty() {
        let given = pod["volumes"].as_array().cloned().unwrap_or_default();
        pod["volumes"] = given.into_iter().chain(volumes.into_iter().map(|(_, volume)| volume)).collect();
    }
    if let Some(members) = pod.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    Ok(())
}

/// The next version of an object: new images and labels, and what the document says.
fn upgraded(object: &Value, upgrade: Value) -> Value {
    let mut new = object.clone();
    for list in ["initContainers", "containers"] {
        for place in ["/spec/template/spec/", "/spec/jobTemplate/spec/template/spec/"] {
            let containers = new.pointer_mut(&format!("{place}{list}")).and_then(Value::as_array_mut);
            for container in containers.into_iter().flatten() {
                if let Some(image) = container["image"].as_str() {
                    container["image"] = next(image).into();
                }
            }
        }
    }
    let chart = new["metadata"]["labels"]["helm.sh/chart"].as_str().map(next);
    let labels = json!({"app.kubernetes.io/version": "2.0.0", "helm.sh/chart": chart});
    merge(&mut new, json!({"metadata": {"labels": labels}}));
    merge(&mut new, upgrade);
    new
}

/// The version after this one: its last number plus one.
fn next(version: &str) -> String {
    let Some(end) = version.rfind(|c: char| c.is_ascii_digit()).map(|last| last + 1) else { return version.to_owned() };
    let start = version[..end].rfind(|c: char| !c.is_ascii_digit()).map_or(0, |before| before + 1);
    let number = version[start..end].parse::<u64>().unwrap_or_default() + 1;
    format!("{}{number}{}", &version[..start], &version[end..])
}
