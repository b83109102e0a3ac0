//! A root directory for scripts: shells, their libraries, stub commands, and nothing else.

use crate::generator::{STUBS, Script};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the stubs write between words, and behind commands.
const WORD: char = '\x1f';
const COMMAND: char = '\x1e';

/// A real shell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shell {
    /// Debian's `sh`.
    Dash,
    /// GNU bash.
    Bash,
    /// BusyBox ash.
    Busybox,
}

/// What a script has done.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    /// Commands with their arguments.
    pub(crate) commands: Vec<Vec<String>>,
    /// Files that it has left below its directory.
    pub(crate) files: BTreeMap<String, String>,
}

/// Tools that do what they always do, from BusyBox.
const TOOLS: &[&str] = &[
    "cat", "tr", "cut", "sed", "base64", "seq", "basename", "dirname", "head", "tail", "env", "xargs", "chmod",
    "timeout", "tee", "rm", "mkdir", "busybox",
];

fn program(name: &str) -> PathBuf {
    ["/usr/bin", "/bin", "/usr/sbin"]
        .iter()
        .map(|directory| Path::new(directory).join(name))
        .find(|path| path.exists())
        .unwrap_or_else(|| {
            panic!(
                "{name} is not installed; `e2e-tests/prepare.sh` installs it (Debian's packages dash, bash, busybox, \
                 bubblewrap)"
            )
        })
}

/// Compiles the stub: a static program starts several times as fast as this test would.
fn stub(root: &Path) -> PathBuf {
    let path = root.join("stub-program");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential/stub.rs");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command.args(["--edition", "2024", "--crate-name", "stub", "-Copt-level=s", "-Cpanic=abort", "-Cstrip=symbols"]);
    command.args(["-Ctarget-feature=+crt-static", "-Crelocation-model=static", "-o"]).arg(&path).arg(&source);
    let status = command.status();
    assert!(status.as_ref().is_ok_and(|status| status.success()), "the stub does not compile: {status:?}");
    path
}

/// Runs scripts, one after the other.
pub(crate) fn run(shell: Shell, scripts: &[Script]) -> Vec<Trace> {
    let root = std::env::temp_dir().join(format!("redline-shell-{}-{shell:?}", std::process::id()));
    let _ = fs::remove_dir_all(&root);
    let folder = |name: &str| {
        let path = root.join(name);
        fs::create_dir_all(&path).expect("a temporary directory can be made");
        path
    };
    let (stubs, texts, log) = (folder("stub"), folder("scripts"), folder("log"));
    let link = |name: &str, target: &str| {
        std::os::unix::fs::symlink(target, stubs.join(name)).expect("a link can be made");
    };
    STUBS.iter().for_each(|name| link(name, "/b/stub"));
    link("next-script", "/b/stub");
    ["nice", "nohup"].iter().for_each(|name| link(name, &format!("/b/{name}")));
    TOOLS.iter().for_each(|name| link(name, "/b/busybox"));
    let interpreter = match shell {
        Shell::Dash => "/b/dash",
        Shell::Bash => "/b/bash",
        Shell::Busybox => "/b/busybox sh",
    };
    link("sh", if shell == Shell::Busybox { "/b/busybox" } else { interpreter });
    // Each script in a process of its own, with the environment that it asks for.
    let mut driver = String::new();
    for (i, script) in scripts.iter().enumerate() {
        fs::write(texts.join(format!("{i}.sh")), &script.text).expect("a script can be written");
        driver += "cd /w; ";
        for (name, value, _) in &script.environment {
            driver += &format!("{name}='{}' ", value.replace('\'', "'\\''"));
        }
        driver += &format!("{interpreter} /scripts/{i}.sh </dev/null >/dev/null 2>&1; next-script\n");
    }
    fs::write(texts.join("driver"), driver).expect("the driver can be written");
    let mut bwrap = Command::new(program("bwrap"));
    bwrap.args(["--unshare-all", "--uid", "1000", "--gid", "1000", "--die-with-parent", "--new-session"]);
    for directory in ["/lib", "/lib64", "/usr/lib", "/usr/lib64"] {
        if Path::new(directory).exists() {
            bwrap.args(["--ro-bind", directory, directory]);
        }
    }
    let own = stub(&root);
    for (path, name) in [
        (program("dash"), "dash"),
        (program("bash"), "bash"),
        (program("busybox"), "busybox"),
        (program("nice"), "nice"),
        (program("nohup"), "nohup"),
        (own, "stub"),
    ] {
        bwrap.arg("--ro-bind").arg(path).arg(format!("/b/{name}"));
    }
    bwrap.arg("--ro-bind").arg(&stubs).arg("/stub");
    bwrap.arg("--ro-bind").arg(&texts).arg("/scripts");
    bwrap.arg("--bind").arg(&log).arg("/log");
    bwrap.args([
        "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/w", "--dir", "/w/d", "--dir", "/w/e",
    ]);
    bwrap.args(["--symlink", if shell == Shell::Busybox { "/b/busybox" } else { interpreter }, "/bin/sh"]);
    bwrap.args(["--clearenv", "--setenv", "PATH", "/stub", "--setenv", "HOME", "/w", "--chdir", "/w"]);
    bwrap.args(["--setenv", "LD_LIBRARY_PATH", "/usr/lib"]);
    let status = bwrap.args(["/b/dash", "/scripts/driver"]).stdin(Stdio::null()).stdout(Stdio::null()).status();
    assert!(status.is_ok(), "bubblewrap does not start: {status:?}");
    let trace = fs::read_to_string(log.join("trace")).unwrap_or_default();
    let _ = fs::remove_dir_all(&root);
    traces(&trace)
}

fn traces(log: &str) -> Vec<Trace> {
    let mut out = Vec::new();
    let mut trace = Trace::default();
    for line in log.split_terminator(COMMAND) {
        let words: Vec<String> = line.split(WORD).map(str::to_owned).collect();
        if words.first().is_some_and(|name| name == "next-script") {
            for pair in words[1..].chunks_exact(2) {
                trace.files.insert(pair[0].clone(), pair[1].clone());
            }
            out.push(std::mem::take(&mut trace));
        } else {
            trace.commands.push(words);
        }
    }
    out
}
