//! The commands around `check`, as scripts see them.

#[path = "../../host/tests/common/mod.rs"]
mod common;

use std::process::Command;

use common::{ANY_REQUEST, guest};
use serde_json::{Value, json};
use tempfile::TempDir;

const DENY: &str = concat!(
    r#"{"accepted":false,"code":403,"message":"stop: it goes","warnings":["stop: it goes"],"#,
    r#""audit_annotations":{"redline-verdict":"deny","#,
    r#""redline-findings":"[{\"rule\":\"stop\",\"level\":\"deny\",\"path\":\"metadata.labels[a/b]\","#,
    r#"\"value\":\"c\",\"row\":\"26\",\"text\":{\"en\":\"it goes\"}}]"}}"#,
);
const NODE: &str = "apiVersion: v1\nkind: Node\nmetadata:\n  name: worker-1\n  labels: {a/b: c}\n";

struct Bench(TempDir);

impl Bench {
    fn new() -> Self {
        let bench = Bench(TempDir::new().unwrap());
        std::fs::create_dir(bench.0.path().join("m")).unwrap();
        let wasm = guest("(call $answer)", DENY, Some(ANY_REQUEST));
        std::fs::write(bench.0.path().join("m/stop.wasm"), wasm).unwrap();
        bench
    }

    fn file(self, name: &str, text: &str) -> Self {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    fn run(&self, args: &str) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_redline"));
        command.current_dir(self.0.path()).args(args.split_whitespace());
        command.env("REDLINE_CACHE_DIR", self.0.path().join("cache")).env_remove("LANG").env_remove("LC_ALL");
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn git(&self, args: &str) {
        let who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"];
        let status = Command::new("git").args(who).args(args.split_whitespace()).current_dir(self.0.path()).output();
        assert!(status.unwrap().status.success(), "git {args}");
    }
}

#[test]
fn explain_speaks_of_rules_and_rows_in_both_languages() {
    let bench = Bench::new();
    let (code, out, _) = bench.run("explain node-deletion");
    assert_eq!(code, 0);
    for part in ["What it stops", "recovery: ", "Settings", "system:apiserver", "Examples"] {
        assert!(out.contains(part), "{part}: {out}");
    }
    assert!(bench.run("explain 26 --lang zh").1.contains("影响："));
    let (code, _, err) = bench.run("explain node-deletoin");
    assert_eq!(code, 2);
    assert!(err.contains("did you mean `node-deletion`?"), "{err}");
}

#[test]
fn rules_and_coverage_come_as_tables_and_as_json() {
    let bench = Bench::new();
    let (_, out, _) = bench.run("rules --row 42 --json");
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()[0]["id"], "slb-reuse-removal");
    let (_, out, _) = bench.run("rules");
    let heads = |text: &str| {
        text.lines()
            .filter(|line| line.split_whitespace().nth(1).is_some_and(|word| "critical high medium low".contains(word)))
            .count()
    };
    assert!(out.lines().all(|line| line.trim_end().chars().count() <= 80), "{out}");
    assert!(out.contains("node-deletion") && out.contains("(5, 26)"), "{out}");
    assert_eq!(heads(&bench.run("rules --kind cloud").1), 25, "{out}");
    assert_eq!(bench.run("rules --row 60").0, 2);
    let (_, out, _) = bench.run("coverage --json");
    let catalogue = include_str!("../../../policies/catalogue.yaml");
    let rows = catalogue.lines().filter(|line| line.starts_with("- row:")).count();
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap().as_array().unwrap().len(), rows);
    assert!(bench.run("coverage").1.ends_with("66 are covered, 1 cannot be checked\n"));
}

#[test]
fn findings_point_into_the_file() {
    let bench = Bench::new().file("dir/node.yaml", NODE).file("dir/values.yaml", "a: 1\n").file("dir/x.txt", "x");
    let (code, out, _) = bench.run("check --modules m dir");
    assert!(out.contains("--> dir/node.yaml:5:17"), "{out}");
    assert!(out.contains("5 |   labels: {a/b: c}\n"), "{out}");
    assert!(out.ends_with("1 object: 1 denied, 0 warned, 0 allowed\n"), "what is no manifest is passed over: {out}");
    assert_eq!(code, 1);
    assert_eq!(bench.run("check --modules m dir/*.yaml --fail-on never").0, 0);
    let (code, out, _) = bench.run("check --modules m nothing/*.yaml");
    assert_eq!(code, 2);
    assert!(out.contains("no file matches"), "{out}");
}

#[test]
fn every_format_says_the_same() {
    let bench = Bench::new().file("node.yaml", NODE);
    let outputs = "--output sarif=a.sarif --output junit=a.xml --output jsonl=a.jsonl --output markdown=a.md";
    let (code, out, _) = bench.run(&format!("check --modules m node.yaml --format github {outputs}"));
    assert_eq!(code, 1);
    assert!(
        out.starts_with("::error file=node.yaml,line=5,col=17,title=stop::Node/worker-1%0Ait goes%0Aimpact: "),
        "{out}"
    );
    // Reads back as what the format's own types say.
    let sarif: serde_sarif::sarif::Sarif = serde_json::from_str(&bench.text("a.sarif")).unwrap();
    let result = &sarif.runs[0].results.as_ref().unwrap()[0];
    assert_eq!(result.rule_id.as_deref(), Some("stop"));
    let junit = quick_junit::Report::deserialize_from_str(&bench.text("a.xml")).unwrap();
    assert_eq!((junit.tests, junit.failures), (1, 1));
    let lines: Vec<Value> = bench.text("a.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["rules"][0]["findings"][0]["line"], 5);
    assert_eq!(lines[1]["summary"]["denied"], 1);
    assert!(bench.text("a.md").contains("| 🛑 deny | Node/worker-1 CREATE | `stop` |"));
    assert!(!bench.text("a.md").contains('\u{1b}'));
    let (_, out, _) = bench.run("check --modules m node.yaml --output sarif");
    assert_eq!(out, "");
}

#[test]
fn a_diff_evaluates_what_changes_and_nothing_else() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n";
    let bench = Bench::new()
        .file("old/a.yaml", NODE)
        .file("old/b.yaml", pod)
        .file("new/b.yaml", &format!("# moved\n{pod}"))
        .file("new/c.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: q}\n");
    let (code, out, _) = bench.run("diff --modules m old new");
    assert_eq!(code, 1);
    assert!(out.contains("DENY  Pod/default/q (CREATE, new/c.yaml)\n"), "{out}");
    assert!(out.contains("DENY  Node/worker-1 (DELETE, old/a.yaml)\n"), "{out}");
    assert!(out.contains("--> old/a.yaml:5:17"), "{out}");
    assert!(
        out.ends_with("2 objects: 2 denied, 0 warned, 0 allowed\n"),
        "the same object elsewhere is the same: {out}"
    );
    assert_eq!(bench.run("diff --modules m old").0, 2);
    let (code, out, err) = bench.run("diff --modules m old nowhere");
    assert_eq!((code, &*out, &*err), (2, "", "error: cannot read `nowhere`: no such file or folder\n"));
}

#[test]
fn a_diff_reads_revisions_of_git() {
    let bench = Bench::new().file("k/node.yaml", NODE);
    bench.git("init -q .");
    bench.git("add k");
    bench.git("commit -q -m one");
    let bench = bench.file("k/node.yaml", &NODE.replace("a/b: c", "a/b: d"));
    let (code, out, _) = bench.run("diff --modules m --git HEAD -- k");
    assert_eq!(code, 1);
    assert!(out.contains("DENY  Node/worker-1 (UPDATE, k/node.yaml)\n"), "{out}");
    std::fs::remove_file(bench.0.path().join("k/node.yaml")).unwrap();
    bench.git("commit -q -a -m two");
    let (_, out, _) = bench.run("diff --modules m --git HEAD~1..HEAD -- k");
    assert!(out.contains("DENY  Node/worker-1 (DELETE, k/node.yaml)\n"), "{out}");
    assert_eq!(bench.run("diff --modules m --git HEAD~1...HEAD -- k").0, 1);
    let (code, _, err) = bench.run("diff --modules m --git nowhere..HEAD -- k");
    assert_eq!(code, 2);
    assert!(err.contains("nowhere"), "{err}");
    let (code, out, err) = bench.run("diff --modules m --git HEAD~1..HEAD -- k nowhere");
    assert_eq!((code, &*out), (2, ""));
    assert!(err.starts_with("error: `nowhere` is neither here nor in `HEAD~1..HEAD`"), "{err}");
}

#[test]
fn a_denial_ends_with_how_to_approve_it() {
    let answer = DENY.replace(
        r#"\"text\":{\"en\":\"it goes\"}"#,
        r#"\"text\":{\"en\":\"it goes\"},\"approval\":{\"en\":\"to approve: x\"}"#,
    );
    let bench = Bench::new().file("node.yaml", NODE);
    std::fs::write(bench.0.path().join("m/stop.wasm"), guest("(call $answer)", &answer, Some(ANY_REQUEST))).unwrap();
    let (_, out, _) = bench.run("check --modules m --operation DELETE node.yaml");
    assert_eq!(out.matches("to approve: x").count(), 1, "{out}");
    assert!(out.find("        instead: ").unwrap() < out.find("        to approve: x\n").unwrap(), "{out}");
}

#[test]
fn errors_of_modules_and_of_input_are_words_in_both_languages() {
    let bench = Bench::new().file("node.yaml", NODE).file("bad.yaml", "a: [1\n").file("b/stop.wasm", "#!/bin/sh\n");
    std::fs::create_dir(bench.0.path().join("c")).unwrap();
    std::fs::write(bench.0.path().join("c/stop.wasm"), guest("(unreachable)", "", Some(ANY_REQUEST))).unwrap();
    for (args, english, chinese) in [
        (
            "--modules b node.yaml",
            "module `stop` cannot be used: it is no WebAssembly module",
            "模块 `stop` 无法使用：",
        ),
        ("--modules c node.yaml", "module `stop` crashed; use another build of it", "模块 `stop` 崩溃"),
        ("--modules m bad.yaml", "a list that starts with `[` has no `]`", "以 `[` 开头的列表缺少 `]`"),
        ("--modules none node.yaml", "no such file", "文件或目录不存在"),
    ] {
        for (lang, want) in [("en", english), ("zh", chinese)] {
            let (code, out, err) = bench.run(&format!("check --lang {lang} {args}"));
            let told = out + &err;
            assert!(code == 2 && told.contains(want) && !told.contains("wasm trap"), "{args}: {told}");
        }
    }
}

#[test]
fn an_audit_log_is_replayed() {
    let event = json!({
        "kind": "Event", "apiVersion": "audit.k8s.io/v1", "auditID": "1", "stage": "ResponseComplete", "verb": "delete",
        "user": {"username": "alice"}, "objectRef": {"resource": "nodes", "name": "n", "apiVersion": "v1"},
        "requestReceivedTimestamp": "2026-11-24T00:00:00Z", "requestURI": "/api/v1/nodes/n",
    });
    let mut update = event.clone();
    update["verb"] = "update".into();
    let bench = Bench::new().file("audit.log", &format!("{event}\n{update}\n{{\"a\":1}}\n"));
    let (code, out, _) = bench.run("replay --modules m audit.log");
    assert_eq!(code, 2, "a line that is not an event is an error");
    assert!(out.contains("DENY  Node/n (DELETE by alice, 2026-11-24T00:00:00Z, audit.log, line 1)\n"), "{out}");
    assert!(out.contains("by user:\n  alice  1 denied, 0 warned\n"), "{out}");
    assert!(
        out.contains("1 change could not be evaluated:\n  1 updated, but the audit level omits the object\n"),
        "{out}"
    );
    let (_, out, _) = bench.run("replay --modules m audit.log --format json");
    let summary = serde_json::from_str::<Value>(&out).unwrap()["summary"].clone();
    assert_eq!(summary["users"]["alice"]["denied"], 1);
    assert_eq!(summary["nameOnly"], 1);
    for (filter, requests) in
        [("--user alice", 1), ("--user /^(bob|al)/", 1), ("--user al", 0), ("--namespace kube-system", 0)]
    {
        let (_, out, _) = bench.run(&format!("replay --modules m audit.log --format json {filter}"));
        let summary = serde_json::from_str::<Value>(&out).unwrap()["summary"].clone();
        assert_eq!(summary["objects"], requests, "{filter}");
    }
}

#[test]
fn a_configuration_is_written_found_and_checked() {
    let bench = Bench::new().file("deep/node.yaml", NODE);
    assert_eq!(bench.run("config init --kind registered").0, 0);
    let (code, _, err) = bench.run("config init");
    assert_eq!((code, err.contains("exists already")), (2, true), "{err}");
    let text = bench.text("redline.yaml");
    assert!(text.contains("kind: registered"));
    let (_, out, _) = bench.run("manifest --registry registry.example.com/ops");
    assert!(
        out.contains("name: redline-registered-node-metadata") && !out.contains("name: redline-node-deletion"),
        "{out}"
    );
    assert!(out.contains("registry://registry.example.com/ops/"), "{out}");
    let (_, out, _) = bench.run("manifest --bundle --mode protect");
    assert!(out.contains("name: redline-admission") && out.contains("node-deletion: false"), "{out}");

    let bench = bench.file("redline.yaml", "rules: {node-deletoin: false}\n");
    let (code, _, err) = bench.run("config check --modules m");
    assert_eq!(code, 2);
    assert!(err.contains("redline.yaml: there is no rule `node-deletoin`, did you mean `node-deletion`?"), "{err}");
    let bench = bench.file("redline.yaml", "ruels: {}\n");
    let (_, _, err) = bench.run("config check --modules m");
    assert!(err.contains("redline.yaml:1:1: unknown key `ruels`"), "{err}");

    let waiver = "waivers:\n- {rule: stop, object: Node/worker-*, reason: ticket 1, until: 2999-01-31}\n";
    let bench = bench.file("redline.yaml", &format!("modules: m\nfailOn: warn\n{waiver}"));
    let (code, out, err) = bench.run("check --all deep/node.yaml");
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.ends_with("1 object: 0 denied, 0 warned, 1 allowed; 1 suppressed finding\n"), "{out}");
    assert!(out.starts_with("KNOWN Node/worker-1 "), "{out}");
    let by_regex = waiver.replace("Node/worker-*", "'/^Node\\/worker-[0-9]$/'").replace("rule: stop", "rule: /st.p/");
    let bench = bench.file("redline.yaml", &format!("modules: m\n{by_regex}"));
    assert_eq!(bench.run("check deep/node.yaml").0, 0, "waivers take regular expressions");
    let bench = bench.file("redline.yaml", &format!("modules: m\n{}", waiver.replace("Node/worker-*", "/(/")));
    assert!(bench.run("check deep/node.yaml").2.contains("invalid regular expression `/(/`: unclosed group"));
    let bench = bench.file("redline.yaml", &format!("modules: m\n{}", waiver.replace("2999", "2020")));
    assert_eq!(bench.run("check deep/node.yaml").0, 1, "a waiver ends");
    assert!(bench.run("config check").1.contains("waiver expired after 2020-01-31"));
    assert!(!bench.run("check deep/node.yaml --no-config").1.contains("stop:"), "without it, its modules do not run");
}

#[test]
fn a_baseline_leaves_only_what_is_new() {
    let bench = Bench::new().file("node.yaml", NODE);
    let (code, out, _) = bench.run("baseline --modules m node.yaml");
    assert_eq!((code, out.as_str()), (0, "recorded 1 finding of 1 object in redline-baseline.json\n"));
    let bench = bench.file("node.yaml", &format!("# a line more\n{NODE}"));
    assert_eq!(bench.run("check --modules m node.yaml --baseline redline-baseline.json").0, 0, "lines do not count");
    let bench = bench.file("node.yaml", &NODE.replace("worker-1", "worker-2"));
    assert_eq!(bench.run("check --modules m node.yaml --baseline redline-baseline.json").0, 1);
    let bench = bench.file("other.json", "{}");
    assert!(bench.run("check --modules m node.yaml --baseline other.json").2.contains("not a baseline"));
}

#[test]
fn cases_of_anybody_are_run() {
    let case =
        "why: it goes\nmanifest: {operation: DELETE, object: {apiVersion: v1, kind: Node, metadata: {name: n}}}\n";
    let bench = Bench::new().file("cases/deny.yaml", &format!("{case}expect: {{verdict: deny}}\n"));
    let (code, out, err) = bench.run("test --modules m cases");
    assert_eq!((code, out.as_str(), err.as_str()), (0, "1 case: 1 passed, 0 failed\n", ""));
    let bench = bench.file("cases/stop/allow.yaml", &format!("{case}expect: {{verdict: allow}}\n"));
    let (code, out, _) = bench.run("test --modules m cases");
    assert_eq!(code, 1);
    assert!(out.contains("FAIL  cases/stop/allow.yaml: it goes\n      verdict\n        want allow\n"), "{out}");
    assert_eq!(bench.run("test --modules m m").0, 2);
}

#[test]
fn approvals_completions_and_manual_pages_are_printed() {
    let bench = Bench::new();
    let (code, out, _) = bench.run("approve service/web -n shop --rule slb-reuse-removal --for 1h --reason moved");
    assert_eq!(code, 0);
    assert!(out.starts_with("kubectl annotate --overwrite --namespace shop service/web "), "{out}");
    assert_eq!(bench.run("approve node n --rule cloud-slb-tag --reason x").0, 2);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(bench.run(&format!("completions {shell}")).1.contains("replay"), "{shell}");
    }
    assert!(bench.run("man").1.starts_with(".ie") && bench.run("man replay").1.contains("audit log"));
    assert_eq!(bench.run("man nothing").0, 2);
}

#[test]
fn scripts_are_read_line_by_line() {
    let script = "#!/bin/sh\nstop() { systemctl stop \"$1\"; }\nstop kubelet\nV=0\nsysctl -w net.ipv4.ip_forward=$V\necho reboot\n";
    let bench = Bench::new().file("setup.sh", script).file("fine.sh", "date +%F\ncurl -o \"$F\" https://example.com\n");
    let (code, out, _) = bench.run("script setup.sh fine.sh");
    assert_eq!(code, 1, "{out}");
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 3, "{out}");
    assert!(
        lines[0].starts_with("setup.sh:2: DENY node-component-config: runs `systemctl stop kubelet` (row 9"),
        "{out}"
    );
    assert!(
        lines[1].starts_with("setup.sh:5: DENY sysctl-ip-forward: sets `net.ipv4.ip_forward` to `0` (row 33"),
        "{out}"
    );
    assert_eq!(lines[2], "2 scripts: 2 high-risk operations, 0 warnings");

    let (code, out, _) = bench.run("script fine.sh --explain");
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("fine.sh:2: curl -o … https://example.com\n    writes /…\n    ? `…` is not known"), "{out}");

    let (_, out, _) = bench.run("script setup.sh --format json");
    let report: Value = serde_json::from_str(&out).unwrap();
    let commands = report["scripts"][0]["commands"].as_array().unwrap();
    assert_eq!(commands[0]["findings"][0]["row"], "9");
    assert_eq!(commands[1]["findings"][0]["text"]["zh"], "将 `net.ipv4.ip_forward` 设为 `0`");

    let (code, _, err) = bench.run("script missing.sh");
    assert!(code == 2 && err.contains("missing.sh"), "{err}");
}

#[test]
fn what_is_no_script_is_refused() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n";
    let bench = Bench::new().file("pod.yaml", pod).file("tool", "#!/usr/bin/env python3\nprint()\n");
    let (code, out, err) = bench.run("script pod.yaml tool");
    assert_eq!((code, out.as_str()), (2, "0 scripts: 0 high-risk operations, 0 warnings\n"));
    let want = "error: pod.yaml: a manifest and no script; `redline check` checks manifests with the scripts in them\n\
                error: tool: a script for `python3`; only shell scripts and cloud-config can be checked\n";
    assert_eq!(err, want);
}

#[test]
fn cloud_config_is_read_as_a_script() {
    let bench = Bench::new().file("user-data", "#cloud-config\nruncmd:\n- [swapon, /swap]\n");
    let (code, out, _) = bench.run("script user-data --lang zh");
    assert_eq!(code, 1, "{out}");
    assert!(
        out.contains("user-data:3: 拒绝 node-os-config: ") && out.ends_with("1 个脚本：1 项高危操作，0 项告警\n"),
        "{out}"
    );
}
