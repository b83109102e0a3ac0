//! Commands that run another command: peeled off until the one is left that does something.

use super::lexer::assignment;
use super::options::{Parsed, parse};
use super::shell::is_shell;
use super::state::Shell;
use super::text::base_name;
use super::{Place, UNKNOWN};
use crate::guards::path;
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// Wrappers: their options that take a value, and how many operands stand before the command.
const WRAPPERS: &[(&str, &str, usize)] = &[
    ("builtin", "", 0),
    ("busybox", "", 0),
    ("catatonit", "", 0),
    ("chroot", "", 1),
    ("chrt", "T P D", 1),
    ("command", "", 0),
    ("coproc", "", 0),
    ("doas", "u C", 0),
    ("dumb-init", "r rewrite", 0),
    ("env", "u C S unset chdir split-string", 0),
    ("exec", "a", 0),
    ("flock", "w E timeout conflict-exit-code", 1),
    ("gosu", "", 1),
    ("ionice", "c n p P u class classdata", 0),
    ("ltrace", "e o p u", 0),
    ("nice", "n adjustment", 0),
    ("nohup", "", 0),
    ("nsenter", "t S G W target setuid setgid wdns", 0),
    ("runuser", "c g G s u w command group shell user", 0),
    ("script", "c I O B T command", 1),
    ("setpriv", "reuid regid groups clear-groups inh-caps ambient-caps bounding-set securebits pdeathsig", 0),
    ("setsid", "", 0),
    ("stdbuf", "i o e input output error", 0),
    ("strace", "e o p u s S P E O a b I X", 0),
    ("su", "c g G s w command group shell", 0),
    ("su-exec", "", 1),
    ("sudo", "u g p C c h r t T U D R user group prompt chdir host close-from role type", 0),
    ("systemd-run", "p u M H E t unit property machine host setenv slice description", 0),
    ("taskset", "", 1),
    ("time", "f o format output", 0),
    ("timeout", "k s kill-after signal", 1),
    ("tini", "p e", 0),
    ("toybox", "", 0),
    ("unshare", "S G R w setuid setgid root wd", 0),
    ("watch", "n interval", 0),
    ("xargs", "I E d L n P s a max-args max-procs max-lines delimiter arg-file replace", 0),
];

impl Shell<'_> {
    /// Runs a command. Out: what it prints.
    pub(super) fn command(&mut self, words: Vec<String>, input: Option<String>) -> String {
        if self.deep() {
            let mut script: Vec<String> = words.iter().map(|word| quote(word)).collect();
            script.extend(input.map(|text| ["<<<", &quote(&text)].concat()));
            return self.script(&script.join(" "));
        }
        let (place, cwd) = (self.place.clone(), self.cwd.clone());
        self.depth += 1;
        let out = self.peel(words, input);
        self.depth -= 1;
        if self.place != place {
            (self.place, self.cwd) = (place, cwd);
        }
        out
    }

    fn peel(&mut self, mut words: Vec<String>, mut input: Option<String>) -> String {
        // Where the command begins behind the wrappers seen so far; every round moves it.
        let mut at = 0;
        loop {
            let layer = words.get(at..).unwrap_or_default();
            let name = layer.first().map_or("", |w| base_name(w)).to_owned();
            let wrapper = WRAPPERS.iter().find(|(wrapper, _, _)| *wrapper == name);
            let Some((_, valued, operands)) = wrapper.filter(|_| !is_shell(&name)) else {
                words.drain(..at);
                return if is_shell(&name) { self.shell(words, input) } else { self.plain(&name, words, input) };
            };
            // These two take their command as an option, which may stand behind an operand.
            let option = matches!(name.as_str(), "su" | "script");
            let parsed = parse(layer, valued, !option);
            match name.as_str() {
                "nsenter" => self.enter(&parsed),
                "chroot" => self.change_root(parsed.operands.first().unwrap_or(&"/")),
                "sudo" => parsed.value("R chroot").into_iter().for_each(|dir| self.change_root(dir)),
                // Asks where a command is, and runs nothing.
                "command" if parsed.has("v V") => return UNKNOWN.to_owned(),
                _ => {}
            }
            let script = match name.as_str() {
                "su" | "runuser" | "script" => parsed.value("c command"),
                "env" => parsed.value("S split-string"),
                "flock" if parsed.operands.get(1) == Some(&"-c") => parsed.operands.get(2).copied(),
                _ => None,
            };
            if let Some(script) = script {
                return self.script(script);
            }
            let mut next = if option { words.len() } else { at + parsed.first + operands };
            let assigned = words.get(next..).unwrap_or_default().iter().take_while(|w| assignment(w).is_some()).count();
            self.assignments(words.get(next..next + assigned).unwrap_or_default());
            next += assigned;
            // Operands may be set off with a second `--`, as in `timeout 5 -- cmd`.
            next += usize::from(words.get(next).is_some_and(|w| w == "--"));
            match name.as_str() {
                "xargs" if input.is_some() => {
                    let command = words.get(next..).unwrap_or_default().to_vec();
                    words = self.append(command, &parsed, input.take());
                    next = 0;
                }
                "watch" if !parsed.has("x exec") => {
                    let script = words.get(next..).unwrap_or_default().join(" ");
                    return self.script(&script);
                }
                _ => {}
            }
            if next >= words.len() {
                // These start a shell when they are given no command.
                let starts = matches!(&*name, "nsenter" | "chroot" | "su" | "sudo" | "runuser" | "unshare" | "script");
                return if starts { self.shell(vec!["sh".to_owned()], input) } else { String::new() };
            }
            at = next;
        }
    }

    /// `nsenter`: which namespaces, and whose.
    fn enter(&mut self, parsed: &Parsed<'_>) {
        let target = parsed.has("t target");
        let enters = |names: &str| match parsed.value(names) {
            Some(file) if !file.is_empty() => file.contains("/1/ns/"),
            Some(_) => target,
            None => target && parsed.has("a all"),
        };
        let (mount, net) = (enters("m mount"), enters("n net"));
        let outside = |names: &str| parsed.value(names).is_some_and(|f| !f.is_empty() && !f.starts_with("/proc/"));
        self.place.by_file |= mount && outside("m mount") || net && outside("n net");
        self.place.net |= net;
        if mount {
            self.place.mount = true;
            self.place.chroot.clear();
            self.cwd = "/".to_owned();
        }
        if let Some(root) = parsed.value("r root").filter(|dir| !dir.is_empty()) {
            self.change_root(root);
        }
    }

    fn change_root(&mut self, dir: &str) {
        let dir = self.resolve(dir);
        self.place = Place { chroot: path::clean(&[&*self.place.chroot, &*dir].concat()), ..self.place.clone() };
        if self.place.chroot == "/" {
            self.place.chroot.clear();
        }
        self.cwd = "/".to_owned();
    }

    /// `xargs`: the command with the words of its input.
    fn append(&mut self, mut command: Vec<String>, parsed: &Parsed<'_>, input: Option<String>) -> Vec<String> {
        let text = self.copy(&input.unwrap_or_default());
        let items = text.split(|c: char| c.is_whitespace() || c == '\0').filter(|w| !w.is_empty());
        match parsed.value("I replace i") {
            Some(mark) => {
                let mark = if mark.is_empty() { "{}" } else { mark };
                // One item at a time; one command with all of them says the same about paths and names.
                let items: Vec<&str> = items.collect();
                fill(&command, mark, &items)
            }
            None => {
                command.extend(items.map(str::to_owned));
                command
            }
        }
    }

    /// A shell: its script, the file it reads, or its standard input.
    fn shell(&mut self, words: Vec<String>, input: Option<String>) -> String {
        let parsed = parse(&words, "o O rcfile init-file", true);
        let rest: Vec<String> = words.get(parsed.first..).unwrap_or_default().to_vec();
        if parsed.has("c") {
            let Some((script, args)) = rest.split_first() else { return self.leaf(words, input) };
            self.set_positional(args);
            return self.script(script);
        }
        let file = rest.iter().find(|w| !w.starts_with('+') && *w != "-" && *w != "/dev/stdin");
        if let Some(file) = file.filter(|_| !parsed.has("s")) {
            let Some(script) = self.file(file).map(str::to_owned) else { return self.leaf(words, input) };
            self.set_positional(&rest);
            let script = self.copy(&script);
            return self.script(&script);
        }
        match input {
            Some(script) => self.script(&script),
            None => self.leaf(words, None),
        }
    }
}

/// A command with each item in the place of the mark.
pub(super) fn fill(command: &[String], mark: &str, items: &[&str]) -> Vec<String> {
    let mut out = Vec::new();
    for word in command {
        if !word.contains(mark) {
            out.push(word.clone());
            continue;
        }
        for item in items.iter().take(super::text::ALTERNATIVES) {
            out.push(word.replace(mark, item));
        }
    }
    out
}

/// A word as the shell reads it back.
fn quote(word: &str) -> String {
    ["'", &word.replace('\'', "'\\''"), "'"].concat()
}
