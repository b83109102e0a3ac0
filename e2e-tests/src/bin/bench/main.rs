//! The measurements, into `docs/bench.json`, `docs/bench.md`, its plots, and `docs/fuel.tsv`. With the argument `fuel` only what
//! is counted is measured again; the times stay as they are. `peers FOLDER` prints the same figures for policies of others.

mod peers;
mod plots;
mod programs;
mod timed;

use std::fmt::Write as _;
use std::process::ExitCode;

use redline_dev::RULES;
use redline_e2e::fuel::Meter;
use redline_e2e::report::{Counted, Report, Timed, place, write};
use redline_e2e::{cases, module_bytes};

fn all() -> Result<(), String> {
    // Times first, while nothing else runs.
    let timed = Timed {
        with: programs::tools(),
        modules: timed::modules()?,
        lengths: timed::lengths()?,
        requests: timed::requests()?,
        bundles: timed::bundles()?,
        programs: programs::command_line()?,
        browser: programs::browser()?,
    };
    let report = Report { counted: Counted::measure()?, timed };
    report.store()?;
    plots::draw(&report)?;
    fuel()
}

/// Counts again. The times are those of the last `make bench`.
fn counted() -> Result<(), String> {
    let report = Report { counted: Counted::measure()?, ..Report::load()? };
    report.store()?;
    plots::draw(&report)?;
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
    write(&place("docs/fuel.tsv"), &table)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        [] => all(),
        ["fuel"] => counted(),
        ["peers", folder] => peers::print(folder.as_ref()),
        _ => Err("expected no argument, `fuel`, or `peers FOLDER`".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}
