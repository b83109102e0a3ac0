//! Commands and the requests that they cause, with a kubectl that answers from a folder.

#[path = "../../../tests/tools/program.rs"]
mod program;

use std::fs;

use redline_input::{Requester, Subject};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Client, Invocation, plan};
use crate::keyboard::plan::Plan;
use crate::keyboard::program::Program;

/// A kubectl that answers `get` and dry runs with files of its folder.
const KUBECTL: &str = r#"#!/bin/sh
dir=$(dirname "$0")
printf '%s\n' "$*" >> "$dir/asked"
case " $* " in
  *" --dry-run=server "*) cat "$dir/server.json" ;;
  *" --dry-run=client "*) cat "$dir/client.json" ;;
  *" get pods "*) cat "$dir/pods.json" ;;
  *" get replicasets.apps "*) cat "$dir/sets.json" ;;
  *" get "*) cat "$dir/get.json" ;;
  *) exit 1 ;;
esac
"#;

struct Fake(TempDir);

impl Fake {
    fn new(files: &[(&str, Value)]) -> Self {
        let fake = Fake(TempDir::new().unwrap());
        let path = fake.0.path().join("kubectl");
        program::write(&path, KUBECTL.as_bytes());
        for (name, value) in files {
            fs::write(fake.0.path().join(name), value.to_string()).unwrap();
        }
        fake
    }

    fn plan(&self, line: &str) -> Plan {
        let invocation = parse(line);
        let client = Client::new(Program::at(self.0.path().join("kubectl")), &invocation);
        plan(&invocation, Some(&client), None, Requester::new("someone"))
    }

    fn asked(&self) -> String {
        fs::read_to_string(self.0.path().join("asked")).unwrap_or_default()
    }
}

fn parse(line: &str) -> Invocation {
    Invocation::parse(&shlex::split(line).unwrap())
}

fn offline(line: &str) -> Plan {
    plan(&parse(line), None, None, Requester::new("someone"))
}

fn requests(plan: Plan) -> Vec<Value> {
    let request = |subject| match subject {
        Subject::Request(request) => request,
        other => panic!("{other:?}"),
    };
    plan.requests.into_iter().map(|planned| request(planned.subject)).collect()
}

fn titles(plan: &Plan) -> Vec<String> {
    plan.requests.iter().map(|request| format!("{} {}", request.operation, request.title)).collect()
}

fn node() -> Value {
    json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "a", "labels": {"pool": "np1"}}, "spec": {"providerID": "i-1"}})
}

fn deployment() -> Value {
    json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "prod", "uid": "u1"},
           "spec": {"replicas": 3, "selector": {"matchLabels": {"app": "web"}},
                    "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "c", "image": "new"}]}}}})
}

#[test]
fn deletions_carry_the_object_that_is_there() {
    let fake = Fake::new(&[("get.json", node())]);
    let found = requests(fake.plan("--context prod delete node a --grace-period 0 --as ops"));
    assert_eq!((&found[0]["operation"], &found[0]["oldObject"]), (&json!("DELETE"), &node()));
    let asked = fake.asked();
    assert_eq!(
        asked, "--context prod --as ops --request-timeout=15s get node a --ignore-not-found --output=json\n",
        "the cluster and the user of the command"
    );
    let list = json!({"apiVersion": "v1", "kind": "List", "items": [node(), node()]});
    assert_eq!(Fake::new(&[("get.json", list)]).plan("delete no --all -l a=b").requests.len(), 2);
    assert_eq!(titles(&Fake::new(&[("get.json", node())]).plan("delete --raw /api/v1/nodes/a")), ["DELETE Node/a"]);
}

#[test]
fn an_object_that_cannot_be_read_is_checked_by_its_name() {
    let told = Fake::new(&[]).plan("delete svc/web -n x");
    assert_eq!(titles(&told), ["DELETE Service/x/web"]);
    assert!(!told.notes[0].open && told.notes[0].text.en.contains("could not be read"));
    assert_eq!(titles(&offline("delete node a b")), ["DELETE Node/a", "DELETE Node/b"]);
    assert!(offline("delete widgets x").notes[0].open);
}

#[test]
fn marks_and_taints_are_updates() {
    let fake = Fake::new(&[("get.json", node())]);
    let found = requests(fake.plan("label node a pool- x=y --overwrite"));
    assert_eq!(found[0]["object"]["metadata"]["labels"], json!({"x": "y"}));
    assert_eq!(found[0]["oldObject"], node());
    let found = requests(fake.plan("annotate no/a k=v=w"));
    assert_eq!(found[0]["object"]["metadata"]["annotations"], json!({"k": "v=w"}));
    let found = requests(fake.plan("taint node a k=v:NoSchedule q:NoExecute"));
    let taints = json!([{"key": "k", "value": "v", "effect": "NoSchedule"}, {"key": "q", "effect": "NoExecute"}]);
    assert_eq!(found[0]["object"]["spec"]["taints"], taints);
    let found = requests(offline("taint node a k:NoSchedule-"));
    assert_eq!(found[0]["oldObject"]["spec"]["taints"], json!([{"key": "k", "effect": "NoSchedule"}]));
    assert!(fake.plan("label node a pool=np1").requests.is_empty(), "nothing changes");
    assert_eq!(requests(fake.plan("cordon a"))[0]["object"]["spec"]["unschedulable"], true);
}

#[test]
fn scaling_goes_to_the_sub_resource() {
    let found = requests(Fake::new(&[("get.json", deployment())]).plan("scale deploy web -n prod --replicas=0"));
    assert_eq!((&found[0]["subResource"], &found[0]["resource"]["resource"]), (&json!("scale"), &json!("deployments")));
    assert_eq!((&found[0]["kind"]["kind"], &found[0]["namespace"]), (&json!("Scale"), &json!("prod")));
    assert_eq!(
        (&found[0]["object"]["spec"]["replicas"], &found[0]["oldObject"]["spec"]["replicas"]),
        (&json!(0), &json!(3))
    );
}

#[test]
fn rollouts_change_the_template() {
    let mut before = deployment()["spec"]["template"].clone();
    before["spec"]["containers"][0]["image"] = "old".into();
    before["metadata"]["labels"]["pod-template-hash"] = "x".into();
    let set = |revision: &str, template: &Value| {
        let owner = json!([{"uid": "u1"}]);
        json!({"apiVersion": "apps/v1", "kind": "ReplicaSet", "spec": {"template": template}, "metadata": {"name": revision,
               "annotations": {"deployment.kubernetes.io/revision": revision}, "ownerReferences": owner}})
    };
    let sets = json!({"apiVersion": "v1", "kind": "List", "items": [set("2", &deployment()["spec"]["template"]), set("1", &before)]});
    let fake = Fake::new(&[("get.json", deployment()), ("sets.json", sets)]);
    let found = requests(fake.plan("rollout undo deploy/web -n prod"));
    assert_eq!(found[0]["object"]["spec"]["template"]["spec"]["containers"][0]["image"], "old");
    assert_eq!(found[0]["object"]["spec"]["template"]["metadata"]["labels"], json!({"app": "web"}));
    let found = requests(fake.plan("rollout restart deploy/web"));
    assert!(
        found[0]["object"]["spec"]["template"]["metadata"]["annotations"]["kubectl.kubernetes.io/restartedAt"]
            .is_string()
    );
    assert!(fake.plan("rollout undo deploy/web --to-revision=9").notes[0].open);
}

#[test]
fn applying_creates_updates_and_prunes() {
    let mut new = deployment();
    new["spec"]["replicas"] = 5.into();
    let both = json!({"apiVersion": "v1", "kind": "List", "items": [new, node()]});
    let fake = Fake::new(&[("server.json", both), ("get.json", deployment()), ("client.json", deployment())]);
    assert_eq!(titles(&fake.plan("apply -f x.yaml")), ["UPDATE Deployment/prod/web", "CREATE Node/a"]);
    assert_eq!(titles(&fake.plan("apply -f x.yaml --prune -l a=b")), ["UPDATE Deployment/prod/web", "DELETE Node/a"]);
    let mut part = deployment();
    part["spec"] = json!({"replicas": 5});
    let refused = Fake::new(&[("client.json", part), ("get.json", deployment())]);
    let found = requests(refused.plan("apply -f x.yaml"));
    assert_eq!(found[0]["object"]["spec"]["replicas"], 5, "the server works nothing out, but the file is known");
    assert_eq!(found[0]["object"]["spec"]["template"], deployment()["spec"]["template"]);
    assert_eq!(
        titles(&fake.plan("replace --force -f x.yaml")),
        ["DELETE Deployment/prod/web", "CREATE Deployment/prod/web"]
    );
}

#[test]
fn commands_in_pods_are_connections() {
    let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web-1", "namespace": "prod"}, "spec": {"containers": []}});
    let fake = Fake::new(&[("get.json", deployment()), ("pods.json", pod.clone())]);
    let found = requests(fake.plan("exec -it deploy/web -n prod -- sh -c 'sysctl -w a=0'"));
    assert_eq!(
        (&found[0]["operation"], &found[0]["subResource"], &found[0]["name"]),
        (&json!("CONNECT"), &json!("exec"), &json!("web-1"))
    );
    assert_eq!(found[0]["object"]["command"], json!(["sh", "-c", "sysctl -w a=0"]));
    let found = requests(offline("cp ./conf prod/web-0:/etc/kubernetes/x"));
    assert_eq!((&found[0]["namespace"], &found[0]["name"]), (&json!("prod"), &json!("web-0")));
    assert!(found[0]["object"]["command"].to_string().contains("> /etc/kubernetes/x"), "{}", found[0]);
    let found =
        requests(Fake::new(&[("get.json", pod)]).plan("debug web-1 -n prod --image=busybox --profile=sysadmin -- sh"));
    assert_eq!(found[0]["subResource"], "ephemeralcontainers");
    assert_eq!(found[0]["object"]["spec"]["ephemeralContainers"][0]["securityContext"]["privileged"], true);
    let found = requests(offline("debug node/a --image=busybox -- chroot /host sysctl -w a=0"));
    assert_eq!(
        (&found[0]["object"]["spec"]["nodeName"], &found[0]["object"]["spec"]["hostPID"]),
        (&json!("a"), &json!(true))
    );
    assert_eq!(found[0]["object"]["spec"]["containers"][0]["command"][0], "chroot");
}

#[test]
fn what_reads_or_only_tries_is_no_request() {
    for line in [
        "get node",
        "logs -f web",
        "apply -f x --dry-run=server",
        "rollout status deploy/x",
        "delete --help",
        "auth can-i x",
    ] {
        assert!(super::is_harmless(&parse(line)), "{line}");
    }
    for line in ["delete node a", "rollout restart deploy/x", "node-shell a", "edit svc x"] {
        assert!(!super::is_harmless(&parse(line)), "{line}");
    }
    assert!(offline("node-shell a").notes[0].open && offline("edit svc x").notes[0].open);
}

#[test]
fn files_are_read_without_the_cluster() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("a.yaml");
    fs::write(
        &file,
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n---\napiVersion: v1\nkind: Node\nmetadata: {name: a}\n",
    )
    .unwrap();
    let line = |verb: &str| offline(&format!("{verb} -n prod -f {}", folder.path().display()));
    assert_eq!(titles(&line("apply")), ["CREATE Service/prod/web", "CREATE Node/a"]);
    assert_eq!(titles(&line("delete")), ["DELETE Service/prod/web", "DELETE Node/a"]);
    assert!(offline("apply -f /missing.yaml").notes[0].text.en.contains("/missing.yaml"));
    assert_eq!(titles(&offline("run x --image=i -n prod -- sh")), ["CREATE Pod/prod/x"]);
}
