//! Compound commands: branches, loops, groups and functions.

use super::{COMMANDS, Generator};

impl Generator {
    /// `if`, with other branches.
    pub(super) fn if_statement(&mut self) {
        let condition = self.condition();
        self.line(&format!("if {condition}; then"));
        self.block();
        if self.one_in(3) {
            let condition = self.condition();
            self.line(&format!("elif {condition}; then"));
            self.block();
        }
        if self.one_in(2) {
            self.line("else");
            self.block();
        }
        self.line("fi");
    }

    /// `case`.
    pub(super) fn case_statement(&mut self) {
        let word = self.expansion(true);
        self.line(&format!("case \"{word}\" in"));
        let patterns = ["a)", "a*|b*)", "/*)", "*.*)", "[0-9]*)", "'')", "?)", "(x)"];
        for _ in 0..1 + self.below(3) {
            let pattern = self.pick(&patterns);
            self.line(&format!("  {pattern}"));
            self.block();
            self.line("  ;;");
        }
        if self.one_in(2) {
            self.line("  *)");
            self.block();
        }
        self.line("esac");
    }

    /// A way out of a loop or a function.
    pub(super) fn early_exit(&mut self) {
        let ways: &[&str] = match (self.in_loop, self.arguments) {
            (0, 0) => return,
            (0, _) => &["return", "return 1"],
            (1, 0) => &["break", "continue"],
            (1, _) => &["break", "continue", "return"],
            _ => &["break", "continue", "break 2", "continue 2"],
        };
        let (condition, how) = (self.condition(), self.pick(ways));
        let text = match self.below(4) {
            0 => format!("{condition} || {how}"),
            1 => format!("if {condition}; then {how}; fi"),
            _ => format!("{condition} && {how}"),
        };
        self.line(&text);
        if self.one_in(2) {
            self.assignment();
        }
    }

    /// `for NAME in WORDS`.
    pub(super) fn for_loop(&mut self) {
        let name = self.name();
        let items: Vec<String> = (0..1 + self.below(3)).map(|_| self.word()).collect();
        self.line(&format!("for {name} in {}; do", items.join(" ")));
        let command = self.pick(COMMANDS);
        self.line(&format!("  {command} \"${name}\""));
        self.in_loop += 1;
        self.block();
        if self.one_in(3) {
            let condition = self.condition();
            let how = self.pick(&["break", "continue"]);
            self.line(&format!("  if {condition}; then {how}; fi"));
            let text = self.simple();
            self.line(&format!("  {text}"));
        }
        self.in_loop -= 1;
        self.line("done");
    }

    /// `while` or `until`, with a counter.
    pub(super) fn while_loop(&mut self) {
        let name = self.name();
        let (until, test) = if self.one_in(3) { ("until", "-ge") } else { ("while", "-lt") };
        self.line(&format!("{name}=0"));
        let last = 1 + self.below(3);
        self.line(&format!("{until} [ \"${name}\" {test} {last} ]; do"));
        let command = self.pick(COMMANDS);
        self.line(&format!("  {command} \"${name}\""));
        self.line(&format!("  {name}=$(({name} + 1))"));
        self.in_loop += 1;
        self.block();
        self.in_loop -= 1;
        self.line("done");
    }

    /// `while read`, with a here-document.
    pub(super) fn read_loop(&mut self) {
        let (a, b) = (self.name(), self.name());
        let raw = self.pick(&["-r ", ""]);
        let ifs = self.pick(&["", "IFS=: ", "IFS= "]);
        self.line(&format!("while {ifs}read {raw}{a} {b}; do"));
        let command = self.pick(COMMANDS);
        self.line(&format!("  {command} \"${a}\" \"${b}\""));
        let mark = self.pick(&["EOF", "'EOF'"]);
        self.line(&format!("done <<{mark}"));
        for _ in 0..1 + self.below(3) {
            let line = self.pick(&["a b c", "x:y:z", "  lead", "$A tail", "k v"]);
            self.out += line;
            self.out.push('\n');
        }
        self.out += "EOF\n";
    }

    /// A function, which later commands call.
    pub(super) fn function(&mut self) {
        let name = format!("f{}", self.functions.len() + 1);
        let style = self.pick(&["()", "()"]);
        self.line(&format!("{name}{style} {{"));
        self.arguments += 1;
        if self.one_in(2) {
            self.line("  local A=\"$1\"");
        }
        if self.one_in(3) {
            self.line("  shift");
        }
        self.block();
        if self.one_in(3) {
            let condition = self.condition();
            self.line(&format!("  if {condition}; then return; fi"));
            let text = self.simple();
            self.line(&format!("  {text}"));
        }
        self.arguments -= 1;
        self.line("}");
        self.functions.push(name);
    }

    /// `(...)`.
    pub(super) fn subshell(&mut self) {
        self.line("(");
        self.block();
        self.line(")");
    }

    /// `{ ...; }`.
    pub(super) fn group(&mut self) {
        self.line("{");
        self.block();
        self.line("}");
    }

    /// A loop over what nobody knows.
    pub(super) fn loop_over_unknown(&mut self) {
        let text = self.simple();
        self.line(&format!("for u in $(prints); do {text} \"$u\"; done"));
    }
}
