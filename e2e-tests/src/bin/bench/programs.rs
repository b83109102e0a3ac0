//! The command line and the npm package as whole processes, and the versions of the tools.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use redline_dev::root;
use redline_e2e::report::{BrowserTime, ProgramTime, gzip, place, write};
use redline_e2e::sample::pod;
use serde_json::Value;

/// Manifests in the folder that the command line reads.
const MANIFESTS: usize = 10_000;

/// Runs the command line over one manifest and over ten thousand.
///
/// # Errors
/// When it is not built, or says what it should not.
pub(crate) fn command_line() -> Result<Vec<ProgramTime>, String> {
    let folder = root().join("target/bench");
    let _ = fs::remove_dir_all(&folder);
    let one = folder.join("one.yaml");
    let (plain, scripts, old) = (folder.join("plain"), folder.join("scripts"), folder.join("old"));
    for path in [&plain, &scripts, &old] {
        fs::create_dir_all(path).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    write(&one, &deployment(0, None, 1))?;
    let script = "set -e; for f in a b c; do [ -f /data/$f ] && cat /data/$f; done; exec /app/server --listen :8080";
    for chunk in 0..100 {
        let of = |script, replicas| {
            let numbers = chunk * MANIFESTS / 100..(chunk + 1) * MANIFESTS / 100;
            numbers.map(|n| deployment(n, script, replicas)).collect::<Vec<_>>().join("---\n")
        };
        let name = format!("{chunk:02}.yaml");
        write(&plain.join(&name), &of(None, 2))?;
        write(&scripts.join(&name), &of(Some(script), 2))?;
        write(&old.join(&name), &of(Some(script), 3))?;
    }
    // The first run compiles the modules.
    run(&[Path::new("check"), &one])?;
    let check = Path::new("check");
    let runs: [(&str, &[&Path]); 4] = [
        ("`check` of one manifest", &[check, &one]),
        ("`check` of 10,000 Deployments", &[check, &plain]),
        ("`check` of 10,000 Deployments with a command for `sh`", &[check, &scripts]),
        (
            "the same with `--old`",
            &[check, &scripts, Path::new("--operation"), Path::new("UPDATE"), Path::new("--old"), &old],
        ),
    ];
    let times = runs.iter().map(|(what, arguments)| {
        let (seconds, memory) = run(arguments)?;
        Ok(ProgramTime { what: (*what).to_owned(), seconds, memory })
    });
    let times = times.collect();
    let _ = fs::remove_dir_all(&folder);
    times
}

/// A Deployment as people write them.
fn deployment(number: usize, script: Option<&str>, replicas: usize) -> String {
    let mut text = format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop-{number}\n  namespace: team-{}\n  labels: {{app: shop-{number}}}\n\
         spec:\n  replicas: {replicas}\n  selector:\n    matchLabels: {{app: shop-{number}}}\n  template:\n    metadata:\n      \
         labels: {{app: shop-{number}}}\n    spec:\n      containers:\n      - name: web\n        \
         image: example.com/shop:1.{number}\n        \
         ports: [{{containerPort: 8080}}]\n        resources:\n          limits: {{cpu: 500m, memory: 256Mi}}\n        \
         env:\n        - {{name: LOG_LEVEL, value: info}}\n        volumeMounts: [{{name: data, mountPath: /data}}]\n      \
         volumes:\n      - name: data\n        emptyDir: {{}}\n",
        number % 40,
    );
    if let Some(script) = script {
        let place = text.find("        ports:").unwrap_or(text.len());
        text.insert_str(place, &format!("        command: [sh, -c, \"{script}\"]\n"));
    }
    text
}

/// Seconds and the most memory of one run of the command line.
fn run(arguments: &[&Path]) -> Result<(f64, u64), String> {
    let program = root().join("target/release/redline");
    let begin = Instant::now();
    let mut child = Command::new(&program)
        .args(arguments)
        .args(["--no-config", "--quiet"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("{}: {e}; run `make cli`", program.display()))?;
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    let ended = loop {
        memory = memory.max(high_water(&status));
        match child.try_wait().map_err(|e| e.to_string())? {
            Some(ended) => break ended,
            None => thread::sleep(Duration::from_millis(2)),
        }
    };
    let seconds = begin.elapsed().as_secs_f64();
    if !ended.success() {
        let output = child.wait_with_output().map_err(|e| e.to_string())?;
        return Err(format!("{arguments:?}: {ended}: {}", String::from_utf8_lossy(&output.stderr)));
    }
    Ok((seconds, memory))
}

/// The most memory that a running process had, in bytes; zero where the system does not tell.
fn high_water(status: &str) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()).unwrap_or_default() * 1024
}

/// The module of the browser page and the npm package, and how long Node takes to load it: the least of nine new processes.
///
/// # Errors
/// When the package is not built, or Node is missing.
pub(crate) fn browser() -> Result<BrowserTime, String> {
    let package = place("target/npm");
    let path = package.join("redline_bg.wasm");
    let wasm = fs::read(&path).map_err(|e| format!("{}: {e}; run `make web`", path.display()))?;
    let once = || -> Result<(f64, f64), String> {
        let script = place("e2e-tests/hosts/load.mjs");
        let output = Command::new("node").arg(script).arg(&package).output().map_err(|e| format!("node: {e}"))?;
        let took: Value =
            serde_json::from_slice(&output.stdout).map_err(|_| String::from_utf8_lossy(&output.stderr).into_owned())?;
        Ok((took["load"].as_f64().unwrap_or_default(), took["verdict"].as_f64().unwrap_or_default()))
    };
    let times = (0..9).map(|_| once()).collect::<Result<Vec<_>, _>>()?;
    let least = |pick: fn(&(f64, f64)) -> f64| times.iter().map(pick).fold(f64::INFINITY, f64::min);
    Ok(BrowserTime {
        raw: wasm.len(),
        gzip: gzip(&wasm)?,
        load: least(|(load, _)| *load),
        verdict: least(|(_, verdict)| *verdict),
    })
}

/// What the measurements were made with.
pub(crate) fn tools() -> Vec<(String, String)> {
    let version = |program: &str| {
        let output = Command::new(program).arg("--version").output().ok();
        let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
        text.lines().next().unwrap_or("not there").trim().to_owned()
    };
    let lock = fs::read_to_string(place("Cargo.lock")).unwrap_or_default();
    let wasmtime = lock.split("name = \"wasmtime\"\nversion = \"").nth(1).and_then(|rest| rest.split('"').next());
    let mut size = String::new();
    let _ = write!(size, "{} bytes", pod(0).to_string().len());
    vec![
        ("compiler of the command line".to_owned(), version("rustc")),
        ("compiler of the modules".to_owned(), redline_dev::modules::compiler().unwrap_or_else(|e| e)),
        ("wasm-opt".to_owned(), version("wasm-opt")),
        ("Wasmtime".to_owned(), wasmtime.unwrap_or("unknown").to_owned()),
        ("Node".to_owned(), version("node")),
        ("processors".to_owned(), thread::available_parallelism().map_or(1, usize::from).to_string()),
        ("Pod of 7 kB".to_owned(), size),
    ]
}
