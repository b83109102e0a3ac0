//! Reads revisions of a git repository: which files differ between two of them, and what they hold.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::error::CliError;
use crate::language::{either, tr};

/// A file that differs between two revisions.
#[derive(Debug)]
pub(crate) struct ChangedFile {
    /// Its path in the repository.
    pub path: String,
    /// The blobs before and after; `None` where the file does not exist.
    pub old: Option<Blob>,
    pub new: Option<Blob>,
}

/// The content of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Blob {
    /// An object of git, by its hash.
    Object(String),
    /// The file in the working tree.
    Here,
}

/// The files below these paths that differ between a revision and another, or the working tree.
pub(crate) fn changes(old: &str, new: Option<&str>, paths: &[String]) -> Result<Vec<ChangedFile>, CliError> {
    let mut args = vec!["diff", "--raw", "-z", "--no-renames", "--no-abbrev", "--ignore-submodules", old];
    args.extend(new);
    args.push("--");
    args.extend(paths.iter().map(String::as_str));
    let raw = run(&args)?;
    // `:MODE MODE HASH HASH STATUS`, NUL, the path, NUL.
    let mut words = raw.split_terminator('\0');
    let mut changes = Vec::new();
    while let (Some(head), Some(path)) = (words.next(), words.next()) {
        let fields: Vec<&str> = head.trim_start_matches(':').split(' ').collect();
        let [old_mode, new_mode, old_hash, new_hash, status] = fields[..] else { continue };
        let blob = |mode: &str, hash: &str| match mode {
            "100644" | "100755" if hash.bytes().all(|digit| digit == b'0') => Some(Blob::Here),
            "100644" | "100755" => Some(Blob::Object(hash.to_owned())),
            _ => None,
        };
        let old = blob(old_mode, old_hash).filter(|_| status != "A");
        changes.push(ChangedFile {
            path: path.to_owned(),
            old,
            new: blob(new_mode, new_hash).filter(|_| status != "D"),
        });
    }
    if new.is_none() {
        let mut args = vec!["ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--"];
        args.extend(paths.iter().map(String::as_str));
        let untracked = run(&args)?;
        let untracked = untracked.split_terminator('\0').map(str::to_owned);
        changes.extend(untracked.map(|path| ChangedFile { path, old: None, new: Some(Blob::Here) }));
    }
    Ok(changes)
}

/// Whether a path, or a pattern of paths, stands for something in a revision or in the working tree.
pub(crate) fn is_known(revision: &str, path: &str) -> Result<bool, CliError> {
    let tree = format!("--with-tree={revision}");
    Ok(!run(&["ls-files", &tree, "--cached", "--others", "--", path])?.is_empty())
}

/// The folder of the working tree.
pub(crate) fn top() -> Result<PathBuf, CliError> {
    Ok(PathBuf::from(run(&["rev-parse", "--show-toplevel"])?.trim_end_matches('\n')))
}

/// The commit from which both revisions come.
pub(crate) fn merge_base(one: &str, other: &str) -> Result<String, CliError> {
    Ok(run(&["merge-base", one, other])?.trim().to_owned())
}

/// The output of git.
///
/// # Errors
/// What git reports, or that it cannot be run.
fn run(args: &[&str]) -> Result<String, CliError> {
    let output = Command::new("git").args(args).output().map_err(cannot_run)?;
    if !output.status.success() {
        let reported = String::from_utf8_lossy(&output.stderr);
        let reported = reported.lines().next().unwrap_or_default().trim_start_matches("fatal: ");
        return Err(format!("git {}: {reported}", args.first().unwrap_or(&"")).into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn cannot_run(error: std::io::Error) -> CliError {
    tr!("cannot run git: {error}", "无法运行 git：{error}").into()
}

/// A git process that hands out objects one after the other.
pub(crate) struct BlobReader {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl BlobReader {
    /// Starts the process.
    pub(crate) fn open() -> Result<Self, CliError> {
        let mut command = Command::new("git");
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(cannot_run)?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(cannot_run(std::io::Error::other(either("no pipe", "没有管道"))));
        };
        Ok(BlobReader { child, input, output: BufReader::new(output) })
    }

    /// The bytes of an object.
    pub(crate) fn read(&mut self, hash: &str) -> std::io::Result<Vec<u8>> {
        writeln!(self.input, "{hash}")?;
        self.input.flush()?;
        let mut head = String::new();
        self.output.read_line(&mut head)?;
        let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
        let size =
            size.ok_or_else(|| std::io::Error::other(tr!("git has no object {hash}", "git 中没有对象 {hash}")))?;
        let mut bytes = Vec::new();
        (&mut self.output).take(size).read_to_end(&mut bytes)?;
        // A line end follows.
        self.output.read_exact(&mut [0])?;
        Ok(bytes)
    }
}

impl Drop for BlobReader {
    fn drop(&mut self) {
        // It ends by itself when its input does, but must not outlive us.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
