//! The same modules in other hosts: every case in Node and in Python gives the answer that our own host gives.
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{LazyLock, Mutex};

use redline_dev::{RULES, modules, root};
use redline_e2e::{cases, host, module, recorded};
use serde_json::{Value, json};

/// Every call to make, a line each, and what our own host answered.
struct Calls {
    file: PathBuf,
    names: Vec<String>,
    answers: Vec<Value>,
}

static CALLS: LazyLock<Calls> = LazyLock::new(|| {
    let host = host();
    let (mut lines, mut names, mut answers) = (String::new(), Vec::new(), Vec::new());
    let value = |answer| serde_json::to_value(answer).unwrap();
    for rule in RULES {
        let module = module(&host, rule.id());
        let mut add = |name: &str, operation: &str, payload: &str, calls: Value, answer: Value| {
            let call = json!({"module": rule.id(), "operation": operation, "payload": payload, "calls": calls});
            let _ = writeln!(lines, "{call}");
            names.push(format!("{} {operation} {name}", rule.id()));
            answers.push(answer);
        };
        add("", "protocol_version", "", json!({}), json!(module.protocol_version().unwrap()));
        for case in cases(rule) {
            let settings = case.settings.to_string();
            let answer = module.validate_settings(settings.as_bytes()).unwrap();
            add(&case.name(), "validate_settings", &settings, json!({}), serde_json::to_value(answer).unwrap());
            // A case about settings alone has no request, and one that is not UTF-8 no line of JSON.
            let Ok(Ok(payload)) = case.payload().map(String::from_utf8) else { continue };
            let cluster = case.cluster();
            let asked = Mutex::new(BTreeMap::new());
            recorded(rule, payload.as_bytes(), cluster.as_ref(), &asked);
            let answer = module.validate(payload.as_bytes(), cluster.as_ref()).unwrap();
            let told = asked.into_inner().unwrap().into_iter().map(|(key, told)| {
                let told = told.map_or_else(|why| json!({"error": why}), |answer| json!({"answer": answer}));
                (format!("kubewarden/kubernetes/{key}"), told)
            });
            add(&case.name(), "validate", &payload, Value::Object(told.collect()), value(answer));
        }
    }
    let folder = root().join("target/hosts");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("cases.jsonl");
    std::fs::write(&file, lines).unwrap();
    Calls { file, names, answers }
});

/// Without members that are null: hosts may leave them out or not.
fn normal(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.into_iter().filter(|(_, value)| !value.is_null());
            kept.map(|(key, value)| (key, normal(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(normal).collect(),
        other => other,
    }
}

fn answers_equal(program: &Path, script: &str) {
    let calls = &*CALLS;
    let output = Command::new(program)
        .arg(root().join(script))
        .arg(&calls.file)
        .arg(root().join(modules::FOLDER))
        .output()
        .unwrap_or_else(|e| panic!("{}: {e}; run `e2e-tests/hosts/prepare.sh`", program.display()));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), calls.answers.len());
    assert!(answers.len() > 3000, "{} calls are not all there is", answers.len());
    for ((name, ours), theirs) in calls.names.iter().zip(&calls.answers).zip(answers) {
        assert_eq!(normal(theirs), normal(ours.clone()), "{name}");
    }
}

#[test]
fn node_gives_the_same_answers() {
    answers_equal(Path::new("node"), "e2e-tests/hosts/cases.mjs");
}

#[test]
fn python_gives_the_same_answers() {
    answers_equal(&root().join("target/hosts/venv/bin/python"), "e2e-tests/hosts/cases.py");
}

#[test]
fn the_documented_examples_run() {
    let review = root().join("docs/examples/node-delete.review.json");
    let module = redline_e2e::module_path("node-deletion");
    let run = |program: &Path, script: &str| {
        let output = Command::new(program).arg(root().join(script)).arg(&module).arg(&review).output().unwrap();
        (output.status.code(), serde_json::from_slice::<Value>(&output.stdout).unwrap())
    };
    let (code, node) = run(Path::new("node"), "docs/hosts/node/evaluate.mjs");
    assert_eq!((code, &node["code"]), (Some(1), &json!(403)));
    let python = run(&root().join("target/hosts/venv/bin/python"), "docs/hosts/python/evaluate.py");
    assert_eq!(python, (code, node));
}
