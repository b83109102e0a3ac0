//! The page of the measurements, made from the report alone.

use std::fmt::Write as _;

use super::{CallTime, ModuleCost, ModuleTime, Report};

const INTRODUCTION: &str = "\
# Measurements

`make bench` writes this page and [bench.json](bench.json), which has the same figures for programs; `make fuel` writes those
that are counted again. Bytes, fuel and memory are the same on every machine, and a test refuses them when they are out of
date. Times are from one machine and one run: compare the ratios. The empty module accepts everything and reads nothing; what it
takes is the host's own work.

Fuel is Wasmtime's count of instructions. Memory is what the module has when the call ends.
";

/// The page.
pub fn page(report: &Report) -> String {
    let mut out = INTRODUCTION.to_owned();
    everyday(&mut out, report);
    modules(&mut out, report);
    calls(&mut out, "Length of the payload", LENGTHS, &report.timed.lengths);
    calls(&mut out, "Other kinds, scripts, cloud operations", REQUESTS, &report.timed.requests);
    scripts(&mut out, report);
    bundles(&mut out, report);
    programs(&mut out, report);
    out.push_str("\n## Tools\n\n| tool | version |\n|---|---|\n");
    for (name, version) in &report.timed.with {
        let _ = writeln!(out, "| {name} | {version} |");
    }
    out.push_str("\n[fuel.tsv](fuel.tsv) has the fuel of every case of every rule.\n");
    out
}

const LENGTHS: &str = "\
Pods of several lengths, written out for each call as Kubewarden does it. `network-crd` is not about Pods and skips the object,
`shared-disk` reads it, `host-firewall` reads scripts as well, and `redline-admission` holds every rule.

![The median of one call by the length of the payload](images/bench-lengths.svg)
";

const REQUESTS: &str = "\
An object of 7 kB of a kind that no rule looks at; a Pod of 7 kB on the node's network that runs a script of 4 kB; a call to
delete a load balancer that is somebody else's.
";

fn everyday(out: &mut String, report: &Report) {
    let share = &report.counted.everyday;
    let percent = |part: usize| 100.0 * part as f64 / share.requests as f64;
    let _ = writeln!(
        out,
        "\n## How often the bundle is called\n\nOf {} everyday requests in the tests, which were chosen because something in them \
         touches a rule, {} ({:.0} %) are of a kind and operation that the bundle `redline-admission` looks at. With its \
         `matchConditions` the API server sends {} ({:.0} %). An ordinary Pod, Deployment or ConfigMap is never sent.",
        share.requests,
        share.matching,
        percent(share.matching),
        share.sent,
        percent(share.sent),
    );
}

fn modules(out: &mut String, report: &Report) {
    out.push_str(
        "\n## Modules\n\nCounted and timed with a Pod of 7 kB that no rule minds; the cloud rules with a call to delete a load \
         balancer. *Compile* is without a cache, *start* makes an instance.\n\n\
         ![Bytes of each module](images/bench-modules.svg)\n\n\
         | module | raw | gzip | compile | start | one call | of empty | fuel | fuel a byte | memory | memory, 1 MB |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    let time = |id: &str| report.timed.modules.iter().find(|time| time.id == id);
    let empty = time("empty").and_then(|time| time.call);
    for cost in &report.counted.modules {
        let ModuleCost { id, raw, gzip, memory, fuel, fuel_a_byte, memory_large } = cost;
        let ModuleTime { compile, start, call, .. } = time(id).cloned().unwrap_or_default();
        let ratio = call.zip(empty).map_or("-".to_owned(), |(call, empty)| format!("{:.2}", call / empty));
        let call = call.map_or("-".to_owned(), micros);
        let _ = writeln!(
            out,
            "| `{id}` | {raw} | {gzip} | {compile:.0} ms | {} | {call} | {ratio} | {fuel} | {fuel_a_byte:.1} | {} | {} |",
            micros(start),
            mebi(*memory),
            mebi(*memory_large),
        );
    }
}

fn calls(out: &mut String, title: &str, text: &str, times: &[CallTime]) {
    let _ = writeln!(
        out,
        "\n## {title}\n\n{text}\n| module | request | bytes | p50 | p99 | of empty |\n|---|---|---:|---:|---:|---:|"
    );
    for CallTime { id, request, bytes, p50, p99, ratio } in times {
        let (p50, p99) = (micros(*p50), micros(*p99));
        let _ = writeln!(out, "| `{id}` | {request} | {bytes} | {p50} | {p99} | {ratio:.2} |");
    }
}

fn scripts(out: &mut String, report: &Report) {
    out.push_str(
        "\n## Scripts\n\nFuel for each byte of a script that a privileged container runs, beside the same Pod without it.\n\n\
         | module | script | fuel a byte | memory |\n|---|---:|---:|---:|\n",
    );
    for cost in &report.counted.scripts {
        let _ = writeln!(out, "| `{}` | {} | {:.0} | {} |", cost.id, cost.bytes, cost.fuel_a_byte, mebi(cost.memory));
    }
}

fn bundles(out: &mut String, report: &Report) {
    out.push_str(
        "\n## Bundles\n\nOne call of the bundle beside one call of each rule that Kubewarden would send the request to.\n\n\
         | bundle | request | rules | one call each | one call of the bundle | of empty |\n|---|---|---:|---:|---:|---:|\n",
    );
    for time in &report.timed.bundles {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} | {} | {:.2} |",
            time.id,
            time.request,
            time.rules,
            micros(time.each),
            micros(time.all),
            time.all / time.empty,
        );
    }
}

fn programs(out: &mut String, report: &Report) {
    out.push_str(
        "\n## Command line and browser\n\nThe command line with all its modules compiled before, on all processors.\n\n\
         | what | time | memory |\n|---|---:|---:|\n",
    );
    for time in &report.timed.programs {
        let _ = writeln!(out, "| {} | {:.2} s | {:.0} MB |", time.what, time.seconds, time.memory as f64 / 1e6);
    }
    let browser = &report.timed.browser;
    let _ = writeln!(
        out,
        "\nThe module that the page and the npm package load holds every rule: {} bytes, {} after gzip. Under Node it takes \
         {:.0} ms from import to ready, and {:.0} ms for the first verdict of all rules.",
        browser.raw, browser.gzip, browser.load, browser.verdict,
    );
}

fn micros(time: f64) -> String {
    if time < 1000.0 { format!("{time:.1} µs") } else { format!("{:.2} ms", time / 1000.0) }
}

fn mebi(bytes: usize) -> String {
    format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
}
