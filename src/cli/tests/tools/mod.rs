//! Modules that answer as they are told, and programs on the path that record their arguments.

#![allow(dead_code, reason = "each test file uses its own part")]

#[path = "../../../host/tests/common/mod.rs"]
pub(crate) mod common;
mod program;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use common::{ANY_REQUEST, RAW, guest};
use tempfile::TempDir;

/// Denies.
pub(crate) const DENY: &str = concat!(
    r#"{"accepted":false,"code":403,"message":"stop: it goes","#,
    r#""audit_annotations":{"redline-verdict":"deny","#,
    r#""redline-findings":"[{\"rule\":\"stop\",\"level\":\"deny\",\"path\":\"\","#,
    r#"\"value\":\"\",\"row\":\"26\",\"text\":{\"en\":\"it goes\"}}]"}}"#,
);
/// Warns.
const WARN: &str = r#"{"accepted":true,"warnings":["seen: it came by"]}"#;

/// A kubectl, aliyun, helm and terraform in one: it records its words, answers questions with files beside it, and otherwise runs.
const PROGRAM: &str = r#"#!/bin/sh
name=$(basename "$0")
dir=$(dirname "$0")/..
printf '%s %s\n' "$name" "$*" >> "$dir/asked"
give() { if [ -f "$dir/$1" ]; then cat "$dir/$1"; exit 0; else echo "error: no $1" >&2; exit 1; fi; }
case " $name $* " in
  *" auth whoami "*) give whoami.json ;;
  *" get clusteradmissionpolicies"*) give policies.json ;;
  *" create --dry-run=server "*) cat > "$dir/probe"; cat "$dir/probed" >&2; exit 1 ;;
  *" --dry-run=server"*) [ -f "$dir/probed" ] && { cat "$dir/probed" >&2; exit 1; }; give server.json ;;
  *" --dry-run=client "*) give client.json ;;
  *" get manifest "*) give manifest.yaml ;;
  *" show -json "*) give plan.json ;;
  *" --ignore-not-found "*) give get.json ;;
  *" get nodes "*) give get.json ;;
  " kubectl get "*) give get.json ;;
  *" edit "*)
    cp "$dir/edit.yaml" "$dir/session.yaml"
    sh -c "$KUBE_EDITOR '$dir/session.yaml'" || { echo "error: there was a problem with the editor" >&2; exit 1; }
    cp "$dir/session.yaml" "$dir/sent.yaml"
    exit 0 ;;
esac
echo "ran: $name $*"
case " $* " in *" -f - "*) cat ;; esac
exit 7
"#;

/// A folder with modules and programs.
pub(crate) struct Bench(pub(crate) TempDir);

impl Bench {
    /// The module `stop` denies deletions and everything on the cloud; `seen`, if wanted, warns about every request.
    pub(crate) fn new(seen: bool) -> Self {
        let bench = Bench(TempDir::new().unwrap());
        for folder in ["m", "bin"] {
            fs::create_dir(bench.path(folder)).unwrap();
        }
        let deletions = ANY_REQUEST.replace(r#""operations":["*"]"#, r#""operations":["DELETE"]"#);
        let mut modules = vec![("stop", DENY, &*deletions), ("cloud-stop", DENY, RAW)];
        if seen {
            modules.push(("seen", WARN, ANY_REQUEST));
        }
        for (name, answer, metadata) in modules {
            let wasm = guest("(call $answer)", answer, Some(metadata));
            fs::write(bench.path(&format!("m/{name}.wasm")), wasm).unwrap();
        }
        for name in ["kubectl", "aliyun", "helm", "terraform"] {
            program::write(&bench.path(&format!("bin/{name}")), PROGRAM.as_bytes());
        }
        bench
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        fs::write(self.path(name), text).unwrap();
        self
    }

    /// A command of another program, which finds ours, the modules and the programs.
    pub(crate) fn program(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let own = PathBuf::from(env!("CARGO_BIN_EXE_redline"));
        let system = std::env::var("PATH").unwrap();
        let path = format!("{}:{}:{system}", self.path("bin").display(), own.parent().unwrap().display());
        command.current_dir(self.0.path()).env("PATH", path).env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
        command.env("REDLINE_MODULES", self.path("m")).env("REDLINE_CACHE_DIR", self.path("cache"));
        command.env_remove("KUBECONFIG").env_remove("KUBE_EDITOR").env_remove("EDITOR");
        command
    }

    /// Exit code, standard output, standard error.
    pub(crate) fn run(&self, args: &[&str]) -> (i32, String, String) {
        told(self.program(env!("CARGO_BIN_EXE_redline")).args(args).output().unwrap())
    }

    /// The same, with standard input.
    pub(crate) fn feed(&self, args: &[&str], input: &str) -> (i32, String, String) {
        let mut command = self.program(env!("CARGO_BIN_EXE_redline"));
        let mut child =
            command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        told(child.wait_with_output().unwrap())
    }

    /// What the programs were asked.
    pub(crate) fn asked(&self) -> Vec<String> {
        fs::read_to_string(self.path("asked")).unwrap_or_default().lines().map(str::to_owned).collect()
    }
}

pub(crate) fn told(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

pub(crate) const NODE: &str = r#"{"apiVersion":"v1","kind":"Node","metadata":{"name":"worker-1"},"spec":{}}"#;
