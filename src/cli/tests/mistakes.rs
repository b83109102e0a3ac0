//! Inputs and arguments that are wrong: each gets one clear error, in both languages, that names what it is about.

#[path = "../../host/tests/common/mod.rs"]
mod common;

use std::process::{Command, Stdio};

use common::{ANY_REQUEST, guest};
use tempfile::TempDir;

const ALLOW: &str = r#"{"accepted":true}"#;
const RAW: &str = r#"{"protocolVersion":"v1","mutating":false,"policyType":"raw","rules":[]}"#;

/// A folder with modules for objects and for cloud operations, and with files that are wrong.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, content: &[u8]| std::fs::write(folder.path().join(name), content).unwrap();
    for name in ["m", "none"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
    }
    write("m/objects.wasm", &guest("(call $answer)", ALLOW, Some(ANY_REQUEST)));
    write("m/calls.wasm", &guest("(call $answer)", ALLOW, Some(RAW)));
    write("text.wasm", b"no module");
    write("empty.yaml", b"");
    write("binary.yaml", b"a\0b");
    write("open.yaml", b"apiVersion: v1\nkind: Pod\nmetadata: {name: [s3cret\n");
    write("tab.yaml", b"apiVersion: v1\n\tkind: Pod\n");
    write("kindless.yaml", b"apiVersion: v1\nmetadata: {name: a}\n");
    write("pod.yaml", b"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n");
    write("actionless.json", br#"{"product": "ecs", "parameters": {}}"#);
    write("key.yaml", b"enforcment: deny\n");
    write("list.yaml", b"rules: deny\n");
    write("rule.yaml", b"rules: {node-deletoin: true}\n");
    write("text.json", br#"{"instances": "i-1"}"#);
    write("name.json", br#"{"instnces": ["i-1"]}"#);
    write(
        "shown.txt",
        b"Terraform will perform the following actions:\n\nPlan: 0 to add, 0 to change, 1 to destroy.\n",
    );
    write("failed.json", br#"{"format_version": "1.2", "errored": true, "resource_changes": []}"#);
    write("cut.json", br#"{"Events": [{"eventName": "A", "serviceName": "Ecs"}, {"eventName": "s3cr"#);
    write("snake.json", br#"[{"event_name": "DeleteInstance", "service_name": "Ecs", "key": "s3cret"}]"#);
    write("texts.json", br#"{"Events": ["s3cret"]}"#);
    write("table.csv", b"eventName,serviceName\nDeleteInstance,Ecs\n");
    write("half.gz", b"\x1f\x8b\x08\x00broken");
    folder
}

/// Arguments, and what an error about them names.
const MISTAKES: &[(&str, &[&str])] = &[
    ("check missing.yaml", &["`missing.yaml`"]),
    ("check empty.yaml", &["empty.yaml"]),
    ("check binary.yaml", &["`binary.yaml`"]),
    ("check open.yaml", &["open.yaml:3:"]),
    ("check tab.yaml", &["tab.yaml:", "YAML"]),
    ("check kindless.yaml", &["kindless.yaml:1", "`kind`"]),
    ("check actionless.json", &["actionless.json", "`action`"]),
    ("check pod.yaml --config key.yaml", &["key.yaml:1:1", "`enforcment`"]),
    ("check pod.yaml --config list.yaml", &["list.yaml:1:8"]),
    ("check pod.yaml --config rule.yaml", &["rule.yaml", "`node-deletion`"]),
    ("check pod.yaml --rule object", &["`object`", "`objects`", "`redline rules`"]),
    ("check pod.yaml --settings missing.yaml", &["`missing.yaml`"]),
    ("check pod.yaml --baseline text.json", &["text.json", "`redline baseline`"]),
    ("check pod.yaml --modules text.wasm", &["`text`", "WebAssembly"]),
    ("check pod.yaml --modules none", &["`none`", "`make modules`"]),
    ("check pod.yaml --operation UPDATE", &["`--old FILE`"]),
    ("check pod.yaml --inventory name.json", &["name.json", "`instances`"]),
    ("check pod.yaml --inventory text.json", &["text.json", "`instances`"]),
    ("ram-policy --inventory text.json", &["text.json", "`instances`"]),
    ("inventory pod.yaml", &["pod.yaml", "`terraform show -json`"]),
    ("plan shown.txt", &["shown.txt", "`terraform show -json PLANFILE`"]),
    ("plan failed.json", &["failed.json", "`errored`"]),
    ("plan pod.yaml", &["pod.yaml", "`redline check`"]),
    ("trail missing.json", &["`missing.json`"]),
    ("trail cut.json", &["cut.json", "JSON"]),
    ("trail snake.json", &["snake.json", "`eventName`", "`serviceName`"]),
    ("trail texts.json", &["texts.json", "`eventName`"]),
    ("trail table.csv", &["table.csv", "`eventName`"]),
    ("trail half.gz", &["`half.gz`", "gzip"]),
    ("replay pod.yaml", &["pod.yaml", "JSON"]),
    ("script missing.sh", &["`missing.sh`"]),
    ("script pod.yaml", &["pod.yaml", "`redline check`"]),
    ("diff pod.yaml missing.yaml", &["`missing.yaml`"]),
    ("explain node-deletoin", &["`node-deletion`", "`redline rules`"]),
    ("approve --for 1h --rule nothing --reason a node/a", &["`nothing`", "`redline rules`"]),
    ("approve --for 1h --rule node-deletion --reason a worker-1", &["`worker-1`", "`node/worker-1`"]),
    ("manifest --registry nowhere", &["`nowhere/", "`ghcr.io/"]),
    ("manifest --registry ghcr.io/Me", &["`ghcr.io/Me/", "`host/path:tag`"]),
    ("test none", &["`none`"]),
    ("eval --module missing.wasm --request pod.yaml", &["`missing.wasm`"]),
    ("eval --module m/objects.wasm --request open.yaml", &["open.yaml:3:"]),
    ("push missing.wasm 127.0.0.1:1/a", &["`missing.wasm`"]),
    ("push text.wasm 127.0.0.1:1/a", &["`text.wasm`", "WebAssembly"]),
    ("push text.wasm", &["`text.wasm`", "`redline push text.wasm ghcr.io/me/`"]),
    ("pull nowhere", &["`nowhere`", "`ghcr.io/"]),
    ("pull 127.0.0.1:1/a:v1", &["`127.0.0.1:1`", "HTTPS_PROXY"]),
    ("hook agent", &["JSON"]),
];

#[test]
fn a_mistake_has_one_error_that_names_it() {
    let folder = folder();
    for (args, parts) in MISTAKES {
        for (locale, is_chinese) in [("C", false), ("zh_CN.UTF-8", true)] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_redline"));
            command.current_dir(folder.path()).args(args.split_whitespace()).stdin(Stdio::null());
            command.env("REDLINE_CACHE_DIR", folder.path().join("cache")).env("LC_ALL", locale);
            for proxy in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
                command.env_remove(proxy);
            }
            if !args.contains("--modules") {
                command.env("REDLINE_MODULES", "m");
            }
            let output = command.output().unwrap();
            let told = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
            assert_eq!(output.status.code(), Some(2), "{args}: {told}");
            for part in *parts {
                assert!(told.contains(part), "{args} lacks {part}: {told}");
            }
            assert!(
                !told.contains("s3cr") && !told.contains("os error") && !told.contains("panicked"),
                "{args}: {told}"
            );
            // Of the error itself no sentence is left in English: outside of backticks no three words stand in a row.
            let own: String = told.split('`').step_by(2).collect();
            let is_word = |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
            let english = own.split_whitespace().collect::<Vec<_>>().windows(3).any(|words| words.iter().all(is_word));
            assert!(!(english && is_chinese), "{args}: {told}");
        }
    }
}
