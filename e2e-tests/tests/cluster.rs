//! Plays `e2e-tests/cluster/steps.yaml` with kubectl against the cluster that `KUBECONFIG` names, where Redline is installed.
//! Without `KUBECONFIG` it says so and passes.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    name: String,
    run: Vec<String>,
    input: Option<Value>,
    #[serde(rename = "as")]
    user: Option<String>,
    expect: Expected,
    rule: Option<String>,
}

#[derive(Deserialize, Debug, PartialEq, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Expected {
    Allow,
    Warn,
    Deny,
}

/// The namespace of one run; deleted when it goes out of scope.
struct Namespace(String);

impl Drop for Namespace {
    fn drop(&mut self) {
        kubectl(&["delete", "namespace", &self.0, "--wait=false"], None);
    }
}

fn kubectl(args: &[&str], input: Option<&str>) -> Output {
    let mut command = Command::new("kubectl");
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child =
        command.spawn().unwrap_or_else(|e| panic!("kubectl cannot be run ({e}); it is needed with KUBECONFIG"));
    child.stdin.take().unwrap().write_all(input.unwrap_or_default().as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn steps() -> Vec<Step> {
    let path = redline_dev::root().join("e2e-tests/cluster/steps.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    serde_saphyr::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The verdict that an output shows. A warning counts only if it names the rule.
fn verdict(output: &Output, rule: Option<&str>) -> Result<Expected, String> {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let named = rule.is_some_and(|rule| text.contains(&format!("{rule}:")));
    match (output.status.success(), named) {
        (true, true) => Ok(Expected::Warn),
        (true, false) => Ok(Expected::Allow),
        (false, true) => Ok(Expected::Deny),
        (false, false) => Err(text),
    }
}

#[test]
fn steps_are_complete() {
    let steps = steps();
    assert!(steps.len() > 10);
    for step in &steps {
        assert_eq!(step.rule.is_some(), step.expect != Expected::Allow, "{}: a finding names its rule", step.name);
        let dry = step.run.iter().any(|arg| arg == "--dry-run=server");
        let stays = step.run.iter().any(|arg| arg == "${node}" || arg == "${namespace}");
        assert!(dry || !stays, "{}: nodes and namespaces are only touched in dry runs", step.name);
    }
}

#[test]
fn a_cluster_gives_the_expected_verdicts() {
    if std::env::var_os("KUBECONFIG").is_none() {
        eprintln!("skipped: KUBECONFIG names no cluster");
        return;
    }
    let namespace = Namespace(format!("redline-e2e-{}", std::process::id()));
    let created = kubectl(&["create", "namespace", &namespace.0], None);
    assert!(created.status.success(), "{}", String::from_utf8_lossy(&created.stderr));
    let node = kubectl(&["get", "nodes", "-o", "jsonpath={.items[0].metadata.name}"], None);
    let node = String::from_utf8_lossy(&node.stdout).into_owned();
    let mut wrong = Vec::new();
    for step in steps() {
        if node.is_empty() && step.run.iter().any(|arg| arg == "${node}") {
            eprintln!("left out: {}: the cluster has no node", step.name);
            continue;
        }
        let mut args: Vec<String> =
            step.run.iter().map(|arg| arg.replace("${node}", &node).replace("${namespace}", &namespace.0)).collect();
        args.extend(["--namespace".to_owned(), namespace.0.clone()]);
        args.extend(step.user.iter().map(|user| format!("--as={user}")));
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let input = step.input.as_ref().map(Value::to_string);
        match verdict(&kubectl(&args, input.as_deref()), step.rule.as_deref()) {
            Ok(found) if found == step.expect => {}
            Ok(found) => wrong.push(format!("{}: {found:?} instead of {:?}", step.name, step.expect)),
            Err(text) => wrong.push(format!("{}: kubectl failed: {text}", step.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
