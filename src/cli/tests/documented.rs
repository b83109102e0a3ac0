//! Nothing in the documentation promises a command or an option that does not exist.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Commands that take the arguments of another program, so that theirs are not ours.
const FOREIGN: &[&str] = &["kubectl", "aliyun", "guard", "hook", "help"];

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The READMEs and the guides, with their text.
fn pages() -> Vec<(PathBuf, String)> {
    let mut paths =
        vec![root().join("README.md"), root().join("README.zh-CN.md"), root().join("deploy/helm/redline/README.md")];
    for folder in ["docs", "docs/zh"] {
        let entries = std::fs::read_dir(root().join(folder)).unwrap();
        paths.extend(
            entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "md")),
        );
    }
    paths.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

/// The calls of `redline` in a text: code spans and lines of code blocks. Returns the words after `redline`.
fn calls(text: &str) -> Vec<Vec<String>> {
    let mut calls = Vec::new();
    let mut block = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            block = !block;
            continue;
        }
        let pieces: Vec<&str> = if block { vec![line] } else { line.split('`').skip(1).step_by(2).collect() };
        for piece in pieces {
            let code = piece.split(" #").next().unwrap_or_default().replace("\\|", "|");
            for command in code.split(['|', ';', '&', '(', '"']) {
                let words: Vec<&str> = command.split_whitespace().collect();
                let start = words.iter().position(|word| *word == "redline" || word.ends_with("/redline"));
                // `helm install redline` and the like name it without calling it.
                let called = |at: &usize| *at == 0 || matches!(words[at - 1], "$" | "run:" | "entry:" | "-");
                if let Some(at) = start.filter(called) {
                    calls.push(words[at + 1..].iter().map(|word| word.to_string()).collect());
                }
            }
        }
    }
    calls
}

/// The help of a command; `None` if there is no such command.
fn help(command: &str) -> Option<String> {
    let words = command.split(' ').chain(["--help"]);
    let output = Command::new(env!("CARGO_BIN_EXE_redline")).args(words).output().unwrap();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

#[test]
fn every_command_and_option_in_the_documentation_exists() {
    let mut used: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for (path, text) in pages() {
        let page = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        for words in calls(&text) {
            let Some(verb) = words.first().filter(|verb| verb.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
            else {
                continue;
            };
            let options = words.iter().skip(1).take_while(|word| *word != "--").filter(|word| word.starts_with("--"));
            // `redline config` has commands of its own.
            let verb = match words.get(1).filter(|_| verb == "config") {
                Some(below) => format!("{verb} {below}"),
                None => verb.clone(),
            };
            let entry = used.entry(verb).or_default();
            entry.insert((page.clone(), String::new()));
            let name = |option: &String| {
                option.split('=').next().unwrap_or_default().trim_end_matches([',', '，', '.']).to_owned()
            };
            entry.extend(options.map(|option| (page.clone(), name(option))));
        }
    }
    assert!(used.len() > 10, "{:?}", used.keys());
    let mut missing = Vec::new();
    for (verb, places) in used.iter().filter(|(verb, _)| *verb != "help") {
        let help = help(verb);
        for (page, option) in places {
            match &help {
                None => missing.push(format!("{page}: there is no command `redline {verb}`")),
                Some(_) if FOREIGN.contains(&verb.as_str()) => {}
                Some(help) if help.contains(option.as_str()) => {}
                Some(_) => missing.push(format!("{page}: `redline {verb}` has no option `{option}`")),
            }
        }
    }
    missing.dedup();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn calls_are_found() {
    let text = "Run `redline push REGISTRY/`, not `redline-x`.\n```sh\n$ redline check --lang zh a.yaml   # --not-this\n\
                terraform show -json | redline plan --inventory ids.yaml -\nhelm install redline CHART --set a=b\n```\n";
    let found: Vec<String> = calls(text).iter().map(|words| words.join(" ")).collect();
    assert_eq!(found, ["push REGISTRY/", "check --lang zh a.yaml", "plan --inventory ids.yaml -"]);
}
