//! The command line as scripts see it: output, and exit codes 0, 1 and 2.

#[path = "../../host/tests/common/mod.rs"]
mod common;
#[path = "tools/program.rs"]
mod program;

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use common::{ANY_REQUEST, RAW, guest};
use serde_json::Value;
use tempfile::TempDir;

const DENY: &str = concat!(
    r#"{"accepted":false,"code":403,"message":"stop: it goes (row 26); impact: not shown","#,
    r#""audit_annotations":{"redline-verdict":"deny","#,
    r#""redline-findings":"[{\"rule\":\"stop\",\"level\":\"deny\",\"path\":\"\","#,
    r#"\"value\":\"\",\"row\":\"26\",\"text\":{\"en\":\"it goes\"}}]"}}"#,
);
const WARN: &str = r#"{"accepted":true,"warnings":["hint: beware; impact: part of the text"]}"#;
const ALLOW: &str = r#"{"accepted":true}"#;
const INVALID: &str = r#"{"accepted":false,"code":400,"message":"odd: invalid: no kind"}"#;

const NODE: &str = "apiVersion: v1\nkind: Node\nmetadata: {name: worker-1}\n";
const PODS: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\napiVersion: v1\nkind: PodList\nitems:\n\
                    - metadata: {name: b, namespace: x}\n- metadata: {name: c}\n";

struct Bench(TempDir);

impl Bench {
    /// A directory with a module per name and answer.
    fn new(modules: &[(&str, &str, &str)]) -> Self {
        let bench = Bench(TempDir::new().unwrap());
        std::fs::create_dir(bench.0.path().join("m")).unwrap();
        for (name, answer, metadata) in modules {
            let wasm = guest("(call $answer)", answer, Some(metadata));
            std::fs::write(bench.0.path().join(format!("m/{name}.wasm")), wasm).unwrap();
        }
        bench
    }

    fn file(self, name: &str, text: &str) -> Self {
        std::fs::write(self.0.path().join(name), text).unwrap();
        self
    }

    fn command(&self, args: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_redline"));
        command.current_dir(self.0.path()).args(args.split_whitespace());
        command.env("REDLINE_MODULES", "m").env("REDLINE_CACHE_DIR", self.0.path().join("cache"));
        command
    }

    /// Exit code, standard output, standard error.
    fn run(&self, args: &str) -> (i32, String, String) {
        told(self.command(args).output().unwrap())
    }
}

fn told(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_denial_is_printed_with_its_row_and_exits_1() {
    let bench = Bench::new(&[("stop", DENY, ANY_REQUEST)]).file("node.yaml", NODE);
    let (code, out, err) = bench.run("check --operation delete node.yaml");
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[..2], ["DENY  Node/worker-1 (DELETE, node.yaml)", "      stop: it goes"]);
    assert!(lines[2].starts_with("        impact: ") && lines[2].contains(" (recovery: "), "{out}");
    assert!(lines[3].starts_with("        instead: "), "{out}");
    assert_eq!(lines[4..], ["1 object: 1 denied, 0 warned, 0 allowed"]);
    assert_eq!((code, err.as_str()), (1, ""));
}

#[test]
fn each_item_and_document_is_evaluated_and_warnings_exit_0() {
    let bench = Bench::new(&[("fine", ALLOW, ANY_REQUEST), ("hint", WARN, ANY_REQUEST)]).file("pods.yaml", PODS);
    let (code, out, _) = bench.run("check pods.yaml --rule fine --all");
    assert_eq!(
        out,
        "ALLOW Pod/default/a (CREATE, pods.yaml:doc 1)\nALLOW Pod/x/b (CREATE, pods.yaml:doc 2, item 1)\n\
         ALLOW Pod/default/c (CREATE, pods.yaml:doc 2, item 2)\n3 objects: 0 denied, 0 warned, 3 allowed\n"
    );
    assert_eq!(code, 0);
    let (code, out, _) = bench.run("check pods.yaml");
    assert!(
        out.starts_with(
            "WARN  Pod/default/a (CREATE, pods.yaml:doc 1)\n      hint: beware; impact: part of the text\n"
        ),
        "{out}"
    );
    assert_eq!(code, 0, "a warning denies nothing");
}

#[test]
fn what_cannot_be_read_is_reported_and_the_rest_goes_on() {
    let text = format!("{NODE}---\nkind: [\n---\n{NODE}---\nkind: Pod\n");
    let bench = Bench::new(&[("stop", DENY, ANY_REQUEST)]).file("mixed.yaml", &text).file("empty.yaml", "# x\n");
    let (code, out, _) = bench.run("check mixed.yaml missing.yaml empty.yaml");
    assert_eq!(code, 2, "2 wins over 1");
    assert_eq!(out.matches("DENY  Node/worker-1").count(), 2, "{out}");
    assert!(out.contains("ERROR mixed.yaml:"), "{out}");
    assert!(out.contains("ERROR mixed.yaml:11\n      `apiVersion` is missing\n"), "{out}");
    assert!(out.contains("ERROR missing.yaml\n      cannot read `missing.yaml`: no such file or folder\n"), "{out}");
    assert!(out.contains("ERROR empty.yaml\n      the file has nothing to check\n"), "{out}");
    assert!(out.ends_with("2 objects: 2 denied, 0 warned, 0 allowed; 4 documents could not be read\n"), "{out}");
}

#[test]
fn a_request_that_no_rule_could_evaluate_exits_2() {
    let bench = Bench::new(&[("odd", INVALID, ANY_REQUEST)]).file("node.yaml", NODE);
    let (code, out, _) = bench.run("check node.yaml");
    assert!(out.contains("ERROR Node/worker-1 (CREATE, node.yaml)\n      odd: invalid: no kind\n"), "{out}");
    assert!(out.ends_with("1 object: 0 denied, 0 warned, 0 allowed, 1 not evaluated\n"), "{out}");
    assert_eq!(code, 2);
    let bench = Bench::new(&[("odd", INVALID, ANY_REQUEST), ("stop", DENY, ANY_REQUEST)]).file("node.yaml", NODE);
    let (code, out, _) = bench.run("check node.yaml");
    assert!(out.contains("      stop: it goes\n      not evaluated: odd: invalid: no kind\n"), "{out}");
    assert_eq!(code, 2, "a denial does not hide a rule that failed");
}

#[test]
fn updates_are_paired_with_what_they_change() {
    let bench = Bench::new(&[("fine", ALLOW, ANY_REQUEST)]).file("new.yaml", PODS).file("old.yaml", NODE);
    let (code, out, _) = bench.run("check --all new.yaml --operation UPDATE --old new.yaml");
    assert_eq!((code, out.matches("(UPDATE, ").count()), (0, 3), "{out}");
    let (code, out, _) = bench.run("check new.yaml --operation UPDATE --old old.yaml");
    assert!(
        out.contains("ERROR Pod/a (UPDATE, new.yaml:doc 1)\n      `--old` has no object of this kind and name"),
        "{out}"
    );
    assert_eq!(code, 2);
    let (code, _, err) = bench.run("check new.yaml --operation UPDATE");
    assert_eq!((code, err.as_str()), (2, "error: `--operation UPDATE` needs `--old FILE`\n"));
}

#[test]
fn cloud_operations_go_to_raw_modules_only() {
    let plan = r#"{"format_version":"1.2","resource_changes":[
        {"address":"alicloud_instance.a","type":"alicloud_instance","change":{"actions":["delete"]}}]}"#;
    let bench = Bench::new(&[("fine", ALLOW, ANY_REQUEST), ("stop", DENY, RAW)]).file("plan.json", plan);
    let bench = bench.file("call.json", r#"{"product":"slb","action":"DeleteLoadBalancer","resource":{"id":"lb-1"}}"#);
    let bench = bench.file("node.yaml", NODE);
    let (code, out, _) = bench.run("check --all plan.json call.json node.yaml");
    assert!(out.contains("DENY  alicloud_instance.a (delete, plan.json, change 1)\n"), "{out}");
    assert!(out.contains("DENY  slb:DeleteLoadBalancer/lb-1 (call, call.json)\n"), "{out}");
    assert!(out.contains("ALLOW Node/worker-1 (CREATE, node.yaml)\n"), "{out}");
    assert_eq!(code, 1);
    let (code, out, _) = bench.run("check plan.json --rule fine");
    assert!(out.contains("      no rule for cloud operations is loaded\n"), "{out}");
    assert_eq!(code, 2);
}

#[test]
fn plans_and_trails_show_what_matters_and_sum_up_by_rule() {
    let raw = [("stop", DENY, RAW), ("hint", WARN, RAW)];
    let change = r#"{"address":"a.b","type":"a","change":{"actions":["delete"]}}"#;
    let plan = format!(r#"{{"format_version":"1.2","resource_changes":[{change},{change}]}}"#);
    let bench = Bench::new(&raw).file("plan.json", &plan).file("ids.yaml", "scalingGroups: [asg-1]\n");
    let events = "{\"eventName\":\"A\",\"eventId\":\"e-1\"}\n{\"eventName\":\"B\"}\n";
    let bench = bench.file("trail.jsonl", events);
    let (code, out, _) = bench.run("plan plan.json");
    assert_eq!(code, 1);
    assert!(
        out.ends_with("stop  2 denied, 0 warned\nhint  0 denied, 2 warned\n2 changes: 2 denied, 0 warned, 0 allowed\n"),
        "{out}"
    );
    let (code, out, _) = bench.run("trail trail.jsonl");
    assert_eq!(code, 1);
    assert!(out.contains("A (event e-1 by an unknown user, trail.jsonl:doc 1)"), "{out}");
    let (code, out, _) = bench.run("trail plan.json");
    assert_eq!(code, 2);
    assert!(out.contains("not an ActionTrail event"), "{out}");

    let bench = Bench::new(&[("fine", ALLOW, RAW)]).file("plan.json", &plan);
    assert_eq!(
        bench.run("plan plan.json"),
        (0, "2 changes: 0 denied, 0 warned, 2 allowed\n".to_owned(), String::new())
    );
    assert!(bench.run("plan plan.json --all").1.starts_with("ALLOW a.b"));
}

#[test]
fn reviews_bring_their_own_operation() {
    let review = r#"{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u","operation":"DELETE",
        "kind":{"kind":"Node"},"resource":{"group":"","version":"v1","resource":"nodes"},"name":"n"}}"#;
    let only = ANY_REQUEST.replace(r#""operations":["*"]"#, r#""operations":["DELETE"]"#);
    let bench = Bench::new(&[("stop", DENY, &only)]).file("review.json", review).file("node.yaml", NODE);
    let (code, out, _) = bench.run("check --all review.json node.yaml");
    assert!(out.contains("DENY  Node/n (DELETE, review.json)\n"), "{out}");
    assert!(out.contains("SKIP  Node/worker-1 (CREATE, node.yaml)\n      no rule looks at such an object\n"), "{out}");
    assert!(out.ends_with("1 object, 1 request: 1 denied, 0 warned, 0 allowed, 1 not covered by any rule\n"), "{out}");
    assert_eq!(code, 1);
}

#[test]
fn settings_are_checked_before_anything_else() {
    let bench = Bench::new(&[("stop", DENY, ANY_REQUEST)]).file("node.yaml", NODE);
    let bench = bench.file("good.yaml", "stop: {a: 1}").file("bad.yaml", "stop: {x: 1}").file("other.yaml", "sotp: {}");
    assert_eq!(bench.run("check node.yaml --settings good.yaml --lang zh").0, 1);
    let (code, out, err) = bench.run("check node.yaml --settings bad.yaml");
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(err, "error: bad.yaml: invalid settings for rule `stop`: the key `x` is unknown\n");
    let (code, _, err) = bench.run("check node.yaml --settings other.yaml");
    assert_eq!(code, 2);
    assert!(err.starts_with("error: other.yaml: there is no rule `sotp`, did you mean `stop`?"), "{err}");
    let (code, _, err) = bench.run("check node.yaml --rule sotp");
    assert_eq!(
        (code, err.as_str()),
        (2, "error: there is no rule `sotp`, did you mean `stop`?; `redline rules` lists them\n")
    );
}

#[test]
fn bundles_run_only_by_name() {
    let bench = Bench::new(&[("redline-admission", DENY, ANY_REQUEST), ("fine", ALLOW, ANY_REQUEST)]);
    let bench = bench.file("node.yaml", NODE);
    assert_eq!(bench.run("check node.yaml").0, 0);
    assert_eq!(bench.run("check node.yaml --rule redline-admission").0, 1);
    assert_eq!(bench.run("check node.yaml --modules m/redline-admission.wasm").0, 1);
}

#[test]
fn json_is_one_document() {
    let bench = Bench::new(&[("stop", DENY, ANY_REQUEST)]).file("a.yaml", &format!("{NODE}---\nkind: [\n"));
    let (code, out, _) = bench.run("check a.yaml --format json");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["results"][0]["object"], "Node/worker-1");
    assert_eq!(report["results"][0]["rules"][0]["response"]["code"], 403);
    assert_eq!(report["results"][1]["verdict"], "unreadable");
    assert_eq!(report["summary"]["denied"], 1);
    assert_eq!(code, 2);
    let bench = bench.file("plan.json", r#"{"format_version":"1.2","planned_values":{}}"#);
    let (code, out, _) = bench.run("check plan.json --format json");
    assert_eq!((code, serde_json::from_str::<Value>(&out).unwrap()["results"].clone()), (0, Value::Array(vec![])));
}

#[test]
fn standard_input_is_read() {
    let bench = Bench::new(&[("stop", DENY, ANY_REQUEST)]);
    let mut child = bench.command("check -").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(NODE.as_bytes()).unwrap();
    let (code, out, _) = told(child.wait_with_output().unwrap());
    assert!(out.starts_with("DENY  Node/worker-1 (CREATE, stdin)\n"), "{out}");
    assert_eq!(code, 1);
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let many = format!("{NODE}---\n").repeat(3000);
    let bench = Bench::new(&[("fine", ALLOW, ANY_REQUEST)]).file("many.yaml", &many);
    let mut child = bench.command("check many.yaml").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let (code, _, err) = told(child.wait_with_output().unwrap());
    assert_eq!((code, err.as_str()), (0, ""));
}

#[test]
fn rules_lists_what_is_there() {
    let bench =
        Bench::new(&[("stop", DENY, ANY_REQUEST), ("cloud-stop", DENY, RAW), ("redline-admission", DENY, ANY_REQUEST)]);
    let (code, out, _) = bench.run("rules");
    assert_eq!(
        out,
        "cloud-stop         cloud      \nredline-admission  bundle     A test rule\nstop               admission  A test rule\n"
    );
    assert_eq!(code, 0);
}

#[test]
fn eval_prints_the_raw_answer() {
    let bench = Bench::new(&[("stop", DENY, ANY_REQUEST), ("fine", ALLOW, RAW)]);
    let bench = bench
        .file("r.json", r#"{"request":{"a":1},"settings":{}}"#)
        .file("raw.json", r#"{"a":1}"#)
        .file("s.yaml", "b: 1");
    assert_eq!(bench.run("eval --module m/stop.wasm --request r.json"), (1, format!("{DENY}\n"), String::new()));
    assert_eq!(bench.run("eval --module m/fine.wasm --request raw.json --settings s.yaml").0, 0);
    let (code, _, err) = bench.run("eval --module m/fine.wasm --request r.json --settings s.yaml");
    assert_eq!((code, err.as_str()), (2, "error: the payload already has settings; omit `--settings`\n"));
    assert_eq!(bench.run("eval --module m/nothing.wasm --request r.json").0, 2);
}

#[test]
fn eval_builds_the_payload() {
    let bench = Bench::new(&[]).file("review.json", r#"{"kind":"AdmissionReview","request":{"uid":"u"}}"#);
    let echo = guest("(call $respond (i32.const 4096) (local.get $len))", "", None);
    std::fs::write(bench.0.path().join("m/echo.wasm"), echo).unwrap();
    let bench = bench.file("s.yaml", "b: 1");
    let (code, out, err) = bench.run("eval --module m/echo.wasm --request review.json --settings s.yaml");
    assert_eq!((code, out.as_str()), (2, "{\"request\":{\"uid\":\"u\"},\"settings\":{\"b\":1}}\n"));
    assert!(err.starts_with("error: module `echo` does not answer `validate` as a Kubewarden policy does"), "{err}");
}

#[test]
fn misuse_exits_2_and_help_0() {
    let bench = Bench::new(&[]);
    let (code, out, _) = bench.run("");
    assert_eq!(code, 0);
    assert!(out.contains("Examples:\n  redline check ") && out.lines().count() > 10, "{out}");
    assert_eq!(bench.run("check").0, 2);
    assert_eq!(bench.run("check x.yaml --operation PATCH").0, 2);
    let (code, _, err) = bench.run("rules");
    assert_eq!((code, err.as_str()), (2, "error: no modules in `m`: build them with `make modules`\n"));
}

#[test]
fn modules_are_found_upwards_from_here() {
    let bench = Bench::new(&[("stop", DENY, ANY_REQUEST)]).file("node.yaml", NODE);
    let root = bench.0.path();
    std::fs::create_dir_all(root.join("target")).unwrap();
    std::fs::rename(root.join("m"), root.join("target/modules")).unwrap();
    std::fs::create_dir_all(root.join("deep/er")).unwrap();
    // A copy of the program, so that modules beside the real one do not count.
    let copy = root.join("redline");
    program::write(&copy, &std::fs::read(env!("CARGO_BIN_EXE_redline")).unwrap());
    let run = |dir: &Path| {
        let mut command = Command::new(&copy);
        command
            .current_dir(dir)
            .env_remove("REDLINE_MODULES")
            .env("REDLINE_CACHE_DIR", "")
            .args(["check", "-q", "--fail-on=never"])
            .arg(root.join("node.yaml"));
        told(command.output().unwrap())
    };
    let (code, out, err) = run(&root.join("deep/er"));
    assert!(out.starts_with("DENY  Node/worker-1 (CREATE, ") && out.contains("        instead: "), "{out}");
    assert_eq!((code, err.as_str()), (0, ""));
    std::fs::rename(root.join("target/modules"), root.join("gone")).unwrap();
    let (code, _, err) = run(root);
    assert_eq!(code, 2);
    assert!(err.starts_with("error: found no modules: build them with `make modules`"), "{err}");
}

#[test]
fn verbose_shows_what_modules_log() {
    let bench = Bench::new(&[]).file("r.json", "{}");
    let wasm = guest(
        "(call $log (i32.const 0) (i32.const 5)) (call $respond (i32.const 5) (i32.const 17))",
        r#"hello{"accepted":true}"#,
        None,
    );
    std::fs::write(bench.0.path().join("m/talk.wasm"), wasm).unwrap();
    let (_, _, err) = bench.run("-v eval --module m/talk.wasm --request r.json");
    assert!(err.starts_with("info: Guest module ") && err.ends_with(": hello\n"), "{err}");
    assert_eq!(bench.run("eval --module m/talk.wasm --request r.json").2, "");
}
