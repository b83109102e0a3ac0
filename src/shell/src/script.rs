//! Scripts: one pass over the text, command by command.
//!
//! Groups and keywords only separate commands, but their output is kept, so that `(echo a; echo b) > file` writes
//! what it says. Variables, the working directory and files written earlier in the script are followed.

use super::state::{MOST, Shell};
use super::text::{assigned, assignment, is_device_of_nothing, skip, without_newlines};
use crate::command::{FileChange, FileOp, SimpleCommand, UNKNOWN};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use redline_text::{DIGITS, consists_of, eat, peek, shorten, slice_from, take, take_char, until, word, word_in};

/// Depth to which nested scripts cost nothing.
const CHEAP: usize = 12;

/// One script being read.
#[derive(Default)]
pub(super) struct Frame<'t> {
    /// The next command: its words so far, and what it reads.
    pub(super) line: SimpleCommand,
    pub(super) redirections: Vec<Redirection>,
    /// What the script has printed.
    pub(super) out: String,
    /// Open groups: their sort, and where their output begins.
    pub(super) groups: Vec<(u8, usize)>,
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
        without_newlines(&mut out);
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
        while !rest.is_empty() {
            let c = peek(rest);
            match c {
                b'<' | b'>' => {
                    self.redirection(&mut f, rest, true);
                    continue;
                }
                b'\n' | b';' | b'&' | b'|' | b'(' | b')' | b' ' | b'\t' | b'\r' | b'\x0c' => {}
                b'#' => {
                    *rest = slice_from(rest, until(rest, "\n"));
                    continue;
                }
                _ => {
                    if !eat(rest, "\\\n") {
                        self.next_word(&mut f, rest);
                    }
                    continue;
                }
            }
            take(rest, 1);
            match c {
                b'\n' | b';' | b'(' => self.end(&mut f, false),
                b'&' if peek(rest) == b'>' => self.redirection(&mut f, rest, true),
                b'&' | b'|' => {
                    let piped = c == b'|' && !eat(rest, "|");
                    eat(rest, "&");
                    self.end(&mut f, piped);
                }
                // The patterns of a case are no command.
                b')' if f.groups.last().is_some_and(|(sort, _)| *sort == b'c') => f.line.words.clear(),
                b')' => {
                    self.end(&mut f, false);
                    if substitution && f.groups.iter().all(|(sort, _)| *sort != b'(') {
                        return f.out;
                    }
                    close(&mut f, b'(');
                }
                _ => {}
            }
            match c {
                b'\n' => *rest = f.after_documents.take().unwrap_or(rest),
                b'(' => open(&mut f, b'('),
                _ => {}
            }
        }
        self.end(&mut f, false);
        f.out
    }

    fn next_word<'t>(&mut self, f: &mut Frame<'t>, rest: &mut &'t str) {
        let assigns = f.line.words.last().is_none_or(|w| assignment(w).is_some());
        let before = rest.len();
        let Some(mut next) = self.word(rest, assigns) else {
            // An empty expansion is no word. Where nothing was read at all, go on behind the character.
            if rest.len() == before {
                take_char(rest);
            }
            return;
        };
        if let ([one], false) = (&next.values[..], next.quoted) {
            if matches!(peek(rest), b'<' | b'>') && !one.is_empty() && consists_of(one, DIGITS) {
                // The redirection is read when its operator comes.
                return self.redirection_of(f, rest, word_in("1", one));
            }
            let function = f.line.words.len() == 2 && word_in("function", word(&f.line.words, 0));
            if function || f.line.words.is_empty() && f.redirections.is_empty() {
                if word_in("{ if while until", one) {
                    f.line.words.clear();
                    return open(f, b'{');
                }
                if word_in("then else elif do !", one) {
                    return;
                }
                if word_in("} fi done", one) {
                    return close(f, b'{');
                }
                if word_in("esac", one) {
                    return close(f, b'c');
                }
                if word_in("case", one) {
                    open(f, b'c');
                }
                if word_in("for select", one) {
                    open(f, b'{');
                }
            }
        }
        f.line.words.append(&mut next.values);
    }

    /// Ends a command: runs what has been gathered and hands its output on.
    fn end(&mut self, f: &mut Frame<'_>, piped: bool) {
        let redirections = core::mem::take(&mut f.redirections);
        let closed = f.closed.take();
        let words = &mut f.line.words;
        if words.is_empty() && redirections.is_empty() && closed.is_none() {
            return;
        }
        let output = redirections.iter().any(|r| r.output);
        let mut out = String::new();
        let first = word(words, 0);
        if words.is_empty() {
            if let (Some(start), true) = (closed, piped || output) {
                out = self.copy(slice_from(&f.out, start));
                shorten(&mut f.out, start);
            }
        } else if word_in("for select", first) {
            if word_in("in", word(words, 2)) {
                let name = word(words, 1).to_owned();
                skip(words, 3);
                self.set(&name, core::mem::take(words));
            }
        } else if !word_in("case function", first) {
            let count = assigned(words);
            self.assignments(words.get(..count).unwrap_or_default());
            skip(words, count);
            if !words.is_empty() {
                out = self.command(&mut f.line);
                f.line.input = None;
            }
        }
        f.line.words.clear();
        let mut changes = Vec::new();
        for r in &redirections {
            let path = self.resolve(&r.path);
            if is_device_of_nothing(&path) {
                continue;
            }
            let content = if r.output { self.copy(&out) } else { String::new() };
            self.write(&path, &content, r.append);
            changes.push(FileChange { path, act: FileOp::Write, content: Some(content) });
        }
        if !changes.is_empty() {
            (self.visit)(&SimpleCommand { changes, place: self.place.clone(), ..SimpleCommand::default() });
        }
        if output {
            out.clear();
        }
        if piped {
            f.line.input = Some(out);
        } else {
            f.out.push_str(&out);
        }
    }
}

#[inline(never)]
fn open(f: &mut Frame<'_>, sort: u8) {
    if f.groups.len() < MOST {
        f.groups.push((sort, f.out.len()));
    }
}

/// Closes the innermost group of a sort, and those left open in it.
#[inline(never)]
fn close(f: &mut Frame<'_>, sort: u8) {
    if let Some(at) = f.groups.iter().rposition(|(s, _)| *s == sort) {
        f.closed = f.groups.get(at).map(|(_, start)| *start);
        f.groups.truncate(at);
    }
}
