//! Files that a script writes, reads and runs.

use super::Generator;

impl Generator {
    /// A text that goes to a file.
    pub(super) fn write(&mut self) {
        let file = self.pick(&["one", "two", "d/three"]);
        let word = self.word();
        let how = self.pick(&[">", ">>"]);
        self.line(&format!("echo {word} {how} /w/{file}"));
    }

    /// A script that is written to a file and run.
    pub(super) fn script_file(&mut self) {
        let file = self.pick(&["s1.sh", "d/s2.sh"]);
        // A script may call a function, which must not write to the script that runs.
        let file = if self.arguments > 0 { format!("s{}.sh", self.functions.len() + 3) } else { file.to_owned() };
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

    /// `cd`.
    pub(super) fn change_directory(&mut self) {
        self.line("cd /w/d");
        let word = self.literal().replace('/', "_");
        self.line(&format!("echo {word} > in-d"));
        self.line("cd ..");
    }

    /// A file that `read` reads.
    pub(super) fn read_file(&mut self) {
        let word = self.word();
        self.line(&format!("printf '%s %s\\n' {word} x > /w/printed"));
        self.line("while read -r p q; do crictl \"$p\" \"$q\"; done < /w/printed");
    }

    /// A group of commands whose output goes to a file.
    pub(super) fn group_into_file(&mut self) {
        let text = if self.known { "echo in".to_owned() } else { self.simple() };
        self.line(&format!("{{ {text}; echo out; }} > /w/both"));
        self.line("kubelet \"$(cat /w/both)\"");
    }
}
