//! Scripts: one pass over the text, command by command.
//!
//! Groups and keywords only separate commands, but their output is kept, so that `(echo a; echo b) > file` writes
//! what it says. Variables, the working directory and files written earlier in the script are followed.

use super::lexer::{assignment, bump, eat};
use super::state::{MOST, Shell};
use super::{Act, Change, Simple, UNKNOWN};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

/// Depth to which nested scripts cost nothing.
const CHEAP: usize = 12;

/// Whether a command is a shell.
pub(super) fn is_shell(name: &str) -> bool {
    matches!(name, "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh" | "mksh" | "rbash" | "hush")
}

/// One script being read.
#[derive(Default)]
pub(super) struct Frame<'t> {
    pub(super) words: Vec<String>,
    pub(super) redirections: Vec<Redirection>,
    /// What the next command reads.
    pub(super) input: Option<String>,
    /// What the script has printed.
    pub(super) out: String,
    /// Open groups: their sort, and where their output begins.
    pub(super) groups: Vec<(char, usize)>,
    /// Where the output begins of a group that has just closed.
    pub(super) closed: Option<usize>,
    /// Where the text goes on after this line's here-documents.
    pub(super) after_documents: Option<&'t str>,
}

pub(super) struct Redirection {
    /// It takes what the command prints.
    pub(super) output: bool,
    pub(super) append: bool,
    pub(super) path: String,
}

impl Shell<'_> {
    /// Runs an argument vector as a container's entry point.
    pub(super) fn start(&mut self, mut words: Vec<String>) {
        // An image's entry point is often a shell, and then the arguments alone are its `-c script`.
        let c = |w: &String| w.starts_with('-') && !w.starts_with("--") && w.ends_with('c');
        if words.first().is_some_and(c) {
            words.insert(0, "sh".to_owned());
        }
        self.command(words, None);
    }

    /// Reads a script that stands in a word. Out: what it prints.
    pub(super) fn script(&mut self, text: &str) -> String {
        // Reading the same text again and again at every depth must not take long.
        if self.depth > CHEAP && !self.charge(text.len()) {
            return UNKNOWN.to_owned();
        }
        if self.deep() {
            self.postponed.push((text.to_owned(), self.place.clone()));
            return UNKNOWN.to_owned();
        }
        self.nested(&mut &*text, false)
    }

    /// Reads the scripts that were too deep.
    pub(super) fn finish(&mut self) {
        while let Some((text, place)) = self.postponed.pop() {
            self.place = place;
            self.script(&text);
        }
    }

    /// Reads a substitution up to its `)`. Out: what it prints, without trailing newlines.
    pub(super) fn capture(&mut self, rest: &mut &str) -> String {
        let mut out = self.nested(rest, true);
        out.truncate(out.trim_end_matches('\n').len());
        out
    }

    fn nested(&mut self, rest: &mut &str, substitution: bool) -> String {
        self.depth += 1;
        let out = self.run(rest, substitution);
        self.depth -= 1;
        out
    }

    fn run(&mut self, rest: &mut &str, substitution: bool) -> String {
        let mut f = Frame::default();
        while let Some(c) = rest.chars().next() {
            match c {
                '\n' => {
                    bump(rest);
                    self.end(&mut f, false);
                    *rest = f.after_documents.take().unwrap_or(rest);
                }
                c if c.is_ascii_whitespace() => drop(bump(rest)),
                '#' => *rest = rest.find('\n').and_then(|i| rest.get(i..)).unwrap_or(""),
                ';' => {
                    bump(rest);
                    self.end(&mut f, false);
                }
                '&' if rest.starts_with("&>") => {
                    bump(rest);
                    self.redirection(&mut f, rest, "1");
                }
                '&' | '|' => {
                    bump(rest);
                    let piped = c == '|' && !eat(rest, "|");
                    eat(rest, "&");
                    self.end(&mut f, piped);
                }
                '(' => {
                    bump(rest);
                    self.end(&mut f, false);
                    open(&mut f, '(');
                }
                ')' => {
                    bump(rest);
                    if let Some(('c', _)) = f.groups.last() {
                        // The patterns of a case are no command.
                        f.words.clear();
                        continue;
                    }
                    self.end(&mut f, false);
                    if substitution && f.groups.iter().all(|(sort, _)| *sort != '(') {
                        return f.out;
                    }
                    close(&mut f, '(');
                }
                '<' | '>' => self.redirection(&mut f, rest, ""),
                _ if eat(rest, "\\\n") => {}
                _ => self.next_word(&mut f, rest),
            }
        }
        self.end(&mut f, false);
        f.out
    }

    fn next_word(&mut self, f: &mut Frame<'_>, rest: &mut &str) {
        let assigns = f.words.last().is_none_or(|w| assignment(w).is_some());
        let before = rest.len();
        let Some(word) = self.word(rest, assigns) else {
            // An empty expansion is no word. Where nothing was read at all, go on behind the character.
            if rest.len() == before {
                bump(rest);
            }
            return;
        };
        if let ([one], false) = (&word.values[..], word.quoted) {
            if rest.starts_with(['<', '>']) && !one.is_empty() && one.bytes().all(|b| b.is_ascii_digit()) {
                // The redirection is read when its operator comes.
                let fd = one.clone();
                return self.redirection_of(f, rest, &fd);
            }
            let function = f.words.len() == 2 && f.words.first().is_some_and(|w| w == "function");
            if function || f.words.is_empty() && f.redirections.is_empty() {
                match one.as_str() {
                    "{" | "if" | "while" | "until" => {
                        f.words.clear();
                        return open(f, '{');
                    }
                    "for" | "select" => open(f, '{'),
                    "case" => open(f, 'c'),
                    "then" | "else" | "elif" | "do" | "!" => return,
                    "}" | "fi" | "done" => return close(f, '{'),
                    "esac" => return close(f, 'c'),
                    _ => {}
                }
            }
        }
        f.words.extend(word.values);
    }

    /// Ends a command: runs what has been gathered and hands its output on.
    fn end(&mut self, f: &mut Frame<'_>, piped: bool) {
        let mut words = core::mem::take(&mut f.words);
        let redirections = core::mem::take(&mut f.redirections);
        let closed = f.closed.take();
        if words.is_empty() && redirections.is_empty() && closed.is_none() {
            return;
        }
        let mut out = String::new();
        match words.first().map(String::as_str) {
            None => {
                if let Some(start) = closed.filter(|_| piped || redirections.iter().any(|r| r.output)) {
                    out = self.copy(f.out.get(start..).unwrap_or(""));
                    f.out.truncate(start.min(f.out.len()));
                }
            }
            Some("for" | "select") => {
                if let (Some(name), Some("in")) = (words.get(1), words.get(2).map(String::as_str)) {
                    self.set(&name.clone(), words.split_off(3));
                }
            }
            Some("case" | "function") => {}
            Some(_) => {
                words = self.assign(words);
                if !words.is_empty() {
                    out = self.command(words, f.input.take());
                }
            }
        }
        let mut changes = Vec::new();
        for r in &redirections {
            let path = self.resolve(&r.path);
            if super::files::is_device_of_nothing(&path) {
                continue;
            }
            let content = if r.output { self.copy(&out) } else { String::new() };
            self.write(&path, &content, r.append);
            changes.push(Change { path, act: Act::Write, content: Some(content) });
        }
        if !changes.is_empty() {
            (self.seen)(&Simple { changes, place: self.place.clone(), ..Simple::default() });
        }
        if redirections.iter().any(|r| r.output) {
            out.clear();
        }
        if piped {
            f.input = Some(out);
        } else {
            f.out.push_str(&out);
        }
    }

    /// Takes leading assignments off a command.
    fn assign(&mut self, mut words: Vec<String>) -> Vec<String> {
        let count = words.iter().take_while(|w| assignment(w).is_some()).count();
        let rest = words.split_off(count);
        self.assignments(&words);
        rest
    }
}

fn open(f: &mut Frame<'_>, sort: char) {
    if f.groups.len() < MOST {
        f.groups.push((sort, f.out.len()));
    }
}

/// Closes the innermost group of a sort, and those left open in it.
fn close(f: &mut Frame<'_>, sort: char) {
    if let Some(at) = f.groups.iter().rposition(|(s, _)| *s == sort) {
        f.closed = f.groups.get(at).map(|(_, start)| *start);
        f.groups.truncate(at);
    }
}
