//! Resolves what the user names (files, folders, globs, standard input) to files, and reads them.

use std::io;
use std::path::{Path, PathBuf};

use globset::GlobBuilder;
use ignore::WalkBuilder;
use serde_json::Value;

use crate::decode;

/// A file to read.
pub(crate) struct File {
    pub path: String,
    /// Whether it was found in a folder or by a glob, where some files are not for us.
    pub found: bool,
}

/// A file, or a name and why there is no file for it.
pub(crate) type Input = Result<File, (String, String)>;

const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

/// The files that a name stands for, sorted. Files that `.gitignore` excludes are left out of folders.
pub(crate) fn inputs(name: &str) -> Vec<Input> {
    let path = Path::new(name);
    if name == "-" || path.is_file() {
        return vec![Ok(File { path: name.to_owned(), found: false })];
    }
    if path.is_dir() {
        let files = walk(path, is_manifest);
        return or_error(name, files, "the folder has no .yaml, .yml or .json file");
    }
    if name.contains(['*', '?', '[', '{']) {
        let glob = match GlobBuilder::new(name.trim_start_matches("./")).literal_separator(true).build() {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => return vec![Err((name.to_owned(), format!("invalid glob: {}", error.kind())))],
        };
        let fixed: PathBuf =
            path.components().take_while(|c| !c.as_os_str().to_string_lossy().contains(['*', '?', '[', '{'])).collect();
        let base = if fixed.as_os_str().is_empty() { Path::new(".") } else { &fixed };
        if !base.is_dir() {
            return or_error(name, Vec::new(), "no such file");
        }
        let files = walk(base, |path| glob.is_match(path.strip_prefix("./").unwrap_or(path)));
        return or_error(name, files, "no such file");
    }
    vec![Ok(File { path: name.to_owned(), found: false })]
}

/// Whether a file may have manifests, by its name.
pub(crate) fn is_manifest(path: &Path) -> bool {
    path.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| EXTENSIONS.contains(&extension))
}

fn walk(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<Input> {
    let mut walk = WalkBuilder::new(folder);
    walk.sort_by_file_path(|a, b| a.cmp(b)).require_git(false).hidden(false).filter_entry(|e| e.file_name() != ".git");
    walk.build()
        .filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) && wanted(entry.path()) => {
                let path = entry.path().strip_prefix("./").unwrap_or(entry.path());
                Some(Ok(File { path: path.to_string_lossy().into_owned(), found: true }))
            }
            Ok(_) => None,
            Err(error) => Some(Err((folder.to_string_lossy().into_owned(), error.to_string()))),
        })
        .collect()
}

/// The files, or one error when there are none.
fn or_error(name: &str, files: Vec<Input>, otherwise: &str) -> Vec<Input> {
    if files.is_empty() { vec![Err((name.to_owned(), otherwise.to_owned()))] } else { files }
}

/// Reads a file as text, or standard input for `-`.
pub(crate) fn read(path: &str) -> Result<String, redline_host::Error> {
    let text = match path {
        "-" => decode::text(io::stdin()),
        path => std::fs::File::open(path).and_then(decode::text),
    };
    text.map_err(|source| redline_host::Error::Read { path: path.into(), source })
}

/// The name of a file in reports.
pub(crate) fn display_name(path: &str) -> &str {
    if path == "-" { "stdin" } else { path }
}

/// Whether a document found in a folder is neither a Kubernetes object nor an operation, so that it is passed over.
pub(crate) fn is_unrelated(value: &Value) -> bool {
    const MEMBERS: [&str; 7] = ["request", "product", "eventName", "change", "resource_changes", "Events", "event"];
    if let Some(list) = value.as_array() {
        return list.iter().all(is_unrelated);
    }
    let Some(object) = value.as_object() else { return true };
    // Kustomizations, Helm charts and kubeconfigs look like objects but are not sent to any API server.
    let api = object.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
    let local = ["kustomize.config.k8s.io/", "v2"].iter().any(|local| api.starts_with(local))
        || object.get("kind").is_some_and(|kind| kind == "Config" && api == "v1");
    let typed = object.contains_key("apiVersion") || object.contains_key("kind");
    local || !(typed || MEMBERS.iter().any(|member| object.contains_key(*member)))
}
