//! Words: literals, expansions, substitutions.

use super::Generator;

impl Generator {
    /// A literal without anything that a shell would change.
    pub(super) fn literal(&mut self) -> &'static str {
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
    pub(super) fn value(&mut self) -> String {
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
    pub(super) fn variable(&mut self) -> &'static str {
        if !self.known && self.one_in(5) {
            return "U";
        }
        if self.arguments > 0 && self.one_in(2) {
            return self.pick(&["1", "2"]);
        }
        self.pick(&["A", "B", "C", "E", "K"])
    }

    /// An expansion of a variable. Inside double quotes, some expand differently.
    pub(super) fn expansion(&mut self, quoted: bool) -> String {
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
    pub(super) fn word(&mut self) -> String {
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
    pub(super) fn filter(&mut self) -> String {
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
}
