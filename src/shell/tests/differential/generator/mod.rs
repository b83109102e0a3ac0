//! Scripts at random, in the grammar that scripts in the field use. The same seed gives the same script.

mod bash;
mod compound;
mod files;
mod simple;
mod words;

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
            return match self.below(4) {
                0 => format!("perhaps {}", self.word()),
                1 => "[ \"$U\" = yes ]".to_owned(),
                2 => format!("[ $? -{} 0 ]", self.pick(&["eq", "ne"])),
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
            0 | 1 => self.assignment(),
            2 => self.if_statement(),
            3 => self.case_statement(),
            4 => self.for_loop(),
            5 => self.while_loop(),
            6 => self.read_loop(),
            7 if self.functions.len() < 3 && self.in_loop == 0 && self.depth == 0 => self.function(),
            8 => self.subshell(),
            9 => self.group(),
            10 => self.and_or(),
            11 => self.pipe(),
            12 => self.pipe_into_read(),
            13 => self.script_as_argument(),
            14 => self.eval(),
            15 => self.write(),
            16 => self.script_file(),
            17 => self.positional_parameters(),
            18 => self.xargs(),
            19 => self.change_directory(),
            20 => self.substitution(),
            21 => self.read_file(),
            22 => self.group_into_file(),
            23 if !self.known => self.loop_over_unknown(),
            24 if self.depth > 0 && self.known && self.arguments == 0 && self.one_in(4) => self.line("exit 0"),
            26 => self.array(),
            27 => self.arithmetic_loop(),
            28 => self.here_string(),
            29 => self.process_substitution(),
            30 => self.append(),
            _ if self.in_loop + self.arguments > 0 && self.one_in(3) => self.early_exit(),
            _ => {
                let text = self.simple();
                self.line(&text);
            }
        }
    }
}
