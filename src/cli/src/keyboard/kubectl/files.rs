//! The files that a kubectl command names, read without a cluster.

use std::path::{Path, PathBuf};

use redline_input::{Subject, items_in, kinds, yaml};
use serde_json::Value;

use super::args::Invocation;
use crate::faults;
use crate::keyboard::program::Program;
use crate::language::{either, tr};
use crate::translation;

/// The objects in the files of a command, and what is wrong with other files.
pub(super) fn objects(invocation: &Invocation, input: Option<&[u8]>) -> (Vec<Value>, Vec<String>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for named in invocation.all("filename").iter().flat_map(|names| names.split(',')) {
        match texts(named, invocation.on("recursive"), input) {
            Ok(texts) => texts.iter().for_each(|(name, text)| read(name, text, &mut found, &mut problems)),
            Err(problem) => problems.push(problem),
        }
    }
    for folder in invocation.all("kustomize") {
        let rendered = Program::find("kubectl")
            .map_err(|_| faults::not_on_path("kubectl"))
            .and_then(|kubectl| kubectl.output(&["kustomize", folder], None));
        match rendered {
            Ok(text) => read(folder, &String::from_utf8_lossy(&text), &mut found, &mut problems),
            Err(reason) => problems.push(tr!(
                "the kustomization `{folder}` cannot be built: {reason}",
                "无法生成 kustomization `{folder}`：{reason}"
            )),
        }
    }
    let namespace = invocation.flag("namespace");
    for object in &mut found {
        let text = |member: &str| object[member].as_str().unwrap_or_default();
        let kind = kinds::of_object(text("apiVersion"), text("kind"));
        if let (Some(namespace), true, true) = (namespace, kind.namespaced, object["metadata"]["namespace"].is_null()) {
            object["metadata"]["namespace"] = namespace.into();
        }
    }
    (found, problems)
}

/// The files that a name means, each with its text.
fn texts(named: &str, recursive: bool, input: Option<&[u8]>) -> Result<Vec<(String, String)>, String> {
    if named == "-" {
        let text = input.ok_or_else(|| either("standard input is not known yet", "尚未得知标准输入").to_owned())?;
        return Ok(vec![("stdin".to_owned(), String::from_utf8_lossy(text).into_owned())]);
    }
    if named.starts_with("http://") || named.starts_with("https://") {
        return Err(tr!("`{named}` is only read with the cluster", "`{named}` 仅在查询集群时读取"));
    }
    let mut paths = Vec::new();
    match Path::new(named) {
        folder if folder.is_dir() => manifests_in(folder, recursive, &mut paths),
        file => paths.push(file.to_owned()),
    }
    let read = |path: PathBuf| match std::fs::read_to_string(&path) {
        Ok(text) => Ok((path.display().to_string(), text)),
        Err(error) => Err(faults::unreadable(&path, &error)),
    };
    paths.into_iter().map(read).collect()
}

/// The files in a folder that kubectl reads.
fn manifests_in(folder: &Path, recursive: bool, paths: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() && recursive {
            manifests_in(&path, recursive, paths);
        } else if matches!(extension, Some("yaml" | "yml" | "json")) && path.is_file() {
            paths.push(path);
        }
    }
}

fn read(name: &str, text: &str, found: &mut Vec<Value>, problems: &mut Vec<String>) {
    for (_, value) in yaml::chunks(text).iter().flat_map(|chunk| chunk.values(name)) {
        let items = match value {
            Ok(value) => items_in(value),
            Err(error) => {
                problems.push(faults::of_syntax(&error));
                continue;
            }
        };
        for item in items {
            match item.subject {
                Ok(Subject::Object(object)) => found.push(object),
                Ok(_) => {
                    problems.push(tr!("`{name}` holds something else than objects", "`{name}` 包含对象以外的内容"))
                }
                Err(reason) => problems.push(format!("`{name}`: {}", translation::of(&reason))),
            }
        }
    }
}
