//! Commands that the reader itself follows, and what commands print.

use super::files;
use super::options::parse;
use super::state::Shell;
use super::text::{decode_base64, printf, unescape};
use super::wrappers::fill;
use super::{Act, Simple, UNKNOWN};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

impl Shell<'_> {
    /// Runs a command that is neither shell nor wrapper. Out: what it prints.
    pub(super) fn plain(&mut self, name: &str, words: Vec<String>, input: Option<String>) -> String {
        let args = words.get(1..).unwrap_or_default();
        match name {
            "cd" | "pushd" => {
                if let Some(dir) = args.iter().find(|w| !w.starts_with('-')) {
                    let dir = self.resolve(dir);
                    // Directories are hardly deeper, and a longer one would make every path after it costly.
                    self.cwd = if dir.len() <= 256 { dir } else { "/".to_owned() };
                }
                String::new()
            }
            "export" | "local" | "declare" | "readonly" | "typeset" => {
                self.assignments(args);
                String::new()
            }
            "set" => {
                if let Some(at) = args.iter().position(|w| w == "--") {
                    self.set_positional(args.get(at..).unwrap_or_default());
                }
                String::new()
            }
            "read" => {
                self.read(args, &input.unwrap_or_default());
                String::new()
            }
            "eval" => {
                let script = args.join(" ");
                self.script(&script)
            }
            "trap" => match args.first() {
                Some(script) => self.script(script),
                None => String::new(),
            },
            "." | "source" => match args.first().and_then(|file| self.file(file)).map(str::to_owned) {
                Some(script) => {
                    let script = self.copy(&script);
                    self.script(&script)
                }
                None => self.leaf(words, input),
            },
            "ssh" => {
                let parsed = parse(&words, "b c D E e F I i J L l m O o p Q R S W w", true);
                let script = words.get(parsed.first + 1..).unwrap_or_default().join(" ");
                self.script(&script)
            }
            // `capsh -- -c script` hands its last arguments to bash.
            "capsh" => match args.iter().position(|w| w == "--") {
                Some(at) => {
                    let mut shell = vec!["bash".to_owned()];
                    shell.extend_from_slice(args.get(at + 1..).unwrap_or_default());
                    self.command(shell, input)
                }
                None => UNKNOWN.to_owned(),
            },
            "ip" => match args.iter().position(|w| w == "exec").filter(|at| *at < 4) {
                Some(at) => self.command(args.get(at + 2..).unwrap_or_default().to_vec(), input),
                None => self.leaf(words, input),
            },
            "find" => self.find(words),
            _ => self.leaf(words, input),
        }
    }

    /// `read`: the variable has each line of the input, the way a loop over it goes.
    fn read(&mut self, args: &[String], input: &str) {
        let names: Vec<&String> = args.iter().filter(|w| !w.starts_with('-')).collect();
        for (i, name) in names.iter().enumerate() {
            let field = |line: &str| match names.len() {
                1 => Some(line.trim().to_owned()),
                _ => line.split_whitespace().nth(i).map(str::to_owned),
            };
            let values: Vec<String> = input.lines().take(64).filter_map(field).collect();
            if !values.is_empty() {
                self.set(name, values);
            }
        }
    }

    /// `find`: what it deletes and runs, with the directories that it starts from for the files that it finds.
    fn find(&mut self, words: Vec<String>) -> String {
        let links = |w: &&String| matches!(w.as_str(), "-H" | "-L" | "-P");
        let is_start = |w: &&String| !w.starts_with(['-', '(', '!']);
        let starts: Vec<String> = words.iter().skip(1).skip_while(links).take_while(is_start).cloned().collect();
        if words.iter().any(|w| w == "-delete") {
            let mut remove = vec!["rm".to_owned(), "-r".to_owned()];
            remove.extend(starts.iter().cloned());
            self.leaf(remove, None);
        }
        let items: Vec<&str> = starts.iter().map(String::as_str).collect();
        let runs = |w: &String| matches!(w.as_str(), "-exec" | "-execdir" | "-ok" | "-okdir");
        let mut rest = &words[..];
        while let Some(at) = rest.iter().position(runs) {
            let command = rest.get(at + 1..).unwrap_or_default();
            let end = command.iter().position(|w| w == ";" || w == "+").unwrap_or(command.len());
            let (command, after) = command.split_at(end);
            rest = after;
            let command = fill(command, "{}", &items);
            self.command(command, None);
        }
        let out = starts.join("\n");
        self.leaf(words, None);
        out
    }

    /// Notes a command that does something itself.
    pub(super) fn leaf(&mut self, words: Vec<String>, input: Option<String>) -> String {
        if words.is_empty() {
            return String::new();
        }
        let changes = files::changes(self, &words, input.as_deref());
        let append = words.iter().any(|w| w == "-a" || w == "--append");
        for change in changes.iter().filter(|c| c.act == Act::Write) {
            if let Some(content) = &change.content {
                self.write(&change.path, content, append);
            }
        }
        let out = self.output(&words, input.as_deref());
        let input = self.loaded(&words).or(input);
        (self.seen)(&Simple { words, input, changes, place: self.place.clone() });
        out
    }

    /// The text of a file that the script made and `sysctl -p FILE` loads.
    fn loaded(&mut self, words: &[String]) -> Option<String> {
        if super::text::base_name(words.first()?) != "sysctl" {
            return None;
        }
        let named = |w: &String| {
            w.rsplit('=').next().and_then(|file| file.strip_prefix("-p").or(Some(file))).map(str::to_owned)
        };
        let files: Vec<String> = words.iter().skip(1).filter_map(named).collect();
        let text = files.iter().find_map(|file| self.file(file)).map(str::to_owned)?;
        Some(self.copy(&text))
    }

    /// What a command prints, as far as that can be told.
    fn output(&mut self, words: &[String], input: Option<&str>) -> String {
        let args = words.get(1..).unwrap_or_default();
        match super::text::base_name(words.first().map_or("", String::as_str)) {
            "echo" => {
                let flags =
                    |w: &&String| w.len() > 1 && w.starts_with('-') && w.chars().skip(1).all(|c| "neE".contains(c));
                let count = args.iter().take_while(flags).count();
                let (flags, args) = args.split_at(count);
                let newline = if flags.iter().any(|f| f.contains('n')) { "" } else { "\n" };
                unescape(&args.join(" ")) + newline
            }
            "printf" => args.split_first().map_or_else(String::new, |(format, args)| printf(format, args)),
            "cat" => {
                let mut out = String::new();
                let files: Vec<&String> = args.iter().filter(|w| !w.starts_with('-') || *w == "-").collect();
                for file in files.iter().map(|f| f.as_str()).chain(files.is_empty().then_some("-")) {
                    let text = if file == "-" { input } else { self.file(file) };
                    let text = text.unwrap_or(UNKNOWN).to_owned();
                    out.push_str(&self.copy(&text));
                }
                out
            }
            "tee" => self.copy(input.unwrap_or(UNKNOWN)),
            "base64" if args.iter().any(|w| w == "-d" || w == "-D" || w == "--decode") => {
                let file = args.iter().find(|w| !w.starts_with('-'));
                let text = file.map_or(input, |file| self.file(file));
                text.and_then(decode_base64).unwrap_or_else(|| UNKNOWN.to_owned())
            }
            "true" | ":" | "test" | "[" | "sleep" | "rm" | "mkdir" | "touch" | "chmod" | "chown" => String::new(),
            _ => UNKNOWN.to_owned() + "\n",
        }
    }
}
