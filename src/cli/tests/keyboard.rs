//! The commands that stand before other programs: `kubectl`, `aliyun`, `guard`, `mcp`, `verify`.

#![cfg(unix)]

mod tools;

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tools::{Bench, NODE, told};

#[test]
fn a_deletion_is_judged_and_refused_without_a_terminal() {
    let bench = Bench::new(false).file("get.json", NODE);
    let (code, out, err) = bench.run(&["kubectl", "delete", "node", "worker-1"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.starts_with("DENY  Node/worker-1 (DELETE)\n      stop: it goes\n        impact: "), "{err}");
    assert!(
        err.contains("        instead: ") && err.ends_with("nothing was run; on a terminal you would be asked\n"),
        "{err}"
    );
    assert!(bench.asked().iter().all(|line| !line.contains(" delete ")), "{:?}", bench.asked());
    let (code, _, err) = bench.run(&["kubectl", "--lang", "zh", "delete", "node", "worker-1"]);
    assert_eq!(code, 1);
    assert!(err.starts_with("拒绝  Node/worker-1 (DELETE)\n") && err.contains("未执行任何操作"), "{err}");
}

#[test]
fn what_nothing_stands_against_runs_with_its_own_exit_code() {
    let bench = Bench::new(false).file("get.json", NODE);
    let (code, out, err) = bench.run(&["kubectl", "label", "node", "worker-1", "a=b", "--overwrite"]);
    assert_eq!((code, out.as_str(), err.as_str()), (7, "ran: kubectl label node worker-1 a=b --overwrite\n", ""));
    let asked = bench.asked();
    assert_eq!(asked[0], "kubectl --request-timeout=15s get node worker-1 --ignore-not-found --output=json");
    assert_eq!(asked[1..], ["kubectl label node worker-1 a=b --overwrite"]);
    // What reads costs nothing: not even a module is loaded.
    let bench = Bench::new(false);
    fs::remove_dir_all(bench.path("m")).unwrap();
    for line in ["logs -f web", "__complete delete no", "delete node a --dry-run=client --local"] {
        let words: Vec<&str> = std::iter::once("kubectl").chain(line.split(' ')).collect();
        assert_eq!(bench.run(&words).0, if line.contains("dry-run") { 1 } else { 7 }, "{line}");
    }
    assert_eq!(bench.asked().len(), 3);
}

#[test]
fn a_dry_run_prints_the_verdict_alone() {
    let bench = Bench::new(true).file("get.json", NODE);
    let (code, out, err) = bench.run(&["kubectl", "--dry-run", "delete", "node", "worker-1"]);
    assert_eq!((code, err.as_str()), (1, ""));
    assert!(out.starts_with("DENY  Node/worker-1 (DELETE)\n"), "{out}");
    let (code, out, _) = bench.run(&["kubectl", "--dry-run", "annotate", "node", "worker-1", "a=b"]);
    assert_eq!((code, out.lines().next()), (0, Some("WARN  Node/worker-1 (UPDATE)")), "{out}");
    let (code, out, _) = bench.run(&["kubectl", "--dry-run", "get", "node"]);
    assert_eq!((code, out.as_str()), (0, "no findings for this command\n"));
    assert!(bench.asked().iter().all(|line| line.contains(" get ") || line.contains("whoami")), "{:?}", bench.asked());
}

#[test]
fn documents_on_standard_input_reach_kubectl() {
    let bench = Bench::new(true).file("server.json", NODE).file("get.json", "");
    let (code, out, err) = bench.feed(&["kubectl", "apply", "-f", "-"], "kind: Node\n");
    assert_eq!((code, out.as_str()), (7, "ran: kubectl apply -f -\nkind: Node\n"));
    assert!(err.starts_with("WARN  Node/worker-1 (CREATE)\n"), "{err}");
}

#[test]
fn the_requester_is_asked_for_only_where_it_matters() {
    let whoami = r#"{"status":{"userInfo":{"username":"ops","groups":["system:authenticated"]}}}"#;
    let bench = Bench::new(false).file("get.json", NODE).file("whoami.json", whoami);
    assert_eq!(bench.run(&["kubectl", "cordon", "worker-1"]).0, 7);
    assert!(bench.asked().iter().all(|line| !line.contains("whoami")));
    assert_eq!(bench.run(&["kubectl", "delete", "node", "worker-1"]).0, 1);
    assert_eq!(bench.asked().iter().filter(|line| line.contains("auth whoami")).count(), 1);
}

#[test]
fn an_editor_session_is_judged_when_the_editor_closes() {
    let before = "apiVersion: v1\nkind: Node\nmetadata: {name: worker-1}\n";
    let run = |bench: &Bench| {
        let mut command = bench.program(env!("CARGO_BIN_EXE_redline"));
        let editor = "sed -i -e 's/name: worker-1/name: worker-1, labels: {a: b}/'";
        told(command.args(["kubectl", "edit", "node", "worker-1"]).env("EDITOR", editor).output().unwrap())
    };
    let bench = Bench::new(true).file("edit.yaml", before);
    let (code, _, err) = run(&bench);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("WARN  Node/worker-1 (UPDATE)"), "{err}");
    assert!(fs::read_to_string(bench.path("sent.yaml")).unwrap().contains("labels"));
    let denies = Bench::new(false).file("edit.yaml", before);
    let mut wasm = fs::read(denies.path("m/stop.wasm")).unwrap();
    let at = wasm.windows(6).position(|part| part == b"DELETE").unwrap();
    wasm[at..at + 6].copy_from_slice(b"UPDATE");
    fs::write(denies.path("m/stop.wasm"), wasm).unwrap();
    let (code, _, err) = run(&denies);
    assert_eq!(code, 1);
    assert!(err.contains("DENY  Node/worker-1 (UPDATE)") && err.contains("problem with the editor"), "{err}");
    assert!(!denies.path("sent.yaml").exists(), "nothing was sent");
}

#[test]
fn other_names_are_plugins_and_shims() {
    let bench = Bench::new(false).file("get.json", NODE);
    let own = env!("CARGO_BIN_EXE_redline");
    std::os::unix::fs::symlink(own, bench.path("bin/kubectl-redline")).unwrap();
    let plugin = bench.path("bin/kubectl-redline");
    let (code, out, _) =
        told(bench.program(plugin.to_str().unwrap()).args(["--dry-run", "delete", "node", "a"]).output().unwrap());
    assert_eq!((code, out.contains("DENY ")), (1, true), "{out}");
    let (code, out, err) = bench.run(&["hook", "shims", "shims"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out, format!("export PATH={}:\"$PATH\"\n", bench.path("shims").display()));
    let shims = |line: &str| {
        let path = format!("{}:{}:/usr/bin:/bin", bench.path("shims").display(), bench.path("bin").display());
        told(bench.program("/bin/sh").args(["-c", line]).env("PATH", path).output().unwrap())
    };
    assert_eq!(shims("kubectl delete node a").0, 1);
    assert_eq!(shims("kubectl label node a b=c").1, "ran: kubectl label node a b=c\n");
    assert_eq!(shims("helm list").1, "ran: helm list\n");
    assert_eq!(shims("aliyun ecs DeleteInstance --InstanceId i-1").0, 1);
    assert_eq!(bench.run(&["hook", "shims", "shims"]).0, 0, "again");
}

#[test]
fn calls_of_aliyun_are_judged() {
    let bench = Bench::new(false);
    let (code, out, err) = bench.run(&["aliyun", "slb", "DeleteLoadBalancer", "--LoadBalancerId", "lb-1"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.starts_with("DENY  slb:DeleteLoadBalancer/lb-1 (call)\n"), "{err}");
    assert!(bench.asked().is_empty());
    let (code, out, _) = bench.run(&["aliyun", "ecs", "DescribeInstances"]);
    assert_eq!((code, out.as_str()), (7, "ran: aliyun ecs DescribeInstances\n"));
    let (code, out, _) = bench.run(&["aliyun", "--dry-run", "cs", "DELETE", "/clusters/c1/nodepools/np1"]);
    assert_eq!((code, out.lines().next()), (1, Some("DENY  cs:DeleteClusterNodepool/np1 (call)")));
}

#[test]
fn a_line_is_judged_wherever_its_commands_stand() {
    let bench = Bench::new(false).file(
        "plan.json",
        r#"{"format_version":"1.2","resource_changes":[
        {"address":"alicloud_instance.a","type":"alicloud_instance","change":{"actions":["delete"]}}]}"#,
    );
    for line in [
        "for n in a b; do kubectl delete node $n; done",
        "sudo bash -c 'kubectl delete node a'",
        "echo a | xargs kubectl delete node",
        "terraform apply plan.out",
        "aliyun slb DeleteLoadBalancer --LoadBalancerId lb-1",
    ] {
        let (code, out, err) = bench.run(&["guard", "--", line]);
        assert_eq!((code, err.as_str()), (1, ""), "{line}: {out}");
        assert!(out.starts_with("DENY  "), "{line}: {out}");
    }
    let (code, out, _) = bench.run(&["guard", "--", "echo kubectl delete node a # not run"]);
    assert_eq!((code, out.as_str()), (0, "no findings for this command\n"));
    let (code, out, _) = bench.run(&["guard", "--", "terraform", "destroy"]);
    assert_eq!(code, 0);
    assert!(out.contains("plan -destroy -out=plan.out"), "{out}");
    assert!(bench.asked().iter().all(|line| line.starts_with("terraform show")), "no cluster: {:?}", bench.asked());
    let (code, out, _) = bench.feed(&["guard", "--json", "--file", "-"], "kubectl delete node a\n");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &report["verdict"], &report["items"][0]["object"]), (1, &json!("deny"), &json!("Node/a")));
}

#[test]
fn a_line_reads_the_cluster_only_where_it_may() {
    let release = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n";
    let bench = Bench::new(true).file("manifest.yaml", release).file("get.json", NODE);
    let (code, out, _) = bench.run(&["guard", "--", "helm uninstall web"]);
    assert_eq!(code, 0);
    assert!(out.contains("the objects of release `web` are not known"), "{out}");
    let (code, out, _) = bench.run(&["guard", "--cluster", "--", "helm uninstall web -n prod"]);
    assert_eq!((code, out.lines().next()), (1, Some("DENY  Service/prod/web (DELETE)")), "{out}");
    assert!(bench.asked().contains(&"helm get manifest web -n prod".to_owned()), "{:?}", bench.asked());
    let (_, out, _) = bench.run(&["guard", "--cluster", "--", "KUBECONFIG=other kubectl delete node a"]);
    assert!(out.contains("the cluster was not asked"), "{out}");
}

#[test]
fn a_decision_is_quick() {
    let bench = Bench::new(true);
    assert_eq!(bench.run(&["guard", "--", "kubectl delete node a"]).0, 1, "the modules are compiled now");
    let quickest = (0..10).map(|_| {
        let start = Instant::now();
        assert_eq!(bench.run(&["guard", "--", "kubectl delete node a"]).0, 1);
        start.elapsed()
    });
    // The tests run beside others and without optimisation.
    assert!(quickest.min().unwrap() < Duration::from_millis(500));
}

#[test]
fn tools_of_the_protocol_answer() {
    let bench = Bench::new(false);
    let ask = |id: u8, method: &str, params: Value| {
        json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string()
    };
    let call =
        |id: u8, name: &str, arguments: Value| ask(id, "tools/call", json!({"name": name, "arguments": arguments}));
    let hello =
        json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}});
    let lines = [
        ask(1, "initialize", hello),
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"}).to_string(),
        ask(2, "tools/list", json!({})),
        call(3, "check", json!({"command": "kubectl delete node a"})),
        call(4, "check", json!({"text": "apiVersion: v1\nkind: Node\nmetadata: {name: b}", "operation": "DELETE"})),
        call(5, "explain", json!({"what": "node-deletion"})),
        call(6, "coverage", json!({"lang": "zh"})),
        call(7, "explain", json!({"what": "nothing-of-the-kind"})),
    ];
    let (_, out, err) = bench.feed(&["mcp"], &(lines.join("\n") + "\n"));
    let answers: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let result =
        |id: u8| answers.iter().find(|answer| answer["id"] == id).map_or(&Value::Null, |answer| &answer["result"]);
    assert_eq!(result(1)["serverInfo"]["name"], "redline", "{out}{err}");
    let names: Vec<&str> =
        result(2)["tools"].as_array().unwrap().iter().filter_map(|tool| tool["name"].as_str()).collect();
    assert_eq!(names, ["check", "explain", "coverage"]);
    assert_eq!(result(3)["structuredContent"]["items"][0]["object"], "Node/a");
    assert_eq!(result(4)["structuredContent"]["verdict"], "deny");
    assert!(result(5)["content"][0]["text"].as_str().unwrap().starts_with("node-deletion"));
    assert!(result(6)["content"][0]["text"].as_str().unwrap().contains("\"rules\""));
    assert_eq!(result(7)["isError"], true);
}

#[test]
fn a_cluster_is_asked_whether_the_guard_is_on() {
    let policy = |rule: &str, mode: &str, status: &str| {
        json!({"apiVersion": "policies.kubewarden.io/v1", "kind": "ClusterAdmissionPolicy", "metadata": {"name": rule},
               "spec": {"module": format!("registry://r/{rule}:v0.0.9"), "mode": mode}, "status": {"policyStatus": status}})
    };
    let policies = json!({"apiVersion": "v1", "kind": "List", "items": [
        policy("node-deletion", "protect", "active"), policy("sysctl-ip-forward", "monitor", "active"),
        policy("host-firewall", "protect", "pending"), policy("guard-removal", "protect", "active"),
    ]});
    let bench = Bench::new(false).file("policies.json", &policies.to_string()).file("get.json", NODE);
    let bench =
        bench.file("probed", "Error from server: admission webhook denied the request: node-deletion: deletes node\n");
    let (code, out, err) = bench.run(&["verify", "--no-config", "--", "--context", "prod"]);
    assert_eq!((code, err.as_str()), (1, ""));
    let line = |rule: &str| out.lines().find(|line| line.starts_with(rule)).unwrap_or_default().to_owned();
    assert!(line("node-deletion").contains("answers   node-deletion protect v0.0.9"), "{out}");
    assert!(line("sysctl-ip-forward").contains("monitors"), "{out}");
    assert!(line("host-firewall").contains("silent"), "{out}");
    assert!(line("terway-config").contains("absent"), "{out}");
    assert!(out.contains("is version v0.0.9, this program is v"), "{out}");
    let asked = bench.asked();
    assert!(
        asked.contains(
            &"kubectl --context prod --request-timeout=15s delete nodes worker-1 --dry-run=server --wait=false"
                .to_owned()
        ),
        "{asked:?}"
    );
    assert!(asked.iter().all(|line| line.contains(" get ") || line.contains("--dry-run=server")), "{asked:?}");
    let (_, out, _) = bench.run(&["verify", "--no-config", "--no-dry-run", "--json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    let rule = |id: &str| report["rules"].as_array().unwrap().iter().find(|rule| rule["rule"] == id).unwrap().clone();
    assert_eq!(rule("node-deletion")["state"], "active");
    let nobody = Bench::new(false);
    assert_eq!(nobody.run(&["verify", "--no-config"]).0, 2);
}
