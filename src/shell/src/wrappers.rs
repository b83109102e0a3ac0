//! Commands that run another command: peeled off until the one is left that does something.

use super::options::{Parsed, parse};
use super::state::Shell;
use super::text::assigned;
use super::text::base_name;
use super::text::{is_shell, skip};
use crate::command::{SimpleCommand, UNKNOWN};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use redline_text::path;
use redline_text::{concat, contains, join, push, replace, slice, slice_from, word, word_in, words};

/// What is particular about a wrapper.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    /// Nothing.
    Plain,
    /// Asks where a command is when it is told to, and runs nothing then.
    Command,
    /// Makes a script of its words when they are an option's value.
    Env,
    Flock,
    Watch,
    /// Takes words from its input.
    Xargs,
    // From here on: starts a shell when it is given no command.
    Unshare,
    Runuser,
    Nsenter,
    Chroot,
    Sudo,
    /// Takes its command as an option, which may stand behind an operand.
    Su,
}

/// Wrappers: their options that take a value, how many operands stand before the command, and their sort.
const WRAPPERS: &[(&str, &str, usize, Sort)] = &[
    ("builtin busybox catatonit coproc nohup setsid toybox", "", 0, Sort::Plain),
    ("chroot", "", 1, Sort::Chroot),
    ("chrt", "T P D", 1, Sort::Plain),
    ("command", "", 0, Sort::Command),
    ("doas", "u C", 0, Sort::Plain),
    ("dumb-init", "r rewrite", 0, Sort::Plain),
    ("env", "u C S unset chdir split-string", 0, Sort::Env),
    ("exec", "a", 0, Sort::Plain),
    ("flock", "w E timeout conflict-exit-code", 1, Sort::Flock),
    ("gosu su-exec taskset", "", 1, Sort::Plain),
    ("ionice", "c n p P u class classdata", 0, Sort::Plain),
    ("ltrace", "e o p u", 0, Sort::Plain),
    ("nice", "n adjustment", 0, Sort::Plain),
    ("nsenter", "t S G W target setuid setgid wdns", 0, Sort::Nsenter),
    ("runuser", "c g G s u w command group shell user", 0, Sort::Runuser),
    ("script", "c I O B T command", 1, Sort::Su),
    (
        "setpriv",
        "reuid regid groups clear-groups inh-caps ambient-caps bounding-set securebits pdeathsig",
        0,
        Sort::Plain,
    ),
    ("stdbuf", "i o e input output error", 0, Sort::Plain),
    ("strace", "e o p u s S P E O a b I X", 0, Sort::Plain),
    ("su", "c g G s w command group shell", 0, Sort::Su),
    ("sudo", "u g p C c h r t T U D R user group prompt chdir host close-from role type", 0, Sort::Sudo),
    ("systemd-run", "p u M H E t unit property machine host setenv slice description", 0, Sort::Plain),
    ("time", "f o format output", 0, Sort::Plain),
    ("timeout", "k s kill-after signal", 1, Sort::Plain),
    ("tini", "p e", 0, Sort::Plain),
    ("unshare", "S G R w setuid setgid root wd", 0, Sort::Unshare),
    ("watch", "n interval", 0, Sort::Watch),
    ("xargs", "I E d L n P s a max-args max-procs max-lines delimiter arg-file replace", 0, Sort::Xargs),
];

impl Shell<'_> {
    /// Runs a command. Out: what it prints.
    #[inline(never)]
    pub(super) fn command(&mut self, line: &mut SimpleCommand) -> String {
        if self.deep() {
            let mut script = String::new();
            for (i, word) in line.words.iter().enumerate() {
                quote(&mut script, if i > 0 { " " } else { "" }, word);
            }
            if let Some(text) = &line.input {
                quote(&mut script, " <<<", text);
            }
            return self.script(&script);
        }
        let (place, cwd) = (self.place.clone(), self.cwd.clone());
        self.depth += 1;
        let out = self.peel(line);
        self.depth -= 1;
        if self.place != place {
            (self.place, self.cwd) = (place, cwd);
        }
        out
    }

    fn peel(&mut self, line: &mut SimpleCommand) -> String {
        // Where the command begins behind the wrappers visit so far; every round moves it.
        let mut at = 0;
        loop {
            let layer = line.words.get(at..).unwrap_or_default();
            let name = base_name(word(layer, 0));
            let Some((_, valued, operands, sort)) = WRAPPERS.iter().find(|(names, ..)| word_in(names, name)) else {
                let shell = is_shell(name);
                skip(&mut line.words, at);
                return if shell { self.shell(line) } else { self.plain(line) };
            };
            let parsed = parse(layer, valued, *sort != Sort::Su);
            let mut script = None;
            match sort {
                Sort::Command if parsed.has("v V") => return UNKNOWN.to_owned(),
                Sort::Nsenter => self.enter(&parsed),
                Sort::Chroot => self.change_root(Some(parsed.operands.first().copied().unwrap_or("/"))),
                Sort::Sudo => self.change_root(parsed.value("R chroot")),
                Sort::Su | Sort::Runuser => script = parsed.value("c command"),
                Sort::Env => script = parsed.value("S split-string"),
                Sort::Flock if word_in("-c", parsed.operand(1)) => script = parsed.operands.get(2).copied(),
                _ => {}
            }
            if let Some(script) = script {
                return self.script(script);
            }
            let mut next = if *sort == Sort::Su { line.words.len() } else { at + parsed.first + operands };
            let rest = line.words.get(next..).unwrap_or_default();
            let count = assigned(rest);
            self.assignments(rest.get(..count).unwrap_or_default());
            next += count;
            // Operands may be set off with a second `--`, as in `timeout 5 -- cmd`.
            next += usize::from(word_in("--", word(&line.words, next)));
            let rest = line.words.get(next..).unwrap_or_default();
            match (sort, &line.input) {
                (Sort::Xargs, Some(text)) => {
                    let text = self.copy(text);
                    line.words = append(rest, &parsed, &text);
                    line.input = None;
                    next = 0;
                }
                (Sort::Watch, _) if !parsed.has("x exec") => return self.script(&join(rest, " ")),
                _ => {}
            }
            if next >= line.words.len() {
                if (*sort as u8) < Sort::Unshare as u8 {
                    return String::new();
                }
                line.words.clear();
                push(&mut line.words, "sh");
                return self.shell(line);
            }
            at = next;
        }
    }

    /// `nsenter`: which namespaces, and whose.
    fn enter(&mut self, parsed: &Parsed<'_>) {
        let target = parsed.has("t target");
        for (names, network) in [("m mount", false), ("n net", true)] {
            // Whether it is another process's, and whether a file outside `/proc` says so.
            let (enters, by_file) = match parsed.value(names) {
                Some("") => (target, false),
                Some(file) => (contains(file, "/1/ns/"), !file.starts_with("/proc/")),
                None => (target && parsed.has("a all"), false),
            };
            self.place.by_file |= enters && by_file;
            if enters && network {
                self.place.net = true;
            } else if enters {
                self.place.mount = true;
                self.place.chroot.clear();
                self.go("/");
            }
        }
        self.change_root(parsed.value("r root").filter(|dir| !dir.is_empty()));
    }

    /// Moves into another root directory, where one is given.
    #[inline(never)]
    fn change_root(&mut self, dir: Option<&str>) {
        let Some(dir) = dir else { return };
        let dir = self.resolve(dir);
        let chroot = path::clean(&concat(&[&self.place.chroot, &dir]));
        self.place.chroot = if word_in("/", &chroot) { String::new() } else { chroot };
        self.go("/");
    }

    /// A shell: its script, the file it reads, or its standard input.
    #[inline(never)]
    fn shell(&mut self, line: &mut SimpleCommand) -> String {
        let parsed = parse(&line.words, "o O rcfile init-file", true);
        let rest = line.words.get(parsed.first..).unwrap_or_default();
        let file = rest.iter().find(|w| !w.starts_with('+') && !word_in("- /dev/stdin", w));
        let (script, args) = if parsed.has("c") {
            (rest.first().cloned(), rest.get(1..))
        } else {
            match file.filter(|_| !parsed.has("s")) {
                Some(file) => (self.script_in(file), Some(rest)),
                None => (line.input.take(), None),
            }
        };
        let Some(script) = script else { return self.leaf(line) };
        if let Some(args) = args {
            self.set_positional(args);
        }
        self.script(&script)
    }
}

/// `xargs`: the command with the words of its input.
fn append(command: &[String], parsed: &Parsed<'_>, input: &str) -> Vec<String> {
    let items = words(input, true);
    match parsed.value("I replace i") {
        // One item at a time; one command with all of them says the same about paths and names.
        Some(mark) => fill(command, if mark.is_empty() { "{}" } else { mark }, &items),
        None => {
            let mut out = command.to_vec();
            items.iter().for_each(|item| push(&mut out, item));
            out
        }
    }
}

/// A command with each item in the place of the mark.
#[inline(never)]
pub(super) fn fill(command: &[String], mark: &str, items: &[&str]) -> Vec<String> {
    let table = table(mark.as_bytes());
    let mut out = Vec::new();
    for word in command {
        let parts = parts(word, mark, &table);
        if parts.len() == 1 {
            push(&mut out, word);
            continue;
        }
        for item in items.iter().take(super::text::ALTERNATIVES) {
            let mut filled = String::new();
            for (i, part) in parts.iter().enumerate() {
                filled.push_str(if i > 0 { item } else { "" });
                filled.push_str(part);
            }
            out.push(filled);
        }
    }
    out
}

/// What stands around the marks in a word. Both may be long and made to be slow, so this is the search of Knuth, Morris
/// and Pratt.
fn parts<'w>(word: &'w str, mark: &str, table: &[usize]) -> Vec<&'w str> {
    let (mut parts, mut start, mut matched) = (Vec::new(), 0, 0);
    for (i, byte) in word.bytes().enumerate() {
        matched = advance(mark.as_bytes(), table, matched, byte);
        if matched == mark.len() {
            parts.push(slice(word, start, i + 1 - matched));
            (start, matched) = (i + 1, 0);
        }
    }
    parts.push(slice_from(word, start));
    parts
}

/// For every beginning of the mark: the length of the longest other one that it ends with.
fn table(mark: &[u8]) -> Vec<usize> {
    let mut table = vec![0];
    for byte in mark.iter().skip(1) {
        let matched = table.last().copied().unwrap_or(0);
        let matched = advance(mark, &table, matched, *byte);
        table.push(matched);
    }
    table
}

/// How much of the mark has been read after one more byte.
#[inline(never)]
fn advance(mark: &[u8], table: &[usize], mut matched: usize, byte: u8) -> usize {
    while mark.get(matched) != Some(&byte) {
        match matched.checked_sub(1).and_then(|before| table.get(before)) {
            Some(shorter) => matched = *shorter,
            None => return 0,
        }
    }
    matched + 1
}

/// Adds a word as the shell reads it back, and what stands before it.
#[inline(never)]
fn quote(script: &mut String, before: &str, word: &str) {
    script.push_str(before);
    script.push('\'');
    script.push_str(&replace(word, "'", "'\\''"));
    script.push('\'');
}
