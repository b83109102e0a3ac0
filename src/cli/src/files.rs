//! Resolves what the user names (files, folders, globs, standard input) to files, and reads them.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use globset::GlobBuilder;
use ignore::WalkBuilder;
use once_cell::sync::OnceCell;

use crate::decode;
use crate::faults;
use crate::language::tr;
use crate::script_kind::has_script_name;

/// A file to read.
pub(crate) struct File {
    pub path: String,
    /// Whether it was found in a folder or by a glob, where some files are not for us.
    pub found: bool,
    /// The text, where it is not what the file holds: the manifests of a chart.
    pub rendered: Option<Arc<str>>,
    /// Whether the file is checked if it is a script.
    pub scripts: bool,
}

/// A file, or a name and why there is no file for it.
pub(crate) type Input = Result<File, (String, String)>;

const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

/// Characters that make a name a pattern.
const PATTERN: [char; 4] = ['*', '?', '[', '{'];

/// The files that a name stands for, sorted; none where a folder has none. Files that `.gitignore` excludes are left out of
/// folders. Scripts count where they are named, and in folders if `scripts` says so.
pub(crate) fn inputs(name: &str, scripts: bool) -> Vec<Input> {
    let path = Path::new(name);
    if name == "-" || path.is_file() {
        return vec![Ok(File::named(name))];
    }
    if path.is_dir() {
        return walk(path, scripts, |path| is_manifest(path) || scripts && has_script_name(path));
    }
    if name.contains(PATTERN) {
        let nothing = || tr!("no file matches", "没有匹配的文件");
        let glob = match GlobBuilder::new(name.trim_start_matches("./")).literal_separator(true).build() {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => {
                let problem = error.kind();
                return vec![Err((name.to_owned(), tr!("invalid glob: {problem}", "通配符无效：{problem}")))];
            }
        };
        let fixed: PathBuf =
            path.components().take_while(|c| !c.as_os_str().to_string_lossy().contains(PATTERN)).collect();
        let base = if fixed.as_os_str().is_empty() { Path::new(".") } else { &fixed };
        if !base.is_dir() {
            return or_error(name, Vec::new(), &nothing());
        }
        let scripts = scripts || has_script_name(path);
        let files = walk(base, scripts, |path| glob.is_match(path.strip_prefix("./").unwrap_or(path)));
        return or_error(name, files, &nothing());
    }
    vec![Ok(File::named(name))]
}

/// Whether a name may stand for something: it is there, or it is a pattern or standard input.
pub(crate) fn may_exist(name: &str) -> bool {
    name == "-" || name.contains(PATTERN) || Path::new(name).exists()
}

/// What there is to say about a folder in which there is nothing to check.
pub(crate) fn nothing_in(folder: &str, scripts: bool) -> String {
    let mut text = match scripts {
        true => tr!("{folder} has no YAML, JSON or shell script", "{folder} 中没有 YAML、JSON 文件或 Shell 脚本"),
        false => tr!("{folder} has no .yaml, .yml or .json file", "{folder} 中没有 .yaml、.yml 或 .json 文件"),
    };
    let terraform = walk(Path::new(folder), false, |path| path.extension().is_some_and(|extension| extension == "tf"));
    if !terraform.is_empty() {
        text += &tr!(
            "; Terraform is checked as a plan: terraform show -json PLANFILE | redline plan -",
            "；Terraform 按计划检查：terraform show -json PLANFILE | redline plan -"
        );
    }
    text
}

/// Whether a file may have manifests, by its name.
pub(crate) fn is_manifest(path: &Path) -> bool {
    let plain =
        if path.extension().is_some_and(|extension| extension == "gz") { path.with_extension("") } else { path.into() };
    plain.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| EXTENSIONS.contains(&extension))
}

fn walk(folder: &Path, scripts: bool, wanted: impl Fn(&Path) -> bool) -> Vec<Input> {
    let mut walk = WalkBuilder::new(folder);
    walk.sort_by_file_path(|a, b| a.cmp(b)).require_git(false).hidden(false).filter_entry(|e| e.file_name() != ".git");
    walk.build()
        .filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) && wanted(entry.path()) => {
                let path = entry.path().strip_prefix("./").unwrap_or(entry.path());
                Some(Ok(File { found: true, scripts, ..File::named(&path.to_string_lossy()) }))
            }
            Ok(_) => None,
            Err(error) => Some(Err(failed(folder, &error))),
        })
        .collect()
}

/// The path that could not be read, and why.
fn failed(folder: &Path, error: &ignore::Error) -> (String, String) {
    match error {
        ignore::Error::WithPath { path, err } => failed(path, err),
        ignore::Error::WithDepth { err, .. } => failed(folder, err),
        ignore::Error::Io(error) => (folder.to_string_lossy().into_owned(), faults::unreadable(folder, error)),
        other => (folder.to_string_lossy().into_owned(), other.to_string()),
    }
}

/// The files, or one error when there are none.
fn or_error(name: &str, files: Vec<Input>, otherwise: &str) -> Vec<Input> {
    if files.is_empty() { vec![Err((name.to_owned(), otherwise.to_owned()))] } else { files }
}

/// Reads a file as text, or standard input for `-`: UTF-8 or UTF-16, also compressed with gzip.
pub(crate) fn read(path: &str) -> Result<String, redline_host::Error> {
    /// Texts of standard input and of pipes such as `/dev/fd/63`, by name: look-ups and checks both read them.
    static ONCE: Mutex<BTreeMap<String, Arc<OnceCell<String>>>> = Mutex::new(BTreeMap::new());
    let failed = |source| redline_host::Error::Read { path: path.into(), source };
    let open = || match path {
        "-" => decode::text(io::stdin()),
        _ => std::fs::File::open(path).and_then(decode::text),
    };
    let is_pipe = |path| std::fs::metadata(path).is_ok_and(|file| !file.is_file() && !file.is_dir());
    if path != "-" && !is_pipe(path) {
        return open().map_err(failed);
    }
    let text = ONCE.lock().unwrap_or_else(PoisonError::into_inner).entry(path.to_owned()).or_default().clone();
    text.get_or_try_init(open).cloned().map_err(failed)
}

impl File {
    /// A file that the user names.
    pub(crate) fn named(path: &str) -> Self {
        File { path: path.to_owned(), found: false, rendered: None, scripts: true }
    }

    /// Reads the file, unless its text is here already.
    pub(crate) fn text(&self) -> Result<String, redline_host::Error> {
        self.rendered.as_deref().map_or_else(|| read(&self.path), |text| Ok(text.to_owned()))
    }
}

/// The name of a file in reports.
pub(crate) fn display_name(path: &str) -> &str {
    if path == "-" { "stdin" } else { path }
}

/// Whether a file is a template of a Helm chart: below `templates`, beside which there is a `Chart.yaml`.
pub(crate) fn is_chart_template(path: &Path) -> bool {
    let folders = path.ancestors().skip(1);
    folders
        .filter(|folder| folder.file_name().is_some_and(|name| name == "templates"))
        .any(|folder| folder.parent().is_some_and(|chart| chart.join(CHART).is_file()))
}

/// The file that makes a folder a Helm chart.
pub(crate) const CHART: &str = "Chart.yaml";

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    #[test]
    fn compressed_and_wide_texts_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml.gz");
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(b"a: 1\n").unwrap();
        std::fs::write(&path, gzip.finish().unwrap()).unwrap();
        assert_eq!(read(path.to_str().unwrap()).unwrap(), "a: 1\n");
        let path = folder.path().join("b.yaml");
        std::fs::write(&path, b"\xff\xfea\x00:\x00 \x001\x00").unwrap();
        assert_eq!(read(path.to_str().unwrap()).unwrap(), "a: 1");
        std::fs::write(&path, b"\x89PNG\0\0\xff").unwrap();
        assert!(read(path.to_str().unwrap()).unwrap_err().to_string().ends_with("a binary file, not text"));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_pipe_is_read_once_and_kept() {
        use std::os::fd::AsRawFd;
        let (reader, mut writer) = std::io::pipe().unwrap();
        writer.write_all(b"a: 1\n").unwrap();
        drop(writer);
        let path = format!("/dev/fd/{}", reader.as_raw_fd());
        assert_eq!([read(&path).unwrap(), read(&path).unwrap()], ["a: 1\n", "a: 1\n"]);
    }

    #[test]
    fn templates_are_told_by_their_folder() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(CHART), "").unwrap();
        assert!(is_chart_template(&folder.path().join("templates/a/b.yaml")));
        assert!(!is_chart_template(&folder.path().join("crds/b.yaml")));
    }
}
