//! Where a script runs, and how to run it.

use crate::command::SimpleCommand;
use crate::interpreter::{ARGUMENTS, DIRECTORY, Dialect, INPUT, NAME, Shell, Space};
use crate::store::{Text, Value};

/// What is known about where a script runs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings<'s> {
    /// Environment variables with their values; `None` for a value that is not known.
    pub environment: &'s [(&'s str, Option<&'s str>)],
    /// Whether there are no others. Otherwise a variable that the script does not set may have any value.
    pub environment_is_complete: bool,
    /// The working directory; the root directory where it is empty.
    pub directory: &'s str,
    /// Files that are there, with their content, by their absolute path.
    pub files: &'s [(&'s str, &'s str)],
    /// Directories of the machine that are mounted, sorted by where the script sees them, and where they are on the
    /// machine. A file that is written through one is found again by its path on the machine.
    pub mounts: &'s [(&'s str, &'s str)],
    /// The positional arguments of a script, without `$0`.
    pub arguments: &'s [&'s str],
    /// Standard input; `None` if it is not known.
    pub input: Option<&'s str>,
    /// The language of the script.
    pub dialect: Dialect,
}

impl Surroundings<'_> {
    /// The number of bytes in all texts.
    fn size(&self) -> usize {
        let environment = self.environment.iter().map(|(name, value)| name.len() + value.map_or(0, str::len));
        let files = self.files.iter().map(|(path, content)| path.len() + content.len());
        let arguments = self.arguments.iter().map(|argument| argument.len());
        environment.chain(files).chain(arguments).sum::<usize>() + self.input.map_or(0, str::len)
    }

    /// Sets the variables and files of a shell.
    fn tell(&self, shell: &mut Shell<'_>) {
        shell.complete = self.environment_is_complete;
        shell.dialect = self.dialect;
        for (name, value) in self.environment {
            let name = shell.store.add_foreign(name);
            let value = match value {
                Some(value) => shell.store.add_foreign(value),
                None => Text::UNKNOWN,
            };
            let slot = shell.slot(Space::Variable, name);
            shell.put(slot, Value::One(value));
            shell.export(slot);
        }
        if !self.directory.is_empty() {
            let directory = shell.store.add_foreign(self.directory);
            let directory = shell.resolve(directory);
            shell.put(DIRECTORY, Value::One(directory));
        }
        for (here, there) in self.mounts {
            let here = shell.store.add_foreign(here);
            let here = shell.resolve(here);
            let there = shell.store.add_foreign(there);
            let there = shell.resolve(there);
            shell.has_engine |= crate::engines::holds_engine(shell.store.get(there));
            shell.mounts.push((here, there));
        }
        for (path, content) in self.files {
            let path = shell.store.add_foreign(path);
            let content = shell.store.add_foreign(content);
            shell.store_file(path, Value::One(content), false);
        }
        if let Some(input) = self.input {
            let input = shell.store.add_foreign(input);
            shell.put(INPUT, Value::One(input));
        }
    }
}

/// Runs a script, and calls `visit` with every command that a shell may run, in order.
pub fn run_script(script: &str, surroundings: &Surroundings<'_>, visit: &mut dyn FnMut(&SimpleCommand<'_>)) {
    let mut shell = Shell::new(script.len() + surroundings.size(), visit);
    let text = shell.store.add_foreign(script);
    shell.inputs.push(text);
    surroundings.tell(&mut shell);
    for argument in surroundings.arguments {
        let argument = shell.store.add_foreign(argument);
        shell.words.push(argument);
    }
    let list = shell.list_of(0);
    shell.put(ARGUMENTS, list);
    shell.words.clear();
    shell.script(text);
    shell.run_late();
}

/// Runs an argument vector, and calls `visit` with every command that may run, in order.
///
/// The entry point of an image is often a shell, so arguments that begin with `-c` are taken for those of a shell.
pub fn run_command(words: &[&str], surroundings: &Surroundings<'_>, visit: &mut dyn FnMut(&SimpleCommand<'_>)) {
    let Some(first) = words.first() else { return };
    let size = words.iter().map(|word| word.len()).sum::<usize>();
    let mut shell = Shell::new(size + surroundings.size(), visit);
    surroundings.tell(&mut shell);
    let sh = shell.store.add("sh");
    shell.put(NAME, Value::One(sh));
    if first.starts_with('-') && !first.starts_with("--") && first.ends_with('c') {
        shell.words.push(sh);
    }
    for word in words {
        let text = shell.store.add_foreign(word);
        shell.inputs.push(text);
        shell.words.push(text);
    }
    shell.source.to = first.len() as u32;
    if shell.word_text(0).is_empty() {
        return;
    }
    shell.dispatch(0);
    shell.run_late();
}
