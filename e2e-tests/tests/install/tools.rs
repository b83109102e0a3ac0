//! Rendering with kubectl and helm, and what the tests look for in the result.

use std::{collections::BTreeMap, path::PathBuf, process::Command, sync::LazyLock};

use jsonschema::Validator;
use redline_dev::catalogue::profiles;
use redline_dev::generate::{self, Source};
use redline_dev::metadata::project::policy_name;
use redline_dev::{root, sync};
use serde_json::Value;

pub(crate) type Objects = BTreeMap<String, Value>;

/// What `make dist` builds, rendered afresh for these tests.
pub(crate) static DIST: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = root().join("target/install-test");
    let files = generate::dist(&Source::load(&root()).unwrap()).unwrap();
    sync(&folder, files).unwrap();
    folder
});

/// The folder of the chart.
pub(crate) fn chart() -> &'static str {
    static CHART: LazyLock<String> = LazyLock::new(|| DIST.join("helm/redline").to_str().unwrap().to_owned());
    &CHART
}

/// The schema of a module's settings.
pub(crate) fn settings_schema(id: &str) -> Validator {
    let text = std::fs::read_to_string(DIST.join("policies").join(id).join("settings.schema.json")).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

/// `kubectl` or `helm`: the one that `e2e-tests/prepare.sh` fetched, else the one on the path.
pub(crate) fn tool(name: &str) -> Command {
    let fetched = root().join("target/kube").join(name);
    let mut command = Command::new(if fetched.exists() { fetched } else { PathBuf::from(name) });
    command.current_dir(root());
    command
}

/// Runs a tool. Returns whether it succeeded, and its output.
pub(crate) fn run(name: &str, args: &[&str]) -> (bool, String) {
    let output = tool(name).args(args).output().unwrap_or_else(|e| {
        panic!("cannot run {name}: {e}; `e2e-tests/prepare.sh` fetches it");
    });
    let text = if output.status.success() { output.stdout } else { output.stderr };
    (output.status.success(), String::from_utf8(text).unwrap())
}

pub(crate) fn documents(text: &str) -> Vec<Value> {
    let documents: Vec<Value> = serde_saphyr::from_multiple(text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    documents.into_iter().filter(|document| !document.is_null()).collect()
}

pub(crate) fn named(documents: Vec<Value>) -> Objects {
    let count = documents.len();
    let named: Objects =
        documents.into_iter().map(|object| (object["metadata"]["name"].as_str().unwrap().to_owned(), object)).collect();
    assert_eq!(named.len(), count, "no name comes twice");
    named
}

/// The policies among some objects.
pub(crate) fn policies(objects: Vec<Value>) -> Objects {
    named(objects.into_iter().filter(|object| object["kind"] == "ClusterAdmissionPolicy").collect())
}

/// The rules of the ClusterRole for look-ups, and the account that it is bound to.
pub(crate) fn lookups(objects: &[Value]) -> Option<(&Value, &Value)> {
    let of = |kind: &str| objects.iter().find(|object| object["kind"] == kind);
    let (role, binding) = (of("ClusterRole")?, of("ClusterRoleBinding")?);
    assert_eq!(binding["roleRef"]["name"], role["metadata"]["name"]);
    Some((&role["rules"], &binding["subjects"][0]))
}

pub(crate) fn kustomized(folder: &str) -> Vec<Value> {
    let (done, text) = run("kubectl", &["kustomize", folder]);
    assert!(done, "{folder}: {text}");
    documents(&text)
}

pub(crate) fn kustomize(folder: &str) -> Objects {
    policies(kustomized(folder))
}

pub(crate) fn rendered(values: &[&str]) -> Vec<Value> {
    let (done, text) = helm_says(values);
    assert!(done, "{values:?}: {text}");
    documents(&text)
}

pub(crate) fn helm(values: &[&str]) -> Objects {
    policies(rendered(values))
}

pub(crate) fn helm_says(values: &[&str]) -> (bool, String) {
    let mut args = vec!["template", "redline", chart()];
    values.iter().for_each(|value| args.extend(["--set", value]));
    run("helm", &args)
}

pub(crate) fn schema(file: &str) -> Validator {
    let text = std::fs::read_to_string(root().join("e2e-tests/schemas").join(file)).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

pub(crate) fn assert_valid(schema: &Validator, object: &Value) {
    let wrong: Vec<_> = schema.iter_errors(object).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(wrong.is_empty(), "{}: {wrong:#?}", object["metadata"]["name"]);
}

pub(crate) fn read(path: &str) -> Vec<Value> {
    documents(&std::fs::read_to_string(root().join(path)).unwrap())
}

/// The admission rules that a kind of cluster wants.
pub(crate) fn wanted(kind: &str) -> Vec<String> {
    let all = profiles(&root()).unwrap().into_iter();
    all.filter(|(id, kinds)| !id.starts_with("cloud-") && kinds.contains(&kind)).map(|(id, _)| id).collect()
}

/// The names of the policies of these rules.
pub(crate) fn names(ids: impl IntoIterator<Item = String>) -> Vec<String> {
    ids.into_iter().map(|id| policy_name(&id)).collect()
}
