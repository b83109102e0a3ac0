//! What only Bash has.

use super::{COMMANDS, Generator};

impl Generator {
    /// An array of Bash.
    pub(super) fn array(&mut self) {
        let words: Vec<String> = (0..1 + self.below(3)).map(|_| self.word()).collect();
        let name = self.name();
        self.line(&format!("{name}=({})", words.join(" ")));
        self.line(&format!("{name}+=(last)"));
        let command = self.pick(COMMANDS);
        self.line(&format!("{command} \"${{{name}[@]}}\" ${{#{name}[@]}} \"${{{name}[0]}}\""));
        self.line(&format!("for i in \"${{{name}[@]}}\"; do {command} \"$i\"; done"));
    }

    /// `for ((...))`.
    pub(super) fn arithmetic_loop(&mut self) {
        let name = self.name();
        let command = self.pick(COMMANDS);
        let last = self.below(4);
        self.line(&format!("for (({name}=0; {name}<{last}; {name}++)); do {command} ${name}; done"));
    }

    /// `<<<`.
    pub(super) fn here_string(&mut self) {
        let (name, word) = (self.name(), self.word());
        self.line(&format!("read -r {name} <<< {word}"));
        let command = self.pick(COMMANDS);
        self.line(&format!("{command} \"${name}\""));
    }

    /// `< <(...)`.
    pub(super) fn process_substitution(&mut self) {
        let command = self.pick(COMMANDS);
        self.line(&format!("while read -r l; do {command} \"$l\"; done < <(printf '%s\\n' a b)"));
    }

    /// `A+=`, `declare`.
    pub(super) fn append(&mut self) {
        let command = self.pick(COMMANDS);
        let text = self.literal();
        self.line(&format!("A+={text}; declare B={text}; {command} \"$A\" \"$B\""));
    }
}
