//! Commands that the reader itself follows, and what commands print.

use super::files;
use super::options::parse;
use super::state::Shell;
use super::text::skip;
use super::text::{base_name, decode_base64, printf, unescape};
use super::wrappers::fill;
use crate::command::{FileOp, SimpleCommand, UNKNOWN};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use redline_text::{
    after_last, any, consists_of, contains_any, eat, join, position, push, slice, take, take_until, trim, word,
    word_in, words,
};

/// What the reader does about a command, or makes of what it prints.
#[derive(Clone, Copy, PartialEq)]
enum Does {
    /// Goes to a directory.
    Directory,
    /// Assigns variables.
    Assign,
    /// Sets the positional parameters.
    Set,
    /// Reads its input into variables.
    Read,
    /// Runs its words as a script.
    Eval,
    /// Runs its first word as a script.
    Trap,
    /// Runs a file.
    Source,
    /// Runs its words elsewhere.
    Remote,
    /// Hands its last words to a shell.
    Capsh,
    /// Runs a command in a network namespace.
    Ip,
    /// Runs commands on what it finds.
    Find,
    // From here on: runs nothing else.
    /// Prints its words.
    Echo,
    /// Prints its words in a format.
    Printf,
    /// Prints files.
    Cat,
    /// Prints its input.
    Tee,
    /// Prints what its input stands for.
    Base64,
    /// Prints nothing.
    Nothing,
    /// Prints what nobody knows.
    Unknown,
}

const COMMANDS: &[(&str, Does)] = &[
    ("cd pushd", Does::Directory),
    ("export local declare readonly typeset", Does::Assign),
    ("set", Does::Set),
    ("read", Does::Read),
    ("eval", Does::Eval),
    ("trap", Does::Trap),
    (". source", Does::Source),
    ("ssh", Does::Remote),
    ("capsh", Does::Capsh),
    ("ip", Does::Ip),
    ("find", Does::Find),
    ("echo", Does::Echo),
    ("printf", Does::Printf),
    ("cat", Does::Cat),
    ("tee", Does::Tee),
    ("base64", Does::Base64),
    ("true : test [ sleep rm mkdir touch chmod chown", Does::Nothing),
];

#[inline(never)]
fn does(words: &[String]) -> Does {
    let name = base_name(word(words, 0));
    COMMANDS.iter().find(|(names, _)| word_in(names, name)).map_or(Does::Unknown, |(_, does)| *does)
}

/// The first argument that is no option.
#[inline(never)]
fn operand(args: &[String]) -> Option<&String> {
    args.iter().find(|w| !w.starts_with('-'))
}

impl Shell<'_> {
    /// Runs a command that is neither shell nor wrapper. Out: what it prints.
    pub(super) fn plain(&mut self, line: &mut SimpleCommand) -> String {
        let words = &mut line.words;
        let args = words.get(1..).unwrap_or_default();
        let script = match does(words) {
            Does::Directory => {
                if let Some(dir) = operand(args) {
                    self.go(&self.resolve(dir));
                }
                return String::new();
            }
            Does::Assign => {
                self.assignments(args);
                return String::new();
            }
            Does::Set => {
                if let Some(at) = position(args, "--") {
                    self.set_positional(args.get(at..).unwrap_or_default());
                }
                return String::new();
            }
            Does::Read => {
                self.read(line);
                return String::new();
            }
            Does::Trap if args.is_empty() => return String::new(),
            Does::Trap => return self.script(word(args, 0)),
            Does::Eval => Some(join(args, " ")),
            Does::Source => args.first().and_then(|file| self.script_in(file)),
            Does::Remote => {
                let parsed = parse(words, "b c D E e F I i J L l m O o p Q R S W w", true);
                Some(join(words.get(parsed.first + 1..).unwrap_or_default(), " "))
            }
            Does::Capsh => {
                let Some(at) = position(args, "--") else { return UNKNOWN.to_owned() };
                skip(words, at + 1);
                // What stood before the arguments is now the name.
                if let Some(name) = words.first_mut() {
                    *name = "bash".to_owned();
                }
                return self.command(line);
            }
            Does::Ip => {
                if let Some(at) = position(args, "exec").filter(|at| *at < 4) {
                    skip(words, at + 3);
                    return self.command(line);
                }
                None
            }
            Does::Find => return self.find(line),
            _ => None,
        };
        match script {
            Some(script) => self.script(&script),
            None => self.leaf(line),
        }
    }

    /// `read`: the variable has each line of the input, the way a loop over it goes.
    fn read(&mut self, line: &SimpleCommand) {
        let names = line.operands();
        let mut lines: Vec<Vec<&str>> = Vec::new();
        let mut rest = line.input.as_deref().unwrap_or("");
        while !rest.is_empty() && lines.len() < 64 {
            let line = take_until(&mut rest, "\n");
            take(&mut rest, 1);
            lines.push(if names.len() == 1 { vec![trim(line)] } else { words(line, false) });
        }
        for (i, name) in names.iter().enumerate() {
            let mut values = Vec::new();
            for line in &lines {
                if let Some(field) = line.get(i) {
                    push(&mut values, field);
                }
            }
            if !values.is_empty() {
                self.set(name, values);
            }
        }
    }

    /// `find`: what it deletes and runs, with the directories that it starts from for the files that it finds.
    fn find(&mut self, line: &mut SimpleCommand) -> String {
        let mut other = SimpleCommand::default();
        let mut starts = Vec::new();
        push(&mut other.words, "rm");
        push(&mut other.words, "-r");
        for word in line.words.iter().skip(1) {
            if starts.is_empty() && word_in("-H -L -P", word) {
                continue;
            }
            if contains_any(slice(word, 0, 1), "-(!") {
                break;
            }
            starts.push(word.as_str());
            push(&mut other.words, word);
        }
        let out = join(other.words.get(2..).unwrap_or_default(), "\n");
        if any(&line.words, "-delete") {
            self.leaf(&mut other);
        }
        let mut rest = &line.words[..];
        while let Some(at) = position(rest, "-exec -execdir -ok -okdir") {
            rest = rest.get(at + 1..).unwrap_or_default();
            let end = position(rest, "; +").unwrap_or(rest.len());
            other.words = fill(rest.get(..end).unwrap_or_default(), "{}", &starts);
            other.input = None;
            rest = rest.get(end..).unwrap_or_default();
            self.command(&mut other);
        }
        line.input = None;
        self.leaf(line);
        out
    }

    /// Notes a command that does something itself.
    #[inline(never)]
    pub(super) fn leaf(&mut self, line: &mut SimpleCommand) -> String {
        if line.words.is_empty() {
            return String::new();
        }
        line.changes = files::changes(self, line);
        let append = any(&line.words, "-a --append");
        for change in &line.changes {
            if let (FileOp::Write, Some(content)) = (change.act, &change.content) {
                self.write(&change.path, content, append);
            }
        }
        let out = self.output(line);
        if let Some(text) = self.loaded(&line.words) {
            line.input = Some(text);
        }
        line.place = self.place.clone();
        (self.visit)(line);
        out
    }

    /// The text of a file that the script made and `sysctl -p FILE` loads.
    fn loaded(&mut self, words: &[String]) -> Option<String> {
        if !word_in("sysctl", base_name(word(words, 0))) {
            return None;
        }
        words.iter().skip(1).find_map(|word| {
            let file = after_last(word, b'=');
            self.script_in(file.strip_prefix("-p").unwrap_or(file))
        })
    }

    /// What a command prints, as far as that can be told.
    fn output(&mut self, line: &SimpleCommand) -> String {
        let (args, input) = (line.args(), line.input.as_deref());
        match does(&line.words) {
            Does::Echo => {
                let mut newline = "\n";
                let mut count = 0;
                for flags in args {
                    let mut letters = flags.as_str();
                    if flags.len() < 2 || !eat(&mut letters, "-") || !consists_of(letters, "neE") {
                        break;
                    }
                    if contains_any(letters, "n") {
                        newline = "";
                    }
                    count += 1;
                }
                unescape(&join(args.get(count..).unwrap_or_default(), " ")) + newline
            }
            Does::Printf => args.split_first().map_or_else(String::new, |(format, args)| printf(format, args)),
            Does::Cat => {
                let mut out = String::new();
                let mut none = true;
                for file in args {
                    if !file.starts_with('-') || file.len() == 1 {
                        self.print(file, input, &mut out);
                        none = false;
                    }
                }
                if none {
                    self.print("-", input, &mut out);
                }
                out
            }
            Does::Tee => self.copy(input.unwrap_or(UNKNOWN)),
            Does::Base64 if any(args, "-d -D --decode") => {
                let text = operand(args).map_or(input, |file| self.file(file));
                text.and_then(decode_base64).unwrap_or_else(|| UNKNOWN.to_owned())
            }
            Does::Nothing => String::new(),
            _ => UNKNOWN.to_owned() + "\n",
        }
    }

    /// Prints a file, or (`-`) the input.
    fn print(&mut self, file: &str, input: Option<&str>, out: &mut String) {
        let text = if word_in("-", file) { Some(self.copy(input.unwrap_or(UNKNOWN))) } else { self.script_in(file) };
        out.push_str(&text.unwrap_or_else(|| self.copy(UNKNOWN)));
    }
}
