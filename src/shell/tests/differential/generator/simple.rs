//! Assignments, lists, pipes, and commands that run others.

use super::{COMMANDS, Generator};

impl Generator {
    /// `A=value`.
    pub(super) fn assignment(&mut self) {
        let name = self.pick(&["A", "B", "C"]);
        let value = self.value();
        self.line(&format!("{name}={value}"));
    }

    /// Two commands, of which the first decides about the second.
    pub(super) fn and_or(&mut self) {
        let (condition, text, joint) = (self.condition(), self.simple(), self.pick(&["&&", "||"]));
        self.line(&format!("{condition} {joint} {text}"));
    }

    /// `echo WORD | COMMAND`.
    pub(super) fn pipe(&mut self) {
        let (word, text) = (self.literal(), self.simple());
        self.line(&format!("echo {word} | {text}"));
    }

    /// `echo WORD | while read`.
    pub(super) fn pipe_into_read(&mut self) {
        let (name, word) = (self.name(), self.word());
        let command = self.pick(COMMANDS);
        self.line(&format!("echo {word} | while read -r {name}; do {command} \"${name}\"; done"));
    }

    /// `sh -c`.
    pub(super) fn script_as_argument(&mut self) {
        let text = self.simple();
        let text = text.replace('\'', "'\\''");
        self.line("export A B C");
        self.line(&format!("sh -c '{text}' sh one two"));
    }

    /// `eval`.
    pub(super) fn eval(&mut self) {
        let text = self.simple().replace('\'', "'\\''");
        self.line(&format!("eval '{text}'"));
    }

    /// `set --`, `shift`, `for NAME`.
    pub(super) fn positional_parameters(&mut self) {
        let words: Vec<String> = (0..self.below(4)).map(|_| self.word()).collect();
        self.line(&format!("(set -- {}", words.join(" ")));
        let command = self.pick(COMMANDS);
        self.line(&format!("  {command} $# \"$@\""));
        self.line("  [ $# -gt 0 ] && shift");
        self.line(&format!("  for a; do {command} \"$a\"; done"));
        self.line(")");
    }

    /// `xargs`.
    pub(super) fn xargs(&mut self) {
        let (words, command) = (self.pick(&["a b c", "1 2", "x"]), self.pick(COMMANDS));
        let how = self.pick(&["-n 1", "-I {}", ""]);
        let tail = if how == "-I {}" { " p{}s" } else { "" };
        self.line(&format!("echo {words} | xargs {how} {command}{tail}"));
    }

    /// `A=$(...)`.
    pub(super) fn substitution(&mut self) {
        let text = if self.known { "echo and".to_owned() } else { self.simple() };
        let name = self.pick(&["A", "B"]);
        self.line(&format!("{name}=$({text}; echo done)"));
    }
}
