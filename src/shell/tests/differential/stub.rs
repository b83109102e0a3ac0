// The stub commands: they log their names and arguments, and fail when their name says so. The sandbox compiles this file
// as a small static program, because scripts start it tens of thousands of times.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

/// Where commands are logged, in the sandbox.
const LOG: &str = "/log/trace";

/// Separates the words of a command, and commands.
pub(crate) const WORD: char = '\x1f';
/// See [`WORD`].
pub(crate) const COMMAND: char = '\x1e';

fn name() -> String {
    let program = std::env::args_os().next().unwrap_or_default();
    Path::new(&program).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Logs, and ends.
pub fn main() {
    let mut words = vec![name()];
    words.extend(std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()));
    // Between scripts: what they have left is logged and goes.
    if words[0] == "next-script" {
        let mut files = Vec::new();
        collect(Path::new("/w"), &mut files);
        words.extend(files);
    }
    let fails = words[0] == "fails" || words[0] == "perhaps" && words.iter().map(String::len).sum::<usize>() % 2 == 1;
    let line = words.join(&WORD.to_string()) + &COMMAND.to_string();
    if let Ok(mut log) = OpenOptions::new().append(true).create(true).open(LOG) {
        let _ = log.write_all(line.as_bytes());
    }
    // Some print what nobody can know.
    if words[0] == "prints" {
        println!("printed");
    }
    if fails {
        std::process::exit(1);
    }
}

fn collect(directory: &Path, out: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(directory) else { return };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, out);
            continue;
        }
        out.push(path.to_string_lossy().into_owned());
        out.push(String::from_utf8_lossy(&std::fs::read(&path).unwrap_or_default()).into_owned());
        let _ = std::fs::remove_file(&path);
    }
}
