//! The programs behind ours: found on the path, run at the user's terminal, or asked for their output.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, thread};

use crate::error::CliError;
use crate::faults;
use crate::language::tr;

/// The exit code that shells use for a program that a signal ended, less the number of the signal.
#[cfg(unix)]
const SIGNALLED: i32 = 128;

/// A program on the path.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    path: PathBuf,
}

impl Program {
    /// Finds a program on the path. Links to this very program, which stand there as shims, are passed over.
    ///
    /// # Errors
    /// There is no such program.
    pub(crate) fn find(name: &str) -> Result<Self, CliError> {
        let own = env::current_exe().and_then(fs::canonicalize).ok();
        let folders = env::var_os("PATH").unwrap_or_default();
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        let found = env::split_paths(&folders)
            .map(|folder| folder.join(&file))
            .find(|path| is_executable(path) && fs::canonicalize(path).ok() != own);
        match found {
            Some(path) => Ok(Program { path }),
            None => Err(tr!("cannot find `{name}` on the path", "PATH 中找不到 `{name}`").into()),
        }
    }

    /// The program at a path.
    #[cfg(test)]
    pub(crate) fn at(path: PathBuf) -> Self {
        Program { path }
    }

    /// Runs the program in place of this one, with the terminal and everything else of the user. It gets `input` as its standard
    /// input if that was read already. Ends this program with the exit code of the other; out: why it could not be started.
    pub(crate) fn replace(
        &self,
        args: &[impl AsRef<OsStr>],
        input: Option<&[u8]>,
        variables: &[(&str, String)],
    ) -> CliError {
        let mut command = Command::new(&self.path);
        command.args(args).envs(variables.iter().map(|(name, value)| (name, value)));
        let failed = |error: std::io::Error| CliError::Failed(faults::unstartable(&self.path, &error));
        let Some(input) = input else { return failed(instead(command)) };
        let mut child = match command.stdin(Stdio::piped()).spawn() {
            Ok(child) => child,
            Err(error) => return failed(error),
        };
        if let Some(mut pipe) = child.stdin.take() {
            // A program that does not read to the end closes the pipe, and says itself why.
            let _ = pipe.write_all(input);
        }
        match child.wait() {
            Ok(status) => std::process::exit(code(status)),
            Err(error) => failed(error),
        }
    }

    /// The output of the program.
    ///
    /// # Errors
    /// What the program says on standard error when it fails.
    pub(crate) fn output(&self, args: &[impl AsRef<OsStr>], input: Option<&[u8]>) -> Result<Vec<u8>, String> {
        match self.both_outputs(args, input)? {
            (status, output, _) if status.success() => Ok(output),
            (status, _, reported) => {
                Err(reason(&String::from_utf8_lossy(&reported)).unwrap_or_else(|| status.to_string()))
            }
        }
    }

    /// How the program ends, and what it writes on standard output and standard error.
    ///
    /// # Errors
    /// It cannot be run.
    pub(crate) fn both_outputs(
        &self,
        args: &[impl AsRef<OsStr>],
        input: Option<&[u8]>,
    ) -> Result<(std::process::ExitStatus, Vec<u8>, Vec<u8>), String> {
        let mut command = Command::new(&self.path);
        command.args(args).stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let failed = |error: std::io::Error| faults::unstartable(&self.path, &error);
        let mut child = command.spawn().map_err(failed)?;
        let pipe = child.stdin.take();
        let mut errors = child.stderr.take();
        let (input, mut output) = (input.unwrap_or_default(), Vec::new());
        // All three pipes at once: a full one would stop the program for ever.
        let reported = thread::scope(|scope| {
            scope.spawn(move || pipe.map(|mut pipe| pipe.write_all(input)));
            let reader = scope.spawn(move || {
                let mut text = Vec::new();
                errors.as_mut().map(|pipe| pipe.read_to_end(&mut text));
                text
            });
            child.stdout.as_mut().map(|pipe| pipe.read_to_end(&mut output));
            reader.join().unwrap_or_default()
        });
        Ok((child.wait().map_err(failed)?, output, reported))
    }
}

/// What a program says about its failure: the last line that is no log entry, without its prefix. Terraform draws a frame
/// around its errors, whose first line says the most.
fn reason(reported: &str) -> Option<String> {
    let reported = &*anstream::adapter::strip_str(reported).to_string();
    let framed = reported.lines().find_map(|line| line.trim_start_matches(['│', '╷', ' ']).strip_prefix("Error: "));
    if let Some(framed) = framed.filter(|_| reported.contains('╷')) {
        return Some(framed.trim().to_owned());
    }
    let log = |line: &&str| line.starts_with(['E', 'W', 'I']) && line.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    let line = reported.lines().rev().filter(|line| !line.trim().is_empty() && !line.starts_with("See '"));
    let line = line.clone().find(|line| !log(line)).or_else(|| line.clone().next())?.trim();
    Some(line.strip_prefix("error: ").or_else(|| line.strip_prefix("Error: ")).unwrap_or(line).to_owned())
}

#[cfg(unix)]
fn instead(mut command: Command) -> std::io::Error {
    use std::os::unix::process::CommandExt;
    command.exec()
}

#[cfg(not(unix))]
fn instead(mut command: Command) -> std::io::Error {
    match command.status() {
        Ok(status) => std::process::exit(code(status)),
        Err(error) => error,
    }
}

#[cfg(unix)]
fn code(status: std::process::ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    status.code().unwrap_or_else(|| SIGNALLED + status.signal().unwrap_or_default())
}

#[cfg(not(unix))]
fn code(status: std::process::ExitStatus) -> i32 {
    status.code().unwrap_or(1)
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(path: &Path) -> bool {
    path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_what_a_person_would_read() {
        let text = "E1128 13:27:53.417822   11357 memcache.go:265] \"Unhandled Error\"\nThe connection was refused\n";
        assert_eq!(reason(text).unwrap(), "The connection was refused");
        assert_eq!(reason("error: no such flag\nSee 'kubectl run -h' for help\n").unwrap(), "no such flag");
        assert_eq!(reason("E1128 only a log\n").unwrap(), "E1128 only a log");
        let framed =
            "\x1b[31m╷\x1b[0m\n\x1b[31m│\x1b[0m \x1b[1mError: \x1b[0mno such file\n│ More.\n\x1b[31m╵\x1b[0m\n";
        assert_eq!(reason(framed).unwrap(), "no such file");
        assert_eq!(reason(" \n"), None);
    }
}
