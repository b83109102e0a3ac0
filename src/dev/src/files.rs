//! Reads and writes the files of the workspace. Errors are sentences for people.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// An error that is one sentence for a person.
pub type Result<T> = std::result::Result<T, String>;

/// A file to be written: its path below some folder, and its content.
pub type File = (PathBuf, String);

/// The root of the workspace.
pub fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new("."));
    root.to_path_buf()
}

pub(crate) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

pub(crate) fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    std::fs::write(path, content).map_err(|e| format!("{}: {e}", path.display()))
}

/// Writes those of `files` that differ from what is in `folder`. Returns their paths below the folder.
///
/// # Errors
/// One sentence with the file.
pub fn update(folder: &Path, files: Vec<File>) -> Result<Vec<PathBuf>> {
    let mut written = Vec::new();
    for (path, text) in files {
        if read(&folder.join(&path)).ok().as_ref() != Some(&text) {
            write(&folder.join(&path), &text)?;
            written.push(path);
        }
    }
    Ok(written)
}

/// Writes `files` to `folder` and removes everything else in it. Files that do not change are not touched, so that builds that
/// read the folder stay valid.
///
/// # Errors
/// One sentence with the file.
pub fn sync(folder: &Path, files: Vec<File>) -> Result<()> {
    let wanted: BTreeSet<PathBuf> = files.iter().map(|file| folder.join(&file.0)).collect();
    update(folder, files)?;
    remove_others(folder, &wanted)
}

fn remove_others(folder: &Path, wanted: &BTreeSet<PathBuf>) -> Result<()> {
    let fail = |path: &Path, e: std::io::Error| format!("{}: {e}", path.display());
    for entry in std::fs::read_dir(folder).map_err(|e| fail(folder, e))?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            remove_others(&path, wanted)?;
            // Fails if the folder is not empty, which is intended.
            let _ = std::fs::remove_dir(&path);
        } else if !wanted.contains(&path) {
            std::fs::remove_file(&path).map_err(|e| fail(&path, e))?;
        }
    }
    Ok(())
}

/// The paths of those of `files` that differ from what is in `folder`.
pub fn stale(folder: &Path, files: Vec<File>) -> Vec<PathBuf> {
    let differs = |(path, text): &File| read(&folder.join(path)).ok().as_ref() != Some(text);
    files.into_iter().filter(differs).map(|file| file.0).collect()
}

/// Removes a folder, if it exists. Returns its path.
pub(crate) fn fresh(root: &Path, folder: &str) -> Result<PathBuf> {
    let folder = root.join(folder);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    Ok(folder)
}
