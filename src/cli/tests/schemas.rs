//! Reports and manifests against the schemas of their formats.

#[path = "../../host/tests/common/mod.rs"]
mod common;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use common::{ANY_REQUEST, guest};
use serde_json::Value;
use tempfile::TempDir;

const DENY: &str = concat!(
    r#"{"accepted":false,"code":403,"message":"停: <a> & \"b\"","warnings":["停: <a> & \"b\""],"#,
    r#""audit_annotations":{"redline-verdict":"deny","#,
    r#""redline-findings":"[{\"rule\":\"stop\",\"level\":\"deny\",\"path\":\"metadata.labels[a/b]\","#,
    r#"\"value\":\"\",\"row\":\"\",\"text\":{\"en\":\"停 <a> & 'b' \\u0007 ]]>\"}}]"}}"#,
);
const WARN: &str = r#"{"accepted":true,"warnings":["careful: 小心 <&> ]]>"]}"#;
const MANIFESTS: &str = "apiVersion: v1\nkind: Node\nmetadata:\n  name: worker-1\n  labels: {a/b: c}\n---\nkind: [\n";

/// Reports about an object that is denied and warned about, one that is allowed, and documents that cannot be read.
fn reports() -> TempDir {
    let dir = TempDir::new().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).unwrap();
    std::fs::create_dir(dir.path().join("m")).unwrap();
    write("m/stop.wasm", &guest("(call $answer)", DENY, Some(ANY_REQUEST)));
    write("m/careful.wasm", &guest("(call $answer)", WARN, Some(ANY_REQUEST)));
    write("a b.yaml", MANIFESTS.as_bytes());
    write("wörk.json", br#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"}}"#);
    let status = Command::new(env!("CARGO_BIN_EXE_redline"))
        .args(["check", "--modules", "m", "--output", "sarif=a.sarif", "--output", "junit=a.xml", "a b.yaml"])
        .args(["wörk.json", "missing.yaml"])
        .env("REDLINE_CACHE_DIR", dir.path().join("cache"))
        .current_dir(dir.path())
        .output()
        .unwrap()
        .status;
    assert_eq!(status.code(), Some(2));
    dir
}

/// The schema of SARIF 2.1.0, in the sources of the crate whose types were generated from it.
fn sarif_schema() -> Value {
    // Without a platform cargo would want the crates of all of them.
    let compiler = Command::new("rustc").arg("-vV").output().unwrap();
    let compiler = String::from_utf8(compiler.stdout).unwrap();
    let host = compiler.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked", "--offline", "--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo describes this workspace");
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
    let text = std::fs::read_to_string(manifest.with_file_name("src/schema.json")).unwrap();
    // One of its patterns has a bracket too many, and what is meant is this.
    let text = text.replace("^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn sarif_is_valid() {
    let dir = reports();
    let schema = jsonschema::validator_for(&sarif_schema()).unwrap();
    let mut report: Value = serde_json::from_slice(&std::fs::read(dir.path().join("a.sarif")).unwrap()).unwrap();
    let wrong: Vec<_> = schema.iter_errors(&report).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(report["runs"][0]["results"].as_array().is_some_and(|results| results.len() >= 4), "{report:#}");
    report["runs"][0]["results"][0]["level"] = "severe".into();
    assert!(!schema.is_valid(&report), "a level that does not exist is seen");
}

fn xmllint(file: &Path) -> (bool, String) {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemas/junit.xsd");
    let output = Command::new("xmllint")
        .args(["--noout", "--schema", schema])
        .arg(file)
        .output()
        .unwrap_or_else(|e| panic!("cannot run xmllint: {e}; `apt-get install libxml2-utils` brings it"));
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn junit_is_valid() {
    let dir = reports();
    let file = dir.path().join("a.xml");
    let (valid, said) = xmllint(&file);
    assert!(valid, "{said}");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("<failure") && text.contains("<error") && text.contains("停"), "{text}");
    std::fs::write(&file, text.replace("<failure", "<fault").replace("</failure", "</fault")).unwrap();
    assert!(!xmllint(&file).0, "an element that does not exist is seen");
}

#[test]
fn the_manifests_of_a_configuration_are_valid() {
    let text = include_str!("../../../e2e-tests/schemas/clusteradmissionpolicy.json");
    let schema = jsonschema::validator_for(&serde_json::from_str(text).unwrap()).unwrap();
    let dir = TempDir::new().unwrap();
    let settings = "rules:\n  psp-preset: false\n  node-deletion: {enforcement: warn}\nlanguage: zh\n";
    std::fs::write(dir.path().join("redline.yaml"), settings).unwrap();
    for (args, at_least) in [(&["manifest"][..], 40), (&["manifest", "--bundle", "--mode", "protect"], 1)] {
        let output = Command::new(env!("CARGO_BIN_EXE_redline")).args(args).current_dir(dir.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        let policies: Vec<Value> = serde_saphyr::from_multiple(&text).unwrap();
        assert!(policies.len() >= at_least, "{args:?}: {}", policies.len());
        for policy in policies {
            let wrong: Vec<_> = schema.iter_errors(&policy).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(wrong.is_empty(), "{}: {wrong:#?}", policy["metadata"]["name"]);
        }
    }
}
