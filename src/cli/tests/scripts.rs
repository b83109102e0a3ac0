//! `redline check` with shell scripts and cloud-config.

mod tools;

use std::fs;

use serde_json::Value;
use tools::Bench;
use tools::common::{ANY_REQUEST, guest};

/// A folder in which two rules about nodes run.
fn bench() -> Bench {
    let bench = Bench::new(false);
    for rule in ["node-component-config", "sysctl-ip-forward"] {
        let wasm = guest("(call $answer)", r#"{"accepted":true}"#, Some(ANY_REQUEST));
        fs::write(bench.path(&format!("m/{rule}.wasm")), wasm).unwrap();
    }
    bench
}

const SETUP: &str = "#!/bin/sh\nset -e\nfor s in kubelet; do\n  systemctl stop \"$s\"\ndone\n";
const USER_DATA: &str =
    "#cloud-config\n# systemctl stop kubelet\npackages:\n  - curl\nruncmd:\n  - [date]\n  - systemctl stop kubelet\n";
const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n";
/// What a repository does to build and deploy its program.
const BUILD: &str = "#!/usr/bin/env bash\nset -euo pipefail\ncd \"$(dirname \"$0\")/..\"\nTAG=${TAG:-latest}\n\
                     docker build -t app:$TAG .\nhelm upgrade --install app chart\nkubectl rollout status deploy/app\nrm -rf build\n";

#[test]
fn a_named_script_is_judged_line_by_line() {
    let bench = bench().file("setup.sh", SETUP).file("build.sh", BUILD);
    let (code, out, _) = bench.run(&["check", "setup.sh", "build.sh"]);
    assert_eq!(code, 1, "{out}");
    let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
    assert_eq!(lines[0], "DENY  Script/setup.sh (RUN, setup.sh)", "{out}");
    assert_eq!(lines[1], "      node-component-config: runs `systemctl stop kubelet`", "{out}");
    assert!(out.contains("--> setup.sh:4:3") && out.contains("4 |   systemctl stop \"$s\""), "{out}");
    assert!(out.contains("impact: ") && out.contains("instead: "), "{out}");
    assert!(out.ends_with("2 scripts: 1 denied, 0 warned, 1 allowed\n"), "{out}");
    let (code, out, _) = bench.run(&["check", "build.sh", "--all"]);
    assert_eq!((code, &*out), (0, "ALLOW Script/build.sh (RUN, build.sh)\n1 script: 0 denied, 0 warned, 1 allowed\n"));
}

#[test]
fn every_report_has_the_line() {
    let bench = bench().file("setup.sh", SETUP);
    let outputs = ["--output", "sarif=a.sarif", "--output", "junit=a.xml", "--output", "markdown=a.md"];
    let args = ["check", "setup.sh", "--format", "json"];
    let (_, out, _) = bench.run(&args.into_iter().chain(outputs).collect::<Vec<_>>());
    let report: Value = serde_json::from_str(&out).unwrap();
    let finding = &report["results"][0]["rules"][0]["findings"][0];
    assert_eq!((&finding["line"], &finding["column"], &finding["row"]), (&4.into(), &3.into(), &"9".into()));
    assert_eq!(report["results"][0]["rules"][0]["response"]["accepted"], false);
    let text = |name: &str| fs::read_to_string(bench.path(name)).unwrap();
    assert!(text("a.sarif").contains("\"startLine\": 4"), "{}", text("a.sarif"));
    assert!(text("a.xml").contains("line 4: node-component-config"), "{}", text("a.xml"));
    assert!(text("a.md").contains("| setup.sh:4 |"), "{}", text("a.md"));
    let (_, out, _) = bench.run(&["check", "setup.sh", "--format", "github"]);
    assert!(out.starts_with("::error file=setup.sh,line=4,col=3,title=node-component-config::"), "{out}");
}

#[test]
fn scripts_in_folders_count_only_if_asked_for() {
    let bench = bench().file("pod.yaml", POD);
    fs::create_dir(bench.path("nodes")).unwrap();
    let bench = bench.file("nodes/setup.sh", SETUP).file("nodes/user-data.yaml", USER_DATA);
    let bench = bench.file("nodes/run", SETUP).file("nodes/tool.sh", "#!/usr/bin/env python3\nprint(1)\n");
    let (code, out, _) = bench.run(&["check", "."]);
    let want =
        "skipped 1 file: 1 cloud-config; `--scripts` checks cloud-config\n1 object: 0 denied, 0 warned, 1 allowed\n";
    assert_eq!((code, &*out), (0, want));
    let (code, out, _) = bench.run(&["check", ".", "--scripts"]);
    assert_eq!(code, 1, "{out}");
    for line in ["DENY  Script/nodes/setup.sh (RUN, ", "--> nodes/user-data.yaml:7:5", "1 object, 2 scripts: 2 denied,"]
    {
        assert!(out.contains(line), "{line}: {out}");
    }
    let (code, out, _) = bench.run(&["check", "nodes/*.yaml"]);
    assert!(code == 0 && out.contains("1 cloud-config"), "{out}");
    assert_eq!(bench.run(&["check", "nodes/*.sh"]).0, 1, "a glob that names scripts");
    assert_eq!(bench.run(&["check", "--skip-unknown", "nodes/setup.sh", "pod.yaml"]).0, 0);
    assert_eq!(bench.run(&["check", "--skip-unknown", "--scripts", "nodes/setup.sh"]).0, 1);
}

#[test]
fn a_first_line_makes_a_script() {
    let bench = bench().file("run", SETUP).file("user-data", USER_DATA).file("tool", "#!/usr/bin/python3\nprint(1)\n");
    let (code, out, _) = bench.run(&["check", "run", "user-data"]);
    assert_eq!((code, out.matches("DENY ").count()), (1, 2), "{out}");
    let (code, out, _) = bench.feed(&["check", "-"], SETUP);
    assert!(code == 1 && out.contains("Script/stdin") && out.contains("--> stdin:4:3"), "{out}");
    let (code, out, _) = bench.run(&["check", "tool"]);
    let want = "ERROR tool\n      a script for `python3`; only shell scripts and cloud-config can be checked\n";
    assert!(code == 2 && out.starts_with(want), "{out}");
    let (code, out, _) = bench.run(&["plan", "user-data"]);
    assert!(code == 2 && out.contains("ERROR"), "{out}");
}

#[test]
fn rules_settings_waivers_and_baselines_hold_for_scripts() {
    let bench = bench().file("setup.sh", SETUP);
    let (code, out, _) = bench.run(&["check", "setup.sh", "--rule", "sysctl-ip-forward"]);
    assert!(code == 0 && out.ends_with("1 script: 0 denied, 0 warned, 1 allowed\n"), "{out}");
    let (code, out, _) = bench.run(&["check", "setup.sh", "--rule", "stop"]);
    assert!(code == 0 && out.ends_with("0 allowed, 1 not covered by any rule\n"), "{out}");
    let bench = bench.file("warn.yaml", "node-component-config: {enforcement: warn}\n");
    let (code, out, _) = bench.run(&["check", "setup.sh", "--settings", "warn.yaml"]);
    assert!(code == 0 && out.starts_with("WARN  Script/setup.sh"), "{out}");
    let (_, out, _) = bench.run(&["check", "setup.sh", "--lang", "zh"]);
    assert!(out.contains("拒绝  Script/setup.sh") && out.ends_with("1 个脚本：拒绝 1，告警 0，放行 0\n"), "{out}");
    assert_eq!(bench.run(&["baseline", "setup.sh"]).0, 0);
    let (code, out, _) = bench.run(&["check", "setup.sh", "--baseline", "redline-baseline.json"]);
    assert!(code == 0 && out.ends_with("1 allowed; 1 suppressed finding\n"), "{out}");
    let waiver =
        "waivers:\n- {rule: node-component-config, object: Script/setup.sh, reason: drill, until: 2999-01-01}\n";
    let bench = bench.file("redline.yaml", waiver);
    assert_eq!(bench.run(&["check", "setup.sh"]).0, 0);
}
