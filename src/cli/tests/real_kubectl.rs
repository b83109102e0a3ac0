//! `redline kubectl` before a real kubectl, where no server is needed. `e2e-tests/prepare.sh` fetches kubectl.

#![cfg(unix)]

mod tools;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tools::{Bench, told};

/// A folder in which `kubectl` is the real one, without a cluster.
fn bench() -> Bench {
    let fetched = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/kube/kubectl");
    let installed = std::env::var_os("PATH").and_then(|path| {
        std::env::split_paths(&path).map(|folder| folder.join("kubectl")).find(|program| program.is_file())
    });
    let real: PathBuf = Some(fetched)
        .filter(|program| program.is_file())
        .or(installed)
        .unwrap_or_else(|| panic!("there is no kubectl; `e2e-tests/prepare.sh` fetches it"));
    let bench = Bench::new(true);
    fs::remove_file(bench.path("bin/kubectl")).unwrap();
    symlink(fs::canonicalize(real).unwrap(), bench.path("bin/kubectl")).unwrap();
    symlink(env!("CARGO_BIN_EXE_redline"), bench.path("bin/kubectl-redline")).unwrap();
    bench
}

/// Runs a program with the words of a line, far from any cluster.
fn run(bench: &Bench, line: &str) -> (i32, String, String) {
    let mut words = line.split(' ');
    let mut command = bench.program(words.next().unwrap());
    // Nothing listens on port 1.
    let config = "{\"apiVersion\": \"v1\", \"kind\": \"Config\", \"current-context\": \"none\", \
                  \"contexts\": [{\"name\": \"none\", \"context\": {\"cluster\": \"none\", \"namespace\": \"shop\"}}], \
                  \"clusters\": [{\"name\": \"none\", \"cluster\": {\"server\": \"http://127.0.0.1:1\"}}]}";
    fs::write(bench.path("config"), config).unwrap();
    command.env("KUBECONFIG", bench.path("config")).env("HOME", bench.0.path());
    told(command.args(words).output().unwrap())
}

#[test]
fn what_kubectl_makes_of_its_arguments_is_judged() {
    let bench = bench().file("a.txt", "a=b\n");
    for (line, want) in [
        ("create deployment web --image=nginx", "Deployment/shop/web (CREATE)"),
        ("create namespace a", "Namespace/a (CREATE)"),
        ("create service loadbalancer web --tcp=80 -n b", "Service/b/web (CREATE)"),
        ("create configmap c --from-file=a.txt --from-literal=x=y", "ConfigMap/shop/c (CREATE)"),
        ("create clusterrolebinding d --clusterrole=view --user=e", "ClusterRoleBinding/d (CREATE)"),
        ("run f --image=nginx --restart=Never --command -- sleep 1", "Pod/shop/f (CREATE)"),
    ] {
        let (code, out, err) = run(&bench, &format!("redline kubectl --dry-run {line}"));
        assert_eq!((code, out.lines().next()), (0, Some(&*format!("WARN  {want}"))), "{line}: {out}{err}");
    }
}

#[test]
fn what_cannot_be_looked_up_is_checked_by_kind_and_name() {
    let bench = bench();
    for line in ["redline kubectl --dry-run delete node worker-1", "kubectl redline --dry-run delete node worker-1"] {
        let (code, out, err) = run(&bench, line);
        assert!(code == 1 && out.starts_with("DENY  Node/worker-1 (DELETE)\n"), "{line}: {out}{err}");
        assert!(out.contains("checked by kind and name"), "{line}: {out}{err}");
    }
}

#[test]
fn kubectl_s_own_dry_run_and_what_only_reads_pass_through() {
    let bench = bench();
    let (code, out, err) = run(&bench, "redline kubectl create deployment web --image=nginx --dry-run=client -o json");
    assert_eq!((code, &*err), (0, ""));
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["kind"], "Deployment");
    let (code, out, _) = run(&bench, "redline kubectl version --client");
    assert!(code == 0 && out.starts_with("Client Version: "), "{out}");
    let (code, _, err) = run(&bench, "redline kubectl get nodes");
    assert!(code == 1 && err.contains("127.0.0.1:1"), "the exit code is kubectl's: {code} {err}");
}
