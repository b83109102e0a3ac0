//! Scripts at random, in the grammar that scripts in the field use. The same seed gives the same script.

/// Commands that scripts run: stubs. BusyBox has none of them, or it would run its own.
pub(crate) const STUBS: &[&str] =
    &["systemctl", "kubelet", "kubeadm", "iptables", "crictl", "etcdctl", "grubby", "perhaps", "fails", "prints"];

/// Stubs of which nothing is special.
const COMMANDS: &[&str] = &["systemctl", "kubelet", "kubeadm", "iptables", "crictl", "etcdctl", "grubby"];

/// A script and what it is run with.
pub(crate) struct Script {
    /// Where the generator began.
    pub(crate) seed: u64,
    /// The text.
    pub(crate) text: String,
    /// Names and values of the environment, and whether the interpreter is told the value.
    pub(crate) environment: Vec<(&'static str, String, bool)>,
    /// Whether everything that decides what runs can be known.
    pub(crate) is_known: bool,
}

struct Generator {
    state: u64,
    out: String,
    indent: usize,
    bash: bool,
    known: bool,
    depth: u32,
    functions: Vec<String>,
    /// Statements that may still be written.
    left: u32,
    counter: u32,
    /// Inside a function, where `$1` means something.
    arguments: u32,
    in_loop: u32,
}

/// Writes a script.
pub(crate) fn script(seed: u64, bash: bool) -> Script {
    let mut g = Generator {
        state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678_9abc_def0,
        out: String::new(),
        indent: 0,
        bash,
        known: true,
        depth: 0,
        functions: Vec::new(),
        left: 14,
        counter: 0,
        arguments: 0,
        in_loop: 0,
    };
    g.known = g.one_in(2);
    let known = g.known;
    let environment = vec![
        ("E", "from env".to_owned(), true),
        ("K", "known".to_owned(), true),
        ("U", g.pick(&["x", "y", "yes"]).to_owned(), false),
    ];
    for name in ["A", "B", "C"] {
        let word = g.value();
        g.line(&format!("{name}={word}"));
    }
    let count = 3 + g.below(6);
    for _ in 0..count {
        g.statement();
    }
    Script { seed, text: g.out, environment, is_known: known }
}

impl Generator {
    fn next(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len() as u64) as usize]
    }

    fn line(&mut self, text: &str) {
        self.out += &" ".repeat(self.indent * 2);
        self.out += text;
        self.out.push('\n');
    }

    fn name(&mut self) -> String {
        self.counter += 1;
        format!("v{}", self.counter)
    }

    /// A literal without anything that a shell would change.
    fn literal(&mut self) -> &'static str {
        self.pick(&[
            "a",
            "b",
            "-w",
            "/etc/kubernetes",
            "net.ipv4.ip_forward=0",
            "0",
            "1",
            "x.y.z",
            "/var/lib/kubelet/",
            "--now",
            "k=v",
            "a:b:c",
        ])
    }

    /// The value of an assignment.
    fn value(&mut self) -> String {
        match self.below(14) {
            0 => "''".to_owned(),
            1 => format!("'{} {}'", self.literal(), self.literal()),
            2 => format!("\"{} {}\"", self.literal(), self.literal()),
            3 => self.expansion(false),
            4 => format!("$(echo {})", self.literal()),
            5 => format!("\"$(printf '%s-%s' {} {})\"", self.literal(), self.literal()),
            6 => format!("$(({} + {}))", self.below(9), self.below(9)),
            7 => format!("{}{}", self.literal(), self.expansion(false)),
            8 => format!("\"{}\"", self.expansion(false)),
            9 => format!("`echo {}`", self.literal()),
            _ => self.literal().to_owned(),
        }
    }

    /// A variable that every script has.
    fn variable(&mut self) -> &'static str {
        if !self.known && self.one_in(5) {
            return "U";
        }
        if self.arguments > 0 && self.one_in(2) {
            return self.pick(&["1", "2"]);
        }
        self.pick(&["A", "B", "C", "E", "K"])
    }

    fn expansion(&mut self, quoted: bool) -> String {
        let name = self.variable();
        match self.below(if self.bash { 18 } else { 14 }) {
            0 => format!("${{{name}:-{}}}", self.literal()),
            1 => format!("${{{name}:+{}}}", self.literal()),
            2 => format!("${{{name}#*/}}"),
            3 => format!("${{{name}##*.}}"),
            4 => format!("${{{name}%/*}}"),
            5 => format!("${{{name}%%:*}}"),
            6 => format!("${{#{name}}}"),
            7 => format!("${{NOT_SET-{}}}", self.literal()),
            8 if self.arguments > 0 => {
                if quoted {
                    "$*".to_owned()
                } else {
                    "$@".to_owned()
                }
            }
            9 if self.arguments > 0 => "$#".to_owned(),
            14 => format!("${{{name}/a/b}}"),
            15 => format!("${{{name}//./-}}"),
            16 => format!("${{{name}:1:2}}"),
            17 => format!("${{{name}^^}}"),
            _ => format!("${{{name}}}"),
        }
    }

    /// A word of a command.
    fn word(&mut self) -> String {
        match self.below(13) {
            0 => format!("\"{}\"", self.expansion(true)),
            1 => self.expansion(false),
            2 => format!("'{}'", self.literal()),
            3 => format!("\"{} {}\"", self.literal(), self.expansion(true)),
            4 => format!("{}{}", self.literal(), self.expansion(false)),
            5 => format!("$(echo {})", self.literal()),
            6 => format!("\"$(echo {} | tr a b)\"", self.literal()),
            7 if self.bash => format!("{}{{1,2}}", self.pick(&["a", "/x/"])),
            8 if self.arguments > 0 => "\"$@\"".to_owned(),
            9 => self.pick(&["a\\ b", "\"a b\"", "'$A'", "\\$A", "a\"b\"c", "\"\"", "it\\'s"]).to_owned(),
            10 => self.filter(),
            _ => self.literal().to_owned(),
        }
    }

    /// A substitution through filters.
    fn filter(&mut self) -> String {
        self.pick(&[
            "$(echo a:b:c | cut -d: -f2)",
            "$(echo x=1 | sed 's/x=//')",
            "$(echo a/b/c | sed 's#/#.#g')",
            "$(basename /a/b/c.conf .conf)",
            "$(dirname /a/b/c)",
            "$(printf '1\\n2\\n3\\n' | tail -n 1)",
            "$(printf '1\\n2\\n3\\n' | head -n 2)",
            "$(seq 1 3)",
            "$(echo aGVsbG8gd29ybGQ= | base64 -d)",
            "$(echo ABC | tr 'A-Z' 'a-z')",
            "$(echo a-b-c | tr - ' ')",
            "$(echo 'a  b' | tr -s ' ')",
            "$(true && echo yes)",
        ])
        .to_owned()
    }

    /// A simple command.
    fn simple(&mut self) -> String {
        if !self.functions.is_empty() && self.one_in(4) && self.depth < 3 {
            let at = self.below(self.functions.len() as u64) as usize;
            let name = self.functions[at].clone();
            return format!("{name} {} {}", self.word(), self.word());
        }
        let command = self.pick(COMMANDS);
        let mut out = match self.below(12) {
            0 => format!("env X=1 {command}"),
            1 => format!("nice -n 5 {command}"),
            2 => format!("timeout 5 {command}"),
            3 => format!("X={} {command}", self.literal()),
            4 => format!("command {command}"),
            5 => format!("nohup {command}"),
            _ => command.to_owned(),
        };
        for _ in 0..self.below(4) {
            out.push(' ');
            out += &self.word();
        }
        match self.below(10) {
            0 => out += " >/dev/null 2>&1",
            1 => out += " 2>/dev/null",
            _ => {}
        }
        out
    }

    /// A condition, whose outcome can be known if the script is.
    fn condition(&mut self) -> String {
        if !self.known && self.one_in(3) {
            return match self.below(3) {
                0 => format!("perhaps {}", self.word()),
                1 => "[ \"$U\" = yes ]".to_owned(),
                _ => "fails".to_owned(),
            };
        }
        let (a, b) = (self.expansion(true), self.literal());
        match self.below(if self.bash { 12 } else { 9 }) {
            0 => "true".to_owned(),
            1 => "false".to_owned(),
            2 => format!("[ \"{a}\" = \"{b}\" ]"),
            3 => format!("[ \"{a}\" != {b} ]"),
            4 => format!("[ -n \"{a}\" ]"),
            5 => format!("test -z \"{a}\""),
            6 => format!("[ {} -lt {} ]", self.below(5), self.below(5)),
            7 => format!("! [ \"{a}\" = {b} ]"),
            8 => format!("[ x = x ] && [ \"{a}\" != {b} ]"),
            9 => format!("[[ {a} == {b}* ]]"),
            10 => format!("[[ -n {a} && x == x ]]"),
            _ => format!("(( {} < {} ))", self.below(5), self.below(5)),
        }
    }

    fn block(&mut self) {
        self.indent += 1;
        self.depth += 1;
        for _ in 0..1 + self.below(2) {
            self.statement();
        }
        self.depth -= 1;
        self.indent -= 1;
    }

    fn statement(&mut self) {
        if self.left == 0 || self.depth > 3 {
            let text = self.simple();
            return self.line(&text);
        }
        self.left -= 1;
        match self.below(if self.bash { 31 } else { 26 }) {
            0 | 1 => {
                let name = self.pick(&["A", "B", "C"]);
                let value = self.value();
                self.line(&format!("{name}={value}"));
            }
            2 => {
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
            3 => {
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
            4 => {
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
            5 => {
                let name = self.name();
                let (until, test) = if self.one_in(3) { ("until", "-ge") } else { ("while", "-lt") };
                self.line(&format!("{name}=0"));
                let last = 1 + self.below(3);
                self.line(&format!("{until} [ \"${name}\" {test} {last} ]; do"));
                let command = self.pick(COMMANDS);
                self.line(&format!("  {command} \"${name}\""));
                self.line(&format!("  {name}=$(({name} + 1))"));
                self.block();
                self.line("done");
            }
            6 => {
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
            7 if self.functions.len() < 3 && self.in_loop == 0 && self.depth == 0 => {
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
            8 => {
                self.line("(");
                self.block();
                self.line(")");
            }
            9 => {
                self.line("{");
                self.block();
                self.line("}");
            }
            10 => {
                let (condition, text, joint) = (self.condition(), self.simple(), self.pick(&["&&", "||"]));
                self.line(&format!("{condition} {joint} {text}"));
            }
            11 => {
                let (word, text) = (self.literal(), self.simple());
                self.line(&format!("echo {word} | {text}"));
            }
            12 => {
                let (name, word) = (self.name(), self.word());
                let command = self.pick(COMMANDS);
                self.line(&format!("echo {word} | while read -r {name}; do {command} \"${name}\"; done"));
            }
            13 => {
                let text = self.simple();
                let text = text.replace('\'', "'\\''");
                self.line("export A B C");
                self.line(&format!("sh -c '{text}' sh one two"));
            }
            14 => {
                let text = self.simple().replace('\'', "'\\''");
                self.line(&format!("eval '{text}'"));
            }
            15 => {
                let file = self.pick(&["one", "two", "d/three"]);
                let word = self.word();
                let how = self.pick(&[">", ">>"]);
                self.line(&format!("echo {word} {how} /w/{file}"));
            }
            16 => {
                let file = self.pick(&["s1.sh", "d/s2.sh"]);
                let (text, more) = (self.simple(), self.simple());
                let how = self.below(4);
                self.line(&format!("cat > /w/{file} <<'EOF'"));
                self.out += &format!("#!/bin/sh\n{text}\n{more}\nEOF\n");
                if how == 0 {
                    self.line(&format!("chmod +x /w/{file}"));
                }
                self.line("export A B C");
                let run = match how {
                    0 => format!("/w/{file} p q"),
                    1 => format!(". /w/{file}"),
                    2 => format!("sh < /w/{file}"),
                    _ => format!("sh /w/{file} p q"),
                };
                // BusyBox is started by its own path where the kernel reads the first line.
                self.line(&run);
            }
            17 => {
                let words: Vec<String> = (0..self.below(4)).map(|_| self.word()).collect();
                self.line(&format!("(set -- {}", words.join(" ")));
                let command = self.pick(COMMANDS);
                self.line(&format!("  {command} $# \"$@\""));
                self.line("  [ $# -gt 0 ] && shift");
                self.line(&format!("  for a; do {command} \"$a\"; done"));
                self.line(")");
            }
            18 => {
                let (words, command) = (self.pick(&["a b c", "1 2", "x"]), self.pick(COMMANDS));
                let how = self.pick(&["-n 1", "-I {}", ""]);
                let tail = if how == "-I {}" { " p{}s" } else { "" };
                self.line(&format!("echo {words} | xargs {how} {command}{tail}"));
            }
            19 => {
                self.line("cd /w/d");
                let word = self.literal().replace('/', "_");
                self.line(&format!("echo {word} > in-d"));
                self.line("cd ..");
            }
            20 => {
                let text = if self.known { "echo and".to_owned() } else { self.simple() };
                let name = self.pick(&["A", "B"]);
                self.line(&format!("{name}=$({text}; echo done)"));
            }
            21 => {
                let word = self.word();
                self.line(&format!("printf '%s %s\\n' {word} x > /w/printed"));
                self.line("while read -r p q; do crictl \"$p\" \"$q\"; done < /w/printed");
            }
            22 => {
                let text = if self.known { "echo in".to_owned() } else { self.simple() };
                self.line(&format!("{{ {text}; echo out; }} > /w/both"));
                self.line("kubelet \"$(cat /w/both)\"");
            }
            23 if !self.known => {
                let text = self.simple();
                self.line(&format!("for u in $(prints); do {text} \"$u\"; done"));
            }
            24 if self.depth > 0 && self.known && self.arguments == 0 && self.one_in(4) => self.line("exit 0"),
            26 => {
                let words: Vec<String> = (0..1 + self.below(3)).map(|_| self.word()).collect();
                let name = self.name();
                self.line(&format!("{name}=({})", words.join(" ")));
                self.line(&format!("{name}+=(last)"));
                let command = self.pick(COMMANDS);
                self.line(&format!("{command} \"${{{name}[@]}}\" ${{#{name}[@]}} \"${{{name}[0]}}\""));
                self.line(&format!("for i in \"${{{name}[@]}}\"; do {command} \"$i\"; done"));
            }
            27 => {
                let name = self.name();
                let command = self.pick(COMMANDS);
                let last = self.below(4);
                self.line(&format!("for (({name}=0; {name}<{last}; {name}++)); do {command} ${name}; done"));
            }
            28 => {
                let (name, word) = (self.name(), self.word());
                self.line(&format!("read -r {name} <<< {word}"));
                let command = self.pick(COMMANDS);
                self.line(&format!("{command} \"${name}\""));
            }
            29 => {
                let command = self.pick(COMMANDS);
                self.line(&format!("while read -r l; do {command} \"$l\"; done < <(printf '%s\\n' a b)"));
            }
            30 => {
                let command = self.pick(COMMANDS);
                let text = self.literal();
                self.line(&format!("A+={text}; declare B={text}; {command} \"$A\" \"$B\""));
            }
            _ => {
                let text = self.simple();
                self.line(&text);
            }
        }
    }
}
