//! Real shells against the interpreter: whatever they run must be in its list.
//!
//! A generator writes scripts in the grammar that scripts in the field use. Dash, bash and BusyBox run them as an ordinary
//! user in a root directory of their own, which bubblewrap makes of the shells, their libraries and stub commands that only
//! log their arguments. A script whose values are all known must give exactly what was logged, and leave the files that the
//! interpreter says it writes; any other must give at least that.
//!
//! `REDLINE_SCRIPTS` sets how many scripts are run, `REDLINE_SEED` where the generator begins.

mod generator;
mod sandbox;

use generator::Script;
use redline_shell::value::may_be;
use redline_shell::{Dialect, FileOpKind, Surroundings, run_script};
use sandbox::{Shell, Trace};
use std::collections::{BTreeMap, BTreeSet};

/// Filters that run in the sandbox and are not logged.
const SILENT: &[&str] =
    &["cat", "tr", "cut", "sed", "base64", "seq", "basename", "dirname", "head", "tail", "chmod", "tee"];

fn main() {
    let number = |name: &str, default: u64| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default);
    let (count, seed) = (number("REDLINE_SCRIPTS", 1500), number("REDLINE_SEED", 1));
    // The harness passes filters and options of its own, which mean nothing here.
    let workers: Vec<_> = [(Shell::Dash, 0), (Shell::Bash, 1), (Shell::Busybox, 2)]
        .into_iter()
        .map(|(shell, offset)| {
            std::thread::spawn(move || {
                let scripts: Vec<Script> = (0..count / 3)
                    .map(|i| generator::script(seed * 1_000_003 + i * 3 + offset, shell == Shell::Bash))
                    .collect();
                let traces = sandbox::run(shell, &scripts);
                assert_eq!(traces.len(), scripts.len(), "{shell:?} has not run every script");
                let faults: Vec<String> =
                    scripts.iter().zip(&traces).filter_map(|(script, trace)| compare(shell, script, trace)).collect();
                (shell, scripts.len(), traces.iter().map(|trace| trace.commands.len()).sum::<usize>(), faults)
            })
        })
        .collect();
    let mut failed = 0;
    for worker in workers {
        let (shell, scripts, commands, faults) = worker.join().unwrap_or_else(|_| std::process::exit(1));
        println!("{shell:?}: {scripts} scripts, {commands} commands, {} differ", faults.len());
        for fault in faults.iter().take(3) {
            println!("{fault}");
        }
        failed += faults.len();
    }
    if failed > 0 {
        println!("{failed} scripts differ; run one alone with REDLINE_SEED and REDLINE_SCRIPTS");
        std::process::exit(1);
    }
}

/// What the interpreter says about a script.
#[derive(Default)]
struct Said {
    commands: Vec<Vec<String>>,
    /// Paths written, with the content where it is known.
    files: BTreeMap<String, Option<String>>,
    touched: Vec<String>,
}

fn interpret(shell: Shell, script: &Script) -> Said {
    let dialect = match shell {
        Shell::Dash => Dialect::Dash,
        Shell::Bash => Dialect::Bash,
        Shell::Busybox => Dialect::Busybox,
    };
    let environment: Vec<(&str, Option<&str>)> =
        script.environment.iter().map(|(name, value, known)| (*name, known.then_some(value.as_str()))).collect();
    let mut all = environment;
    all.extend([("PATH", Some("/stub")), ("HOME", Some("/w"))]);
    let surroundings = Surroundings {
        environment: &all,
        environment_is_complete: true,
        directory: "/w",
        dialect,
        ..Surroundings::default()
    };
    let mut said = Said::default();
    run_script(&script.text, &surroundings, &mut |command| {
        let words: Vec<String> = command.words().iter().map(str::to_owned).collect();
        for op in command.file_ops() {
            said.touched.push(op.path.to_owned());
            if op.kind == FileOpKind::Write && op.path.starts_with("/w/") && op.content.is_some() {
                let content = op.content.unwrap_or_default();
                let held = said.files.entry(op.path.to_owned()).or_default();
                match held {
                    Some(held) if op.append => held.push_str(content),
                    _ => *held = Some(content.to_owned()),
                }
            }
        }
        if words.first().is_some_and(|name| !SILENT.contains(&name.as_str())) {
            said.commands.push(words);
        }
    });
    said
}

/// Whether a logged command is one that the interpreter has handed out.
fn same(logged: &[String], said: &[String]) -> bool {
    logged.len() == said.len() && logged.iter().zip(said).all(|(logged, said)| may_be(said, logged))
        // An unknown word that is not quoted may be several, or none.
        || said.iter().any(|word| word.contains('\x01')) && {
            let known: Vec<&String> = said.iter().filter(|word| !word.contains('\x01')).collect();
            known.iter().all(|word| logged.contains(word))
        }
}

fn compare(shell: Shell, script: &Script, trace: &Trace) -> Option<String> {
    let said = interpret(shell, script);
    let mut faults = Vec::new();
    for logged in &trace.commands {
        if !said.commands.iter().any(|said| same(logged, said)) {
            faults.push(format!("not in the list: {logged:?}"));
        }
    }
    for path in trace.files.keys() {
        if !said.touched.iter().any(|touched| may_be(touched, path)) {
            faults.push(format!("not said to be written: {path}"));
        }
    }
    if script.is_known {
        let logged: BTreeSet<&[String]> = trace.commands.iter().map(Vec::as_slice).collect();
        for said in &said.commands {
            // What is no stub is not found, and not logged.
            if generator::STUBS.contains(&said[0].as_str()) && !logged.contains(said.as_slice()) {
                faults.push(format!("has not run: {said:?}"));
            }
        }
        for (path, content) in &trace.files {
            let known = said.files.get(path).cloned().flatten();
            if known.as_deref() != Some(content) {
                faults.push(format!("{path} holds {content:?}, not {known:?}"));
            }
        }
    }
    (!faults.is_empty()).then(|| {
        format!(
            "--- {shell:?}, seed {}, known: {}\n{}\n--- {}\nlogged: {:?}\n",
            script.seed,
            script.is_known,
            script.text,
            faults.join("\n--- "),
            trace.commands
        )
    })
}
