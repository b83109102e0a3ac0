//! Sizes, fuel and times of the modules, into `docs/bench.md`, its Chinese version and `docs/fuel.tsv`. With the argument `fuel`
//! the last alone.
//!
//! Times are taken beside an empty module in the same run, because only their ratio says something about us:
//! a host's own work (building the payload, entering the guest) is the larger part of a call. Fuel is what
//! Wasmtime counts per instruction; it is the same on every machine, so its table is committed and a change
//! shows up as a diff.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use redline_dev::{BUNDLES, RULES, root};
use redline_e2e::fuel::{Cost, Meter};
use redline_e2e::sample::{creation, pod};
use redline_e2e::{cases, host, module, module_bytes};
use redline_engine::core::rule::RuleKind;
use redline_host::{Host, Module};
use serde_json::{Value, json};

/// A waPC module that accepts everything and reads nothing.
const EMPTY: &str = r#"(module
  (import "wapc" "__guest_response" (func $response (param i32 i32)))
  (memory (export "memory") 8)
  (data (i32.const 0) "{\"accepted\":true}")
  (func (export "__guest_call") (param i32 i32) (result i32)
    (call $response (i32.const 0) (i32.const 17)) (i32.const 1)))"#;

/// The page in English and in Chinese. Both have the same tables.
#[derive(Default)]
struct Pages {
    en: String,
    zh: String,
}

impl Pages {
    /// Appends a paragraph or the head of a table.
    fn add(&mut self, en: &str, zh: &str) {
        self.en.push_str(en);
        self.zh.push_str(zh);
    }

    /// Appends a line of a table.
    fn line(&mut self, line: &str) {
        self.add(line, line);
    }
}

/// The time of one call as Kubewarden makes it: the request is a value that is written out for each policy.
fn time(module: &Module, request: &Value) -> Duration {
    let round = |n: u32| {
        let start = Instant::now();
        for _ in 0..n {
            // Kubewarden turns the request into a value, for the object, and then into text.
            let value = request.clone();
            let payload = serde_json::to_vec(&json!({"request": value, "settings": {}})).unwrap_or_default();
            let answer = module.validate(&payload, None).map(|r| r.accepted);
            assert!(answer.unwrap_or_else(|e| panic!("{e}")));
        }
        start.elapsed() / n
    };
    round(50);
    (0..15).map(|_| round(100)).min().unwrap_or_default()
}

/// A call to delete somebody else's load balancer: every rule reads it, none minds.
fn deletion() -> Value {
    json!({"product": "slb", "action": "DeleteLoadBalancer", "region": "cn-hangzhou",
           "parameters": {"LoadBalancerId": "lb-1"}, "resource": {"id": "lb-1", "tags": {"app": "web"}}})
}

/// One call of a bundle beside one call of each rule that the request would be sent to.
fn bundles(pages: &mut Pages, host: &Host, pod: &Value) -> Result<(), String> {
    pages.add(
        "\n## Bundles\n\nOne call of the bundle beside one call of each rule that Kubewarden would send the request to.\n\n\
         | bundle | raw | gzip | request | rules run | one call each | one call of the bundle |\n\
         |---|---:|---:|---|---:|---:|---:|\n",
        "\n## 规则包\n\n规则包的一次调用，与 Kubewarden 会调用的各条规则分别调用一次的比较。\n\n\
         | 规则包 | 大小 | gzip | 请求 | 运行的规则 | 各规则分别调用 | 规则包一次调用 |\n\
         |---|---:|---:|---|---:|---:|---:|\n",
    );
    for bundle in BUNDLES {
        let (request, what) = match bundle.kind {
            RuleKind::Admission => (pod.clone(), ("the Pod above", "上述 Pod")),
            RuleKind::Cloud => (deletion(), ("`slb:DeleteLoadBalancer`", "`slb:DeleteLoadBalancer`")),
        };
        let modules: Vec<Module> = bundle.rules().map(|rule| module(host, rule.id())).collect();
        let asked = |module: &&Module| {
            bundle.kind == RuleKind::Cloud || module.metadata().is_some_and(|metadata| metadata.matches(&request))
        };
        let asked: Vec<&Module> = modules.iter().filter(asked).collect();
        let each: Duration = asked.iter().map(|module| time(module, &request)).sum();
        let all = time(&module(host, bundle.id), &request);
        let wasm = module_bytes(bundle.id);
        let (raw, small, rules) = (wasm.len(), gzip(&wasm)?, asked.len());
        let (each, all) = (each.as_secs_f64() * 1e6, all.as_secs_f64() * 1e6);
        let line =
            |what| format!("| `{}` | {raw} | {small} | {what} | {rules} | {each:.0} µs | {all:.0} µs |\n", bundle.id);
        pages.add(&line(what.0), &line(what.1));
    }
    Ok(())
}

/// The module of the browser page and the npm package, and how long Node takes to load it.
fn browser(pages: &mut Pages) -> Result<(), String> {
    let package = root().join("target/npm");
    let path = package.join("redline_bg.wasm");
    let wasm = std::fs::read(&path).map_err(|e| format!("{}: {e}; run `make web`", path.display()))?;
    let script = root().join("e2e-tests/hosts/load.mjs");
    let once = || -> Result<(f64, f64), String> {
        let output = Command::new("node").arg(&script).arg(&package).output().map_err(|e| format!("node: {e}"))?;
        let took: Value =
            serde_json::from_slice(&output.stdout).map_err(|_| String::from_utf8_lossy(&output.stderr).into_owned())?;
        Ok((took["load"].as_f64().unwrap_or_default(), took["verdict"].as_f64().unwrap_or_default()))
    };
    let times = (0..9).map(|_| once()).collect::<Result<Vec<_>, _>>()?;
    let least = |pick: fn(&(f64, f64)) -> f64| times.iter().map(pick).fold(f64::INFINITY, f64::min);
    pages.add(
        "\n## In the browser\n\nThe module that the page and the npm package load holds every rule. Times are the least of nine \
         new processes of Node.\n\n| raw | gzip | import to ready | first verdict, all rules |\n|---:|---:|---:|---:|\n",
        "\n## 在浏览器中\n\n在线体验页面和 npm 包加载的模块包含全部规则。时间为九个新的 Node 进程中的最小值。\n\n\
         | 大小 | gzip | 从导入到就绪 | 首次得出结论（全部规则） |\n|---:|---:|---:|---:|\n",
    );
    let (load, verdict) = (least(|(load, _)| *load), least(|(_, verdict)| *verdict));
    pages.line(&format!("| {} | {} | {load:.0} ms | {verdict:.0} ms |\n", wasm.len(), gzip(&wasm)?));
    Ok(())
}

fn gzip(bytes: &[u8]) -> Result<usize, String> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).map_err(|e| e.to_string())?;
    Ok(encoder.finish().map_err(|e| e.to_string())?.len())
}

fn run() -> Result<(), String> {
    let host = host();
    let empty =
        host.load_bytes("empty", wat::parse_str(EMPTY).map_err(|e| e.to_string())?).map_err(|e| e.to_string())?;
    let (small, large) = (creation(pod(0)), creation(pod(1_000_000)));
    let bytes = |value: &Value| value.to_string().len();
    let base = time(&empty, &small);
    let (length, micros) = (bytes(&small["object"]), base.as_secs_f64() * 1e6);
    let mut pages = Pages::default();
    pages.add(
        &format!(
            "# Measurements\n\nWritten by `make bench`. Times are from one machine and one run; compare the ratios.\n\n\
             A Pod of {length} bytes through the waPC host, the request written out for each call as Kubewarden does it. \
             The empty module reads nothing and takes {micros:.1} µs.\n\n\
             Fuel is about one for each instruction, and memory what the module has when the call ends; both are the same on \
             every machine.\n\n\
             | module | raw | gzip | one call | of empty | fuel, this Pod | fuel, 1 MB Pod | fuel a byte | memory, 1 MB Pod |\n\
             |---|---:|---:|---:|---:|---:|---:|---:|---:|\n"
        ),
        &format!(
            "# 测量数据\n\n由 `make bench` 生成。时间来自同一台机器的一次运行，请比较倍数。\n\n\
             通过 waPC 宿主检查一个 {length} 字节的 Pod，与 Kubewarden 一样在每次调用时写出请求。不读取请求的空模块用时 {micros:.1} µs。\n\n\
             fuel 约等于执行的指令数，内存为调用结束时模块占用的内存，两者在任何机器上都相同。大小的单位为字节。\n\n\
             | 模块 | 大小 | gzip | 一次调用 | 与空模块相比 | fuel（此 Pod） | fuel（1 MB 的 Pod） | 每字节 fuel | 内存（1 MB 的 Pod） |\n\
             |---|---:|---:|---:|---:|---:|---:|---:|---:|\n"
        ),
    );
    for rule in RULES {
        let wasm = module_bytes(rule.id());
        let meter = Meter::new(&wasm)?;
        let spend =
            |request: &Value| meter.validate(json!({"request": request, "settings": {}}).to_string().as_bytes());
        let (Cost { fuel: fuel_small, .. }, Cost { fuel: fuel_large, memory }) = (spend(&small)?, spend(&large)?);
        let cloud = rule.kind == RuleKind::Cloud;
        let timed = if cloud { None } else { Some(time(&module(&host, rule.id()), &small)) };
        let (call, ratio) = match timed {
            Some(t) => {
                (format!("{:.1} µs", t.as_secs_f64() * 1e6), format!("{:.2}", t.as_secs_f64() / base.as_secs_f64()))
            }
            None => ("-".to_owned(), "-".to_owned()),
        };
        pages.line(&format!(
            "| `{}` | {} | {} | {call} | {ratio} | {fuel_small} | {fuel_large} | {:.1} | {:.1} MiB |\n",
            rule.id(),
            wasm.len(),
            gzip(&wasm)?,
            (fuel_large - fuel_small) as f64 / (bytes(&large) - bytes(&small)) as f64,
            memory as f64 / f64::from(1 << 20),
        ));
    }
    bundles(&mut pages, &host, &small)?;
    browser(&mut pages)?;
    pages.add(
        "\nThe fuel of every case is in [fuel.tsv](fuel.tsv); it is the same on every machine.\n",
        "\n每个用例的 fuel 参见 [fuel.tsv](../fuel.tsv)，在任何机器上都相同。\n",
    );
    print!("{}", pages.en);
    for (name, text) in [("docs/bench.md", &pages.en), ("docs/zh/bench.md", &pages.zh)] {
        std::fs::write(root().join(name), text).map_err(|e| format!("{name}: {e}"))?;
    }
    fuel()
}

/// Writes the fuel of every case into `docs/fuel.tsv`. Fuel is counted, so it is the same on every machine and in every
/// build of this program.
fn fuel() -> Result<(), String> {
    let mut table = String::from("# Wasmtime fuel of every case: rule, case, fuel.\n");
    for rule in RULES {
        let meter = Meter::new(&module_bytes(rule.id()))?;
        for case in cases(rule) {
            // A case about settings alone has no request.
            let Ok(payload) = case.payload() else { continue };
            let _ = writeln!(table, "{}\t{}\t{}", rule.id(), case.name(), meter.validate(&payload)?.fuel);
        }
    }
    std::fs::write(root().join("docs/fuel.tsv"), table).map_err(|e| e.to_string())
}

fn main() -> ExitCode {
    let done = if std::env::args().any(|argument| argument == "fuel") { fuel() } else { run() };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}
