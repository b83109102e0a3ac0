//! Every case of every rule and bundle, natively and through the built module: each answer is what the case expects,
//! and the two are equal as a whole.
//!
//! With `REDLINE_BLESS=1` the messages and warnings that cases quote are first rewritten to what the rule says now. A
//! verdict is never rewritten.

use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use redline_e2e::policy::{Policy, policies};
use redline_e2e::{cases_of, host, module};
use redline_host::{Case, Module};

fn check(policy: Policy, module: &Module, case: &Case) -> Result<(), Failed> {
    let (native, native_settings) = policy.check(case)?;
    if let Some(native) = native {
        let payload = case.payload().map_err(|e| e.to_string())?;
        let wasm = module.validate(&payload, case.cluster().as_ref()).map_err(|e| e.to_string())?;
        case.check(&wasm).map_err(|e| format!("module: {e}"))?;
        if native != wasm {
            return Err(Failed::from(format!("native and module differ:\n{native:#?}\n{wasm:#?}")));
        }
    }
    let wasm = module.validate_settings(case.settings.to_string().as_bytes()).map_err(|e| e.to_string())?;
    if native_settings != wasm {
        return Err(Failed::from(format!("native and module differ on settings:\n{native_settings:#?}\n{wasm:#?}")));
    }
    Ok(())
}

/// A YAML text with another value in the place of a string, in whichever of the usual styles it is written.
fn with_scalar(yaml: &str, old: &str, new: &str) -> String {
    let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
    // A backslash at the end of a line continues a string in double quotes.
    let mut parts = yaml.split("\\\n");
    let first = parts.next().unwrap_or_default().to_owned();
    let joined = parts.fold(first, |joined, part| joined + part.trim_start());
    for style in [quoted(old), format!("'{}'", old.replace('\'', "''"))] {
        if let Some(yaml) = [yaml, &joined].into_iter().find(|yaml| yaml.contains(&style)) {
            return yaml.replace(&style, &quoted(new));
        }
    }
    // A folded block: the lines that are indented more than its key.
    let lines: Vec<&str> = yaml.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.ends_with(" >-")) {
        let inside = |next: &&&str| indent(next) > indent(line);
        let block: Vec<&str> = lines[at + 1..].iter().take_while(inside).map(|line| line.trim()).collect();
        if block.join(" ") == old {
            let head = line.trim_end_matches(">-");
            let before = lines[..at].iter().map(|line| format!("{line}\n"));
            let behind = lines[at + 1 + block.len()..].iter().map(|line| format!("{line}\n"));
            return before.chain([format!("{head}{}\n", quoted(new))]).chain(behind).collect();
        }
    }
    yaml.replace(old, &quoted(new))
}

/// Rewrites the quoted texts of a case whose verdict still holds. The file keeps its form: only the texts change.
fn bless(policy: Policy, case: &Case) {
    let Ok(payload) = case.payload() else { return };
    let answer = policy.validate(&payload, case.cluster().as_ref());
    if case.expect.verdict != Some(answer.verdict()) {
        return;
    }
    let path =
        redline_dev::root().join("policies").join(policy.id()).join("cases").join(format!("{}.yaml", case.name()));
    let old = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let quoted = case.expect.message.iter().zip(&answer.message).map(|(want, got)| (want, got.clone()));
    let warnings = case.expect.warnings.iter().flatten().zip(answer.warnings()).map(|(want, got)| (want, got.clone()));
    let findings = answer.findings().unwrap_or_default();
    let findings = case.expect.findings.iter().flatten().zip(&findings).filter_map(|(want, got)| {
        let text = got.text.en.clone().or_else(|| got.text.zh.clone())?;
        Some((want.text.as_ref()?, text))
    });
    let mut text = old.clone();
    for (want, got) in quoted.chain(warnings).chain(findings) {
        if let Some(want) = want.exact().filter(|want| *want != got) {
            text = with_scalar(&text, want, &got);
        }
    }
    if text != old {
        std::fs::write(&path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }
}

fn main() {
    if std::env::var_os("REDLINE_BLESS").is_some() {
        policies().for_each(|policy| cases_of(policy.id()).iter().for_each(|case| bless(policy, case)));
    }
    let host = Arc::new(host());
    let mut trials = Vec::new();
    for policy in policies() {
        let module = module(&host, policy.id());
        for case in cases_of(policy.id()) {
            let (module, host) = (module.clone(), host.clone());
            trials.push(Trial::test(format!("{}::{}", policy.id(), case.name()), move || {
                let _keep = &host;
                check(policy, &module, &case)
            }));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
