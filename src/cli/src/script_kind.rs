//! Tells scripts from other texts, by name and first lines.

use std::path::Path;

use redline_guards::user_data;

use crate::language::tr;

/// The endings of the names of shell scripts.
const EXTENSIONS: [&str; 3] = ["sh", "bash", "ksh"];

/// Programs that run shell scripts.
const SHELLS: [&str; 8] = ["sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "busybox"];

/// What a text is that machines run.
#[derive(Debug, PartialEq)]
pub(crate) enum Recognised {
    /// A shell script.
    Shell,
    /// User data of an instance: cloud-config, or a MIME message with parts.
    UserData,
    /// A script that another program runs, such as `python3`.
    Other(String),
}

/// What a text is, if it is a script; `path` is its file.
pub(crate) fn recognise(path: &str, text: &str) -> Option<Recognised> {
    if user_data::is_structured(text) || text.starts_with("#cloud-boothook") {
        return Some(Recognised::UserData);
    }
    match text.strip_prefix("#!").map(interpreter) {
        Some(program) if SHELLS.contains(&program) => Some(Recognised::Shell),
        Some(program) if !program.is_empty() => Some(Recognised::Other(program.to_owned())),
        _ => has_script_name(Path::new(path)).then_some(Recognised::Shell),
    }
}

/// Why a file that is named as a script is none; `None` if it is one, or may be.
pub(crate) fn not_a_script(path: &str, text: &str) -> Option<String> {
    let has = |key: &str| text.lines().any(|line| line.starts_with(key));
    match recognise(path, text) {
        Some(Recognised::Other(program)) => Some(tr!(
            "a script for `{program}`; only shell scripts and cloud-config can be checked",
            "这是 `{program}` 脚本，只能检查 Shell 脚本和 cloud-config"
        )),
        None if has("apiVersion:") && has("kind:") => Some(tr!(
            "a manifest and no script; `redline check` checks manifests with the scripts in them",
            "这是资源 YAML 而不是脚本，请使用 `redline check` 检查，其中的脚本会一并检查"
        )),
        _ => None,
    }
}

/// Whether a file, or a glob, has the name of a shell script.
pub(crate) fn has_script_name(path: &Path) -> bool {
    path.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| EXTENSIONS.contains(&extension))
}

/// The program that a first line names: `/bin/sh -e`, `/usr/bin/env -S bash`.
fn interpreter(rest: &str) -> &str {
    let first_line = rest.lines().next().unwrap_or_default();
    let mut words = first_line.split_whitespace().map(|word| word.rsplit('/').next().unwrap_or_default());
    match words.next() {
        Some("env") => words.find(|word| !word.starts_with('-') && !word.contains('=')).unwrap_or_default(),
        first => first.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_told_by_their_first_line_or_their_name() {
        let other = |program: &str| Some(Recognised::Other(program.to_owned()));
        for (path, text, want) in [
            ("a.sh", "reboot\n", Some(Recognised::Shell)),
            ("install", "#!/bin/sh -e\n", Some(Recognised::Shell)),
            ("install", "#! /usr/bin/env -S FOO=1 bash -x\n", Some(Recognised::Shell)),
            ("a.sh", "#!/usr/bin/env python3\n", other("python3")),
            ("-", "#!/usr/bin/perl\n", other("perl")),
            ("a.sh", "#!\n", Some(Recognised::Shell)),
            ("a.yaml", "#cloud-config\nruncmd: []\n", Some(Recognised::UserData)),
            ("a.yaml", "## template: jinja\n#cloud-config\n", Some(Recognised::UserData)),
            ("-", "Content-Type: multipart/mixed; boundary=\"x\"\n\n--x--\n", Some(Recognised::UserData)),
            ("boot", "#cloud-boothook\nreboot\n", Some(Recognised::UserData)),
            ("a.yaml", "# config of the cloud\nkind: Pod\n", None),
            ("a.json", "{}", None),
            ("-", "apiVersion: v1\n", None),
        ] {
            assert_eq!(recognise(path, text), want, "{path}: {text}");
        }
    }
}
